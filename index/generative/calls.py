"""Calls that end in time: retries, the time limit, the breaker, and what was spent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from llama_index.core.base.llms.types import ChatMessage

from index.generative.breaker import Breaker
from index.generative.clock import Clock, SystemClock
from index.generative.connection import Connection, Patience, Piece
from index.generative.failures import TOO_SLOW, Failure, ModelFailed
from index.generative.model import LanguageModel
from index.generative.tokens import estimate

TRIES = 3
FIRST_WAIT = 0.5
BEGINNING, MIDDLE = 1 / 2, 1 / 3
"""Shares of the time limit that may pass without a sign of life: who is silent for so long would
not be done in time."""

Take = Callable[[str], Awaitable[bool]]
"""Is handed a piece of the answer, and says whether more is wanted."""


class Streams(Protocol):
    """What is asked. ``Connection`` is it."""

    def stream(
        self, messages: Sequence[ChatMessage], most: int, patience: Patience
    ) -> AsyncGenerator[Piece]: ...


@dataclass
class Spent:
    """Tokens of a call, request and answer together: counted by the server, else estimated.

    ``cut`` says that the answer was not written to its end.
    """

    tokens: int = 0
    cut: bool = False


class Caller:
    """Calls a model. One of it for all questions: it remembers how the server is doing."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        connection: Streams | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.model = model
        self._connection = connection or Connection(model)
        self._clock = clock or SystemClock()
        self._breaker = Breaker(self._clock)

    async def call(
        self,
        messages: Sequence[ChatMessage],
        most: int,
        take: Take,
        spent: Spent,
        *,
        share: float = 1.0,
    ) -> None:
        """Have the model answer in up to ``most`` tokens, piece by piece. Raises ModelFailed.

        ``spent`` is filled in also when that is raised, or the call is cancelled. ``share`` of
        the time for an answer is what the call may take.
        """
        within = self.model.seconds * share
        attempt = self._breaker.begin()
        if isinstance(attempt, Failure):
            raise ModelFailed(attempt)
        try:
            async with asyncio.timeout(within):
                await self._tries(messages, most, take, spent, within)
        except TimeoutError:
            self._breaker.failed(attempt, TOO_SLOW)
            raise ModelFailed(TOO_SLOW) from None
        except ModelFailed as error:
            if error.failure.down:
                self._breaker.failed(attempt, error.failure)
            else:
                self._breaker.succeeded(attempt)
            raise
        except BaseException:
            self._breaker.dropped(attempt)
            raise
        self._breaker.succeeded(attempt)

    async def _tries(
        self,
        messages: Sequence[ChatMessage],
        most: int,
        take: Take,
        spent: Spent,
        within: float,
    ) -> None:
        ends = self._clock.now() + within
        begun = False

        async def first(text: str) -> bool:
            nonlocal begun
            begun = True
            return await take(text)

        for attempt in range(TRIES):
            try:
                await self._once(messages, most, first, spent)
            except ModelFailed as error:
                wait = max(error.after or 0.0, FIRST_WAIT * 2**attempt)
                last = attempt + 1 == TRIES or self._clock.now() + wait >= ends
                if begun or last or not error.failure.again:
                    raise
            else:
                return
            await self._clock.sleep(wait)

    async def _once(
        self, messages: Sequence[ChatMessage], most: int, take: Take, spent: Spent
    ) -> None:
        counted: int | None = None
        received = 0
        try:
            seconds = self.model.seconds
            patience = Patience(seconds * BEGINNING, seconds * MIDDLE)
            stream = self._connection.stream(messages, most, patience)
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    counted = piece.tokens if piece.tokens is not None else counted
                    received += estimate(piece.text)
                    spent.cut = piece.end not in {None, "stop"}
                    # a server that is told how much is enough, and goes on, is not listened to
                    if received > 4 * most or (piece.text and not await take(piece.text)):
                        break
        finally:
            asked = sum(estimate(message.content or "") for message in messages)
            if counted is not None:
                spent.tokens += counted
            elif received:
                spent.tokens += asked + received
