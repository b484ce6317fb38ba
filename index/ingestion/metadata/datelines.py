"""Date lines ("Published 21 October 2025") and the calendar dates in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.english.calendar_words import MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAY_NAMES
from index.ingestion.metadata.date_labels import (
    COPIED_WORDS,
    LABELS,
    NAMED_LABELS,
    Label,
    foreign_label,
    named_label,
)
from index.ingestion.metadata.foreign_dates import foreign_date_line, without_labels
from index.ingestion.metadata.release_labels import behind_release
from index.temporal.calendar import day_of

# ASCII: where case is ignored, "s" is "ſ" as well, and "i" is "İ" and "ı"; no name has those
MONTH = f"(?P<month>(?a:{'|'.join(sorted(MONTHS, key=len, reverse=True))}))" + r"\b\.?"
SMALL_WORDS = frozenset(
    "and of the for & de da del della dei do du des la le les el il en der die das di al".split()
)
"""Words that names have in small letters."""
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[789]|20)\d\d|[’']\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d.])\b{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        rf"\b{MONTH}\s?{_DAY}\s?,?\s?{_YEAR}\b",
        rf"\b{_DAY}[\s-]?(?:of\s)?{MONTH}[\s-]?,?\s?{_YEAR}\b",
        rf"{_YEAR}年\s?(?P<month>\d{{1,2}})月\s?(?P<day>\d{{1,2}})日",
    )
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:(?:1[789]|20)\d\d|\d\d))(?![\d/-])"
)
_HINT = re.compile(r"\d{4}|\d[/.-]\d|[’']\d\d")


@dataclass(frozen=True, slots=True)
class FullDate:
    """A full date in a text, at ``[start:end]``. Two ``days`` if it is ambiguous, like 10/11."""

    start: int
    end: int
    days: tuple[dt.date, ...]


_PIVOT = 40


def full_year(digits: str) -> int:
    """Return a year that may be given by two digits: 25 is 2025, and 98 is 1998."""
    year = int(digits)
    return year if year > 99 else (2000 if year < _PIVOT else 1900) + year


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name, abbreviation or number."""
    return int(name) if name.isdigit() else MONTHS[name.lower()]


def full_dates(text: str) -> list[FullDate]:
    """Return the full dates (day, month, year) of a text in order, without impossible ones."""
    if not _HINT.search(text):
        return []
    found = [*_named(text), *_numeric(text)]
    found.sort(key=lambda date: date.start)
    kept: list[FullDate] = []
    for date in found:
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return kept


def first_day(text: str) -> dt.date | None:
    """Return the day of the first full date of a text; None without one, or if it may be two."""
    found = full_dates(text)
    return found[0].days[0] if found and len(found[0].days) == 1 else None


def _named(text: str) -> Iterator[FullDate]:
    for form in _FORMS:
        for match in form.finditer(text):
            month = month_number(match["month"])
            year = full_year(match["year"].lstrip("’'"))
            day = day_of(year, month, int(match["day"]))
            if day is not None:
                yield FullDate(match.start(), match.end(), (day,))


def _numeric(text: str) -> Iterator[FullDate]:
    """Yield dates of three numbers that end with the year: day first, month first, or either."""
    for match in _NUMERIC.finditer(text):
        dotted = match["mark"] == "." and len(match["a"]) == len(match["b"]) == 2
        if len(match["year"]) == 2 and match["mark"] != "/" and not dotted:
            continue
        year = full_year(match["year"])
        readings = [day_of(year, int(match["b"]), int(match["a"]))]
        if match["mark"] != ".":
            readings.append(day_of(year, int(match["a"]), int(match["b"])))
        days = tuple(dict.fromkeys(day for day in readings if day is not None))
        if days:
            yield FullDate(match.start(), match.end(), days)


DateOrder = Literal["day first", "month first"]
_SLASHED = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?:\d{4}|\d\d)(?![\d/-]|\.\d)"
)


def order_of(text: str) -> DateOrder | None:
    """Return the order in which a text writes dates like 25/10/2025; None if that is open."""
    found: set[DateOrder] = set()
    for match in _SLASHED.finditer(text):
        first, second = int(match["a"]), int(match["b"])
        if second <= 12 < first <= 31:
            found.add("day first")
        if first <= 12 < second <= 31 and match["mark"] != ".":
            found.add("month first")
    return found.pop() if len(found) == 1 else None


MAX_LENGTH = 240  # characters; longer lines are prose

