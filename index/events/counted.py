"""Days that a text only counts to: "58 days ago", "two days later", "the day before".

A distance is told in round numbers and mostly in passing ("since the crisis began 58 days ago"),
so that the day it leads to may be a day on which nothing happened. Such a day is an event's only
where the number is small and the sentence's own verb is dated by it.
"""

from __future__ import annotations

import datetime as dt
import re

EXACT = 6
"""The most days that a count is trusted for."""

_COUNTED = re.compile(
    r"\b(?P<unit>days?|weeks?|months?|nights?)\s+(?:ago|earlier|later|before|after|afterwards?|"
    r"previously|prior|since)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:the|that|this)\s+(?:\w+\s+)?(?:day|night|morning|evening)\b", re.I)
_NUMBER = re.compile(r"\d+")
_MANY = re.compile(
    r"\b(?:seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|dozen|few|several|couple|some|many)\b",
    re.IGNORECASE,
)
_ABOUT_WORDS = (
    r"(?:about|around|nearly|almost|roughly|some|approximately|over|under|barely|within|less|more|"
    r"fewer)\s+(?:than\s+)?"
)
_ABOUT = re.compile(rf"\b{_ABOUT_WORDS}$", re.IGNORECASE)
_ROUGH = re.compile(rf"^{_ABOUT_WORDS}|\bor (?:so|more)\b", re.IGNORECASE)
# What the day belongs to is not what the sentence tells: a comparison, a clause on the side.
_SIDE = re.compile(
    r"\b(?:than|since|as|unlike)\b[^,;]*$"
    r"|,\s*(?:which|who|that|where|when|after|before|until|though|although|first|already|only|"
    r"just|\w+ly|\w{3,}ed|begun|built|sent|made|set|held|written|taken|given|found|led)\b"
    r"[^,;]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^[^,;]*,\s*\S")


def counted(text: str) -> bool:
    """Whether a time expression counts days from another day."""
    return _COUNTED.search(text) is not None


def told_in_passing(text: str, start: int, end: int) -> bool:
    """Whether a counted day at ``text[start:end]`` is none that the sentence tells of."""
    before, after = text[max(0, start - 110) : start], text[end : end + 110]
    side = _SIDE.search(before)
    if side is None:
        return False
    return not side.group().startswith(",") or _GOES_ON.match(after) is not None


def exact(text: str, before: str) -> bool:
    """Whether a count says a certain day: "two days ago", not "about a week ago"."""
    found = _COUNTED.search(text)
    if found is None:
        return True
    number = _NUMBER.search(text)
    return not (
        not found["unit"].lower().startswith(("day", "night"))
        or (number is not None and int(number.group()) > EXACT)
        or _MANY.search(text)
        or _ABOUT.search(before)
        or _ROUGH.search(text)
    )


def impossible(text: str, day: dt.date, published: dt.date | None) -> bool:
    """Whether a count leads past the day of its article, which shows that it began wrong."""
    return counted(text) and published is not None and day > published
