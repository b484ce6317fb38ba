"""The bot as a process, connected to a simulated Discord over real sockets."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bench.simulation.discord.faults import (
    ANSWERING,
    EDITING,
    SENDING,
    Refusal,
    missing_permissions,
)
from bench.simulation.discord.messages import EPHEMERAL
from bench.simulation.discord.people import buttons
from tests.helpers.loopback import ANSWERED, NOT_COVERED, Newsroom, served

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SOURCES = {"003_cff6663e6ddc1570.txt", "004_0208f0a20370e7a4.txt"}
ARTICLE = (
    b"---\ntitle: A walrus in the harbour\ndate: 2025-11-03\noutlet: Harbour News\n---\n\n"
    + (
        b"A walrus named Freya came into the harbour of Oslo on Sunday. "
        b"The port authority said on Monday that nobody should swim beside the animal.\n"
    )
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    async with served(tmp_path_factory.mktemp("connected")) as room:
        yield room


async def test_no_privileged_intents(room: Newsroom) -> None:
    session = await room.discord.connected()
    assert session.intents & (1 << 1 | 1 << 8 | 1 << 15) == 0


async def test_a_mention_is_answered_with_typing_and_sources(room: Newsroom) -> None:
    discord = room.discord
    before = len(discord.world.typing)
    asked = await room.asks(ANSWERED)
    (reply, *_) = await discord.replies(asked)
    assert discord.world.typing[before:].count(room.channel.id) >= 1
    text = discord.text(reply)
    assert "[1]" in text
    assert any(file in text for file in SOURCES)
    assert reply["mentions"] == []
    assert [one.get("label") for one in buttons(reply)][:2] == ["Quotes", "Ask a follow-up"]


async def test_an_abstention_has_no_sources_and_no_quotes(room: Newsroom) -> None:
    (reply, *_) = await room.discord.replies(await room.asks(NOT_COVERED))
    assert "Sources" not in room.discord.text(reply)
    assert "Quotes" not in [one.get("label") for one in buttons(reply)]


async def test_ask_defers_and_then_edits(room: Newsroom) -> None:
    discord = room.discord
    called = await discord.people.calls(room.ann, room.channel, "ask", question=ANSWERED)
    answer = await discord.answer(called)
    assert called.answer == 5
    assert any(file in discord.text(answer) for file in SOURCES)
    assert discord.calls.of("PATCH", "/messages/@original")


async def test_rate_limits_are_waited_out(room: Newsroom) -> None:
    discord = room.discord
    discord.limit(SENDING, 0.3)
    asked = await room.asks(ANSWERED)
    replies = await discord.replies(asked)
    assert len(replies) == 1
    discord.limit(ANSWERING, 0.2)
    discord.limit(EDITING, 0.3)
    called = await discord.people.calls(room.ann, room.channel, "ask", question=ANSWERED)
    text = discord.text(await discord.answer(called))
    assert any(file in text for file in SOURCES)


async def test_a_global_rate_limit_is_waited_out(room: Newsroom) -> None:
    room.discord.limit(SENDING, 0.3, everywhere=True)
    assert await room.discord.replies(await room.asks(ANSWERED))


async def test_server_errors_are_retried(room: Newsroom) -> None:
    room.discord.refuse(SENDING, Refusal(502, 0, "Bad Gateway"))
    assert len(await room.discord.replies(await room.asks(ANSWERED))) == 1


async def test_no_event_is_lost_when_the_connection_drops(room: Newsroom) -> None:
    discord = room.discord
    session = await discord.connected()
    resumed = session.resumed
    discord.gateway.drop()
    asked = [await room.asks(ANSWERED) for _ in range(2)]  # while disconnected
    for message in asked:
        assert len(await discord.replies(message)) == 1
    assert session.resumed == resumed + 1
    assert len(discord.gateway.sessions) == 1


async def test_it_reconnects_on_request(room: Newsroom) -> None:
    session = await room.discord.connected()
    resumed = session.resumed
    await room.discord.gateway.ask_to_reconnect()
    await room.discord.until(lambda: session.resumed > resumed)
    assert len(await room.discord.replies(await room.asks(ANSWERED))) == 1


async def test_an_uploaded_article_is_quoted(room: Newsroom) -> None:
    discord = room.discord
    called = await discord.people.calls(
        room.admin, room.channel, "admin upload", file=("walrus.txt", ARTICLE)
    )
    answer = await discord.answer(called)  # first the progress, then the report
    await discord.until(lambda: "walrus.txt" in discord.text(answer))
    assert (room.articles / "walrus.txt").read_bytes() == ARTICLE
    (reply, *_) = await discord.replies(await room.asks("Which walrus came into the harbour?"))
    assert "walrus.txt" in discord.text(reply)


async def test_attachments_are_complete(room: Newsroom) -> None:
    discord = room.discord
    called = await discord.people.calls(room.ann, room.channel, "timeline")
    answer = await discord.answer(called)
    (chart,) = await discord.until(lambda: answer["attachments"])
    data = discord.world.files[chart["url"].removeprefix(discord.address)]
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    assert width > 300 < height < 10_000
    clicked = await discord.people.clicks(room.ann, answer, "Download")
    table = (await discord.answer(clicked))["attachments"][0]
    rows = discord.world.files[table["url"].removeprefix(discord.address)].decode("utf-8-sig")
    assert "2025-10-22" in rows
    assert table["filename"].endswith(".csv")


async def test_missing_permissions_are_reported_in_a_direct_message(room: Newsroom) -> None:
    discord = room.discord
    discord.refuse(SENDING, missing_permissions())
    await room.asks(ANSWERED)
    private = discord.world.private_channel(room.ann)
    messages = await discord.until(lambda: discord.in_channel(private))
    assert "Send Messages" in discord.text(messages[0])


async def test_a_deleted_message_is_still_answered(room: Newsroom) -> None:
    discord = room.discord
    before = len(discord.in_channel(room.channel))
    hold = discord.hold(SENDING)
    asked = await room.asks(ANSWERED)
    await discord.until(hold.reached.is_set)
    await discord.messages.delete(asked)
    hold.released.set()
    await discord.until(lambda: len(discord.in_channel(room.channel)) > before)
    assert "message_reference" not in discord.in_channel(room.channel)[-1]


async def test_an_expired_interaction_does_no_harm(room: Newsroom) -> None:
    discord = room.discord
    hold = discord.hold(ANSWERING)
    called = await discord.people.calls(room.ann, room.channel, "ask", question=ANSWERED)
    await discord.until(hold.reached.is_set)
    called.expired = True
    hold.released.set()
    assert len(await discord.replies(await room.asks(ANSWERED))) == 1
    assert called.answer is None


async def test_quotes_are_ephemeral(room: Newsroom) -> None:
    discord = room.discord
    (reply, *_) = await discord.replies(await room.asks(ANSWERED))
    clicked = await discord.people.clicks(room.admin, reply, "Quotes")
    quotes = await discord.answer(clicked)
    assert quotes["flags"] & EPHEMERAL
    assert "Budapest" in discord.text(quotes)
