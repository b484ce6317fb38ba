"""Behaviours of the scripted language model, good and bad."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping

from bench.simulation.language_model.server import Asked, Behaviour, Exchange


def saying(text: str, *, piece: int = 7) -> Behaviour:
    """Stream ``text``, ``piece`` characters at a time, and end."""
    return replying(lambda asked: text, piece=piece)


def replying(reply: Callable[[Asked], str], *, piece: int = 7) -> Behaviour:
    """Stream what ``reply`` returns for the request."""

    async def behave(exchange: Exchange) -> None:
        text = reply(exchange.asked)
        for start in range(0, len(text), piece):
            await exchange.say(text[start : start + piece])
        await exchange.end()

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Use the behaviours in turn; the last one repeats."""
    left = list(behaviours)

    async def behave(exchange: Exchange) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return behave


def refusing(
    status: int, message: str = "refused", headers: Mapping[str, str] | None = None
) -> Behaviour:
    """Respond with an error."""

    async def behave(exchange: Exchange) -> None:
        await exchange.refuse(status, message, headers)

    return behave


def stalling(text: str = "") -> Behaviour:
    """Stream ``text`` and then stall until the client disconnects."""

    async def behave(exchange: Exchange) -> None:
        await exchange.say(text)
        await asyncio.Event().wait()

    return behave


def hanging_up(text: str) -> Behaviour:
    """Stream ``text`` and drop the connection."""

    async def behave(exchange: Exchange) -> None:
        await exchange.say(text)
        await exchange.hang_up()

    return behave


def endless(text: str) -> Behaviour:
    """Stream ``text`` endlessly."""

    async def behave(exchange: Exchange) -> None:
        while True:
            await exchange.say(text)
            await asyncio.sleep(0)

    return behave


def writing(*data: bytes) -> Behaviour:
    """Write raw bytes to the event stream."""

    async def behave(exchange: Exchange) -> None:
        for each in data:
            await exchange.raw(each)

    return behave


_NUMBERED = re.compile(r"^\[(\d+)\] ?(.*)$", re.MULTILINE)


def sentences_of(asked: Asked) -> dict[int, str]:
    """Return the numbered sentences in a request, by number."""
    return {int(number): text for number, text in _NUMBERED.findall(asked.prompt)}


_STATEMENT = re.compile(r"^(\d+) \(cites [\[\]\d]+\): (.*)$", re.MULTILINE)


def judging(
    write: Behaviour, judge: Callable[[str], bool | None], *, thought: str = ""
) -> Behaviour:
    """Write with one behaviour, and judge statements with ``judge``, which may leave some out.

    ``thought`` is written before the verdicts.
    """

    def verdicts(asked: Asked) -> str:
        told = ((number, judge(text)) for number, text in statements_of(asked).items())
        lines = {True: "nothing PASS", False: "that is not said FAIL"}
        return thought + "\n".join(f"{n}: {lines[good]}" for n, good in told if good is not None)

    async def behave(exchange: Exchange) -> None:
        await (replying(verdicts) if statements_of(exchange.asked) else write)(exchange)

    return behave


def statements_of(asked: Asked) -> dict[int, str]:
    """Return the statements that a request asks to judge, by number; none if it asks otherwise."""
    return {int(number): text for number, text in _STATEMENT.findall(asked.prompt)}
