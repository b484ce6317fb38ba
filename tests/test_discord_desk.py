"""The desk by itself: whom it admits, when it says no, what it waits for at the end."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.pages.errors import Refused
from bot.talk.desk import Desk
from bot.talk.questions import question_of, readable

START = dt.datetime(2025, 10, 26, 12, 0, tzinfo=dt.UTC)


class Clock:
    """A time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


async def test_a_minute_slides() -> None:
    clock = Clock()
    desk = Desk(2, 10, clock)
    for _ in range(2):
        with desk.admit(1, 5):
            clock.forward(20)
    with pytest.raises(Refused, match=f"<t:{int(START.timestamp()) + 61}:R>"), desk.admit(1, 5):
        pass
    clock.forward(20)
    with desk.admit(1, 5):
        pass
    with pytest.raises(Refused), desk.admit(1, 5):
        pass


async def test_servers_and_people_do_not_count_on_one_another() -> None:
    desk = Desk(1, 10, Clock())
    for guild, person in ((1, 5), (2, 5), (None, 5), (1, 6)):
        with desk.admit(guild, person):
            pass
    with pytest.raises(Refused), desk.admit(1, 6):
        pass


async def test_people_are_forgotten() -> None:
    clock = Clock()
    desk = Desk(1, 10, clock)
    for person in range(1_001):
        with desk.admit(1, person):
            pass
    clock.forward(60)
    with desk.admit(1, 0):
        pass
    assert desk.remembered == 1


async def test_closing_waits_and_admits_nobody() -> None:
    desk = Desk(10, 10, Clock())
    with desk.admit(1, 5), desk.busy():
        assert not await desk.close(0.01)
        closing = asyncio.create_task(desk.close(5))
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="about to be restarted"), desk.admit(1, 6):
            pass
        assert not closing.done()
    assert await closing


def test_a_question_is_one_line_of_words() -> None:
    assert question_of(" Why\n\x1b[31mwas\x1b[0m\tit? ") == "Why was it?"
    for nothing in ("", " \n", "?!", "🤝"):
        with pytest.raises(Refused, match="in words"):
            question_of(nothing)
    with pytest.raises(Refused, match=r"2,001 characters; shorten it to 2,000"):
        question_of("x" * 2_001)


def test_codes_of_discord_are_read_as_words() -> None:
    names = {7: "Ann", 8: "editors", 9: "news"}
    text = "<@1> did <@7> (<@!7>, <@&8>) post <:wow:123> in <#9>? </ask:12> <t:1761129000:D> <@55>"
    assert readable(text, names, me=1) == (
        "did Ann (Ann, editors) post wow in news? /ask 2025-10-22"
    )
