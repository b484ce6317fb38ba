"""Candidate events of one article: which sentence tells of which day, worked out when indexing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.events.apparatus import is_apparatus
from index.events.clarity import clarity
from index.events.counted import exact, impossible
from index.events.roles import Role, cues_future, role
from index.events.terms import terms
from index.models import Sentence, TimeExpression

How = Literal["dated", "reported"]

# A plan further ahead of its article than this is no day, and beyond the second only a verb of
# the future makes one: "June 15" in January is last year's where nothing is planned.
AHEAD = dt.timedelta(days=3 * 366)
AHEAD_UNSAID = dt.timedelta(days=60)
LEAST_TERMS = 3
LONGEST = 400  # characters; whatever is longer tells several things, or lost its full stops
MODIFIED = 0.7  # clarity of a sentence that names the day only in passing

# "The next day" hangs on a day named before; it is only as good as that day is near.
_HANGING = re.compile(
    r"\b(?:(?:next|following|previous|preceding|same|that|very)\s+"
    r"(?:day|morning|afternoon|evening|night)|"
    r"\w+\s+(?:days?|weeks?)\s+(?:before|after|earlier|later))\b",
    re.IGNORECASE,
)
# Beginnings of other articles in a row, each broken off.
_TEASERS = re.compile(r"\w ?(?:\.{3}|…) .{20,}\w ?(?:\.{3}|…) ")
# A year that the reader of dates did not believe in: the day before it is of no other year.
_YEAR_AFTER = re.compile(r",?\s\d{4,}\b(?!\s+[a-z])")
# How things have been for a while, not what happened.
_GOING_ON = re.compile(
    r"^\W*(?:Since|Ever since)\b|\b(?:has|have) (?:also |now |already )?been \w+ing\b|"
    r"\b(?:has|have) \w+(?: \w+){0,8} since\b",
)
_VERBLIKE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|did|does|do|"
    r"said|says|told|met|went|made|took|came|gave|left|held|won|lost|fell|rose|hit|cut|put|"
    r"began|struck|shot|sank|sent|kept|broke|set|led|ran|saw|got|spoke|brought|built|bought|sold|"
    r"found|felt|flew|grew|heard|knew|lay|paid|sought|spent|stood|thought|threw|wore|wrote|drew|"
    r"drove|dealt|fought|taught|swept|burnt|blew|dug|fled|hung|hurt|shut|tore|woke|quit|"
    r"\w{2,}ed|\w{3,}s)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and a day that it may tell of.

    ``how``: "dated" where the sentence names the day; "reported" where it names none and the
    article came out that day, which alone proves nothing: a timeline asks for a second source.
    ``tells`` is False where the day is only a bound, the day of an announcement, or one for which
    something had been planned, and where the sentence cannot be read as one event; such a day is
    still counted as spoken of. ``terms`` as index.events.terms gives them.
    """

    sentence: int
    day: dt.date
    how: How
    planned: bool
    tells: bool
    clarity: float
    terms: tuple[int, ...]


def find_candidates(
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[TimeExpression]],
    published: dt.date | None,
) -> tuple[Candidate, ...]:
    """The candidates of an article; ``mentions[i]`` are the time expressions of ``sentences[i]``.

    A sentence has at most one candidate a day. Without a published date only days that the
    sentences themselves name are there.
    """
    found: list[Candidate] = []
    named_in = None  # the paragraph of the sentence before, where that one names a day
    for sentence, all_expressions in zip(sentences, mentions, strict=True):
        expressions = _standing(all_expressions, held=named_in == sentence.paragraph)
        named_in = sentence.paragraph if any(map(_is_day, expressions)) else None
        words = terms(sentence.text)
        if len(words) < LEAST_TERMS or is_apparatus(sentence.text):
            continue
        clear = clarity(sentence.text, len(words))
        readable = len(sentence.text) <= LONGEST and not _teases(sentence.text)
        days = list(_named_days(sentence.text, expressions, published))
        if days:
            dated = _dated(sentence.ordinal, days, words, clear, published)
            found.extend(replace(each, tells=each.tells and readable) for each in dated)
        elif published is not None and _may_be_news(sentence.text, expressions, published):
            found.append(
                Candidate(sentence.ordinal, published, "reported", False, readable, clear, words)
            )
    return tuple(found)


def _teases(text: str) -> bool:
    return ("..." in text or "…" in text) and _TEASERS.search(text) is not None


def _goes_on(text: str) -> bool:
    return ("ince" in text or "been" in text) and _GOING_ON.search(text) is not None


def _is_day(expression: TimeExpression) -> bool:
    return expression.first is not None and expression.first == expression.last


def _standing(expressions: Sequence[TimeExpression], *, held: bool) -> list[TimeExpression]:
    """Leave out a hanging day unless the sentence, or the one before it, names another first."""
    kept: list[TimeExpression] = []
    for expression in expressions:
        if held or any(map(_is_day, kept)) or not _HANGING.search(expression.text):
            kept.append(expression)
    return kept


def _named_days(
    text: str, expressions: Sequence[TimeExpression], published: dt.date | None
) -> Iterator[tuple[dt.date, Role]]:
    if not any(map(_is_day, expressions)):
        return
    acts = _VERBLIKE.search(text) is not None  # what has no verb tells nothing
    for expression in expressions:
        day = expression.first
        if day is None or not _is_day(expression):
            continue
        if not exact(expression.text, text[: expression.start]) or impossible(
            expression.text, day, published
        ):
            continue
        found = role(text, expression.start, expression.end) if acts else Role.BOUND
        if found is Role.HAPPENED and day == published and cues_future(text[: expression.start]):
            found = Role.PLANNED  # "is to ask for it when he speaks today"
        if not _YEAR_AFTER.match(text, expression.end) and _in_reach(day, found, published):
            yield day, found


def _in_reach(day: dt.date, found: Role, published: dt.date | None) -> bool:
    if published is None or day - published <= AHEAD_UNSAID:
        return True
    return day - published <= AHEAD and found is Role.PLANNED


def _dated(
    ordinal: int,
    named: list[tuple[dt.date, Role]],
    words: tuple[int, ...],
    clear: float,
    published: dt.date | None,
) -> Iterator[Candidate]:
    """One candidate a day, by the strongest role that the day has in the sentence."""
    roles: dict[dt.date, Role] = {}
    strength = list(Role)
    for day, found in named:
        if day not in roles or strength.index(found) < strength.index(roles[day]):
            roles[day] = found
    happened = [day for day, found in roles.items() if found is Role.HAPPENED]
    for day, found in roles.items():
        planned = _is_planned(day, found, published)
        announcement = found is Role.SAID and any(other != day for other in happened)
        overtaken = planned and published is not None and day < published
        yield Candidate(
            ordinal,
            day,
            "dated",
            planned,
            found not in {Role.BOUND, Role.ATTRIBUTE} and not announcement and not overtaken,
            clear * (MODIFIED if found is Role.MODIFIER else 1.0),
            words,
        )


def _is_planned(day: dt.date, found: Role, published: dt.date | None) -> bool:
    if published is None:
        return found is Role.PLANNED
    return day > published or found is Role.PLANNED


def _may_be_news(text: str, expressions: Sequence[TimeExpression], published: dt.date) -> bool:
    """Whether an undated sentence may tell of the day its article came out."""
    for expression in expressions:
        first, last = expression.first, expression.last
        if first is not None and last is not None and not first <= published <= last:
            return False
    asks = text.rstrip("\"”'’ ").endswith("?")
    return not (asks or _goes_on(text)) and not cues_future(text) and bool(_VERBLIKE.search(text))
