"""Calls of the REST API: recorded, checked, and served or made to fail."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from bench.simulation.discord.faults import Fault, Hold, Refusal
from bench.simulation.discord.world import Payload, World

API = "/api/v10"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file uploaded with a call."""

    field: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One recorded call; ``at`` is from time.monotonic."""

    method: str
    path: str
    body: Any
    uploads: tuple[Upload, ...]
    at: float
    authorised: bool


CALL = web.RequestKey("call", Call)


@dataclass
class Calls:
    """All calls so far, and faults for the next ones."""

    world: World
    token: str
    made: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    open: int = 0

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Record the call, then refuse, delay or serve it."""
        if not request.path.startswith(API):  # a file
            return await handler(request)
        call = await _read(request, self.token)
        self.made.append(call)
        self.open += 1
        try:
            return await self._serve(request, call, handler)
        except Refusal as refusal:
            return refusal.response()
        finally:
            self.open -= 1
            self.world.changed()

    async def _serve(
        self, request: web.Request, call: Call, handler: Handler
    ) -> web.StreamResponse:
        # what an interaction is answered with is authorised by its own token
        if not call.authorised and not call.path.startswith(("/interactions/", "/webhooks/")):
            raise Refusal(401, 0, "401: Unauthorized")
        request[CALL] = call
        for hold in self.holds:
            if hold.hits(call.method, call.path):
                hold.reached.set()
                self.world.changed()
                await hold.released.wait()
        for fault in self.faults:
            if fault.hits(call.method, call.path):
                return await _failing(request, fault, handler)
        return await handler(request)

    def of(self, method: str, ending: str = "") -> list[Call]:
        """Return the calls so far with this method and end of path."""
        return [call for call in self.made if call.method == method and call.path.endswith(ending)]


async def _failing(request: web.Request, fault: Fault, handler: Handler) -> web.StreamResponse:
    response = fault.response()
    if fault.served:
        await handler(request)
    if fault.cut and request.transport is not None:
        request.transport.abort()
    return response


async def _read(request: web.Request, token: str) -> Call:
    uploads: tuple[Upload, ...] = ()
    if request.content_type.startswith("multipart/"):
        body, uploads = await _multipart(request)
    else:
        text = await request.text()
        body = json.loads(text) if text else {}
    return Call(
        request.method,
        request.path.removeprefix(API),
        body,
        uploads,
        time.monotonic(),
        request.headers.get("Authorization") == f"Bot {token}",
    )


async def _multipart(request: web.Request) -> tuple[Payload, tuple[Upload, ...]]:
    body: Payload = {}
    uploads = []
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            uploads.append(Upload(part.name or "", part.filename or "", data))
    return body, tuple(uploads)
