"""Checks that every day and time of a sentence is in the evidence.

Both are resolved by the evidence's publication date, so that "on Thursday" in an article of
24 October 2025 matches "23 October 2025" in a sentence about it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from index.english.calendar_words import MONTHS
from index.english.tokens import STOP_WORDS
from index.faithfulness.evidence import EvidencePool, ParsedText, PreparedEvidence
from index.faithfulness.models import Problem
from index.models import TimeExpression

Spans = list[tuple[int, int]]
"""Stretches of a text, as offsets."""

_REPORTED = re.compile(r"\b(?:reported|published|article|report|story|as of|dated|according)\b")
_IDLE = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
_CLOCK = re.compile(r"T(\d\d:\d\d)")


def check_days(claim: ParsedText, pool: EvidencePool) -> tuple[list[Problem], Spans, Spans]:
    """Return missing dates, the spans of all dates, and those that the evidence supports."""
    read = {
        published: claim.dates(published)
        for published in dict.fromkeys(part.evidence.published for part in pool.parts)
    }
    if not any(read.values()):
        return [], [], []
    versions: dict[tuple[int, int], list[TimeExpression]] = {}
    for found in read.values():
        for each in found:
            if each.kind in {"DATE", "TIME"} and each.value not in _IDLE:
                versions.setdefault((each.start, each.end), []).append(each)
    problems: list[Problem] = []
    told: Spans = []
    for (start, end), readings in versions.items():
        if any(_told(claim, each, part, pool) for each in readings for part in pool.parts):
            told.append((start, end))
        else:
            problems.append(Problem("date", claim.text[start:end]))
    return problems, list(versions), told


def _told(
    claim: ParsedText, day: TimeExpression, part: PreparedEvidence, pool: EvidencePool
) -> bool:
    same_words = any(_words(day.text) == _words(each.text) for each in part.dates)
    if day.first is None or day.last is None:
        return same_words or _partial(day, part)
    if same_words or any(_within(day, each) for each in part.dates):
        return True
    return _of_publication(claim, day, part, pool)


def _words(text: str) -> str:
    """As written, without what does not tell days apart, as "last" and "this" do."""
    return re.sub(r"\b(?:on|in|the|of)\b|[^\w]", "", text.casefold())


def _within(day: TimeExpression, known: TimeExpression) -> bool:
    """Whether the evidence's day is the one that is named, or one in the month that is named."""
    if known.first is None or known.last is None or day.first is None or day.last is None:
        return False
    if not (day.first <= known.first and known.last <= day.last):
        return False
    named, clock = _CLOCK.search(day.value or ""), _CLOCK.search(known.value or "")
    return named is None or (clock is not None and named.group(1) == clock.group(1))


def _partial(day: TimeExpression, part: PreparedEvidence) -> bool:
    """Where nothing could be resolved (no day of publication): the same month and figures."""
    asked = _named(day.text)
    return any(asked <= _named(each.text) for each in part.dates)


def _named(text: str) -> set[str]:
    """The figures and words of a day; a month is the same however it is written."""
    words = re.findall(r"\d+|[a-z]{3,}", text.casefold())
    return {f"month {MONTHS[word]}" if word in MONTHS else word for word in words} - STOP_WORDS


def _of_publication(
    claim: ParsedText, day: TimeExpression, part: PreparedEvidence, pool: EvidencePool
) -> bool:
    """Whether it is when the article came out, where the quotes have no day of their own.

    A sentence may also say when something was reported.
    """
    published = part.evidence.published
    if published is None or not _covers(day, published):
        return False
    dated = any(_dated(each.dates) for each in pool.parts)
    return not dated or bool(_REPORTED.search(claim.text[: day.end].casefold()))


def _covers(day: TimeExpression, published: dt.date) -> bool:
    return day.first is not None and day.last is not None and day.first <= published <= day.last


def _dated(dates: Sequence[TimeExpression]) -> bool:
    return any(each.first is not None and each.first == each.last for each in dates)
