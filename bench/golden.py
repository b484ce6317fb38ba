"""Every answer that the product gives today, recorded, and compared after a change.

``python -m bench golden record FILE [--sets FOLDER]`` asks everything and writes a row for each
result; ``compare`` asks again and prints each difference. Exit status 1 when there is one. Rows
hold decisions, citations, order, text of answers, and events; of an abstention they hold the
reason, what is missing and the closest article, because its wording may change.

Asked are the question sets over the seeds and follow-ups to them; with
``--sets`` (a folder in the format of the measuring sets) also questions, timelines, dates and
claims of news that nothing was fitted to.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bench.dates
import bench.support
import bench.timeline
from bench.corpus import files, indexed, rows, write_articles
from bench.seed_sets import FOLDER
from index.coverage import Coverage
from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.models import Evidence
from index.models import EVERYTHING, Answer, Citation, Event, Scope
from index.retrieval.hybrid import RetrievalQuery

ROOT = Path(__file__).parent.parent
TOPICS = ("Putin", "sanctions on Russian oil companies", "the summit in Budapest", "Zelensky")
FOLLOW_UPS = (
    "Why?",
    "When was that?",
    "Who else?",
    "What did he say about it?",
    "And Zelensky?",
    "What about the sanctions?",
    "What happened the day after?",
    "Is that true?",
)
TIMELINES = ("haiti", "H1N1")
CLAIMS = 150  # rows of each set of claims
DEPTH = 10  # passages; Chroma's graph, built in parallel, varies further down
SHOWN = 20  # differences printed in full

Row = dict[str, Any]


def run(action: str, file: Path, sets: Path | None) -> int:
    """Record into ``file``, or compare with it; returns the exit status."""
    if action == "record":
        with file.open("w", encoding="utf-8") as out:
            count = 0
            for row in _results(sets):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        print(f"recorded {count:,} results in {file}")
        return 0
    before = {(row["set"], row["key"]): row for row in rows(file)}
    after = {(row["set"], row["key"]): row for row in _results(sets)}
    differing = [key for key in before if before[key] != after.get(key)]
    differing += [key for key in after if key not in before]
    for key in differing[:SHOWN]:
        _print_difference(key, before.get(key, {}), after.get(key, {}))
    print(f"{len(before):,} results before, {len(after):,} after, {len(differing):,} differ")
    return 1 if differing else 0


def _print_difference(key: tuple[str, str], before: Row, after: Row) -> None:
    print(f"{key[0]}: {key[1]}")
    for field in sorted({*before, *after}):
        if before.get(field) != after.get(field):
            print(f"  {field}\n    before {before.get(field)}\n    after  {after.get(field)}")


def _results(sets: Path | None) -> Iterator[Row]:
    yield from _collect(_seeds)
    if sets is not None:
        yield from _collect(lambda: _retrieval(sets / "retrieval"))
        yield from _collect(lambda: _quotes(sets / "quotes"))
        yield from _predictions("dates", bench.dates.run, sets / "timex")
        yield from _support(sets / "support")
        for topic in TIMELINES:
            yield from _predictions(topic, bench.timeline.run, sets / "timeline" / topic)


def _collect(source: Callable[[], AsyncIterator[Row]]) -> list[Row]:
    async def collect() -> list[Row]:
        return [row async for row in source()]

    return asyncio.run(collect())


def _predictions(name: str, run: Callable[[Path, Path | None], int], data: Path) -> Iterator[Row]:
    """What a benchmark predicts, as it writes it for score.py."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "predictions.jsonl"
        print(f"[{name}]", file=sys.stderr)
        run(data, out)
        for path in sorted(Path(folder).iterdir()):
            for number, row in enumerate(rows(path)):
                yield {"set": name, "key": f"{path.stem} {number}", "prediction": row}


def _support(data: Path) -> Iterator[Row]:
    """Verdicts on claims about news and Wikipedia."""
    checker = FaithfulnessChecker(LocalEmbedding())
    for file in files(data):
        for number, row in enumerate(rows(file)[:CLAIMS]):
            claim, text, _ = bench.support.claim_of(row)
            verdict = checker.check(claim, [Evidence(text, text)])
            problems = [[problem.kind, problem.words] for problem in verdict.problems]
            yield {
                "set": "support",
                "key": f"{file.stem} {number}",
                "supported": verdict.supported,
                "score": round(verdict.score, 5),
                "problems": problems,
            }


