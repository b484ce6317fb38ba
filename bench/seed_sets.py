"""The evaluation set over the seed articles, and how an answer or a timeline is judged by it.

Everything here is pure apart from the loaders, which read ``bench/data/seeds/*.jsonl``. What the
fields mean is in ``bench/data/seeds/README.md``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.models import Answer, Event, Scope

FOLDER = Path(__file__).parent / "data" / "seeds"

Group = tuple[str, ...]
"""Wordings of one thing: one of them has to occur."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the seeds answer. Every group of ``wanted`` must have a hit in a quote.

    ``first`` asks that the first quote has a hit already.
    """

    question: str
    kind: str
    files: tuple[frozenset[str], ...]
    wanted: tuple[Group, ...]
    unwanted: Group
    first: bool
    scope: Scope


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that the seeds do not answer, and why they do not."""

    question: str
    why: str
    hard: bool
    scope: Scope


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """Something that the seeds date to a day; ``required`` is False where one may argue."""

    date: dt.date
    what: str
    files: frozenset[str]
    any: Group
    planned: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Banned:
    """A stretch of a file that no quote and no timeline may show."""

    file: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons`` says what is wrong, and is empty when ``right``.

    ``rank`` is the number (from 1) of the first quote with wanted wording, None without one.
    """

    right: bool
    reasons: tuple[str, ...] = ()
    rank: int | None = None


_FOLDS = str.maketrans({"’": "'", "‘": "'", "“": "", "”": "", '"': "", "–": "-", "—": "-"})


def fold(text: str) -> str:
    """Lower case, plain apostrophes and dashes, no double quotation marks, single blanks."""
    return " ".join(text.translate(_FOLDS).casefold().split())


def occurs(fragment: str, text: str) -> bool:
    """Whether ``fragment`` stands in ``text`` as whole words, after both have been folded."""
    pattern = rf"(?<!\w){re.escape(fold(fragment))}(?!\w)"
    return re.search(pattern, fold(text)) is not None


def judge(row: Question | Refusal, answer: Answer) -> Verdict:
    """Hold an answer against its row: a refusal has to abstain, a question to be answered."""
    if isinstance(row, Refusal):
        return _judge_refusal(row, answer)
    if not answer.answered:
        return Verdict(False, ("abstained",))
    quotes = [citation.quote for citation in answer.citations]
    cited = frozenset(citation.file for citation in answer.citations)
    reasons = [
        f"nothing of {' | '.join(group)!r} quoted"
        for group in row.wanted
        if not _hit(group, quotes)
    ]
    reasons += [f"{word!r} quoted" for word in row.unwanted if _hit((word,), quotes)]
    if not any(files <= cited for files in row.files):
        reasons.append(f"cites {sorted(cited)} only")
    rank = _rank(row.wanted, quotes)
    if row.first and rank is not None and rank > 1:
        reasons.append(f"said only in quote {rank}")
    return Verdict(not reasons, tuple(reasons), rank)


def _judge_refusal(row: Refusal, answer: Answer) -> Verdict:
    reasons = []
    if answer.answered and answer.kind == "fact":
        reasons.append(f"answered, though {row.why}")
    if answer.citations:
        reasons.append(f"quotes {len(answer.citations)} times")
    return Verdict(not reasons, tuple(reasons))


def _hit(group: Group, texts: Iterable[str]) -> bool:
    return any(occurs(fragment, text) for text in texts for fragment in group)


def _rank(wanted: Sequence[Group], quotes: Sequence[str]) -> int | None:
    hits = (
        n for n, quote in enumerate(quotes, 1) if any(_hit(group, (quote,)) for group in wanted)
    )
    return next(hits, None)


def banned_in(item: Answer | Event, banned: Iterable[Banned]) -> list[str]:
    """The banned stretches that an answer or event shows, in a quote or in its text, as lines.

    A quote shows one also when it is only a part of it (one sentence of a teaser). A heading may
    stand in the text, as the title of a cited article, but not in a quote.
    """
    found = []
    for stretch in banned:
        text = fold(stretch.text)
        quotes = [fold(c.quote) for c in item.citations if c.file == stretch.file]
        told = stretch.kind != "heading" and text in fold(item.text)
        if told or any(text in quote or quote in text for quote in quotes):
            found.append(f"{stretch.kind} of {stretch.file}: {stretch.text[:60]}")
    return found


def matches(gold: GoldEvent, event: Event) -> bool:
    """Whether a timeline entry tells the gold event, on its day and from one of its files."""
    texts = [event.text, *(citation.quote for citation in event.citations)]
    cited = {citation.file for citation in event.citations}
    return event.date == gold.date and bool(cited & gold.files) and _hit(gold.any, texts)


def missing(gold: Iterable[GoldEvent], events: Sequence[Event]) -> list[GoldEvent]:
    """Required gold events that no entry tells, or none with the right ``planned``."""
    return [
        row
        for row in gold
        if row.required
        and not any(matches(row, event) and event.planned == row.planned for event in events)
    ]


def unexplained(gold: Sequence[GoldEvent], events: Iterable[Event]) -> list[Event]:
    """Entries that no gold event accounts for: an invented day, furniture, an undated matter."""
    return [event for event in events if not any(matches(row, event) for row in gold)]


def days(gold: Iterable[GoldEvent]) -> set[dt.date]:
    """The days that a complete timeline has to show."""
    return {row.date for row in gold if row.required}


def load_questions(path: Path = FOLDER / "questions.jsonl") -> list[Question]:
    """Questions that the seeds answer."""
    return [_question(row) for row in _rows(path)]


def load_refusals(path: Path) -> list[Refusal]:
    """Questions that must be refused: ``near_misses.jsonl`` or ``unrelated.jsonl``."""
    return [
        Refusal(
            question=row["question"],
            why=row.get("why", "it has nothing to do with the coverage"),
            hard=row.get("hard", False),
            scope=_scope(row),
        )
        for row in _rows(path)
    ]


def load_timeline(path: Path = FOLDER / "timeline.jsonl") -> list[GoldEvent]:
    """The gold timeline of the seeds."""
    return [
        GoldEvent(
            date=dt.date.fromisoformat(row["date"]),
            what=row["what"],
            files=frozenset(row["files"]),
            any=tuple(row["any"]),
            planned=row["planned"],
            required=row["required"],
        )
        for row in _rows(path)
    ]


def load_furniture(path: Path = FOLDER / "furniture.jsonl") -> list[Banned]:
    """What must never be shown."""
    return [Banned(row["file"], row["text"], row["kind"]) for row in _rows(path)]


def _question(row: dict[str, Any]) -> Question:
    groups = [row["any"]] if "any" in row else []
    groups += [[item] if isinstance(item, str) else item for item in row.get("all", [])]
    return Question(
        question=row["question"],
        kind=row["kind"],
        files=tuple(frozenset(files) for files in row["files"]),
        wanted=tuple(tuple(group) for group in groups),
        unwanted=tuple(row.get("none", [])),
        first=row.get("first", False),
        scope=_scope(row),
    )


def _scope(row: dict[str, Any]) -> Scope:
    since, until = (dt.date.fromisoformat(row[k]) if k in row else None for k in ("since", "until"))
    return Scope(since=since, until=until, outlet=row.get("outlet"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
