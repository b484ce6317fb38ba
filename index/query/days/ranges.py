"""Which days an expression stands for where it is written: itself, all since, or all until it."""

from __future__ import annotations

import re

from index.english.calendar_words import WEEKDAY_NAMES
from index.english.tokens import STOP_WORDS
from index.models import Scope, TimeExpression
from index.temporal.calendar import shift_days

_BOUND = re.compile(
    r"(?<!\bday )(?<!\bweek )(?<!\bmonth )(?<!\bdays )(?<!\bweeks )"
    r"\b(?:(?P<since>since)|(?P<source>from)|(?P<after>after)|"
    r"(?P<until>until|till|up to|by|through)|(?P<before>before|prior to))\W+(?:the\W+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\W+(?:the\W+)?$", re.IGNORECASE)
_FROM_HAPPENING = re.compile(
    r"\bbetween\s(?:(?!\band\b)[^.?!]){1,60}\b(?:on|of)\s(?:the\s)?$", re.IGNORECASE
)
_TO_HAPPENING = re.compile(r"\sand\s[^.?!]{1,60}\s(?:on|of)\s(?:the\s)?", re.IGNORECASE)
"""Around the days of "between the fire on 20 October and the vote on 24 October"."""
_EITHER = re.compile(r"\b(?:before|after)\s+or\s+(?:before|after)\W+(?:the\W+)?$", re.IGNORECASE)
_JOINED = re.compile(
    r"\s*(?:and|(?P<to>to|until|till|through|[-\u2013\u2014]))\s*(?:the\s+)?", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"(?:(?:on|last)\s)?(?:{'|'.join(WEEKDAY_NAMES)})", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:the|an?|his|her|its|their|our|my|your)\s+(?!.*(?:\bof\b|\d(?:st|nd|rd|th)\b))",
    re.IGNORECASE,
)
"""A determiner that is not the one of "the 22nd" or "the second of May"."""
_WORD_BEHIND = re.compile(r"\s+([^\W\d_]+)")
_POSSESSIVE = re.compile(r"['’]s?\s+[^\W\d_]")
_ONWARDS = re.compile(
    r"\s+(?:onwards?\b|on(?=\s*(?:$|[?.!,;:]))|(?:to|until|till)\s+(?:now|date|the present)\b)",
    re.IGNORECASE,
)


def bounded(text: str, found: TimeExpression) -> Scope:
    """Return the days that an expression of a text bounds: "since Monday" has no end.

    "After 22 October" begins on the day after, "before" ends on the one before; "after the 22
    October summit" begins on the day itself. "The report from 22 October" is of that day, "from 22
    October on" all since.
    """
    first, last = found.first, found.last
    if first is None or last is None:
        return Scope()
    of_something = _says_of_what_day(text, found)
    match _bound(text, found):
        case "since":
            return Scope(first, None)
        case "after":
            return Scope(first if of_something else shift_days(last, 1), None)
        case "until":
            return Scope(None, last)
        case "before":
            return Scope(None, last if of_something else shift_days(first, -1))
    return Scope(first, last)


def _says_of_what_day(text: str, found: TimeExpression) -> bool:
    """Whether an expression only says of what day something is: "Tuesday's vote"."""
    if _POSSESSIVE.match(text, found.end):
        return True
    behind = _WORD_BEHIND.match(text, found.end)
    if behind is None or behind[1].lower() in STOP_WORDS:
        return False
    before = text[: found.start].split()[-1:]
    return any(map(_DETERMINED.match, (found.text, " ".join((*before, found.text)))))


def on_either_side(text: str, found: TimeExpression) -> bool:
    """Return whether a question asks on which side of a day something was: "before or after"."""
    return _EITHER.search(text[: found.start]) is not None


def _bound(text: str, found: TimeExpression) -> str | None:
    bound = _BOUND.search(text[: found.start]) if found.kind == "DATE" else None
    if bound is None:
        return None
    onwards = bound.lastgroup == "source" and _ONWARDS.match(text, found.end)
    return "since" if onwards else bound.lastgroup


def joined(text: str, one: TimeExpression, other: TimeExpression) -> Scope | None:
    """Return the days from one expression to the next, if a text joins them so; else None.

    "From Monday to Friday" is about the Monday before that Friday.
    """
    before, middle = text[: one.start], text[one.end : other.start]
    joint = _JOINED.fullmatch(middle)
    if joint is None:
        happenings = _FROM_HAPPENING.search(before) and _TO_HAPPENING.fullmatch(middle)
        return whole(one, other) if happenings else None
    return whole(one, other) if joint["to"] or _BETWEEN.search(before) else None


def beside(text: str, one: TimeExpression, other: TimeExpression) -> bool:
    """Return whether a text joins two days of which one follows the other: "Monday and Tuesday"."""
    next_day = one.last is not None and shift_days(one.last, 1) == other.first
    return next_day and _JOINED.fullmatch(text[one.end : other.start]) is not None


def whole(one: TimeExpression, other: TimeExpression) -> Scope:
    """Return the days from the first of one expression to the last of the other.

    A weekday that would be later than ``other`` is the one of the weeks before it; other days are
    put in their order.
    """
    first, last = one.first, other.last
    if first is not None and last is not None and first > last and _WEEKDAY.fullmatch(one.text):
        first = shift_days(first, 7 * ((last - first).days // 7))
    if first is not None and last is not None and first > last:
        return Scope(other.first, one.last)
    return Scope(first, last)
