"""Interactions are answered in time while dozens of articles are indexed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.simulation.discord import Interaction
from bench.simulation.discord.interactions import FIRST_ANSWER
from tests.helpers.index import story
from tests.helpers.loopback import ANSWERED, Newsroom, index, newsroom

pytestmark = pytest.mark.slow

pytestmark = pytest.mark.slow

ARTICLES = 80
TARGET = 1.0  # seconds; Discord gives up after FIRST_ANSWER


def _write_many(folder: Path) -> None:
    for number in range(ARTICLES):
        front = f"---\ntitle: Story {number}\ndate: 2026-01-15\n---\n\n"
        (folder / f"story-{number}.txt").write_text(front + story(f"name{number}", 4), "utf-8")


async def _acts(room: Newsroom) -> list[Interaction]:
    """Three commands and one autocomplete at once."""
    people, ann, here = room.discord.people, room.ann, room.channel
    return [
        await people.calls(ann, here, "ask", question=ANSWERED),
        await people.calls(ann, here, "articles"),
        await people.calls(ann, here, "article", file="000_ddce0ca418cbb4df.txt"),
        await people.types(ann, here, "article", "file", file="sto"),
    ]


async def test_every_interaction_is_answered_in_time(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await index(room)
        discord = room.discord
        discord.gateway.heartbeat = 1.0
        bot = await room.start(watch="false")
        try:
            session = await discord.connected()
            await room.synced()
            _write_many(room.articles)
            called = await discord.people.calls(room.admin, room.channel, "admin reindex")
            report = await discord.answer(called)
            acts: list[Interaction] = []
            while f"{ARTICLES} added" not in discord.text(report):
                acts += await _acts(room)
                await asyncio.sleep(0.25)
            assert acts, "indexing took long enough to matter"
            await discord.until(lambda: all(one.answered_at for one in acts))
            waits = sorted((one.answered_at or 0.0) - one.at for one in acts)
            assert waits[-1] < FIRST_ANSWER
            assert waits[len(waits) * 9 // 10] < TARGET
            assert discord.gateway.connected is session
            assert session.resumed == 0
            assert await bot.stop() == 0, bot.said()
            assert "heartbeat blocked" not in bot.said()
            assert "could not be answered" not in bot.said()
            assert "Traceback" not in bot.said()
        finally:
            await bot.kill()
