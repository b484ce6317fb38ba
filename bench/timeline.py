"""Timelines of news topics against journalists' own, by the protocol of news-tls."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import sqlite3
import tempfile
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from bench.corpus import rows, write_rows
from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.models import EVERYTHING, Event, Scope
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.rows import from_prepared, insert
from index.storage.ledger.state import FileStat
from index.storage.ledger.stories import update_stories
from index.timeline import day_selection, entry_selection, tfidf
from index.timeline.builder import UNLIMITED, Size, build_timeline
from index.timeline.candidates import DatedSentence, LedgerSource
from index.timeline.tfidf import Matrix, TermWeighting

PRODUCT = "the product"
Change = Callable[[], AbstractContextManager[object]]


def _days(**weights: Any) -> Change:
    return lambda: patch.multiple(day_selection, **weights)


def _sentences_by(**weights: Any) -> Change:
    return lambda: patch.multiple(entry_selection, **weights)


def _ones(*arguments: Sequence[DatedSentence]) -> Matrix:
    return np.ones(len(arguments[-1]), dtype=np.float32)


ABLATIONS: dict[str, Change] = {
    PRODUCT: nullcontext,
    "days: counts only, not nearness to the theme": lambda: patch.object(
        TermWeighting, "relevance", _ones
    ),
    "days: without articles that name the day": _days(NAMING=0.0),
    "days: without sentences that look back": _days(LOOKING_BACK=0.0),
    "days: without articles of the day": _days(PUBLISHING=0.0),
    "days: without the rise of the news": _days(RISE=0.0),
    "days: by articles of the day alone": _days(NAMING=0.0, LOOKING_BACK=0.0, RISE=0.0),
    "sentences: without nearness to the theme": _sentences_by(THEME=0.0),
    "sentences: without clarity": lambda: patch.object(entry_selection, "_clarity", _ones),
    "sentences: without undated ones": lambda: patch.object(
        LedgerSource, "reported", lambda *_: ()
    ),
    "sentences: without what other articles report": _sentences_by(SUPPORT=0.0),
    "sentences: alike ones side by side": _sentences_by(APART=1.01),
    "sentences: plain inverse frequency": lambda: patch.object(tfidf, "DAMPING", 1.0),
}


@dataclass(frozen=True, slots=True)
class Aligned:
    """F of ROUGE-1 and of ROUGE-2, from 0 to 1."""

    one: float
    two: float


def aligned_rouge(predicted: Mapping[dt.date, str], gold: Mapping[dt.date, str]) -> Aligned | None:
    """Align+ m:1 of Martschat and Markert, "Improving ROUGE for Timeline Summarization" (2017).

    As the package tilse computes it; None where it is not installed (``pip install --no-deps
    tilse``, and scipy and nltk).
    """
    if any(importlib.util.find_spec(name) is None for name in ("tilse", "scipy", "nltk")):
        return None
    from tilse.data.timelines import GroundTruth, Timeline
    from tilse.evaluation.rouge import TimelineRougeEvaluator

    def timeline(days: Mapping[dt.date, str]) -> Timeline:
        return Timeline(OrderedDict((day, _sentences(text)) for day, text in days.items()))

    evaluator = TimelineRougeEvaluator(measures=["rouge_1", "rouge_2"], rouge_computation="reimpl")
    scores = evaluator.evaluate_align_date_content_costs_many_to_one(
        timeline(predicted), GroundTruth([timeline(gold)])
    )
    return Aligned(float(scores["rouge_1"]["f_score"]), float(scores["rouge_2"]["f_score"]))


@dataclass(frozen=True, slots=True)
class Gold:
    """A journalist's timeline of a topic: day by day the text."""

    name: str
    days: dict[dt.date, str]

    @property
    def sentences_per_day(self) -> int:
        """As many sentences a day as the timeline has on average, at least one."""
        count = sum(len(_sentences(text)) for text in self.days.values())
        return max(1, round(count / len(self.days)))


