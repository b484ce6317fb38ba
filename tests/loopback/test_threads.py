"""Conversations in threads, and modals that survive a restart, over real sockets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.simulation.discord import payloads
from bench.simulation.discord.messages import EPHEMERAL
from index.storage.archive.archive import Archive
from tests.helpers.loopback import ANSWERED, index, newsroom

pytestmark = pytest.mark.slow

AFTER = "And what did he say the day after?"
AGAIN = "why did he cancel it?"


async def test_a_thread_is_one_conversation(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await index(room)
        discord, world = room.discord, room.discord.world
        old = world.add_thread(room.channel, "old thread", owner=room.ann)
        bot = await room.start(read_messages="true")
        try:
            await discord.connected()
            new = world.add_thread(room.channel, "new thread", owner=room.ann)
            made = payloads.channel(new, world.application)
            await discord.gateway.dispatch("THREAD_CREATE", made)
            for thread in (old, new):
                await discord.people.says(room.ann, thread, AFTER)  # nothing was answered yet
                question = f"{world.application.mention} {ANSWERED}"
                first = await discord.people.says(room.ann, thread, question)
                await discord.replies(first)
                await discord.people.says(room.admin, thread, AFTER)  # not in the articles
                second = await discord.people.says(room.admin, thread, AGAIN)
                (reply, *_) = await discord.replies(second)
                assert "Budapest" in discord.text(reply)
                assert "does not say" not in discord.text(reply)
                assert len(discord.in_channel(thread)) == 2
            await discord.people.says(room.ann, room.channel, AFTER)
            assert await bot.stop() == 0, bot.said()
            assert discord.in_channel(room.channel) == []
            assert "Traceback" not in bot.said()
        finally:
            await bot.kill()


async def test_modals_work_after_a_restart(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await index(room)
        discord, people = room.discord, room.discord.people
        bot = await room.start()
        try:
            await discord.connected()
            (reply, *_) = await discord.replies(await room.asks(ANSWERED))
            follow = await people.clicks(room.admin, reply, "Ask a follow-up")
            await discord.until(lambda: follow.modal)
            asked = await people.fills_in(room.admin, follow, AFTER)
            answer = discord.text(await discord.answer(asked))
            assert f"**{AFTER}**" in answer
            assert "Reference" not in answer
            wrong = await people.clicks(room.ann, reply, "👎")
            await discord.until(lambda: wrong.modal)
            assert await bot.stop() == 0, bot.said()

            bot = await room.start()
            await discord.until(lambda: len(discord.gateway.sessions) > 1)
            sent = await people.fills_in(room.ann, wrong, ["date"], "It was a Tuesday.")
            thanks = await discord.answer(sent)
            assert thanks["flags"] & EPHEMERAL
            assert discord.text(thanks).startswith("Thank you!")
            again = await people.fills_in(room.admin, follow, AFTER)
            assert "Reference" not in discord.text(await discord.answer(again))
            assert await bot.stop() == 0, bot.said()
            assert "Tuesday" not in bot.said()
        finally:
            await bot.kill()
        archive = await Archive.open(room.data)
        try:
            (kept,) = await archive.feedback()
        finally:
            await archive.close()
        assert (kept.wrong, kept.words) == ("date", "It was a Tuesday.")
