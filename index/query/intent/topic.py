"""What a request is about: its topic and its days, and what in a message is no topic at all."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Sequence

from index.english.calendar_words import MONTHS
from index.english.spelling import spelled
from index.english.tokens import STOP_WORDS
from index.models import Scope, TimeExpression
from index.query.day_ranges import beside, bounded, joined, whole
from index.query.days_of_month import with_days_of_month
from index.query.requested_days import with_capitals
from index.temporal.calendar import shift_days, shift_units
from index.temporal.tagger import find_dates

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_LINK = re.compile(r"<?https?://\S+>?")
_COPY = re.compile(r"\bcc:?(?:\s+@\w+)+", re.IGNORECASE)
_DISCORD = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|(?<!\S):[a-z]\w*:(?!\S)")
"""How Discord writes people, channels and emoji of its own, and how people type emoji."""
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f000-\U0001faff]+")
_ADDRESSED = re.compile(r"^\s*(?:@\w+[\s,:]+)+")
_THIS_WEEK = re.compile(r"this week", re.IGNORECASE)
_RECENT = re.compile(r"(?:the\s+)?(?:last|past)\s", re.IGNORECASE)
_LENGTH = re.compile(r"P(?P<count>\d{1,4})(?P<unit>[DWMY])|PT(?P<hours>\d{1,4})H")
_HOURS = 24  # of a day
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def without_noise(text: str) -> str:
    """Return a message without links, emoji and whom it addresses; unchanged if nothing is left.

    "@lena when did it start https://…" asks "when did it start". Its lines stay apart. Lone
    surrogates, which a terminal makes of bytes that are not UTF-8, are spaces.
    """
    text = _SURROGATE.sub(" ", text)
    bare = _EMOJI.sub(" ", _DISCORD.sub(" ", _LINK.sub(" ", text)))
    bare = _ADDRESSED.sub(" ", _COPY.sub(" ", bare))
    bare = "\n".join(line for each in bare.splitlines() if (line := " ".join(each.split())))
    return bare if any(map(str.isalnum, bare)) else text


def is_only_links(text: str) -> bool:
    """Return whether nothing of a message is left without its links."""
    return bool(_LINK.search(text)) and not any(map(str.isalnum, _LINK.sub(" ", text)))


def topic_of(text: str, frame: Collection[str], dates: Sequence[TimeExpression] = ()) -> str | None:
    """Return the words that say what an overview or news is wanted about, or None.

    They reach from the first to the last word that neither asks nor is a day.
    """
    spans = [(found.start, found.end) for found in dates]
    telling = [
        word
        for word in _WORD.finditer(text)
        if not _asks(word.group().replace("’", "'"), frame, begins=not word.start())
        and not any(start <= word.start() < end for start, end in spans)
    ]
    return text[telling[0].start() : telling[-1].end()] if telling else None


def _asks(word: str, frame: Collection[str], *, begins: bool) -> bool:
    """Whether a word only asks; one with a capital inside a message is no slip: "Tel Aviv"."""
    word = word.lower() if word[:1].isupper() and not begins else spelled(word.lower())
    return word in frame or word in STOP_WORDS or word.removesuffix("'s") in frame


def days_of(
    text: str, today: dt.date, newest: dt.date | None = None
) -> tuple[Scope, tuple[TimeExpression, ...]]:
    """Return the days a request is limited to, and the expressions that name them.

    Days are as in ``dates_in``. "since Monday" and "the last three days" have no end, "until
    Monday" no beginning; "from Monday to Thursday" reaches from the first day to the last.
    """
    found = dates_in(text, today, newest)
    return (_limits(text, found, today), found) if found else _recent(text, today)


def _limits(text: str, found: Sequence[TimeExpression], today: dt.date) -> Scope:
    """The days that are meant by the first of the expressions, or by the first two together."""
    one, *others = found
    scope = _limit(text, one, today)
    if not others:
        return scope
    other = others[0]
    both = joined(text, one, other) or (whole(one, other) if beside(text, one, other) else None)
    if both is None:
        further = _limit(text, other, today)
        both = Scope(scope.since or further.since, scope.until or further.until)
        if (scope.since and further.since) or (scope.until and further.until):
            return scope
    turned = both.since is not None and both.until is not None and both.since > both.until
    return scope if turned else both


def _limit(text: str, found: TimeExpression, today: dt.date) -> Scope:
    """The days of one expression, or the bound that it is of some; "this week" ends today."""
    scope = bounded(text, found)
    if scope.until is not None and _THIS_WEEK.fullmatch(found.text):
        return Scope(scope.since, min(scope.until, today))
    return scope


def _recent(text: str, today: dt.date) -> tuple[Scope, tuple[TimeExpression, ...]]:
    """The days since which "the last three days" began; without a number ("the last few days")
    only the expression."""
    found = [
        each
        for each in find_dates(text, today)
        if each.kind == "DURATION" and _RECENT.match(each.text)
    ]
    if not found:
        return Scope(), ()
    length = _LENGTH.fullmatch(found[0].value or "")
    if length is None:
        return Scope(), tuple(found)
    if length["hours"]:  # articles have days: the last 24 hours began yesterday
        days = math.ceil(int(length["hours"]) / _HOURS)
        since = shift_days(today, -days)
    else:
        since = shift_units(today, length["unit"], -int(length["count"]))
    return Scope(since, None), tuple(found)


def dates_in(
    text: str, today: dt.date, newest: dt.date | None = None
) -> tuple[TimeExpression, ...]:
    """Return the days that a request names.

    "Since Monday" is as the reader's ``today`` means it. A month or a day of one without its year
    is the one nearest to the ``newest`` article, as in questions of fact.
    """
    text = with_capitals(text)
    nearest = {each.start: each for each in find_dates(text, newest)} if newest else {}
    found = (
        nearest.get(each.start, each) if lacks_year(each.text) else each
        for each in find_dates(text, today)
    )
    dates = [each for each in found if each.first is not None and each.last is not None]
    return with_days_of_month(text, dates, newest)


def lacks_year(text: str) -> bool:
    """Return whether a date names a month and no year, or only the number of a day."""
    if _YEAR.search(text):
        return False
    return bool(_MONTH.search(text) or _NUMBER.fullmatch(text))
