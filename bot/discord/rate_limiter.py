"""Limits how many questions one person asks and how many are answered at the same time."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from bot.discord.errors import RepeatedRefusal, UserError
from bot.discord.rendering.markdown import relative_stamp
from index.models import count

WINDOW = dt.timedelta(minutes=1)
_CLEANUP_SIZE = 1_000
_RECENT_ANSWERS = 20

_Key = tuple[int | None, int, bool]
"""Server (None for direct messages), person, and whether the bot was addressed."""


ABOUT_TO_RESTART = "I'm about to restart. Please ask again in a minute."


class RateLimiter:
    """Admits questions, or refuses them and says when to try again.

    ``per_minute`` applies to each person on each server, ``at_once`` to everybody together.
    Messages that do not address the bot are counted by themselves: they neither use up a person's
    questions, nor is what nobody is told of them the one refusal a minute.
    """

    def __init__(self, per_minute: int, at_once: int, now: Callable[[], dt.datetime]) -> None:
        self._per_minute = per_minute
        self._at_once = at_once
        self._now = now
        self._questions: dict[_Key, deque[dt.datetime]] = {}
        self._refused: dict[_Key, dt.datetime] = {}
        self._answering = 0
        self._busy = 0
        self._seconds: deque[float] = deque(maxlen=_RECENT_ANSWERS)
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def admit(self, guild: int | None, person: int, *, addressed: bool = True) -> Iterator[None]:
        """Occupy a slot while a question is answered. Raises UserError if there is none."""
        key = guild, person, addressed
        if len(self._questions) + len(self._refused) > _CLEANUP_SIZE:
            self._drop_expired(self._now())
        self._check_capacity(key)
        self._count(key)
        self._answering += 1
        started = time.monotonic()
        try:
            with self.busy():
                yield
        finally:
            self._seconds.append(time.monotonic() - started)
            self._answering -= 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Mark work that ``close`` has to wait for."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    @property
    def answering(self) -> int:
        """How many questions are being answered."""
        return self._answering

    @property
    def closing(self) -> bool:
        """Whether the bot stops, and admits no more questions."""
        return self._closing

    async def close(self, seconds: float) -> bool:
        """Admit no more questions and wait for work in progress; False if it took longer."""
        self._closing = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _refuse(self, key: _Key, text: str) -> NoReturn:
        """Raise UserError, or RepeatedRefusal if the person was refused in the last minute."""
        now, told = self._now(), self._refused.get(key)
        if told is not None and now - told < WINDOW:
            raise RepeatedRefusal(text)
        self._refused[key] = now
        raise UserError(text)

    def _check_capacity(self, key: _Key) -> None:
        if self._closing:
            raise UserError(ABOUT_TO_RESTART)
        if self._answering >= self._at_once:
            average = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
            when = self._now() + dt.timedelta(seconds=max(5, math.ceil(average)))
            self._refuse(
                key,
                f"I'm already answering {count(self._answering, 'question')}. Please ask again "
                f"{relative_stamp(when)}.",
            )

    def _count(self, key: _Key) -> None:
        now = self._now()
        times = self._questions.setdefault(key, deque())
        while times and now - times[0] >= WINDOW:
            times.popleft()
        if len(times) >= self._per_minute:
            when = times[0] + WINDOW + dt.timedelta(seconds=1)  # stamps are in whole seconds
            self._refuse(
                key,
                f"You have reached the limit of {count(self._per_minute, 'question')} per minute. "
                f"Please ask again {relative_stamp(when)}.",
            )
        times.append(now)

    def _drop_expired(self, now: dt.datetime) -> None:
        """Forget everybody whose last question is outside the window."""
        for key in [key for key, times in self._questions.items() if now - times[-1] >= WINDOW]:
            del self._questions[key]
        for key in [key for key, told in self._refused.items() if now - told >= WINDOW]:
            del self._refused[key]
