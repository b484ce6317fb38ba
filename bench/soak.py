"""Many questions in one process: does memory, do open files, threads or latency grow?

Two at a time, the same questions are asked again and again: those about the seed articles, or, if
DATA is the folder of all measuring sets, those of ``retrieval/`` over its 423 articles. The first
thousand are asked eight at a time, so that all threads have opened what each of them keeps. A line
a thousand questions. ``SOAK`` is how many questions are asked in this run (100,000 without it).
With ``--out FILE`` a row a thousand is added to FILE, so that several runs add up. Linux only.

Afterwards, 200 questions at once while the index is built anew: what fails, how long the slowest
takes, and how long the event loop was held up.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import threading
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import files, rows, write_articles
from bench.seed_sets import FOLDER as SETS
from bench.seeds import SEEDS
from index.config import CoverageConfig
from index.coverage import Coverage
from index.errors import CoverageError

ASKED = 100_000
EACH = 1_000
AT_ONCE = 2
AT_ONCE_FIRST = 8
"""More than the threads that asyncio keeps on two cores: each opens a database and a cache."""
CROWD = 200
_STEP = 0.005  # seconds between two looks at the clock
_PAGE = os.sysconf("SC_PAGE_SIZE")

Row = dict[str, float]


def run(data: Path | None, out: Path | None) -> int:
    """Print a line a thousand questions, then how a crowd fared; return 1 if one failed."""
    if data is None:
        asked = (row.get("question") for path in files(SETS) for row in rows(path))
        return asyncio.run(_soak(SEEDS, [question for question in asked if question], out))
    data = data / "retrieval"
    with TemporaryDirectory() as name:
        write_articles(Path(name), rows(data / "articles.jsonl"))
        questions = [row["query"] for row in rows(data / "queries.jsonl")]
        return asyncio.run(_soak(Path(name), questions, out))


async def _soak(articles: Path, questions: list[str], out: Path | None) -> int:
    wanted = int(os.environ.get("SOAK", ASKED))
    with TemporaryDirectory() as folder:
        config = CoverageConfig(articles=articles, data=Path(folder))
        async with await Coverage.open(config) as coverage:
            await coverage.refresh()
            await coverage.ask(questions[0])
            gc.collect()
            gc.freeze()  # as the bot does, so that no collection walks through the libraries
            print(" asked  memory MB  files  threads  median ms  95th ms", flush=True)
            endless = cycle(questions)
            made: list[Row] = []
            while len(made) * EACH < wanted:
                at_once = AT_ONCE if made else AT_ONCE_FIRST
                asked = list(islice(endless, EACH))
                row = await _ask(coverage, asked, at_once)
                made.append({"asked": EACH * (len(made) + 1), **row})
                _note(made[-1], out)
            if len(made) > 1:
                growth = made[-1]["memory"] / made[0]["memory"] - 1
                print(f"memory after the first {EACH}: {growth:+.1%}")
            return await _crowd(coverage, list(islice(endless, CROWD)))


async def _ask(coverage: Coverage, questions: list[str], at_once: int) -> Row:
    taken: list[float] = []
    waiting = iter(questions)

    async def asker() -> None:
        for question in waiting:
            started = time.perf_counter()
            await coverage.ask(question)
            taken.append(1000 * (time.perf_counter() - started))

    await asyncio.gather(*(asker() for _ in range(at_once)))
    return {
        "memory": resident(),
        "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
        "threads": threading.active_count(),
        "median": statistics.median(taken),
        "95th": statistics.quantiles(taken, n=100)[94],
    }


def resident(pid: int | None = None) -> float:
    """Return the resident memory of a process, or of this one, in MB."""
    statm = Path(f"/proc/{pid or 'self'}/statm").read_text("ascii")
    return int(statm.split()[1]) * _PAGE / 1e6


def _note(row: Row, out: Path | None) -> None:
    print(
        f"{row['asked']:6,.0f}  {row['memory']:9.1f}  {row['files']:5.0f}  {row['threads']:7.0f}"
        f"  {row['median']:9.1f}  {row['95th']:7.1f}",
        flush=True,
    )
    add_row(out, row)


def add_row(out: Path | None, row: Row) -> None:
    """Add a row to a file of earlier runs; nowhere when no path is given."""
    if out is not None:
        with out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


async def _crowd(coverage: Coverage, questions: list[str]) -> int:
    """Ask all at once while the index is built anew."""
    stop = asyncio.Event()
    watching = asyncio.create_task(longest_stall(stop))
    rebuilding = asyncio.create_task(coverage.reindex(rebuild=True))
    await asyncio.sleep(1)  # it has begun
    results = await asyncio.gather(*(_timed(coverage, q) for q in questions))
    during = not rebuilding.done()
    report = await rebuilding
    stop.set()
    failed = [error for error in results if isinstance(error, CoverageError)]
    slowest = max((taken for taken in results if isinstance(taken, float)), default=0.0)
    print(
        f"{len(questions)} at once during a rebuild: {len(failed)} failed, slowest {slowest:.1f} s"
    )
    print(f"the rebuild ended {'after' if during else 'before'} them: {report.passages} passages")
    print(f"the event loop was held up for {1000 * await watching:.0f} ms at most")
    for error in failed[:5]:
        print(f"    {error}")
    return 1 if failed else 0


async def _timed(coverage: Coverage, question: str) -> float | CoverageError:
    started = time.perf_counter()
    try:
        await coverage.ask(question)
    except CoverageError as error:
        return error
    return time.perf_counter() - started


async def longest_stall(stop: asyncio.Event) -> float:
    """Return how much too late the event loop called back at worst, in seconds."""
    longest = 0.0
    while not stop.is_set():
        due = time.perf_counter() + _STEP
        await asyncio.sleep(_STEP)
        longest = max(longest, time.perf_counter() - due)
    return longest
