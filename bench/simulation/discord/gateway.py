"""The gateway: WebSocket sessions that can be resumed."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bench.simulation.discord import payloads
from bench.simulation.discord.world import PRIVATE, Payload, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
BAD_TOKEN, DISALLOWED_INTENTS = 4004, 4014
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT


@dataclass
class Line:
    """One connection, compressed with zlib if the bot asked for that."""

    socket: web.WebSocketResponse
    request: web.Request
    packer: Any = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    was_cut: bool = False

    async def send(
        self, op: int, data: Any, event: str | None = None, seq: int | None = None
    ) -> None:
        text = json.dumps({"op": op, "d": data, "t": event, "s": seq})
        async with self.turn:
            if self.packer is None:
                await self.socket.send_str(text)
            else:
                packed = self.packer.compress(text.encode()) + self.packer.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    def cut(self) -> None:
        """Drop the connection without a close frame."""
        self.was_cut = True
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Session:
    """The events for one start of the bot.

    ``line`` is None while it is not connected; ``goodbye`` is the code that its last
    connection ended with, unless it was cut here.
    """

    id: str
    intents: int
    started: float
    line: Line | None = None
    events: list[tuple[str, Payload]] = field(default_factory=list)
    resumed: int = 0
    heartbeats: int = 0
    goodbye: int | None = None

    @property
    def over(self) -> bool:
        """Whether the bot closed it with a code that prevents resuming."""
        return self.goodbye in {1000, 1001}

    async def tell(self, event: str, data: Payload) -> None:
        self.events.append((event, data))
        if self.line is not None:
            await self._send(len(self.events))

    async def replay(self, after: int) -> None:
        """Send every event after a sequence number."""
        for number in range(after + 1, len(self.events) + 1):
            await self._send(number)

    async def _send(self, number: int) -> None:
        event, data = self.events[number - 1]
        try:
            assert self.line is not None
            await self.line.send(DISPATCH, data, event, number)
        except ConnectionError:  # told when it comes back
            self.line = None


@dataclass
class Gateway:
    """Accepts the bot's connections; ``refused_intents`` are not switched on for it."""

    world: World
    token: str
    refused_intents: int = 0
    heartbeat: float = 20.0
    sessions: dict[str, Session] = field(default_factory=dict)
    refusals: list[int] = field(default_factory=list)

    async def dispatch(self, event: str, data: Payload) -> None:
        """Send an event to every session, now or when it resumes."""
        for session in [one for one in self.sessions.values() if not one.over]:
            await session.tell(event, self._visible(event, data, session.intents))
        self.world.changed()

    @property
    def connected(self) -> Session | None:
        """The connected session, or None."""
        lines = [one for one in self.sessions.values() if one.line is not None]
        return lines[-1] if lines else None

    def drop(self) -> None:
        """Cut every connection."""
        for line in self._lines():
            line.cut()

    async def ask_to_reconnect(self) -> None:
        for line in self._lines():
            await line.send(RECONNECT, None)

    async def end_session(self, *, resumable: bool) -> None:
        """End the session; one that is not resumable is deleted."""
        for session in [one for one in self.sessions.values() if one.line is not None]:
            line = session.line
            if not resumable:
                del self.sessions[session.id]
            assert line is not None
            await line.send(INVALID_SESSION, resumable)

    def _lines(self) -> Iterator[Line]:
        return iter([one.line for one in self.sessions.values() if one.line is not None])

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        packs = request.query.get("compress") == "zlib-stream"
        line = Line(socket, request, zlib.compressobj() if packs else None)
        await line.send(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000)})
        session: Session | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            said = json.loads(message.data)
            if said["op"] == HEARTBEAT:
                await line.send(HEARTBEAT_ACK, None)
                if session is not None:
                    session.heartbeats += 1
            elif said["op"] == IDENTIFY:
                session = await self._identify(line, said["d"])
            elif said["op"] == RESUME:
                session = await self._resume(line, said["d"])
            self.world.changed()
        self._leave(session, line)
        return socket

    def _leave(self, session: Session | None, line: Line) -> None:
        if session is not None and session.line is line:
            session.line = None
            session.goodbye = None if line.was_cut else line.socket.close_code
        self.world.changed()

    async def _refuse(self, line: Line, code: int, why: str) -> None:
        self.refusals.append(code)
        await line.socket.close(code=code, message=why.encode())

    async def _identify(self, line: Line, data: Payload) -> Session | None:
        if data["token"] != self.token:
            await self._refuse(line, BAD_TOKEN, "Authentication failed.")
            return None
        if data["intents"] & self.refused_intents:
            await self._refuse(line, DISALLOWED_INTENTS, "Disallowed intent(s).")
            return None
        session = Session(self.world.new_id(), data["intents"], time.monotonic(), line)
        self.sessions[session.id] = session
        guilds = [guild for guild in self.world.guilds.values() if guild.joined]
        ready = {
            "v": 10,
            "user": payloads.user(self.world.application),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.world.address.replace("http", "ws", 1) + "/",
            "application": {"id": self.world.application.id, "flags": 0},
        }
        await session.tell("READY", ready)
        for guild in guilds:
            await session.tell("GUILD_CREATE", payloads.guild(guild, self.world))
        return session

    async def _resume(self, line: Line, data: Payload) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self.token or session is None or session.over:
            await line.send(INVALID_SESSION, False)
            return None
        session.line = line
        session.resumed += 1
        await session.replay(data["seq"])
        await line.send(DISPATCH, {}, "RESUMED", len(session.events))
        return session

    def _visible(self, event: str, data: Payload, intents: int) -> Payload:
        """Blank messages that do not concern the bot, without the message content intent."""
        if event not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or intents & MESSAGE_CONTENT:
            return data
        bot = self.world.application.id
        to_bot = data["channel_type"] == PRIVATE or any(u["id"] == bot for u in data["mentions"])
        if to_bot or data["author"]["id"] == bot:
            return data
        return data | {"content": "", "embeds": [], "attachments": [], "components": []}
