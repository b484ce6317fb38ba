"""How a scripted language model may behave, well or badly."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping

from bench.simulation.language_model.server import Asked, Behaviour, Exchange


def saying(text: str, *, piece: int = 7) -> Behaviour:
    """Says ``text``, ``piece`` characters at a time, and ends."""
    return replying(lambda asked: text, piece=piece)


def replying(reply: Callable[[Asked], str], *, piece: int = 7) -> Behaviour:
    """Says what ``reply`` makes of the request: a model that reads."""

    async def behave(exchange: Exchange) -> None:
        text = reply(exchange.asked)
        for start in range(0, len(text), piece):
            await exchange.say(text[start : start + piece])
        await exchange.end()

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request meets the first behaviour and so on; the last stays."""
    left = list(behaviours)

    async def behave(exchange: Exchange) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return behave


def refusing(
    status: int, message: str = "refused", headers: Mapping[str, str] | None = None
) -> Behaviour:
    """Answers with an error."""

    async def behave(exchange: Exchange) -> None:
        await exchange.refuse(status, message, headers)

    return behave


def stalling(text: str = "") -> Behaviour:
    """Says ``text`` and then nothing more, without ending, until the client goes."""

    async def behave(exchange: Exchange) -> None:
        await exchange.say(text)
        await asyncio.Event().wait()

    return behave


def hanging_up(text: str) -> Behaviour:
    """Says ``text`` and closes the connection in the middle."""

    async def behave(exchange: Exchange) -> None:
        await exchange.say(text)
        await exchange.hang_up()

    return behave


def endless(text: str) -> Behaviour:
    """Says ``text`` again and again."""

    async def behave(exchange: Exchange) -> None:
        while True:
            await exchange.say(text)
            await asyncio.sleep(0)

    return behave


def writing(*data: bytes) -> Behaviour:
    """Writes bytes into the event stream as they are."""

    async def behave(exchange: Exchange) -> None:
        for each in data:
            await exchange.raw(each)

    return behave


_NUMBERED = re.compile(r"^\[(\d+)\] ?(.*)$", re.MULTILINE)


def sentences_of(asked: Asked) -> dict[int, str]:
    """The numbered sentences that a request shows the model, by their numbers."""
    return {int(number): text for number, text in _NUMBERED.findall(asked.prompt)}
