"""The time axis of a chart, and placing blocks along it without overlaps."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Steps between ticks: days, then months.
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear time scale: ``first`` is at ``top`` and ``last`` at ``bottom``, in pixels."""

    first: dt.date
    last: dt.date
    top: float
    bottom: float

    def at(self, day: dt.date) -> float:
        """Return the position of a day; a single day is at ``top``."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.0
        return self.top + share * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of the axis; ``label`` is "22 Oct", "Oct 2025" or "2025".

    Days have a year if the axis spans more than one.
    """

    day: dt.date
    label: str


def spread(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float = math.inf
) -> list[float]:
    """Return tops of blocks that do not overlap, each as close as possible to its wanted top.

    Least squares by pooling neighbours that would overlap (Dykstra's isotonic regression over
    the tops minus the heights before them). None is above ``top``, and none ends below
    ``bottom`` if there is room for all of them.
    """
    before, offsets = 0.0, []
    for height in heights:
        offsets.append(before)
        before += height
    pools: list[tuple[float, int]] = []  # mean, members
    for place, offset in zip(wanted, offsets, strict=True):
        mean, members = place - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean = (mean * members + other * count) / (members + count)
            members += count
        pools.append((mean, members))
    lowest = bottom - before
    flat = [max(min(mean, lowest), top) for mean, members in pools for _ in range(members)]
    return [place + offset for place, offset in zip(flat, offsets, strict=True)]


def stacked(places: Sequence[float], room: float) -> list[int]:
    """Return levels from 0 for dots at increasing places; dots of a level do not overlap."""
    ends: list[float] = []
    levels = []
    for place in places:
        level = next((i for i, end in enumerate(ends) if end <= place), len(ends))
        if level == len(ends):
            ends.append(0.0)
        ends[level] = place + room
        levels.append(level)
    return levels


def ticks(first: dt.date, last: dt.date, room: int) -> list[Tick]:
    """Return up to ``room`` ticks at round days, months or years between two days.

    If no round day lies between them, the ticks are the two days.
    """
    for step in _DAY_STEPS:
        if (last - first).days / step <= room:
            found = list(_every_day(first, last, step))
            years = first.year != last.year
            return [Tick(day, short_date(day, years=years)) for day in found] or _ends(first, last)
    for step in _MONTH_STEPS:
        months = (last.year - first.year) * 12 + last.month - first.month
        if months / step <= room:
            found = list(_every_month(first, last, step))
            form = "%Y" if step >= 12 else "%b %Y"
            labelled = [Tick(day, day.strftime(form).lstrip("0")) for day in found]
            return labelled or _ends(first, last)
    return _ends(first, last)


def _ends(first: dt.date, last: dt.date) -> list[Tick]:
    ends = dict.fromkeys((first, last))
    if last.year - first.year > 1:
        return [Tick(day, str(day.year)) for day in ends]
    return [Tick(day, short_date(day, years=first.year != last.year)) for day in ends]


def short_date(day: dt.date, *, years: bool = True) -> str:
    """``22 Oct 2025``, or ``22 Oct`` without ``years``."""
    return f"{day.day} {day:%b} {day.year}" if years else f"{day.day} {day:%b}"


def _every_day(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    start = first.toordinal()
    if step >= 7:
        start += -first.weekday() % 7  # weeks start on Monday
    for ordinal in range(start, last.toordinal() + 1, step):
        yield dt.date.fromordinal(ordinal)


def _every_month(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, 1):
        year, month = divmod(number, 12)
        if number % step == 0:
            day = dt.date(year, month + 1, 1)
            if first <= day <= last:
                yield day
