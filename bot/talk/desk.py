"""How much one person may ask, and how many answers are under way: both bounded, both in words."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.pages.errors import Refused
from bot.pages.sources import moment_stamp
from bot.terminal.layout import count

WINDOW = dt.timedelta(minutes=1)
_MANY = 1_000
_REMEMBERED = 20

Person = tuple[int | None, int]
"""Server (None: direct messages) and person: what somebody asks on one counts on no other."""


class Desk:
    """Admits questions, or refuses them and says when to try again.

    ``per_minute`` is for each person on each server, ``at_once`` for everybody together.
    """

    def __init__(self, per_minute: int, at_once: int, now: Callable[[], dt.datetime]) -> None:
        self._per_minute = per_minute
        self._at_once = at_once
        self._now = now
        self._asked: dict[Person, deque[dt.datetime]] = {}
        self._under_way = 0
        self._busy = 0
        self._seconds: deque[float] = deque(maxlen=_REMEMBERED)
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def admit(self, guild: int | None, person: int) -> Iterator[None]:
        """Hold a place while a question is answered. Raises Refused."""
        self._refuse_if_full()
        self._count((guild, person))
        self._under_way += 1
        started = time.monotonic()
        try:
            with self.busy():
                yield
        finally:
            self._seconds.append(time.monotonic() - started)
            self._under_way -= 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Something is being done for a person: ``close`` waits for it."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    @property
    def under_way(self) -> int:
        """How many answers are being made now."""
        return self._under_way

    @property
    def remembered(self) -> int:
        """How many people's questions are counted."""
        return len(self._asked)

    async def close(self, seconds: float) -> bool:
        """Admit nobody any more and wait for what is under way; False where it took longer."""
        self._closing = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _refuse_if_full(self) -> None:
        if self._closing:
            raise Refused("I am about to be restarted; ask again in a minute.")
        if self._under_way >= self._at_once:
            each = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
            when = self._now() + dt.timedelta(seconds=max(5, math.ceil(each)))
            raise Refused(
                f"I am answering {count(self._under_way, 'question')} already; ask again "
                f"{moment_stamp(when)}."
            )

    def _count(self, who: Person) -> None:
        now = self._now()
        if len(self._asked) > _MANY:
            self._forget(now)
        times = self._asked.setdefault(who, deque())
        while times and now - times[0] >= WINDOW:
            times.popleft()
        if len(times) >= self._per_minute:
            when = times[0] + WINDOW + dt.timedelta(seconds=1)  # stamps are whole seconds
            raise Refused(
                f"You have asked {count(self._per_minute, 'question')} within a minute, which is "
                f"as many as I take from one person; ask again {moment_stamp(when)}."
            )
        times.append(now)

    def _forget(self, now: dt.datetime) -> None:
        """Those who have asked nothing for a minute."""
        for who in [who for who, times in self._asked.items() if now - times[-1] >= WINDOW]:
            del self._asked[who]
