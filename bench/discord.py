"""The bot on Discord: start, many people at once, the event loop while it indexes, memory.

DATA is the folder of all measuring sets: ``retrieval/`` (423 articles and their questions) and
``timeline/bpoil/`` (1,461 articles). The bot is a process of its own, and talks over sockets to a
Discord on this machine, which runs in the process of the benchmark, on the same cores.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import rows, write_articles, write_rows
from bench.newsroom import Newsroom, newsroom
from bench.simulation.environment import without_settings

STARTS = 3
ROUNDS = 3
AT_ONCE = 20
FEW, MANY = 100, 1000
EVERY = 3.0  # seconds between questions while it indexes
Figures = dict[str, float]


def run(data: Path, out: Path | None) -> int:
    """Print every figure as it is measured."""
    figures = asyncio.run(_measure(data))
    write_rows(out, ({"figure": name, "value": value} for name, value in figures.items()))
    return 0


async def _measure(data: Path) -> Figures:
    with TemporaryDirectory() as folder:
        figures = await _answering(data / "retrieval", Path(folder))
    with TemporaryDirectory() as folder:
        figures |= await _indexing(data, Path(folder))
    return figures


async def _answering(data: Path, folder: Path) -> Figures:
    """Starts with an index in place, people at once, and what a thousand answers cost."""
    questions = [row["query"] for row in rows(data / "queries.jsonl")]
    await asyncio.to_thread(_index, rows(data / "articles.jsonl"), folder)
    async with newsroom(folder, AT_ONCE) as room:
        starts = [await _started(room) for _ in range(STARTS)]
        figures = {"start to connected, median s": statistics.median(starts)}
        _say(figures)
        async with room.bot():
            await room.answers(questions[:1])  # the first question loads the model
            times: list[float] = []
            for number in range(ROUNDS):
                times += await room.answers(_turn(questions, number))
            at_once = {
                f"{AT_ONCE} at once, median s": statistics.median(times),
                f"{AT_ONCE} at once, slowest s": max(times),
            }
            _say(at_once)
            return figures | at_once | await _memory(room, questions)


async def _memory(room: Newsroom, questions: Sequence[str]) -> Figures:
    made, few = 1 + ROUNDS * AT_ONCE, 0.0
    for number in range((MANY - made) // AT_ONCE + 1):
        await room.answers(_turn(questions, number))
        made += AT_ONCE
        if not few and made >= FEW:
            few = room.resident()
    many = room.resident()
    found = {
        f"memory after {FEW} answers, MB": few,
        f"memory after {MANY} answers, MB": many,
        "times as much": many / few,
    }
    _say(found)
    return found


async def _indexing(data: Path, folder: Path) -> Figures:
    """How long the event loop was held up, and people waited, while bpoil was indexed."""
    articles = rows(data / "timeline" / "bpoil" / "articles.jsonl")
    questions = [row["query"] for row in rows(data / "retrieval" / "queries.jsonl")]
    await asyncio.to_thread(_index, articles[:1], folder)
    notes = folder / "stalls"
    async with (
        newsroom(folder, 1) as room,
        room.bot(module="bench.loop_probe", stalls=notes, watch="false"),
    ):
        await room.answers(questions[:1])
        write_articles(folder / "articles", articles)
        begun = time.monotonic()
        indexing = asyncio.create_task(room.reindex())
        waits: list[float] = []
        signs: list[float] = []
        while not indexing.done():
            waits += await room.answers(questions[len(waits) % len(questions) :][:1])
            signs.append(await room.sign_of_life())
            await asyncio.wait({indexing}, timeout=EVERY)
        ended = await indexing
    stalls = _stalls(notes, begun, ended)
    found = {
        "indexing, and answering meanwhile, s": ended - begun,
        "longest stall of the event loop, ms": 1000 * max(stalls, default=0.0),
        "stalls over 100 ms": float(sum(stall > 0.1 for stall in stalls)),
        "slowest sign of life meanwhile, s": max(signs),
        "slowest answer meanwhile, s": max(waits),
    }
    _say(found)
    return found


def _stalls(notes: Path, begun: float, ended: float) -> list[float]:
    rows = [line.split() for line in notes.read_text("ascii").splitlines()]
    return [float(late) for when, late in rows if begun <= float(when) <= ended]


def _index(articles: Sequence[dict[str, Any]], folder: Path) -> None:
    """Index in a process of its own, as somebody would before the bot starts."""
    write_articles(folder / "articles", articles)
    subprocess.run(
        [sys.executable, "-m", "bot", "index"],
        cwd=folder,
        env=without_settings(articles=folder / "articles", data=folder / "data"),
        check=True,
        stdout=subprocess.DEVNULL,
    )


async def _started(room: Newsroom) -> float:
    """Seconds from the start of the process to the connection."""
    begun = time.monotonic()
    async with room.bot() as session:
        return session.started - begun


def _turn(questions: Sequence[str], number: int) -> list[str]:
    """As many questions as there are people, others each time."""
    return [questions[(number * AT_ONCE + one) % len(questions)] for one in range(AT_ONCE)]


def _say(found: Figures) -> None:
    for name, value in found.items():
        print(f"{name:60} {value:9.2f}", flush=True)
