"""Discord rejects the bot: one line says why, without the token."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bench.simulation.discord import BotProcess
from bench.simulation.discord.faults import Refusal
from bench.simulation.discord.gateway import BAD_TOKEN, DISALLOWED_INTENTS, PRIVILEGED
from bench.simulation.discord.world import PATIENCE
from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.records import ARCHIVE_FILE, Exchange, Location
from tests.helpers.fakes import make_answer
from tests.helpers.loopback import Newsroom, newsroom
from tests.helpers.warm import warm_python

pytestmark = pytest.mark.slow

WRONG = "MTAwMDAwMDAwMDAwMDAwMDAx.Wrong1.which-no-discord-has-ever-given-to-anybody"


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path) as room:
        yield room


async def _line(bot: BotProcess) -> str:
    """The one line that a bot ended with."""
    try:
        assert await bot.ended() == 1, bot.said()
    finally:
        await bot.kill()
    said = bot.said()
    assert "Traceback" not in said
    (line,) = said.splitlines()
    return line


def _says(bot: BotProcess, words: str) -> None:
    """Wait until a bot has printed something."""
    until = time.monotonic() + PATIENCE
    while words not in bot.said():
        assert time.monotonic() < until, bot.said()
        time.sleep(0.05)


async def test_an_unknown_token(room: Newsroom) -> None:
    bot = await BotProcess.start(
        room.discord,
        room.place,
        python=warm_python(),
        token=WRONG,
        articles=str(room.articles),
        data=str(room.data),
    )
    line = await _line(bot)
    assert "DISCORD_TOKEN" in line
    assert WRONG not in line
    assert not room.discord.gateway.sessions


async def test_a_token_that_is_revoked_before_connecting(room: Newsroom) -> None:
    room.discord.gateway.token = "another"
    line = await _line(await room.start())
    assert "DISCORD_TOKEN" in line
    assert room.discord.gateway.refusals == [BAD_TOKEN]
    assert room.discord.token not in line


async def test_a_missing_message_content_intent(room: Newsroom) -> None:
    room.discord.gateway.refused_intents = PRIVILEGED
    line = await _line(await room.start(read_messages="true"))
    assert "Message Content" in line
    assert "BOT_READ_MESSAGES" in line
    assert room.discord.gateway.refusals == [DISALLOWED_INTENTS]


async def test_an_outage_at_login_is_waited_out(room: Newsroom) -> None:
    logging_in = ("GET", r"/users/@me")
    room.discord.refuse(logging_in, Refusal(503, 0, "Service Unavailable"), times=2)
    bot = await room.start()
    try:
        await room.discord.until(lambda: room.discord.gateway.sessions)
    finally:
        await bot.kill()
    said = bot.said()
    assert said.count("Discord has problems (503)") == 2
    assert "Traceback" not in said
    assert "Unclosed" not in said


async def test_it_can_be_stopped_during_an_outage(room: Newsroom) -> None:
    room.discord.refuse(("GET", r"/users/@me"), Refusal(503, 0, "Service Unavailable"), times=1000)
    bot = await room.start()
    try:
        await asyncio.to_thread(_says, bot, "Discord has problems")
        assert await bot.stop() == 0, bot.said()
    finally:
        await bot.kill()
    assert "Traceback" not in bot.said()


async def _save_questions(data: Path) -> None:
    archive = await Archive.open(data)
    for number in range(60):
        answer = make_answer("Something. " * 40, question=f"What about road {number}?")
        await archive.save(
            Exchange(answer, EVERYTHING, Location(5, 7), 11, private=False), dt.datetime.now(dt.UTC)
        )
    await archive.close()


async def test_a_damaged_archive(room: Newsroom) -> None:
    await _save_questions(room.data)
    archive = room.data / ARCHIVE_FILE
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-8192] + bytes(8192))  # it opens, and only a check finds the damage
    line = await _line(await room.start())
    assert f"{ARCHIVE_FILE} is damaged (" in line
    assert re.search(r"coverage-bot'? restore\b", line)
    assert not room.discord.gateway.sessions
