"""The day of a page: what its metadata gives has to stand on it, and last changes come second."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from index.ingestion.block import Block
from index.ingestion.boilerplate.blocks import is_prose, mark_lines
from index.ingestion.loaders.extraction import LATEST
from index.ingestion.loaders.schema_org import Thing, is_article
from index.ingestion.metadata.datelines import full_dates, order_of, read_date_line
from index.ingestion.metadata.field_dates import field_date
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.ingestion.metadata.outlet import letters
from index.ingestion.metadata.publication_date import (
    Dated,
    DateNote,
    FindDateOrder,
    Published,
    date_lines,
    named_beside,
    published_day,
    stated_day,
    unknown_date_order,
)

logger = logging.getLogger(__name__)
_MONTHS = 12
_MAX_ON_LINE = 120  # characters; longer lines are prose
MODIFIED = re.compile(
    r"<meta\b[^<>]{0,300}?(?:modif|updat|revis)[^<>]{0,300}>"
    r"|\"date(?:Modified|_modified)\"\s{0,9}:\s{0,9}\"[^\"]{0,60}\"",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"<meta\b[^<>]{0,300}?(?:publi|issued|created|\bdate\b|pubdate)[^<>]{0,300}>"
    r"|\"date(?:Published|Created|_published)\"\s{0,9}:\s{0,9}\"[^\"]{0,60}\"",
    re.IGNORECASE,
)


def metadata_day(
    raw: str, things: Sequence[Thing], visible: str, lines: Sequence[Block], found: str
) -> Published | None:
    """Return the day that a page's metadata gives, or None if it gives none or it is a guess.

    What a page declares of its article wins over what trafilatura ``found``, unless they are a day
    apart: declarations are often in universal time. ``things`` are what it declares in JSON-LD,
    ``visible`` is the page's text, and ``lines`` are the same in blocks.
    """
    declared = declared_day(raw, things)
    day = stated_day(found, "metadata")
    if declared and (day is None or abs(day.day - declared) > dt.timedelta(days=1)):
        return Published(declared, "metadata")
    if day is None or not (_states(evidence(raw), day.day) or _states(visible, day.day)):
        return None
    if _is_only_modified(raw, day.day) or _is_called_otherwise(raw, lines, day.day):
        before = day_on_page(lines)
        return before if before and before.day < day.day else day
    return day


_PROPERTY = re.compile(
    r"<[^<>]{0,500}?itemprop\s{0,3}=\s{0,3}[\"']?datePublished\b[^<>]{0,500}>", re.IGNORECASE
)
_VALUE = re.compile(r"\b(?:datetime|content)\s{0,3}=\s{0,3}[\"']?([\w:.+ -]{8,40})", re.IGNORECASE)


def declared_day(raw: str, things: Sequence[Thing]) -> dt.date | None:
    """Return the day on which schema.org markup says that the page's article was published.

    None if nothing does, or several days are declared: of this article and of others.
    """
    for days in (_days_of_articles(things), _days_of_properties(raw)):
        if len(days) == 1:
            return days.pop()
    return None


def _days_of_articles(things: Sequence[Thing]) -> set[dt.date]:
    articles = filter(is_article, things)
    return {day for each in articles for day in _day_of(each.get("datePublished"))}


def _day_of(value: object) -> Iterator[dt.date]:
    stated = stated_day(value, "metadata") if isinstance(value, str) else None
    if stated is not None:
        yield stated.day


def _days_of_properties(raw: str) -> set[dt.date]:
    values = (_VALUE.search(tag.group()) for tag in _PROPERTY.finditer(raw))
    return {day for value in values if value for day in _day_of(value[1])}


def day_on_page(lines: Sequence[Block]) -> Published | None:
    """Find a date line anywhere on the page; trafilatura drops most of them."""
    return published_day(mark_lines(lines), []).published


def searched_day(page: str, visible: str) -> Published | None:
    """Return the day that a thorough search of a page finds, if the page states that day.

    htmldate also completes dates, like 2020-01-01 for "2020"; those are not certain.
    """
    from htmldate import find_date

    try:
        found = find_date(page, original_date=True, extensive_search=True, max_date=LATEST)
    except Exception:  # it raises anything on a broken page
        logger.debug("htmldate cannot read a page", exc_info=True)
        return None
    day = stated_day(found, "text") if found else None
    return day if day and (_states(visible, day.day) or _states(evidence(page), day.day)) else None


_NO_EVIDENCE = re.compile(
    r"<(?:a|area|iframe|img|script|source)\b[^<>]{0,1000}>|<!--.{0,300}?-->|/\*.{0,300}?\*/",
    re.IGNORECASE | re.DOTALL,
)


def evidence(raw: str) -> str:
    """Return a page without links, pictures and comments, whose days are not its own."""
    return _NO_EVIDENCE.sub(" ", raw)


def unswapped(raw: str, day: Published | None) -> Published | None:
    """Return a day with its month and number exchanged, if the page states only that in full.

    The libraries read 10/04/2016 as the tenth of April beside a ``datetime`` of 2016-10-04. Days of
    last changes, and those in links, tell nothing.
    """
    if day is None or day.day.day > _MONTHS:
        return day
    other = day.day.replace(month=day.day.day, day=day.day.month)
    if other.isoformat() not in raw or day.day.isoformat() in raw:
        return day
    told = MODIFIED.sub(" ", evidence(raw))
    surely = any(date.days == (day.day,) for date in full_dates(told))
    return replace(day, day=other) if other.isoformat() in told and not surely else day


_OF_PUBLICATION = re.compile(
    r"<meta\b[^<>]{0,300}?(?:publi|issued|created|pubdate|parsely|sailthru|dc(?:terms)?\.date\b(?!\.))"
    r"[^<>]{0,300}>",
    re.IGNORECASE,
)
_HEAD = 12  # lines below the headline
_APART = dt.timedelta(days=1)


def confirmed(
    raw: str, things: Sequence[Thing], lines: Sequence[Block], title: str, day: Published | None
) -> Dated:
    """Return the day of a page, or what it says below its headline if that is another day.

    A day in schema.org markup or in metadata of the publication stays; what is only called a date
    may be the day on which the page was saved, or belong to something else on it. A later day below
    the headline counts only if it is called that of the publication: it may be that of an event.
    A moment in universal time is of the day that readers see.
    """
    if day is None or day.source != "metadata":
        return Dated(day)
    below = _below_headline(lines, title)
    local = _local_day(raw, day.day, below)
    if local is not None:
        return Dated(Published(local, "date line"))
    if _is_of_publication(raw, things, day.day):
        return Dated(day)
    stated = [each for line in below for each in read_date_line(line.text, head=False)]
    if any(abs(one - day.day) <= _APART for each in stated for one in each.days):
        return Dated(day)
    days = {
        each.days
        for each in stated
        if each.label == "published"
        or (each.label in (None, "created") and min(each.days) < day.day)
    }
    only = days.pop() if len(days) == 1 else ()
    if len(only) != 1:
        return Dated(day)
    note = DateNote(
        f"its day is {only[0]}, as the page says below its headline, not {day.day}, as its "
        "metadata says"
    )
    return Dated(Published(only[0], "date line"), note)


_TIME = re.compile(r"<time\b[^<>]{0,500}>", re.IGNORECASE)
_EAST, _WEST = dt.timedelta(hours=13), dt.timedelta(hours=8)
"""How far local time is ahead of universal time and behind it: New Zealand, the Pacific coast."""


def _local_day(raw: str, day: dt.date, below: Sequence[Block]) -> dt.date | None:
    """Return the day that readers see, if a page declares its moment of ``day`` in universal time.

    Late in the evening of Chicago, universal time has the next day, and early in the morning of
    Tokyo the day before. None if the lines ``below`` the headline do not state such a day.
    """
    stated = [each for line in below for each in read_date_line(line.text)]
    named = [each for each in stated if each.label == "published"]
    own = named or [each for each in stated if each.label is None]
    if not own or any(day in each.days for each in own):
        return None
    shown = {one for each in own for one in each.days if abs(one - day) <= _APART}
    local = shown.pop() if len(shown) == 1 else None
    if local is None:
        return None
    reached = any(
        (moment - _WEST).date() <= local <= (moment + _EAST).date()
        for moment in _universal_moments(raw, day)
    )
    return local if reached else None


def _universal_moments(raw: str, day: dt.date) -> Iterator[dt.datetime]:
    """Yield the moments of a day that a page declares of its publication in universal time."""
    stamp = re.compile(
        rf"\b{day.isoformat()}[T ](?P<clock>(?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d)?(?:\.\d{{1,9}})?"
        r"\s?(?:Z\b|UTC\b|GMT\b|[+-]00:?00\b)"
    )
    for tags in (_PUBLISHED, _PROPERTY, _TIME):
        for tag in tags.finditer(raw):
            for found in stamp.finditer(tag.group()):
                clock = dt.time.fromisoformat(found["clock"])
                yield dt.datetime.combine(day, clock)


def _below_headline(lines: Sequence[Block], title: str) -> list[Block]:
    """Return the lines between the headline and the story; a menu may have the headline, too."""
    own = letters(title)
    found: list[Block] = []
    for at, line in enumerate(lines):
        if own and letters(line.text) == own:
            below = lines[at + 1 : at + 1 + _HEAD]
            head = list(takewhile(lambda each: not is_prose(each.text), below))
            found = head if len(head) < len(below) else found
    return found


def _is_of_publication(raw: str, things: Sequence[Thing], day: dt.date) -> bool:
    near = [day + dt.timedelta(days=ago) for ago in (-1, 0, 1)]
    if declared_day(raw, things) in near or not _days_of_articles(things).isdisjoint(near):
        return True
    told = "".join(match.group() for match in _OF_PUBLICATION.finditer(raw))
    return any(_states(told, each) for each in near)


_LANGUAGE = re.compile(
    r"<html\b[^<>]{0,500}?[\s:]lang\s{0,3}=\s{0,3}[\"']?([a-z]{2,3}(?:[-_][a-z]{2})?)",
    re.IGNORECASE,
)
_EITHER = ("en", "en-us", "en-ca", "en-ph")
"""Languages in which days are written in both orders, or many pages declare that are in another."""


def settled(
    raw: str,
    lines: Sequence[Block],
    day: Published | None,
    story: Sequence[str],
    beside: FindDateOrder = unknown_date_order,
) -> Dated:
    """Return the day of a page as far as it is certain.

    A page may state it only as 10/11/2025, which the libraries read in one way without a word. The
    weekday on its line, other dates of the page, its language, the days that the story tells of,
    and the files beside it settle it.
    """
    if day is None or day.day.day > _MONTHS or day.day.day == day.day.month:
        return Dated(day)
    visible = "\n".join(line.text for line in lines)
    stated = _only_in_numbers((evidence(raw), visible), day.day)
    if not stated:
        return Dated(day)
    days, text = stated
    dated = [line.text for line in lines if text in line.text and len(line.text) <= _MAX_ON_LINE]
    named = named_beside(days, dated)
    if named is not None:
        return Dated(Published(named, day.source))
    language = _LANGUAGE.search(raw)
    order = order_of(visible)
    if order is None and language and language[1].lower().replace("_", "-") not in _EITHER:
        order = "day first"
    if order is not None:
        return Dated(Published(days[0 if order == "day first" else 1], day.source))
    return field_date(text, day.source, story, beside)


def _only_in_numbers(texts: Sequence[str], day: dt.date) -> tuple[tuple[dt.date, ...], str] | None:
    """Return both days that a date like 10/11/2025 may be, and how it is written.

    None if the texts do not write the day so, or state one of both in another way, too.
    """
    both = {day, day.replace(month=day.day, day=day.month)}
    found: tuple[tuple[dt.date, ...], str] | None = None
    for text in texts:
        if any(each in both for _, _, each in foreign_dates(text)):
            return None
        for date in full_dates(text):
            if len(date.days) == 1 and date.days[0] in both:
                return None
            if set(date.days) == both and found is None:
                found = date.days, text[date.start : date.end]
    return found


def _states(text: str, day: dt.date) -> bool:
    """Return whether a text has the full date, so that it is not a library's guess."""
    forms = (day.isoformat(), day.strftime("%Y%m%d"), day.strftime("%Y/%m/%d"))
    return (
        any(form in text for form in forms)
        or _in_numbers(day).search(text) is not None
        or any(day in date.days for date in full_dates(text))
        or any(day == found for _, _, found in foreign_dates(text))
    )


