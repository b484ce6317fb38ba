"""What time expressions are resolved against: the publication date, and earlier expressions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.temporal.calendar import day_of, day_value, month_value, quarter_of, shift_days
from index.temporal.tense import FUTURE, PAST


@dataclass(slots=True)
class ReferenceContext:
    """Updated by ``update`` while an article is read.

    ``day`` is the last day named, ``span`` what the last expression covers, ``quarter`` the year
    and quarter whose results are being reported. ``by_year``: the last results were for "the
    nine months" or the like, so "a year earlier" does not mean a quarter.
    """

    published: dt.date | None
    day: dt.date | None = None
    span: tuple[dt.date, dt.date] | None = None
    quarter: tuple[int, int] | None = None
    by_year: bool = False
    texts_since_day: int = 0

    def update(self, value: str | None, first: dt.date | None, last: dt.date | None) -> None:
        """Record a resolved expression and the days it covers."""
        if first is None or last is None or value is None:
            return
        self.span = (first, last)
        if first == last:
            self.day, self.texts_since_day = first, 0
        elif "-Q" in value and self._is_reported(first, last):
            self.quarter, self.by_year = quarter_of(first), False

    def _is_reported(self, first: dt.date, last: dt.date) -> bool:
        """Return whether this can be the quarter whose results are reported.

        It began less than 360 days before publication, and has ended unless none is known yet.
        """
        if self.published is None:
            return True
        recent = (self.published - first).days < 360
        return recent and (last < self.published or self.quarter is None)

    def today(self) -> dt.date | None:
        """Return the day of a bare "10 p.m.": one just named, or the publication date."""
        return self.day if self.day and self.texts_since_day <= 1 else self.published

    def offset(self, days: int) -> str | None:
        """Return the date this many days after publication."""
        day = self.published and shift_days(self.published, days)
        return day_value(day)

    def weekday(self, weekday: int, tense: int) -> str | None:
        """Return the last such weekday up to publication; with a future tense, the next one."""
        if self.published is None:
            return None
        back = (self.published.weekday() - weekday) % 7
        return self.offset(-back if tense != FUTURE else -back % 7)

    def month_day(self, month: int, day: int, tense: int) -> str | None:
        """Choose the year of a date without one: the nearest, unless the tense contradicts it."""
        if self.published is None:
            found = day_of(self.day.year, month, day) if self.day else None
            return day_value(found)
        year = self.published.year
        days = [d for y in (year - 1, year, year + 1) if (d := day_of(y, month, day))]
        found = self.nearest(days, tense)
        return day_value(found)

    def nearest(self, days: list[dt.date], tense: int) -> dt.date | None:
        """Return the day nearest to publication, unless the tense contradicts it.

        With a past tense, a later day of the same year is accepted up to 75 days ahead (the verb
        may belong to another clause: "set Nov. 10 as the deadline"), one of the next year up to 21
        days. Days further ahead, and days more than 75 days past with a future tense, count as 300
        days further away. A later day counts as 30 days further away, or 100 without a tense.
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
        """Choose the year of a month without one, by its middle; publication's month is current."""
        if self.published is None:
            return month_value(self.day.year, month) if self.day else None
        year = self.published.year
        if month == self.published.month:
            return month_value(year, month)
        middles = [d for y in (year - 1, year, year + 1) if (d := day_of(y, month, 15))]
        found = self.nearest(middles, tense)
        return month_value(found.year, found.month) if found else None
