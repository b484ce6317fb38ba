"""A coverage that is told how to answer, and what tests of asking on Discord look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
from cli_helpers import FakeCoverage, answer_to
from discord_helpers import Talk
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType
from simcord.results import InteractionResult

from index.models import EVERYTHING, NOBODY, Answer, Asker, Draft, Scope, Turn


@dataclass
class Call:
    """What the coverage was asked once."""

    question: str
    scope: Scope
    history: tuple[Turn, ...]
    asker: Asker


@dataclass
class ScriptedCoverage(FakeCoverage):
    """Answers at once, or as ``meanwhile`` has it: drafts, delays, failures."""

    calls: list[Call] = field(default_factory=list)
    meanwhile: Callable[[Callable[[Draft], None]], Any] | None = None

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        self.calls.append(Call(question, scope, tuple(history), asker))
        if self.meanwhile is not None:
            await self.meanwhile(show or _nowhere)
        return self.reply(question)


def _nowhere(draft: Draft) -> None:
    return


def understood(as_: str) -> Callable[[str], Answer]:
    """Replies in which every question was understood as another one."""

    def reply(question: str) -> Answer:
        given = answer_to(question)
        return Answer(
            given.question, True, given.text, given.citations, "extractive", 0.2, 0.9, as_
        )

    return reply


async def ask(talk: Talk, question: str, **options: Any) -> InteractionResult:
    """Ann uses the command in the channel."""
    return await talk.ann.slash(talk.channel, "ask", question=question, **options)


def mention(talk: Talk, text: str) -> str:
    assert talk.client.user is not None
    return f"<@{talk.client.user.id}> {text}"


def thread_in(talk: Talk, channel: ChannelHandle, on: discord.Message | None = None) -> Any:
    """A thread that Ann has begun, on a message where one is given."""
    backend = talk.env.backend
    made = backend.create_thread(
        channel.id,
        "A thread",
        talk.ann.id,
        type=ChannelType.PUBLIC_THREAD,
        message_id=on.id if on else None,
    )
    backend.add_thread_member(made.id, talk.ben.id)
    return next(thread for thread in channel.threads if thread.id == made.id)


def labels(message: Any) -> list[str]:
    """What stands on the buttons below a message."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [
        button.get("label") or button["emoji"]["name"]
        for row in rows
        for button in row["components"]
    ]


def button(message: Any, kind: str) -> str:
    """The custom_id of a kind of button below a message."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    ids = [b["custom_id"] for row in rows for b in row["components"]]
    return next(custom_id for custom_id in ids if custom_id.startswith(f"{kind}:"))


async def until(condition: Callable[[], object]) -> None:
    """Let the bot work until something is so."""
    for _ in range(5_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never came to be so")


@asynccontextmanager
async def held(coverage: ScriptedCoverage) -> Any:
    """Answers wait until the block sets the event that it is given."""
    gate = asyncio.Event()

    async def wait(show: Callable[[Draft], None]) -> None:
        await gate.wait()

    coverage.meanwhile = wait
    try:
        yield gate
    finally:
        gate.set()
        coverage.meanwhile = None