def _in_numbers(day: dt.date) -> re.Pattern[str]:
    """Return an expression for a day in numbers, the year first or last: "26 | 01 | 2022"."""
    year, month, number = str(day.year), f"0?{day.month}", f"0?{day.day}"
    last = rf"\W{{1,3}}(?:{year}|{year[2:]})"
    return re.compile(
        rf"(?<!\d)(?:{year}\W{{1,3}}{month}\W{{1,3}}{number}|{number}\W{{1,3}}{month}{last}"
        rf"|{month}/{number}/(?:{year}|{year[2:]}))(?!\d)"
    )


def _is_called_otherwise(raw: str, lines: Sequence[Block], day: dt.date) -> bool:
    """Return whether the page calls a day that of its last change, and nothing the publication.

    The same goes for the day of a copy, and for that of a note where the page has the day of the
    article, too.
    """
    stated = date_lines(mark_lines(lines))
    labels = {line.label for line in stated if line.days == (day,)}
    others = {"updated", "copied"}
    if any(line.label == "published" for line in stated):
        others.add("created")
    published = (found.group() for found in _PUBLISHED.finditer(raw))
    return bool(labels) and labels <= others and not any(_states(each, day) for each in published)


def _is_only_modified(raw: str, day: dt.date) -> bool:
    """Return whether metadata gives a day for the last change, and none for the publication."""

    def named(pattern: re.Pattern[str]) -> bool:
        return any(_states(match.group(), day) for match in pattern.finditer(raw))

    return named(MODIFIED) and not named(_PUBLISHED)
