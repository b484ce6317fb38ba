"""A large coverage on a Chroma server: what grows faster than the coverage does?

DATA is the folder of all measuring sets. Articles are made of theirs: one after another, with three
words in ten exchanged for other words of the sets, so that no two are copies, and a day of their
own. Their vectors are those of real sentences with noise (a cosine of about 0.8 to the real one);
questions are embedded as ever. Everything else is the product: files are read and prepared, the
ledger and the server are written, and questions, briefings of a topic and timelines asked.

One line for each tenth of the way, so that rates and times can be compared; "one more" is how long
it takes to index one article, and "answered" to answer the first question after it. ``SCALE`` is
how many passages there are at the end (1,000,000 without it). Then three other processes follow the
server and answer while this one indexes more. With ``--out FILE`` a row a line is added to FILE.
With ``SCALE_FOLDER`` everything is kept there, and another run goes on where one was stopped.
Linux only.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.corpus import rows
from bench.simulation.chroma_server import ChromaServer
from bench.simulation.environment import without_settings
from bench.soak import Row, add_row, resident
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import Embedded, LocalEmbedding, PassageText, Vector
from index.english.sentences import sentence_spans
from index.guardrails.head import planted_head

PASSAGES = 1_000_000
STEPS = 10
EXCHANGED = 0.3
"""The share of an article's words that are others."""
NOISE = 0.75
"""The length of the noise that is added to a vector of length 1."""
REAL = 2_000
"""Real sentences whose vectors are used."""
LONGEST = 4_000
"""Characters of an article."""
A_FOLDER = 1_000
"""Articles of a folder."""
FOLLOWERS = 3
_FIRST_DAY = dt.date(2005, 1, 1)
_DAYS = 7_300
_SOURCES = ("retrieval/articles.jsonl", "timeline/H1N1/articles.jsonl", "quotes/articles.jsonl")


def run(data: Path, out: Path | None) -> int:
    """Print a line a step, then how the followers fared; return 1 if one of them failed."""
    return asyncio.run(_scale(data, out))


async def _scale(data: Path, out: Path | None) -> int:
    wanted = int(os.environ.get("SCALE", PASSAGES))
    texts = [row["text"][:LONGEST] for source in _SOURCES for row in rows(data / source)]
    questions = [row["query"] for row in rows(data / "retrieval" / "queries.jsonl")]
    with ExitStack() as stack:
        kept = os.environ.get("SCALE_FOLDER")
        folder = Path(kept or stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(_server(folder))
        articles, embedder = Articles(folder / "articles", texts), NoisyEmbedding(texts)
        source = EmbedderSource(local_embedder().identity, lambda: embedder)
        config = CoverageConfig(folder / "articles", folder / "data", server.url)
        articles.write(max(10 - articles.written, 0))
        async with await Coverage.open(config, source) as coverage:
            passages = (await coverage.reindex()).passages
            _print_heads()
            for step in range(1, STEPS + 1):
                goal = wanted * step // STEPS
                if passages > goal - wanted // (2 * STEPS):
                    continue  # an earlier run got there
                articles.write(round((goal - passages) / passages * articles.written))
                row, passages = await _step(coverage, articles, questions, passages)
                sizes = {"ledger": _bytes(folder / "data"), "server": _bytes(folder / "server")}
                row |= {f"{name} GB": size / 1e9 for name, size in sizes.items()}
                row |= {"bot MB": resident(), "chroma MB": resident(server.pid)}
                _note(row | {"articles": articles.written}, out)
            return await _follow(coverage, articles, server.url, folder, questions)


def _server(folder: Path) -> ChromaServer:
    """The server of a folder, where it was when an earlier run stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    known = folder / "port"
    server = ChromaServer(folder / "server", int(known.read_text()) if known.exists() else None)
    known.write_text(str(server.port))
    return server


async def _step(
    coverage: Coverage, articles: Articles, questions: Sequence[str], before: int
) -> tuple[Row, int]:
    started = time.perf_counter()
    report = await coverage.reindex()
    seconds = time.perf_counter() - started
    articles.write(1)
    one_more = await _timed(coverage.reindex)
    answered = await _timed(partial(coverage.ask, questions[0]))
    started = time.perf_counter()
    await coverage.refresh()
    unchanged = time.perf_counter() - started
    answers = [await _timed(partial(coverage.ask, question)) for question in questions]
    row = {
        "passages": report.passages,
        "rate": (report.passages - before) / seconds,
        "unchanged s": unchanged,
        "one more s": one_more,
        "then answered s": answered,
        "median ms": 1000 * statistics.median(answers),
        "95th ms": 1000 * statistics.quantiles(answers, n=20)[18],
        "briefing s": await _timed(lambda: coverage.briefing("the president")),
        "timeline s": await _timed(lambda: coverage.timeline("the president", days=20)),
    }
    return row, report.passages


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await ask()
    return time.perf_counter() - started


async def _follow(
    coverage: Coverage, articles: Articles, url: str, folder: Path, questions: Sequence[str]
) -> int:
    """Index more while other processes follow the server and answer."""
    articles.write(max(200, articles.written // 50))
    asked = "\n".join(questions) + "\n"
    settings = {"chroma_url": url, "read_only": "true", "articles": folder / "nowhere"}
    started = time.perf_counter()
    followers = []
    for number in range(FOLLOWERS):
        process = subprocess.Popen(  # noqa: ASYNC220  # it starts in milliseconds
            [sys.executable, "-m", "bot", "ask", "-", "--json"],
            cwd=folder,
            env=without_settings(**settings, data=folder / f"follower-{number}"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        followers.append(asyncio.to_thread(process.communicate, asked))
    indexing = asyncio.create_task(coverage.reindex())
    ended = await asyncio.gather(*followers)
    report = await indexing
    failed = 0
    for said, complaints in ended:
        answers = [json.loads(line) for line in said.splitlines()]
        given = sum(answer["answered"] for answer in answers)
        print(f"a follower answered {given} of {len(answers)} questions")
        if len(answers) < len(questions):
            failed += 1
            print(f"    it failed: {complaints.strip()[-300:]}")
    added, seconds = len(report.added), time.perf_counter() - started
    print(f"meanwhile {added} articles were added; all of it took {seconds:.0f} s")
    return 1 if failed else 0


class Articles:
    """Articles made of real ones; ``written`` is how many there are, of earlier runs as well."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self.written = sum(1 for _ in folder.rglob("*.txt"))
        self._folder = folder
        self._texts = texts
        self._words = sorted({w for text in texts for w in text.split() if w.islower()})
        self._numbers = count(self.written)

    def write(self, more: int) -> None:
        """Write more articles into the folder, the same in every run."""
        for number in (next(self._numbers) for _ in range(more)):
            dice = random.Random(number)  # noqa: S311  # the same articles in every run
            words = self._texts[number % len(self._texts)].split(" ")
            text = " ".join(
                dice.choice(self._words) if w.islower() and dice.random() < EXCHANGED else w
                for w in words
            )
            day = _FIRST_DAY + dt.timedelta(days=dice.randrange(_DAYS))
            head = f"---\ntitle: Report {number}\ndate: {day}\noutlet: Outlet {number % 40}\n---\n"
            path = self._folder / f"{number // A_FOLDER:03d}" / f"{number:06d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{head}\n{text}\n", encoding="utf-8")
            self.written += 1


