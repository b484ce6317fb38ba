"""The bot where only a person installed it: in a group, and on a server that it is not on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bench.simulation.discord import Channel
from bench.simulation.discord.messages import EPHEMERAL
from bench.simulation.discord.people import buttons
from bench.simulation.discord.world import Payload
from tests.helpers.loopback import ANSWERED, Newsroom, served

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

CHECK = "Check this claim"
SEVERAL = (
    "1. Why did Trump cancel the summit in Budapest? 2. What did Leavitt say about the meeting? "
    "3. What did Putin say about the sanctions? 4. What did Rubio say? 5. Who met in Budapest?"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    async with served(tmp_path_factory.mktemp("installed")) as room:
        yield room


def place(room: Newsroom, kind: str) -> Channel:
    world = room.discord.world
    if kind == "group":
        return world.add_group(room.ann, room.admin)
    return world.add_channel(world.add_guild("Elsewhere", joined=False), "general")


def in_public(room: Newsroom, where: Channel) -> list[Payload]:
    """The bot's messages in a channel that everybody there can read."""
    return [one for one in room.discord.in_channel(where) if not one["flags"] & EPHEMERAL]


@pytest.mark.parametrize("kind", ["group", "server"])
async def test_a_question_its_buttons_and_a_check(room: Newsroom, kind: str) -> None:
    discord, people, where = room.discord, room.discord.people, place(room, kind)
    called = await people.calls(room.ann, where, "ask", question=ANSWERED)
    answer = await discord.answer(called)
    assert "[1]" in discord.text(answer)
    assert [one.get("label") for one in buttons(answer)][:2] == ["Quotes", "Ask a follow-up"]

    quotes = await discord.answer(await people.clicks(room.admin, answer, "Quotes"))
    assert quotes["flags"] & EPHEMERAL
    assert "Budapest" in discord.text(quotes)

    follow = await people.clicks(room.admin, answer, "Ask a follow-up")
    await discord.until(lambda: follow.modal)
    followed = await discord.answer(await people.fills_in(room.admin, follow, "Who said so?"))
    assert "**Who said so?**" in discord.text(followed)

    claim = await people.says(room.admin, where, "Trump cancelled the summit in Budapest.")
    checked = await discord.answer(await people.checks(room.ann, claim, CHECK))
    assert "Budapest" in discord.text(checked)
    assert "Reference" not in discord.text(checked)

    await people.clicks(room.ann, answer, "🗑️")
    await discord.until(lambda: answer["id"] not in discord.world.messages)
    await people.clicks(room.admin, followed, "🗑️")
    await people.clicks(room.ann, checked, "🗑️")
    await discord.until(lambda: not in_public(room, where))


async def test_a_long_answer_is_one_message_that_can_be_deleted(room: Newsroom) -> None:
    discord, people = room.discord, room.discord.people
    called = await people.calls(room.ann, room.channel, "ask", question=SEVERAL)
    await discord.answer(called)
    await discord.until(lambda: called.followups, timeout=10)
    where = place(room, "group")
    called = await people.calls(room.ann, where, "ask", question=SEVERAL)
    answer = await discord.answer(called)
    await discord.until(lambda: buttons(answer))
    assert "press “Quotes”" in discord.text(answer)
    assert called.followups == []
    await people.clicks(room.ann, answer, "🗑️")
    await discord.until(lambda: not in_public(room, where))
