"""Calls to Discord that are retried, and those that are not."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.discord.api import with_retries


def refused(status: int, **headers: str) -> discord.HTTPException:
    """An error of the library for a response with this status."""
    response = SimpleNamespace(status=status, reason="No", headers=headers)
    return discord.HTTPException(response, "no")  # type: ignore[arg-type]


def failing(*errors: Exception) -> tuple[Callable[[], Awaitable[str]], list[float]]:
    """A call that raises these errors in turn and then succeeds, and the times of its attempts."""
    made: list[float] = []

    async def call() -> str:
        made.append(time.monotonic())
        if len(made) <= len(errors):
            raise errors[len(made) - 1]
        return "done"

    return call, made


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(104, "reset by peer"),
        TimeoutError(),
        refused(503),
        refused(429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    ],
)
async def test_lost_calls_are_retried(error: Exception) -> None:
    call, made = failing(error)
    assert await with_retries(call) == "done"
    assert len(made) == 2


async def test_retry_after_is_respected() -> None:
    call, made = failing(refused(429, **{"Retry-After": "0.6"}))
    assert await with_retries(call) == "done"
    assert made[1] - made[0] >= 0.6


@pytest.mark.parametrize("status", [400, 403, 404, 500])
async def test_refused_calls_are_not_retried(status: int) -> None:
    call, made = failing(refused(status))
    with pytest.raises(discord.HTTPException):
        await with_retries(call)
    assert len(made) == 1


async def test_retries_are_limited() -> None:
    call, made = failing(*[aiohttp.ServerDisconnectedError()] * 9)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await with_retries(call)
    assert len(made) == 3