def run(data: Path, out: Path | None) -> int:
    """Print date F1 and aligned ROUGE of every timeline, then what each part is worth.

    With ``out`` write the product's predictions: FILE.jsonl becomes FILE-TOPIC-GOLD.jsonl.
    """
    topics = [data] if (data / "articles.jsonl").exists() else sorted(_topics(data))
    totals: dict[str, list[tuple[float, Aligned | None]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for topic in topics:
            (Path(folder) / topic.name).mkdir()
            with Ledger(Path(folder) / topic.name) as ledger:
                _fill(ledger, topic)
                _measure(ledger, topic, totals, out)
    print(f"\n{'mean over the timelines':48}  date F1  AR1-F  AR2-F")
    for name, scores in totals.items():
        print(_line(name, scores))
    return 0


def _topics(data: Path) -> list[Path]:
    return [path.parent for path in data.glob("*/articles.jsonl")]


def _fill(ledger: Ledger, topic: Path) -> None:
    """Read, prepare and keep a topic's articles as indexing does, without vectors."""
    articles = rows(topic / "articles.jsonl")
    started = time.perf_counter()
    with ledger.database.writing() as db:
        for number, row in enumerate(articles):
            data = f"---\ndate: {row['published']}\noutlet: {row['outlet']}\n---\n\n{row['text']}\n"
            try:
                prepared = prepare_article(parse_article(f"{number:05}.md", data.encode("utf-8")))
            except UnreadableArticle:  # some are empty
                continue
            contents = [""] * len(prepared.passages)
            insert(db, from_prepared(prepared, contents), FileStat(0, 0, 0, 0, 0))
        update_stories(db)
    took = time.perf_counter() - started
    started = time.perf_counter()
    with ledger.database.reading() as db:
        days = len({event.date for event in _build(db, EVERYTHING, Size(20))})
    asked = time.perf_counter() - started
    started = time.perf_counter()
    with ledger.database.reading() as db:
        everything = len({event.date for event in _build(db)})
    print(
        f"{topic.name}: {len(articles)} articles prepared in {took:.1f} s; a timeline of {days} "
        f"days in {asked:.2f} s, of all {everything} days in {time.perf_counter() - started:.2f} s"
    )


def _build(
    db: sqlite3.Connection, scope: Scope = EVERYTHING, size: Size = UNLIMITED
) -> tuple[Event, ...]:
    """Build a timeline without any model: only words are compared, and nothing contradicts."""
    return build_timeline(
        LedgerSource(db),
        scope,
        size,
        meanings=lambda sentences: {},
        contradict=lambda pairs: [False] * len(pairs),
    )


def _measure(
    ledger: Ledger,
    topic: Path,
    totals: dict[str, list[tuple[float, Aligned | None]]],
    out: Path | None,
) -> None:
    for path in sorted(topic.glob("gold-*.jsonl")):
        gold = _gold(path)
        scope = Scope(min(gold.days), max(gold.days))
        size = Size(len(gold.days), gold.sentences_per_day)
        for name, change in ABLATIONS.items():
            with ledger.database.reading() as db, change():
                events = _build(db, scope, size)
            score = (_date_f1(gold, events), aligned_rouge(_by_day(events), gold.days))
            totals[name].append(score)
            if name == PRODUCT:
                print(_line(f"{topic.name} {gold.name}", [score]))
                _write(events, out, f"{topic.name}-{gold.name}")


def _gold(path: Path) -> Gold:
    days: dict[dt.date, str] = {}
    for row in rows(path):
        day = dt.date.fromisoformat(row["date"])
        days[day] = " ".join([days[day], row["text"].strip()] if day in days else [row["text"]])
    return Gold(path.stem, days)


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part.strip()]


def _by_day(events: tuple[Event, ...]) -> dict[dt.date, str]:
    days: dict[dt.date, str] = {}
    for event in events:
        days[event.date] = f"{days[event.date]} {event.text}" if event.date in days else event.text
    return days


def _date_f1(gold: Gold, events: tuple[Event, ...]) -> float:
    found = {event.date for event in events}
    return 2 * len(found & gold.days.keys()) / (len(found) + len(gold.days))


def _line(name: str, scores: list[tuple[float, Aligned | None]]) -> str:
    count = len(scores)
    dates = sum(date for date, _ in scores) / count
    rouge = [aligned for _, aligned in scores if aligned is not None]
    if len(rouge) < count:
        return f"{name:48}  {dates:7.3f}      -      -"
    one, two = sum(a.one for a in rouge) / count, sum(a.two for a in rouge) / count
    return f"{name:48}  {dates:7.3f}  {one:.3f}  {two:.3f}"


def _write(events: tuple[Event, ...], out: Path | None, name: str) -> None:
    if out is None:
        return
    path = out.with_name(f"{out.stem}-{name}{out.suffix or '.jsonl'}")
    write_rows(path, ({"date": str(event.date), "text": event.text} for event in events))
