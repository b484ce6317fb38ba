"""An unreliable Discord: lost responses, ended sessions, missing and unknown fields."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bench.simulation.discord import payloads
from bench.simulation.discord.faults import (
    ANSWERING,
    EDITING,
    SENDING,
    Fault,
    Refusal,
    unknown_interaction,
)
from bench.simulation.discord.messages import REPLY
from tests.helpers.loopback import ANSWERED, Newsroom, served

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    async with served(tmp_path_factory.mktemp("another")) as room:
        yield room


@pytest.mark.parametrize("served", [False, True])
async def test_a_connection_lost_while_sending(room: Newsroom, served: bool) -> None:
    discord = room.discord
    discord.lose(SENDING, served=served)
    asked = await room.asks(ANSWERED)
    (reply,) = await discord.replies(asked)
    assert "[1]" in discord.text(reply)
    assert len(await discord.replies(await room.asks(ANSWERED))) == 1
    assert len(await discord.replies(asked)) == 1


async def test_discord_is_unavailable_for_a_moment(room: Newsroom) -> None:
    room.discord.refuse(SENDING, Refusal(503, 0, "Service Unavailable"))
    (reply,) = await room.discord.replies(await room.asks(ANSWERED))
    assert "[1]" in room.discord.text(reply)


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("served", [False, True])
async def test_the_first_response_is_lost(room: Newsroom, served: bool, cut: bool) -> None:
    discord = room.discord
    discord.lose(ANSWERING, served=served, cut=cut)
    called = await discord.people.calls(room.ann, room.channel, "ask", question=ANSWERED)
    assert "[1]" in discord.text(await discord.answer(called))


async def test_the_answer_is_lost(room: Newsroom) -> None:
    discord = room.discord
    discord.lose(EDITING, served=False)
    called = await discord.people.calls(room.ann, room.channel, "ask", question=ANSWERED)
    assert "[1]" in discord.text(await discord.answer(called))


async def test_the_status_page_is_lost(room: Newsroom) -> None:
    discord = room.discord
    discord.lose(EDITING, served=False)
    called = await discord.people.calls(room.admin, room.channel, "admin status")
    assert "5 articles" in discord.text(await discord.answer(called))


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_session_that_discord_ends(room: Newsroom, resumable: bool) -> None:
    discord = room.discord
    session = await discord.connected()
    resumed = session.resumed
    await discord.gateway.end_session(resumable=resumable)
    if resumable:
        await discord.until(lambda: session.resumed > resumed)
    else:
        now = discord.gateway
        await discord.until(lambda: now.connected is not session and now.connected)
    assert len(await discord.replies(await room.asks(ANSWERED))) == 1


async def test_messages_from_an_unknown_server(room: Newsroom) -> None:
    """After an outage, messages may arrive before the event about their server."""
    discord = room.discord
    world = discord.world
    other = world.add_guild("Unknown")
    there = world.add_channel(other, "general")
    await discord.people.says(room.ann, there, "Why did he cancel it?")
    mention = world.application.mention
    asked = await discord.people.says(room.ann, there, f"{mention} {ANSWERED}")
    (reply,) = await discord.replies(asked)
    assert discord.in_channel(there) == [reply]


async def test_a_reply_to_a_deleted_message_of_the_bot(room: Newsroom) -> None:
    discord = room.discord
    (reply,) = await discord.replies(await room.asks(ANSWERED))
    made = payloads.message(
        discord.world.new_id(), room.ann, room.channel, ANSWERED, [discord.world.application]
    )
    reference = {"message_id": reply["id"], "channel_id": room.channel.id}
    made |= {"type": REPLY, "referenced_message": None, "message_reference": reference}
    await discord.messages.delete(reply)
    await discord.messages.keep(made)
    (answer,) = await discord.replies(made)
    assert "[1]" in discord.text(answer)


async def test_unknown_and_missing_fields(room: Newsroom) -> None:
    discord = room.discord
    mention = discord.world.application.mention
    made = payloads.message(
        discord.world.new_id(),
        room.ann,
        room.channel,
        f"{mention} {ANSWERED}",
        [discord.world.application],
    )
    for optional in ("member", "channel_type", "components", "flags"):
        made.pop(optional)
    made |= {"flags": 0, "channel_type": 0, "invented_in_2027": {"a": [1]}}
    await discord.gateway.dispatch("SOMETHING_NEW", {"guild_id": "1"})
    await discord.messages.keep(made)
    assert len(await discord.replies(made)) == 1


async def test_an_upload_that_can_no_longer_be_downloaded(room: Newsroom) -> None:
    discord = room.discord
    hold = discord.hold(ANSWERING)
    called = await discord.people.calls(
        room.admin, room.channel, "admin upload", file=("gone.txt", b"A seal came on Sunday.\n")
    )
    await discord.until(hold.reached.is_set)
    discord.world.files.clear()
    hold.released.set()
    said = await discord.until(lambda: called.followups)
    message = discord.text(discord.world.messages[said[0]])
    assert "Please attach it again" in message, message
    assert not (room.articles / "gone.txt").exists()


async def test_autocomplete_results_that_arrive_too_late(room: Newsroom) -> None:
    discord = room.discord
    discord.refuse(ANSWERING, unknown_interaction())
    typed = await discord.people.types(room.ann, room.channel, "article", "file", file="0")
    await discord.until(lambda: not discord.calls.open and discord.calls.faults[-1].times == 0)
    assert typed.choices is None
    again = await discord.people.types(room.ann, room.channel, "article", "file", file="0")
    assert await discord.until(lambda: again.choices)


async def test_an_interaction_with_only_required_fields(room: Newsroom) -> None:
    discord = room.discord
    keys = ("guild", "entitlements", "context", "authorizing_integration_owners")
    called = await discord.people.calls(
        room.ann, room.channel, "ask", without=keys, question=ANSWERED
    )
    assert "[1]" in discord.text(await discord.answer(called))


async def test_a_rate_limit_of_a_proxy(room: Newsroom) -> None:
    discord = room.discord
    discord.calls.faults.append(Fault(SENDING, retry_after=2.0, bare=True))
    (reply,) = await discord.replies(await room.asks(ANSWERED))
    assert "[1]" in discord.text(reply)
