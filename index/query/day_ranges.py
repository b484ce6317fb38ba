"""Which days an expression stands for where it is written: itself, all since, or all until it."""

from __future__ import annotations

import re

from index.english.calendar_words import WEEKDAY_NAMES
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
_MODIFIES = re.compile(
    r"\s+(?!(?:on|in|at|of|about|for|by|with|and|or|to|from)\b)[a-z]", re.IGNORECASE
)
"""What is behind a day that says of what day something is: "the 22 October summit"."""


def bounded(text: str, found: TimeExpression) -> Scope:
    """Return the days that an expression of a text bounds: "since Monday" has no end.

    "After 22 October" begins on the day after, "before" ends on the one before; "from 22 October"
    begins on it.
    """
    first, last = found.first, found.last
    if first is None or last is None:
        return Scope()
    match _bound(text, found):
        case "since" | "source":
            return Scope(first, None)
        case "after":
            return Scope(shift_days(last, 1), None)
        case "until":
            return Scope(None, last)
        case "before":
            return Scope(None, shift_days(first, -1))
    return Scope(first, last)


def asked_about(text: str, found: TimeExpression) -> Scope:
    """Return the days that a question of fact asks about with an expression, as ``bounded`` does.

    "The report from 22 October" is one of that day, and "after the 22 October summit" begins on it.
    """
    bound = _bound(text, found)
    if bound == "source":
        return Scope(found.first, found.last)
    if bound in {"after", "before"} and _MODIFIES.match(text, found.end):
        return Scope(found.first, None) if bound == "after" else Scope(None, found.last)
    return bounded(text, found)


def on_either_side(text: str, found: TimeExpression) -> bool:
    """Return whether a question asks on which side of a day something was: "before or after"."""
    return _EITHER.search(text[: found.start]) is not None


def _bound(text: str, found: TimeExpression) -> str | None:
    bound = _BOUND.search(text[: found.start]) if found.kind == "DATE" else None
    return bound.lastgroup if bound else None


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

    A weekday that would be later than ``other`` is the one of the weeks before it.
    """
    first, last = one.first, other.last
    if first is not None and last is not None and first > last and _WEEKDAY.fullmatch(one.text):
        first = shift_days(first, 7 * ((last - first).days // 7))
    return Scope(first, last)
