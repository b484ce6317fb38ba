"""People on a Discord on this machine, each in a channel of their own, and the bot among them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.simulation.discord import BotProcess, Channel, Discord, Person
from bench.simulation.discord.gateway import Session
from bench.simulation.discord.world import MANAGE_SERVER, MEMBER

LONG = 1800.0  # seconds; indexing takes minutes
MANY = "600"


@dataclass
class Newsroom:
    """A server; ``place`` has the articles and the data of the bot."""

    discord: Discord
    place: Path
    people: list[tuple[Person, Channel]]
    process: BotProcess | None = None

    @asynccontextmanager
    async def bot(
        self,
        module: str = "bench.simulation.discord.start",
        stalls: Path | None = None,
        **settings: str,
    ) -> AsyncIterator[Session]:
        """The bot, connected, and stopped at the end; what it printed where it fails."""
        ours = {
            "articles": str(self.place / "articles"),
            "data": str(self.place / "data"),
            "questions_per_minute": MANY,
            "answers_at_once": MANY,
        }
        os.environ["BENCH_STALLS"] = str(stalls)
        known = set(self.discord.gateway.sessions)
        process = await BotProcess.start(self.discord, self.place, module=module, **ours | settings)
        self.process = process
        try:
            session = await self.discord.until(lambda: self._new(known))
            await self.discord.until(lambda: self.discord.world.commands)
            yield session
        except BaseException:
            print(process.said())
            raise
        finally:
            await process.stop()

    def _new(self, known: set[str]) -> Session | None:
        """The session of this start."""
        session = self.discord.gateway.connected
        return session if session is not None and session.id not in known else None

    async def answers(self, questions: Sequence[str]) -> list[float]:
        """One question a person, all at once; seconds to each answer."""
        asked = zip(self.people, questions, strict=False)
        return await asyncio.gather(*(self._answer(*who, what) for who, what in asked))

    async def _answer(self, person: Person, channel: Channel, question: str) -> float:
        begun = time.monotonic()
        mention = self.discord.world.application.mention
        asked = await self.discord.people.says(person, channel, f"{mention} {question}")
        await self.discord.replies(asked)
        seconds = time.monotonic() - begun
        for message in self.discord.world.in_channel(channel):
            del self.discord.world.messages[message["id"]]
        self.discord.calls.made.clear()
        return seconds

    async def sign_of_life(self) -> float:
        """Seconds until a command is acknowledged."""
        person, channel = self.people[0]
        called = await self.discord.people.calls(person, channel, "articles")
        await self.discord.answer(called)
        assert called.answered_at is not None
        return called.answered_at - called.at

    async def reindex(self) -> float:
        """Call ``/admin reindex``; returns when it was finished."""
        person, channel = self.people[-1]
        called = await self.discord.people.calls(person, channel, "admin reindex")
        await self.discord.answer(called)
        token = called.original or ""
        await self.discord.until(
            lambda: " added" in self.discord.world.messages[token]["content"], LONG
        )
        return time.monotonic()

    def resident(self) -> float:
        """Resident memory of the bot in MB; Linux only."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.process.pid}/status").read_text("ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def newsroom(place: Path, people: int) -> AsyncIterator[Newsroom]:
    """A server with so many people, and one more who may look after the bot."""
    async with Discord() as discord:
        guild = discord.world.add_guild("Newsroom")
        there = []
        for number in range(people + 1):
            rights = MEMBER | MANAGE_SERVER if number == people else MEMBER
            person = discord.world.add_person(f"Person {number}", rights)
            there.append((person, discord.world.add_channel(guild, f"channel-{number}")))
        yield Newsroom(discord, place, there)
