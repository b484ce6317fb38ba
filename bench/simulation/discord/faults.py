"""Faults that a test prepares in advance."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from aiohttp import web

from bench.simulation.discord.wire import as_json

SENDING = ("POST", r"/channels/\d+/messages")
EDITING = ("PATCH", r"/webhooks/\d+/[^/]+/messages/@original")
ANSWERING = ("POST", r"/interactions/\d+/[^/]+/callback")


class Refusal(Exception):
    """An error of Discord's API: HTTP status, Discord's error code and message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def response(self) -> web.Response:
        body = {"message": self.message, "code": self.code}
        return as_json(body, status=self.status)


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


@dataclass
class Fault:
    """Lets the next ``times`` calls of a route fail.

    A ``refusal`` of None with ``retry_after`` is a rate limit, in seconds. ``served``: the call
    is carried out all the same, and only what it was answered is lost; ``cut``: the connection
    is closed in place of any answer; ``bare``: a rate limit as of a proxy before Discord.
    """

    route: tuple[str, str]
    refusal: Refusal | None = None
    retry_after: float = 0.0
    everywhere: bool = False
    times: int = 1
    served: bool = False
    cut: bool = False
    bare: bool = False

    def hits(self, method: str, path: str) -> bool:
        return self.times > 0 and _matches(self.route, method, path)

    def response(self) -> web.Response:
        """Return the failing response and count it."""
        self.times -= 1
        if self.refusal is not None:
            return self.refusal.response()
        if self.bare:
            return web.Response(status=429, headers={"Retry-After": str(round(self.retry_after))})
        body = {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after,
            "global": self.everywhere,
        }
        headers = {
            "Via": "1.1 loopback",
            "Retry-After": str(max(1, round(self.retry_after))),
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(self.retry_after),
            "X-RateLimit-Bucket": "loopback",
            "X-RateLimit-Scope": "global" if self.everywhere else "user",
        }
        return as_json(body, status=429, headers=headers)


@dataclass
class Hold:
    """Holds the next call of a route; ``reached`` is set when it arrives."""

    route: tuple[str, str]
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def hits(self, method: str, path: str) -> bool:
        return not self.reached.is_set() and _matches(self.route, method, path)


def _matches(route: tuple[str, str], method: str, path: str) -> bool:
    return route[0] == method and re.fullmatch(route[1], path) is not None
