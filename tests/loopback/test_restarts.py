"""A restart: answers in progress are finished, and old buttons still work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bench.simulation.discord.faults import SENDING
from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers.loopback import ANSWERED, Newsroom, index, newsroom

pytestmark = pytest.mark.slow

pytestmark = pytest.mark.slow

COMMANDS = "/commands"


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path) as room:
        yield room


async def test_a_graceful_restart(room: Newsroom) -> None:
    """One test, because each start takes seconds: SIGTERM, exit, restart, an old button."""
    discord = room.discord
    await index(room)
    first = await room.start()
    second = None
    try:
        session = await discord.connected()
        await room.synced()
        hold = discord.hold(SENDING)
        asked = await room.asks(ANSWERED)
        await discord.until(hold.reached.is_set)  # the answer is being sent
        first.process.terminate()
        hold.released.set()
        assert await first.ended() == 0, first.said()
        (reply,) = await discord.replies(asked)
        assert "[1]" in discord.text(reply)
        assert session.goodbye in {1000, 4000}  # a race within discord.py decides which
        assert "Traceback" not in first.said()
        # Chroma and the lock are released: another process can open the folder
        async with await Coverage.open(CoverageConfig(room.articles, room.data)) as coverage:
            assert await coverage.refresh() is None
            assert len(await coverage.articles()) == 5

        synced = discord.calls.of("PUT", COMMANDS)
        assert len(synced) == 1
        second = await room.start()
        await discord.connected()
        clicked = await discord.people.clicks(room.ann, reply, "Quotes")
        assert "Budapest" in discord.text(await discord.answer(clicked))
        assert await second.stop() == 0, second.said()
        assert discord.calls.of("PUT", COMMANDS) == synced
    finally:
        await first.kill()
        if second is not None:
            await second.kill()
