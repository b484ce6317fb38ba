"""The state of the simulated Discord: people, servers, channels, messages and files."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Payload = dict[str, Any]
Found = TypeVar("Found")

EPOCH = 1_420_070_400_000  # of Discord's ids, in milliseconds
EVERYTHING = (1 << 53) - 1
MANAGE_SERVER = 1 << 5
# view channels, send messages, in threads too, embed links, attach files, read the history,
# use application commands
MEMBER = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 38
TEXT, PRIVATE, GROUP, THREAD = 0, 1, 3, 11
PATIENCE = 25.0  # seconds; only a failing test waits as long


@dataclass(frozen=True, slots=True)
class Person:
    """A user account; ``permissions`` apply to every channel of a server."""

    id: str
    name: str
    permissions: int = MEMBER
    roles: tuple[str, ...] = ()
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Guild:
    """A server; its role ``everyone`` has its own id. ``roles`` are id and name.

    ``joined`` says whether the bot is on it; elsewhere, it is only installed by a person.
    """

    id: str
    name: str
    roles: tuple[tuple[str, str], ...] = ()
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel of a server, a thread in one, or messages of one person or a group."""

    id: str
    name: str
    kind: int = TEXT
    guild: Guild | None = None
    parent: str | None = None
    recipient: Person | None = None
    group: tuple[Person, ...] = ()
    owner: Person | None = None
    """Who opened a thread; None is the bot."""

    @property
    def reachable(self) -> bool:
        """Whether the bot can read and write here, other than by answering interactions."""
        return self.kind != GROUP and (self.guild is None or self.guild.joined)


@dataclass
class World:
    """All state, with a way to wait for changes."""

    application: Person
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    messages: dict[str, Payload] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: list[Payload] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    address: str = ""
    _counter: itertools.count[int] = field(default_factory=itertools.count)
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    def new_id(self) -> str:
        """Return a unique id that contains its creation time, like Discord's."""
        milliseconds = int(time.time() * 1000) - EPOCH
        return str(milliseconds << 22 | next(self._counter) & 0xFFF)

    def add_guild(self, name: str, *roles: str, joined: bool = True) -> Guild:
        named = tuple((self.new_id(), role) for role in roles)
        guild = Guild(self.new_id(), name, named, joined)
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, guild: Guild, name: str) -> Channel:
        return self._keep(Channel(self.new_id(), name, guild=guild))

    def add_thread(
        self, parent: Channel, name: str, key: str | None = None, owner: Person | None = None
    ) -> Channel:
        thread = Channel(key or self.new_id(), name, THREAD, parent.guild, parent.id, owner=owner)
        return self._keep(thread)

    def add_person(
        self, name: str, permissions: int = MEMBER, roles: tuple[str, ...] = ()
    ) -> Person:
        person = Person(self.new_id(), name, permissions, roles)
        self.people[person.id] = person
        return person

    def private_channel(self, person: Person) -> Channel:
        """Return the direct messages with a person, created on first use."""
        for channel in self.channels.values():
            if channel.recipient == person:
                return channel
        return self._keep(Channel(self.new_id(), "", PRIVATE, recipient=person))

    def add_group(self, *people: Person) -> Channel:
        """Return the messages of a group of people, which the bot is no part of."""
        return self._keep(Channel(self.new_id(), "", GROUP, group=people))

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def in_channel(self, channel: Channel) -> list[Payload]:
        """Return the messages of a channel in order, including ephemeral ones."""
        return [one for one in self.messages.values() if one["channel_id"] == channel.id]

    def changed(self) -> None:
        """Wake up everything that waits for a change."""
        self._change.set()
        self._change = asyncio.Event()

    async def until(
        self,
        look: Callable[[], Found | None],
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Found:
        """Wait until ``look`` finds something, and return it. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while not (found := look()):
                await self._change.wait()
            return found
