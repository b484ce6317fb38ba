"""How fast and how big: indexing, answering, re-indexing, timelines, memory.

DATA is the folder of all measuring sets: ``retrieval/`` (423 articles and their questions) and
``timeline/bpoil/`` (1,461 articles). Everything that is compared is measured side by side in this
run, because machines are noisy.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import rows, write_articles, write_rows
from bench.simulation.environment import without_settings
from bench.starter import Starter
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.local_model import LocalEmbedding, PassageText
from index.errors import CoverageError
from index.ingestion.article_files import list_articles
from index.ingestion.parser import read_article
from index.ingestion.preparation import prepare_article
from index.retrieval.hybrid import HybridRetriever, Tuning
from index.storage.chroma import Chroma
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore

ROUNDS = 3
DAYS = 20
AT_ONCE = 1024
STARTER_FINDS = 2
Milliseconds = list[float]


def run(data: Path, out: Path | None) -> int:
    """Print every figure as it is measured."""
    figures = asyncio.run(_measure(data))
    write_rows(out, ({"figure": name, "value": value} for name, value in figures.items()))
    return 0


async def _measure(data: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        figures |= await _answering(data / "retrieval", Path(folder))
    with TemporaryDirectory() as folder:
        figures |= await _indexing(data / "timeline" / "bpoil", Path(folder))
    with TemporaryDirectory() as folder:
        figures |= await asyncio.to_thread(_memory, data / "retrieval", Path(folder))
    return figures


_CHILD = """
import sys
from bot.__main__ import main
sys.argv = ["coverage-bot", "index", "--json"]
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(*(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""


def _memory(data: Path, folder: Path) -> dict[str, float]:
    """Peak resident memory of a process of its own that indexes; Linux only."""
    write_articles(folder / "articles", rows(data / "articles.jsonl"))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _CHILD],
        cwd=folder,
        env=without_settings(articles=folder / "articles", data=folder / "data"),
        check=False,
        capture_output=True,
    )
    peak = int(done.stderr.split()[-1]) / 1024
    _say("peak memory, indexing 423 articles, MB", peak)
    return {"peak memory, MB": peak}


async def _answering(data: Path, folder: Path) -> dict[str, float]:
    """Answers, and retrieval alone beside that of LlamaIndex's starter, question by question."""
    write_articles(folder / "articles", rows(data / "articles.jsonl"))
    questions = [row["query"] for row in rows(data / "queries.jsonl")]
    config = CoverageConfig(articles=folder / "articles", data=folder / "data")
    async with await Coverage.open(config) as coverage:
        await coverage.refresh()
        model = LocalEmbedding()
        starter = Starter(folder / "articles", folder / "starter", model)
        retriever = _retriever(folder / "data", model, Tuning())
        nearest = _retriever(folder / "data", model, Tuning(vector_weight=1.0))
        asked: dict[str, Callable[[str], Awaitable[Any]]] = {
            "answer": coverage.ask,
            "our retrieval": retriever.aretrieve,
            "our retrieval, vectors alone": nearest.aretrieve,
            "starter": lambda question: asyncio.to_thread(starter.retrieve, question),
        }
        taken: dict[str, Milliseconds] = {name: [] for name in asked}
        for round_ in range(ROUNDS + 1):
            for number, question in enumerate(questions):
                for name in _ordered(list(asked), round_ + number):
                    one = await _timed(partial(asked[name], question))
                    if round_:  # the first round warms up
                        taken[name].append(one)
    found: dict[str, float] = {}
    for name, times in taken.items():
        found[f"{name}, median ms"] = statistics.median(times)
        found[f"{name}, 95th percentile ms"] = _percentile(times, 95)
    for name, value in found.items():
        _say(name, value)
    return found


def _ordered(names: Sequence[str], number: int) -> tuple[str, ...]:
    """Every order as often as any other: whoever comes after another finds the caches warm."""
    orders = list(permutations(names))
    return orders[number % len(orders)]


def _retriever(data: Path, model: LocalEmbedding, tuning: Tuning) -> HybridRetriever:
    """The product's retriever, for as many passages as the starter finds."""
    ledger = Ledger(data)
    store = VectorStore(Chroma(data, None), ledger)
    return HybridRetriever(
        ledger,
        store,
        model.embed_question,
        limit=STARTER_FINDS,
        tuning=tuning,
    )


async def _indexing(data: Path, folder: Path) -> dict[str, float]:
    """Indexing against the bare embedder on the same passages, in turns; then nothing changed."""
    articles = folder / "articles"
    write_articles(articles, rows(data / "articles.jsonl"))
    model = LocalEmbedding()
    passages = _passages(articles)
    halves = [passages[::2], passages[1::2]]
    bare = [_embed(model, halves[0])]
    config = CoverageConfig(articles=articles, data=folder / "data")
    async with await Coverage.open(config) as coverage:
        started = time.perf_counter()
        made = await coverage.reindex()
        indexing = time.perf_counter() - started
        bare.append(_embed(model, halves[1]))
        again = time.perf_counter()
        unchanged = await coverage.reindex()
        nothing = time.perf_counter() - again
        await coverage.timeline(days=DAYS)
        timeline = await _timed(partial(coverage.timeline, days=DAYS))
    found = {
        "bare embedder, s": sum(bare),
        "indexing, s": indexing,
        "indexing / bare embedder": indexing / sum(bare),
        "re-indexing unchanged, s": nothing,
        "embedded again": float(unchanged.embedded),
        "timeline of 20 days, ms": timeline,
    }
    print(f"{len(made.added)} articles, {made.passages} passages")
    for name, value in found.items():
        _say(name, value)
    return found


def _passages(articles: Path) -> list[str]:
    texts: list[str] = []
    for file in list_articles(articles):
        try:
            prepared = prepare_article(read_article(articles, file))
        except CoverageError:
            continue
        texts += [embeddable.text for embeddable in prepared.embeddables]
    return texts


def _embed(model: LocalEmbedding, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    for begin in range(0, len(texts), AT_ONCE):
        model.embed_passages([PassageText(text) for text in texts[begin : begin + AT_ONCE]])
    return time.perf_counter() - started


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await work()
    return 1000 * (time.perf_counter() - started)


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


def _say(name: str, value: float) -> None:
    print(f"{name:60} {value:9.2f}", flush=True)