_ON = r"(?:\s(?:on|at|date|time))?\s?[:\-–|]?\s*"
_LABEL = re.compile(rf"\b(?:{NAMED_LABELS}){_ON}$", re.IGNORECASE)
_COPIED_FROM = re.compile(rf"\W*(?:{COPIED_WORDS})\sfrom\s", re.IGNORECASE)
"""Whatever stands between this and a day, that is the day of a copy."""
_ONLY_LABEL = re.compile(rf"\W*(?:{NAMED_LABELS}){_ON}\W*$", re.IGNORECASE)
_AGO = re.compile(
    r"\W*(?:(?:updated|published|posted)\W+)?\d{1,2}\s(?:second|minute|min|hour|hr|day"
    r"|week)s?\sago\W*$",
    re.IGNORECASE,
)
_ZONE = (
    r"(?:GMT|UTC|BST|CES?T|EES?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|IST|MSK|TRT|AE[SD]T|JST|HKT|SGT|WIB"
    r"|(?:local|eastern|central|pacific|moscow|kyiv|kiev|london|istanbul)\stime)"
    r"(?:\s?[+−-]\s?\d{1,2}(?::?\d{2})?)?"
)
_CLOCK = (
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d{1,9}(?!\d))?(?:\s?[ap]\.?m\b\.?)?"
    r"|\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\d{1,2}\s?[時时點点](?:\s?\d{1,2}\s?分)?(?:\s?\d{1,2}\s?秒)?"
)
_EAST_ASIAN = (
    r"午前|午後|上午|中午|下午|晚上|凌晨|[月火水木金土日]曜日?|[（(][月火水木金土日一二三四五六][)）]"
    r"|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
)
"""Weekdays and halves of the day in Japanese and Chinese."""
_DAYS = "|".join((*WEEKDAY_NAMES, *WEEKDAY_ABBREVIATIONS))
_NOISE = re.compile(
    r"\bthis article is more than (?:\d+|an?) (?:day|month|year)s? old\b"
    rf"|\b(?:{LABELS})\b|(?:https?://|\bwww\.)\S{{1,300}}|\bby\s(?:admin|staff|editor|editors|desk)\b|{_CLOCK}"
    rf"|{_EAST_ASIAN}|\b{_ZONE}(?![a-z])|[+-]\d\d:?\d\d\b"
    rf"|\b(?:{_DAYS})\b\.?|\b\d{{1,2}}\s?-?\s?min(?:ute)?s?(?:\sread)?\b"
    rf"|\bread(?:ing)?(?:\stime)?\b"
    r"|\bp(?:age|p?\.)\s?[A-Z]?\d{1,4}\b"
    r"|\b(?:views?|comments?|shares?|likes?|reads?|on|at|by|from|in)\b|\bT(?=\d)|(?<=\d)Z\b"
    r"|[\W_]+|\d+",
    re.IGNORECASE,
)
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_SHAPE = re.compile(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d\s(?:{_MONTHS})|(?:{_MONTHS})\.?\s\d", re.IGNORECASE
)
_MONTH_NAME = re.compile(rf"\b(?:{_MONTHS})\b\.?", re.IGNORECASE)
_GLUED = re.compile(rf"\W*(?:{LABELS}){_ON}(?:(?:{_DAYS})[,\s]+)?$", re.IGNORECASE)
_TIME_AFTER = re.compile(rf"(?:[\s,|·T-]*(?:{_CLOCK}|\b{_ZONE}))*[\s|·]*", re.IGNORECASE)
_CLOCK_BEHIND = re.compile(rf"[\s,|;T-]{{1,4}}(?:at\s)?(?:{_CLOCK})", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    rf"(?:{_CLOCK})(?:\s{_ZONE})?(?:\s[a-z]+\stime)?[\s,]*(?:\b(?:{_DAYS})[\s,]*)?$", re.I
)
_STAMP_WITHIN = 300  # characters
_MAX_WORDS_BESIDE = 6


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date that a line (``whole``) states, as ``text``. Two ``days`` if that may be either."""

    days: tuple[dt.date, ...]
    label: Label | None
    text: str = ""
    whole: str = ""


def label_only(text: str) -> Label | None:
    """Return what a line such as "Last updated:" announces, or None."""
    if len(text) > 40 or not (match := _ONLY_LABEL.match(text)):
        return None
    return named_label(match)


def names_no_day(text: str) -> bool:
    """Return whether a date line names no valid day: "3 hours ago", "Published: 2025-02-31"."""
    if len(text) > 60:
        return False
    if _AGO.match(text):
        return True
    dated = _SHAPE.search(text) is not None
    return dated and not _MONTH_NAME.sub(" ", _NOISE.sub(" ", text)).split()


def read_date_line(text: str, head: bool = True) -> tuple[DateLine, ...]:
    """Return the dates of a date line in order; () if it is not a date line.

    Besides dates it may only have times, time zones, labels, counts, the reading time and, in the
    head of the page, a few capitalised words (author, outlet, place).
    """
    if len(text) > MAX_LENGTH or not _HINT.search(text):
        return ()
    text, announced = behind_release(text)
    found = (
        _numbers_behind_foreign_labels(text)
        or _english_date_line(text, head)
        or tuple(DateLine((day,), label) for day, label in foreign_date_line(text, head))
    )
    return tuple(replace(line, label=line.label or announced) for line in found)


def _numbers_behind_foreign_labels(text: str) -> tuple[DateLine, ...]:
    """The dates of "Publié le 10/11/2025": where such labels are used, the day comes first."""
    rest, labels = without_labels(text)
    if not labels or not _english_date_line(rest, head=False):
        return ()
    found: list[DateLine] = []
    at = 0
    for date in full_dates(text):
        found.append(DateLine(date.days[:1], foreign_label(text[at : date.start])))
        at = date.end
    return tuple(found)


def _english_date_line(text: str, head: bool) -> tuple[DateLine, ...]:
    dates = full_dates(text)
    labels: list[Label | None] = []
    remainder, position = [], 0
    for date in dates:
        before = text[position : date.start]
        labels.append(_label(before))
        remainder.append(before)
        position = date.end
    remainder.append(text[position:])
    if not dates or not _is_date_line(remainder, any(labels), head):
        return ()
    if _COPIED_FROM.match(text):
        labels = [label or "copied" for label in labels]
    return tuple(
        DateLine(date.days, label, text[date.start : date.end], text)
        for date, label in zip(dates, labels, strict=True)
    )


def _label(before: str) -> Label | None:
    match = _LABEL.search(
        re.sub(
            rf"(?:(?:{_DAYS})\b[.,\s]*|(?:{_CLOCK})[,\s]*|\b{_ZONE}[,\s]*)+$",
            "",
            before,
            flags=re.I,
        )
    )
    return named_label(match) if match else None


def _is_date_line(remainder: list[str], labelled: bool, head: bool) -> bool:
    """Return whether the text around the dates is typical of date lines."""
    words = " ".join(_NOISE.sub(" ", part) for part in remainder).split()
    if not words:
        return True
    capitalised = all(word[0].isupper() or word in SMALL_WORDS for word in words)
    shouted = " ".join(remainder).isupper()  # the head of a printed page: "THE POST, MAY 3, 1921."
    prose = remainder[-1].rstrip().endswith((".", "!", "?")) and not (labelled or shouted)
    return head and capitalised and not prose and len(words) <= _MAX_WORDS_BESIDE


def stamped_day(text: str) -> tuple[dt.date, ...]:
    """Return the day of a date with a time of day near the beginning of a text.

    For pages whose lines were joined: "Headline Friday 30 April 2010 22.49 BST Britain's".
    """
    head = text[:_STAMP_WITHIN]
    for date in full_dates(head):
        if _CLOCK_BEHIND.match(head, date.end) or _CLOCK_BEFORE.search(head[: date.start]):
            return date.days
    return ()


def glued_prefix(text: str) -> tuple[int, DateLine] | None:
    """Find a date joined to the front of a headline: " date 2025-10-26 Headline".

    Returns the offset at which the headline begins, and the date. Only for the top of a page; a
    sentence that begins with a date continues with a comma or in lower case.
    """
    head = text[:80]
    for date in full_dates(head)[:1]:
        if date.start and not _GLUED.match(head[: date.start]):
            return None
        end = _TIME_AFTER.match(text, date.end)
        position = end.end() if end else date.end
        return _if_headline_follows(text, position, date)
    return None


def _if_headline_follows(text: str, position: int, date: FullDate) -> tuple[int, DateLine] | None:
    headline = text[position:]
    if len(headline.split()) < 3 or not any(letter.isupper() for letter in headline[:2]):
        return None
    return position, DateLine(date.days, _label(text[: date.start]))
