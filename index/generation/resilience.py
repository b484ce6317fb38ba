"""Calls that end in time: retries, the time limit, the circuit breaker, the clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from llama_index.core.base.llms.types import ChatMessage

from index.config import LanguageModel
from index.generation.budget import estimate_tokens
from index.generation.client import ChatClient, Piece, Timeouts
from index.generation.errors import TOO_SLOW, ModelFailed, ModelFailure


class Clock(Protocol):
    """Seconds that only go forward."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


FAILURES = 3
PAUSE = 30.0
LONGEST = 600.0


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A request that was let through. ``probe``: the one that finds out whether it is still down.

    Exactly one of the breaker's ``succeeded``, ``failed`` and ``dropped`` is to be told of it.
    """

    probe: bool


class Breaker:
    """Closed, every request is let through. After ``FAILURES`` in a row it opens.

    Open, none is, for ``PAUSE`` seconds, and then one at a time: if that one succeeds the breaker
    closes, if not it stays open for twice as long, up to ``LONGEST``. How requests end that had
    begun before it opened says nothing about that one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = PAUSE
        self._open_until: float | None = None
        self._probe: Attempt | None = None
        self._last: ModelFailure | None = None

    def begin(self) -> Attempt | ModelFailure:
        """A request that is let through, or why it is not."""
        if self._open_until is None:
            return Attempt(probe=False)
        if self._last is not None and (self._probe or self._clock.now() < self._open_until):
            return ModelFailure(f"{self._last.why} a moment ago", self._last.advice)
        self._probe = Attempt(probe=True)
        return self._probe

    def succeeded(self, _: Attempt) -> None:
        """The server answered."""
        self._failures = 0
        self._pause = PAUSE
        self._open_until = None
        self._probe = None

    def failed(self, attempt: Attempt, failure: ModelFailure) -> None:
        """It did not, or not as it should."""
        if self._open_until is not None and attempt is not self._probe:
            return
        self._last = failure
        self._failures += 1
        if attempt.probe:
            self._pause = min(2 * self._pause, LONGEST)
        if attempt.probe or self._failures >= FAILURES:
            self._open_until = self._clock.now() + self._pause
        self._probe = None

    def dropped(self, attempt: Attempt) -> None:
        """Whoever asked went away before anything was known."""
        if attempt is self._probe:
            self._probe = None


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
        self, messages: Sequence[ChatMessage], most: int, patience: Timeouts
    ) -> AsyncGenerator[Piece]: ...


@dataclass
class Spent:
    """Tokens of a call, request and answer together: counted by the server, else estimated.

    ``cut`` says that the answer was not written to its end.
    """

    tokens: int = 0
    cut: bool = False


class ModelCaller:
    """Calls a model. One of it for all questions: it remembers how the server is doing."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        connection: Streams | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.model = model
        self._connection = connection or ChatClient(model)
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
        if isinstance(attempt, ModelFailure):
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
                wait = max(error.retry_after or 0.0, FIRST_WAIT * 2**attempt)
                last = attempt + 1 == TRIES or self._clock.now() + wait >= ends
                if begun or last or not error.failure.retry:
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
            patience = Timeouts(seconds * BEGINNING, seconds * MIDDLE)
            stream = self._connection.stream(messages, most, patience)
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    counted = piece.tokens if piece.tokens is not None else counted
                    received += estimate_tokens(piece.text)
                    spent.cut = piece.end not in {None, "stop"}
                    # a server that is told how much is enough, and goes on, is not listened to
                    if received > 4 * most or (piece.text and not await take(piece.text)):
                        break
        finally:
            asked = sum(estimate_tokens(message.content or "") for message in messages)
            if counted is not None:
                spent.tokens += counted
            elif received:
                spent.tokens += asked + received
