"""What a time expression is understood against: the published day and what was said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.temporal.calendar import day_of, month_value, quarter_of, shift_days
from index.temporal.tense import FUTURE, PAST


@dataclass(slots=True)
class ReferenceContext:
    """Changes as an article is read, by ``update``.

    ``day`` is the last day named, ``span`` what the last expression covers, ``quarter`` the year
    and quarter that results are being reported for. ``by_year`` says that results were last told
    for "the nine months" or the like, so that "a year earlier" is no quarter.
    """

    published: dt.date | None
    day: dt.date | None = None
    span: tuple[dt.date, dt.date] | None = None
    quarter: tuple[int, int] | None = None
    by_year: bool = False
    texts_since_day: int = 0

    def update(self, value: str | None, first: dt.date | None, last: dt.date | None) -> None:
        """Take in a resolved expression and the days it covers."""
        if first is None or last is None or value is None:
            return
        self.span = (first, last)
        if first == last:
            self.day, self.texts_since_day = first, 0
        elif "-Q" in value and self._is_reported(first, last):
            self.quarter, self.by_year = quarter_of(first), False

    def _is_reported(self, first: dt.date, last: dt.date) -> bool:
        """Whether results of that quarter may be news: it has ended, and no year ago."""
        if self.published is None:
            return True
        recent = (self.published - first).days < 360
        return recent and (last < self.published or self.quarter is None)

    def today(self) -> dt.date | None:
        """Return the day that a bare "10 p.m." is on: one just named, or the published one."""
        return self.day if self.day and self.texts_since_day <= 1 else self.published

    def offset(self, days: int) -> str | None:
        """Return the day so many days from the published one."""
        day = self.published and shift_days(self.published, days)
        return day.isoformat() if day else None

    def weekday(self, weekday: int, tense: int) -> str | None:
        """Return the last such weekday up to the published day, or the next one from it."""
        if self.published is None:
            return None
        back = (self.published.weekday() - weekday) % 7
        return self.offset(-back if tense != FUTURE else -back % 7)

    def month_day(self, month: int, day: int, tense: int) -> str | None:
        """Choose the year of a date without one: the nearest, unless the tense speaks against."""
        if self.published is None:
            found = day_of(self.day.year, month, day) if self.day else None
            return found.isoformat() if found else None
        year = self.published.year
        days = [d for y in (year - 1, year, year + 1) if (d := day_of(y, month, day))]
        found = self.nearest(days, tense)
        return found.isoformat() if found else None

    def nearest(self, days: list[dt.date], tense: int) -> dt.date | None:
        """Return the day nearest to the published one, unless it is on the wrong side of it.

        A past tense allows a coming day of the same year up to 75 days ahead (the verb may be
        that of another clause: "set Nov. 10 as the deadline"), of the next year up to 21.
        Beyond that, and for a future tense with a day over 75 days gone, the day counts as 300
        days further away. A coming day counts 30 more, 100 where no verb tells.
        """
        published = self.published
        if published is None or not days:
            return None

        def cost(day: dt.date) -> int:
            away = (day - published).days
            allowed = 75 if day.year == published.year else 21
            wrong = away > allowed if tense == PAST else tense == FUTURE and away < -75
            return abs(away) + 300 * wrong + (30 if tense else 100) * (away > 0)

        return min(days, key=cost)

    def month(self, month: int, tense: int) -> str | None:
        """Choose the year of a month without one, by its middle; the published one is now."""
        if self.published is None:
            return month_value(self.day.year, month) if self.day else None
        year = self.published.year
        if month == self.published.month:
            return month_value(year, month)
        middles = [d for y in (year - 1, year, year + 1) if (d := day_of(y, month, 15))]
        found = self.nearest(middles, tense)
        return month_value(found.year, found.month) if found else None