class NoisyEmbedding(LocalEmbedding):
    """Questions have their real vectors, passages those of real sentences with noise.

    The noise has no part along the weights of the head that tells planted instructions. With one,
    every other article would be read again without what the head finds.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        real = chain.from_iterable(
            (text[start:end] for start, end in sentence_spans(text)[:6]) for text in texts
        )
        given = [PassageText(sentence) for sentence, _ in zip(real, range(REAL), strict=False)]
        self._real = np.stack([each.vector for each in LocalEmbedding.embed_each(self, given)])
        self._noise = np.random.default_rng(14).standard_normal(1 << 20, dtype=np.float32)
        weights = planted_head().weights
        self._planted = weights / np.linalg.norm(weights)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]:
        return list(self.embed_each(passages))

    def embed_each(self, passages: Sequence[PassageText]) -> Generator[Embedded, None, None]:
        for each in passages:
            sentences = [each.text[start:end] for start, end in each.sentences]
            vectors = np.stack([self._vector(text) for text in (each.text, *sentences)])
            yield Embedded(vectors[0], vectors[1:])

    def _vector(self, text: str) -> Vector:
        seed = zlib.crc32(text.encode())
        base = self._real[seed % len(self._real)]
        start = seed % (len(self._noise) - base.size)
        noise = self._noise[start : start + base.size]
        noise = noise - (noise @ self._planted) * self._planted
        vector: Vector = base + NOISE * noise / np.linalg.norm(noise)
        vector /= np.linalg.norm(vector)
        return vector


def _print_heads() -> None:
    print(
        "passages  a second  unchanged  one more  answered  median ms  95th ms  briefing s"
        "  timeline s  bot MB  chroma MB  data GB  server GB",
        flush=True,
    )


def _note(row: Row, out: Path | None) -> None:
    print(
        f"{row['passages']:8,.0f}  {row['rate']:8.0f}  {row['unchanged s']:9.2f}"
        f"  {row['one more s']:8.2f}  {row['then answered s']:8.2f}"
        f"  {row['median ms']:9.0f}  {row['95th ms']:7.0f}  {row['briefing s']:10.2f}"
        f"  {row['timeline s']:10.2f}  {row['bot MB']:6.0f}  {row['chroma MB']:9.0f}"
        f"  {row['ledger GB']:7.2f}  {row['server GB']:9.2f}",
        flush=True,
    )
    add_row(out, row)


def _bytes(folder: Path) -> int:
    return sum(_size(path) for path in folder.rglob("*"))


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):  # SQLite's journals come and go
        return path.stat().st_size if path.is_file() else 0
    return 0