async def _seeds() -> AsyncIterator[Row]:
    async with indexed(ROOT / "seeds") as coverage:
        for path in sorted(FOLDER.glob("*.jsonl")):
            for row in rows(path):
                if "question" in row:
                    scope = Scope(_day(row, "since"), _day(row, "until"), row.get("outlet"))
                    answer = await coverage.ask(row["question"], scope)
                    yield _answer_row(path.stem, f"{row['question']} {_scope(row)}", answer)
        async for row in _follow_ups(coverage):
            yield row
        for topic in (None, *TOPICS):
            for per_day in (1, 3):
                events = await coverage.timeline(topic, EVERYTHING, days=None, per_day=per_day)
                yield _events_row("seed timeline", f"{topic} {per_day}", events)
        for article in await coverage.articles():
            yield _events_row(
                "seed articles", article.file, await coverage.events_of([article.file])
            )


async def _follow_ups(coverage: Coverage) -> AsyncIterator[Row]:
    questions = [row["question"] for row in rows(FOLDER / "questions.jsonl")]
    for question in questions[::4]:
        first = await coverage.ask(question)
        for follow_up in FOLLOW_UPS:
            answer = await coverage.ask(follow_up, history=(first.turn,))
            yield _answer_row("follow-ups", f"{question} / {follow_up}", answer)


async def _retrieval(data: Path) -> AsyncIterator[Row]:
    with TemporaryDirectory() as folder:
        write_articles(Path(folder), rows(data / "articles.jsonl"))
        async with indexed(Path(folder)) as coverage:
            retriever = (await coverage.query_engine()).retriever
            for row in rows(data / "queries.jsonl"):
                yield _answer_row("retrieval", row["query"], await coverage.ask(row["query"]))
                found = retriever.search(RetrievalQuery(row["query"]))
                ranking = [hit.key for hit in found[:DEPTH]]
                yield {"set": "ranking", "key": row["query"], "ranking": ranking}


async def _quotes(data: Path) -> AsyncIterator[Row]:
    """Questions for the words of whoever is quoted in unseen news."""
    articles = rows(data / "articles.jsonl")
    with TemporaryDirectory() as folder:
        write_articles(Path(folder), articles)
        async with indexed(Path(folder)) as coverage:
            for article in articles:
                for attribution in article["attributions"][:2]:
                    source = _source(article["text"], attribution)
                    if source:
                        question = f"What did {source} say?"
                        answer = await coverage.ask(question)
                        yield _answer_row("quotes", f"{article['id']} {question}", answer)
            events = await coverage.timeline(days=30)
            yield _events_row("quotes timeline", "30 days", events)
            withheld = [[n.file, n.start, n.end, n.reason] for n in await coverage.withheld()]
            yield {"set": "quotes", "key": "withheld", "withheld": withheld}


def _source(text: str, attribution: Row) -> str:
    return " ".join(text[start:end] for start, end in attribution.get("source") or ())


def _answer_row(name: str, key: str, answer: Answer) -> Row:
    abstention = answer.abstention
    nearest = abstention.nearest.file if abstention and abstention.nearest else None
    return {
        "set": name,
        "key": key,
        "answered": answer.answered,
        "understood": answer.understood,
        "confidence": round(answer.confidence, 5),
        "text": answer.text if answer.answered else None,
        "citations": [_citation(citation) for citation in answer.citations],
        "missing": sorted(abstention.missing) if abstention else [],
        "nearest": nearest,
    }


def _events_row(name: str, key: str, events: tuple[Event, ...]) -> Row:
    told = [
        [event.date.isoformat(), event.text, event.planned, [_citation(c) for c in event.citations]]
        for event in events
    ]
    return {"set": name, "key": key, "events": told}


def _citation(citation: Citation) -> list[Any]:
    return [citation.number, citation.file, citation.start, citation.end]


def _day(row: Row, field: str) -> dt.date | None:
    return dt.date.fromisoformat(row[field]) if row.get(field) else None


def _scope(row: Row) -> str:
    return " ".join(f"{name}={row[name]}" for name in ("since", "until", "outlet") if row.get(name))
