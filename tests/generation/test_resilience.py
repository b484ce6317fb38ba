"""Retries, the breaker and what is counted, with a clock of ours and no network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from llama_index.core.base.llms.types import ChatMessage

from index.config import LanguageModel
from index.generation.client import Piece, Timeouts
from index.generation.errors import (
    BROKE_OFF,
    BUSY,
    FAILED,
    REFUSED_CONNECTION,
    TOO_LONG,
    TOO_SLOW,
    WRONG_KEY,
    ModelFailed,
    ModelFailure,
)
from index.generation.resilience import (
    FIRST_PAUSE,
    MAX_FAILURES,
    MAX_PAUSE,
    MAX_TRIES,
    Attempt,
    Breaker,
    ModelCaller,
    Spent,
)

MODEL = LanguageModel("http://127.0.0.1:1/v1", "m", seconds=30)
ASKED = [ChatMessage(role="user", content="why? " * 70)]


@dataclass
class FakeClock:
    """Goes on only when somebody sleeps."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass
class Scripted:
    """Gives, request by request, pieces or a failure; the last of the script stays."""

    script: list[list[Piece | ModelFailed]]
    requests: int = 0

    async def stream(
        self, messages: Sequence[ChatMessage], max_tokens: int, timeouts: Timeouts
    ) -> AsyncGenerator[Piece]:
        turn = self.script[min(self.requests, len(self.script) - 1)]
        self.requests += 1
        for each in turn:
            if isinstance(each, ModelFailed):
                raise each
            yield each


GOOD: list[Piece | ModelFailed] = [Piece("Yes"), Piece(".", end="stop"), Piece("", 120, "stop")]


def fails(failure: ModelFailure, after: float | None = None) -> list[Piece | ModelFailed]:
    return [ModelFailed(failure, after)]


@dataclass
class Bench:
    """A caller on a script, and what came of its calls."""

    script: list[list[Piece | ModelFailed]]

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        self.server = Scripted(self.script)
        self.caller = ModelCaller(MODEL, client=self.server, clock=self.clock)

    async def call(self, *, wanted: int = 100) -> tuple[str, ModelFailure | None, Spent]:
        said: list[str] = []
        spent = Spent()

        async def take(piece: str) -> bool:
            said.append(piece)
            return len(said) < wanted

        try:
            await self.caller.call(ASKED, 50, take, spent)
        except ModelFailed as error:
            return "".join(said), error.failure, spent
        return "".join(said), None, spent


async def test_an_answer_and_the_tokens_that_the_server_counted() -> None:
    assert await Bench([GOOD]).call() == ("Yes.", None, Spent(120))


async def test_tokens_are_estimated_where_the_server_counts_none() -> None:
    bench = Bench([[Piece("Yes indeed"), Piece(".", end="length")]])
    _, _, spent = await bench.call()
    assert spent.cut
    assert 100 <= spent.tokens <= 110


@pytest.mark.parametrize("failure", [BUSY, FAILED, REFUSED_CONNECTION, BROKE_OFF])
async def test_what_may_pass_is_tried_again_with_longer_waits(failure: ModelFailure) -> None:
    bench = Bench([fails(failure), fails(failure), GOOD])
    assert (await bench.call())[:2] == ("Yes.", None)
    assert bench.clock.slept == [0.5, 1.0]
    bench = Bench([fails(failure)])
    assert (await bench.call())[1] == failure
    assert bench.server.requests == MAX_TRIES


@pytest.mark.parametrize("failure", [WRONG_KEY, TOO_LONG])
async def test_what_will_not_pass_is_not_tried_again(failure: ModelFailure) -> None:
    bench = Bench([fails(failure), GOOD])
    said, failed, spent = await bench.call()
    assert (said, failed, spent.tokens) == ("", failure, 0)
    assert bench.server.requests == 1


async def test_the_server_says_how_long_to_wait() -> None:
    bench = Bench([fails(BUSY, after=7.0), GOOD])
    assert (await bench.call())[1] is None
    assert bench.clock.slept == [7.0]


async def test_a_wait_beyond_the_time_limit_is_not_begun() -> None:
    bench = Bench([fails(BUSY, after=31.0), GOOD])
    assert (await bench.call())[1] == BUSY
    assert bench.clock.slept == []


async def test_nothing_is_said_twice() -> None:
    """What broke off after its first word is not begun again."""
    bench = Bench([[Piece("Yes"), ModelFailed(BROKE_OFF)], GOOD])
    said, failed, spent = await bench.call()
    assert (said, failed) == ("Yes", BROKE_OFF)
    assert spent.tokens >= 100
    assert bench.server.requests == 1


async def test_who_has_enough_is_told_no_more() -> None:
    assert (await Bench([GOOD]).call(wanted=1))[0] == "Yes"


async def test_a_server_that_goes_on_and_on_is_left() -> None:
    bench = Bench([[Piece("word " * 10)] * 1000])
    said, failed, _ = await bench.call(wanted=10_000)
    assert failed is None
    assert len(said) < 4 * 50 * 5


