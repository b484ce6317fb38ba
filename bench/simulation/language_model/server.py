"""A scripted OpenAI-compatible server on 127.0.0.1.

It speaks the part of the protocol that the bot uses, over real sockets: ``POST
/v1/chat/completions`` with ``"stream": true``. What it answers is a ``Behaviour``: a coroutine
that is handed an ``Exchange``, and may say something, refuse, write rubbish, stall or hang up.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Asked:
    """One request: its headers (names in lower case) and its JSON."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def system(self) -> str:
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == "system")

    @property
    def prompt(self) -> str:
        """All messages except the system prompt."""
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] != "system")


class Exchange:
    """A request and the response to it, written piece by piece."""

    def __init__(self, request: web.Request, asked: Asked) -> None:
        self.asked = asked
        self._request = request
        self._response: web.StreamResponse | None = None

    async def raw(self, data: bytes) -> None:
        """Write raw bytes to the event stream."""
        if self._response is None:
            self._response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await self._response.prepare(self._request)
        await self._response.write(data)

    async def event(self, data: object) -> None:
        await self.raw(f"data: {json.dumps(data)}\n\n".encode())

    async def say(self, text: str, **more: object) -> None:
        """Send one chunk of the answer; ``more`` is added to its delta."""
        await self.event(_chunk({"content": text, **more}, None))

    async def end(self, reason: str = "stop", prompt: int = 100, completion: int = 20) -> None:
        """Send the last chunks: the finish reason, and the usage if requested."""
        await self.event(_chunk({}, reason))
        if (self.asked.body.get("stream_options") or {}).get("include_usage"):
            total = {"total_tokens": prompt + completion}
            usage = {"prompt_tokens": prompt, "completion_tokens": completion, **total}
            await self.event({**_chunk({}, None), "choices": [], "usage": usage})
        await self.raw(b"data: [DONE]\n\n")

    async def refuse(
        self, status: int, message: str = "refused", headers: Mapping[str, str] | None = None
    ) -> None:
        """Respond with an error in the protocol's format."""
        body = {"error": {"message": message, "type": "error", "code": status}}
        self._response = web.json_response(body, status=status, headers=headers)
        await self._response.prepare(self._request)
        await self._response.write_eof()

    async def hang_up(self) -> None:
        """Close the connection after what was written."""
        if self._request.transport is not None:
            self._request.transport.close()

    async def finish(self) -> web.StreamResponse:
        """Called by the server when the behaviour is done."""
        if self._response is None:
            await self.refuse(500, "the behaviour said nothing")
        assert self._response is not None
        return self._response


Behaviour = Callable[[Exchange], Awaitable[None]]


@dataclass
class Server:
    """``asked`` are the requests so far; ``called`` is set with the first of them, and ``deserted``
    when a client goes in the middle. ``failures`` are errors of the behaviour itself, such as an
    assertion: to the client, they look like a failing server.
    """

    behaviour: Behaviour
    key: str | None = None
    base_url: str = ""
    asked: list[Asked] = field(default_factory=list)
    deserted: asyncio.Event = field(default_factory=asyncio.Event)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    failures: list[Exception] = field(default_factory=list)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(headers, await request.json())
        self.asked.append(asked)
        self.called.set()
        exchange = Exchange(request, asked)
        if self.key is not None and headers.get("authorization") != f"Bearer {self.key}":
            given = headers.get("authorization", "nothing")
            await exchange.refuse(401, f"Incorrect API key provided: {given}")
            return await exchange.finish()
        try:
            await self.behaviour(exchange)
        except (asyncio.CancelledError, ConnectionError):
            self.deserted.set()
            raise
        except Exception as error:
            self.failures.append(error)
            raise
        return await exchange.finish()


@asynccontextmanager
async def serving(behaviour: Behaviour, *, key: str | None = None) -> AsyncIterator[Server]:
    """Run a server on a free port; with ``key``, it rejects requests without it.

    Raises what the behaviour raised, as an ExceptionGroup.
    """
    server = Server(behaviour, key)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.complete)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        server.base_url = f"http://127.0.0.1:{port}/v1"
        yield server
    finally:
        await runner.cleanup()
    if server.failures:
        raise ExceptionGroup("the scripted model failed", server.failures)


def _chunk(delta: Mapping[str, object], reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": dict(delta), "finish_reason": reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
