"""Calls with retries, a time limit, and a circuit breaker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from llama_index.core.base.llms.types import ChatMessage

from index.config import LanguageModel
from index.generation.budget import estimate_prompt_tokens, estimate_tokens
from index.generation.client import ChatClient, Piece, Timeouts
from index.generation.errors import TOO_SLOW, ModelFailed, ModelFailure


class Clock(Protocol):
    """A clock that never goes backwards, in seconds."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


MAX_FAILURES = 3
FIRST_PAUSE = 30.0
MAX_PAUSE = 600.0


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A request that the breaker let through. ``probe``: it tests whether the server is still down.

    Exactly one of the breaker's ``succeeded``, ``failed`` and ``abandoned`` must be called with it.
    """

    probe: bool


class Breaker:
    """A circuit breaker.

    While closed, it lets every request through. After ``MAX_FAILURES`` failures in a row it opens:
    no request is let through for ``FIRST_PAUSE`` seconds, then one at a time as a probe. If the
    probe succeeds the breaker closes; if not, it stays open for twice as long, up to
    ``MAX_PAUSE``. Results of requests that began before it opened are ignored.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._open_until: float | None = None
        self._probe: Attempt | None = None
        self._last: ModelFailure | None = None

    def begin(self) -> Attempt | ModelFailure:
        """Return an attempt, or the failure because of which no request is let through."""
        if self._open_until is None:
            return Attempt(probe=False)
        if self._last is not None and (self._probe or self._clock.now() < self._open_until):
            return self._last
        self._probe = Attempt(probe=True)
        return self._probe

    def succeeded(self, _: Attempt) -> None:
        """Record that the server answered."""
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._open_until = None
        self._probe = None

    def failed(self, attempt: Attempt, failure: ModelFailure) -> None:
        """Record that the server did not answer, or answered with an error."""
        if self._open_until is not None and attempt is not self._probe:
            return
        self._last = failure
        self._failures += 1
        if attempt.probe:
            self._pause = min(2 * self._pause, MAX_PAUSE)
        if attempt.probe or self._failures >= MAX_FAILURES:
            self._open_until = self._clock.now() + self._pause
        self._probe = None

    def abandoned(self, attempt: Attempt) -> None:
        """Record that the request was ended before it showed whether the server answers."""
        if attempt is self._probe:
            self._probe = None


MAX_TRIES = 3
FIRST_WAIT = 0.5
BEGINNING, MIDDLE = 1 / 2, 1 / 3
"""Shares of the time limit that may pass without data, before and after the first text: a slower
server would not finish in time.
"""

OnText = Callable[[str], Awaitable[bool]]
"""Receives a piece of the answer, and returns whether more is wanted."""


class StreamingClient(Protocol):
    """Sends requests; ``ChatClient`` implements it."""

    def stream(
        self, messages: Sequence[ChatMessage], max_tokens: int, timeouts: Timeouts
    ) -> AsyncGenerator[Piece]: ...


@dataclass
class Spent:
    """Tokens of a call, request and answer together: counted by the server, else estimated.

    ``cut`` says that the answer is incomplete.
    """

    tokens: int = 0
    cut: bool = False


class ModelCaller:
    """Calls a model. Shared by all questions, because it remembers whether the server is down."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        client: StreamingClient | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.model = model
        self._client = client or ChatClient(model)
        self._clock = clock or SystemClock()
        self._breaker = Breaker(self._clock)

    async def call(
        self,
        messages: Sequence[ChatMessage],
        max_tokens: int,
        on_text: OnText,
        spent: Spent,
        *,
        share: float = 1.0,
    ) -> None:
        """Get an answer of up to ``max_tokens`` tokens, piece by piece. Raises ModelFailed.

        ``spent`` is filled in even if the call fails or is cancelled. ``share`` is the share of the
        time for an answer that the call may take.
        """
        seconds = self.model.seconds * share
        attempt = self._breaker.begin()
        if isinstance(attempt, ModelFailure):
            raise ModelFailed(attempt)
        try:
            async with asyncio.timeout(seconds):
                await self._call_with_retries(messages, max_tokens, on_text, spent, seconds)
        except TimeoutError:
            if share < 1:  # a healthy server may need longer than that
                self._breaker.abandoned(attempt)
            else:
                self._breaker.failed(attempt, TOO_SLOW)
            raise ModelFailed(TOO_SLOW) from None
        except ModelFailed as error:
            if error.failure.down:
                self._breaker.failed(attempt, error.failure)
            else:
                self._breaker.succeeded(attempt)
            raise
        except BaseException:
            self._breaker.abandoned(attempt)
            raise
        self._breaker.succeeded(attempt)

    async def _call_with_retries(
        self,
        messages: Sequence[ChatMessage],
        max_tokens: int,
        on_text: OnText,
        spent: Spent,
        seconds: float,
    ) -> None:
        ends = self._clock.now() + seconds
        started = False

        async def on_first_text(text: str) -> bool:
            nonlocal started
            started = True
            return await on_text(text)

        for attempt in range(MAX_TRIES):
            try:
                await self._call_once(messages, max_tokens, on_first_text, spent)
            except ModelFailed as error:
                wait = max(error.retry_after or 0.0, FIRST_WAIT * 2**attempt)
                final = attempt + 1 == MAX_TRIES or self._clock.now() + wait >= ends
                if started or final or not error.failure.retry:
                    raise
            else:
                return
            await self._clock.sleep(wait)

    async def _call_once(
        self, messages: Sequence[ChatMessage], max_tokens: int, on_text: OnText, spent: Spent
    ) -> None:
        counted: int | None = None
        received = reasoned = 0
        begun = False
        try:
            seconds = self.model.seconds
            timeouts = Timeouts(seconds * BEGINNING, seconds * MIDDLE)
            stream = self._client.stream(messages, max_tokens, timeouts)
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    begun = True
                    reasoned += estimate_tokens(piece.reasoning)
                    counted = piece.tokens if piece.tokens is not None else counted
                    received += estimate_tokens(piece.text)
                    spent.cut = piece.end not in {None, "stop"}
                    # stop listening to a server that ignores max_tokens
                    if received > 4 * max_tokens or (piece.text and not await on_text(piece.text)):
                        break
        finally:
            if counted is not None:
                spent.tokens += counted
            elif begun:
                spent.tokens += estimate_prompt_tokens(messages) + reasoned + received