async def test_the_breaker_opens_and_asks_again_later() -> None:
    down = fails(WRONG_KEY)
    bench = Bench([down])
    for _ in range(MAX_FAILURES):
        assert (await bench.call())[1] == WRONG_KEY
    asked = bench.server.requests
    _, failed, _ = await bench.call()
    assert failed is not None
    assert failed == WRONG_KEY
    assert bench.server.requests == asked
    bench.clock.time += FIRST_PAUSE
    bench.server.script = [GOOD]
    assert (await bench.call())[1] is None
    assert (await bench.call())[1] is None
    assert bench.server.requests == asked + 2


def test_only_the_request_that_looks_again_decides_whether_the_server_is_back() -> None:
    clock = FakeClock()
    breaker = Breaker(clock)
    early = [breaker.begin() for _ in range(MAX_FAILURES + 2)]
    assert not any(isinstance(attempt, ModelFailure) for attempt in early)
    for attempt in early[:MAX_FAILURES]:
        assert isinstance(attempt, Attempt)
        breaker.failed(attempt, WRONG_KEY)
    clock.time += FIRST_PAUSE
    probe = breaker.begin()
    assert isinstance(probe, Attempt)
    assert probe.probe
    cancelled, slow = early[MAX_FAILURES:]
    assert isinstance(cancelled, Attempt)
    assert isinstance(slow, Attempt)
    breaker.abandoned(cancelled)
    breaker.failed(slow, WRONG_KEY)
    assert isinstance(breaker.begin(), ModelFailure), "one at a time looks again"
    breaker.abandoned(probe)
    again = breaker.begin()
    assert isinstance(again, Attempt), "the pause is not longer for what began before"
    breaker.succeeded(again)
    assert isinstance(breaker.begin(), Attempt)
    assert isinstance(breaker.begin(), Attempt), "closed, everybody is let through"


async def test_a_server_that_stays_down_is_asked_less_and_less() -> None:
    bench = Bench([fails(WRONG_KEY)])
    pauses = []
    for _ in range(MAX_FAILURES):
        await bench.call()
    for _ in range(8):
        asked, since = bench.server.requests, bench.clock.time
        while bench.server.requests == asked:
            bench.clock.time += FIRST_PAUSE / 2
            await bench.call()
        pauses.append(bench.clock.time - since)
    assert pauses == [min(FIRST_PAUSE * 2**i, MAX_PAUSE) for i in range(8)]


async def test_one_success_and_failures_are_counted_anew() -> None:
    bench = Bench(
        [fails(WRONG_KEY), fails(WRONG_KEY), GOOD, fails(WRONG_KEY), fails(WRONG_KEY), GOOD]
    )
    for expected in (WRONG_KEY, WRONG_KEY, None, WRONG_KEY, WRONG_KEY, None):
        assert (await bench.call())[1] == expected


async def test_a_request_that_was_too_long_says_nothing_about_the_server() -> None:
    bench = Bench([fails(TOO_LONG)])
    for _ in range(MAX_FAILURES + 2):
        assert (await bench.call())[1] == TOO_LONG


@dataclass
class Slow:
    """Sends these pieces, then nothing more. ``asked`` counts the requests."""

    pieces: Sequence[Piece] = ()
    asked: int = 0

    async def stream(
        self, messages: Sequence[ChatMessage], max_tokens: int, timeouts: Timeouts
    ) -> AsyncGenerator[Piece]:
        self.asked += 1
        for piece in self.pieces:
            yield piece
        await asyncio.sleep(60)


async def _timed_out(caller: ModelCaller, share: float = 1.0) -> tuple[ModelFailure, Spent]:
    async def take(piece: str) -> bool:
        return True

    spent = Spent()
    with pytest.raises(ModelFailed) as raised:
        await caller.call(ASKED, 50, take, spent, share=share)
    return raised.value.failure, spent


@pytest.mark.parametrize(("share", "asked"), [(0.5, MAX_FAILURES + 1), (1.0, MAX_FAILURES)])
async def test_only_the_whole_time_for_an_answer_shows_that_a_server_is_too_slow(
    share: float, asked: int
) -> None:
    slow = Slow()
    caller = ModelCaller(replace(MODEL, seconds=0.02), client=slow, clock=FakeClock())
    for _ in range(MAX_FAILURES + 1):
        assert (await _timed_out(caller, share))[0] == TOO_SLOW
    assert slow.asked == asked


@pytest.mark.parametrize(
    ("pieces", "least"),
    [((), 0), ((Piece(""),), 100), ((Piece("", reasoning="word " * 70),), 200)],
)
async def test_a_model_that_runs_out_of_time_while_it_reasons_has_used_tokens(
    pieces: Sequence[Piece], least: int
) -> None:
    caller = ModelCaller(replace(MODEL, seconds=0.02), client=Slow(pieces), clock=FakeClock())
    _, spent = await _timed_out(caller)
    assert least <= spent.tokens <= least + 10
