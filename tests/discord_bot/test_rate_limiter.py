"""The rate limiter, and parsing what people write."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.discord.errors import RepeatedRefusal, UserError
from bot.discord.questions import clean_question, plain_text
from bot.discord.rate_limiter import RateLimiter
from tests.helpers.fakes import FakeClock

START = dt.datetime(2025, 10, 26, 12, 0, tzinfo=dt.UTC)


async def test_the_minute_is_a_sliding_window() -> None:
    clock = FakeClock(START)
    limiter = RateLimiter(2, 10, clock)
    for _ in range(2):
        with limiter.admit(1, 5):
            clock.forward(20)
    with (
        pytest.raises(UserError, match=f"<t:{int(START.timestamp()) + 61}:R>"),
        limiter.admit(1, 5),
    ):
        pass
    clock.forward(20)
    with limiter.admit(1, 5):
        pass
    with pytest.raises(UserError), limiter.admit(1, 5):
        pass


async def test_servers_and_people_are_counted_separately() -> None:
    limiter = RateLimiter(1, 10, FakeClock(START))
    for guild, person in ((1, 5), (2, 5), (None, 5), (1, 6)):
        with limiter.admit(guild, person):
            pass
    with pytest.raises(UserError), limiter.admit(1, 6):
        pass


async def test_what_does_not_address_the_bot_uses_up_no_questions() -> None:
    limiter = RateLimiter(1, 10, FakeClock(START))
    with limiter.admit(1, 5, addressed=False):
        pass
    with pytest.raises(UserError), limiter.admit(1, 5, addressed=False):
        pass
    with limiter.admit(1, 5):
        pass
    with pytest.raises(UserError) as refused, limiter.admit(1, 5):
        pass
    assert not isinstance(refused.value, RepeatedRefusal), "nobody was told of the one before"


async def test_idle_people_are_forgotten() -> None:
    clock = FakeClock(START)
    limiter = RateLimiter(1, 10, clock)
    for person in range(1_001):
        with limiter.admit(1, person):
            pass
    clock.forward(60)
    with limiter.admit(1, 0):
        pass
    assert len(limiter._questions) == 1


async def test_people_who_were_only_refused_are_forgotten() -> None:
    clock = FakeClock(START)
    limiter = RateLimiter(1, 1, clock)
    with limiter.admit(1, 0):
        for person in range(1_001):
            with pytest.raises(UserError), limiter.admit(1, person):
                pass
    clock.forward(60)
    with limiter.admit(1, 0):
        pass
    assert not limiter._refused


async def test_closing_waits_and_admits_no_questions() -> None:
    limiter = RateLimiter(10, 10, FakeClock(START))
    with limiter.admit(1, 5), limiter.busy():
        assert not await limiter.close(0.01)
        closing = asyncio.create_task(limiter.close(5))
        await asyncio.sleep(0)
        with pytest.raises(UserError, match="about to restart"), limiter.admit(1, 6):
            pass
        assert not closing.done()
    assert await closing


def test_questions_are_cleaned() -> None:
    assert clean_question(" Why\n\n \x1b[31mwas\x1b[0m\tit? ") == "Why\nwas it?"
    for nothing in ("", " \n", "?!", "🤝"):
        with pytest.raises(UserError, match="Please ask me"):
            clean_question(nothing)
    with pytest.raises(UserError, match=r"2,001 characters\. Please shorten it to 2,000"):
        clean_question("x" * 2_001)


def test_discord_markup_becomes_plain_text() -> None:
    text = "<@1> why <@7> <@&8> was it off <:wow:123> in <#9>? </ask:12> <t:1761129000:D> <@!55>"
    assert plain_text(text, {9: "news"}) == "why was it off in news? /ask 2025-10-22"


async def test_a_flood_is_refused_once_a_minute() -> None:
    clock = FakeClock(START)
    limiter = RateLimiter(1, 10, clock)

    def refusal(person: int) -> type[Exception] | None:
        try:
            with limiter.admit(1, person):
                return None
        except UserError as error:
            return type(error)

    assert [refusal(5) for _ in range(4)] == [None, UserError, RepeatedRefusal, RepeatedRefusal]
    clock.forward(30)
    assert refusal(5) is RepeatedRefusal
    clock.forward(29)
    assert refusal(5) is RepeatedRefusal
    clock.forward(2)
    assert refusal(5) is None
    assert refusal(5) is UserError
