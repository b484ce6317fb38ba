"""What a time expression is understood against: the published day and what was said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from index.dates.calendar import day_of, month_value, quarter_of, shift_days
from index.dates.tense import FUTURE, PAST

_NEAR_DAYS = 75
_FAR_DAYS = 150


@dataclass(slots=True)
class Scene:
    """Changes as an article is read. ``day`` is the last day named, ``year`` the last year
    written out, ``quarter`` the quarter that results are being reported for."""

    published: dt.date | None
    day: dt.date | None = None
    year: int | None = None
    quarter: tuple[int, int] | None = None
    spoken: list[str] = field(default_factory=list)

    def note(self, value: str | None, first: dt.date | None, last: dt.date | None) -> None:
        """Take in a resolved expression."""
        if first is None or last is None or value is None:
            return
        self.year = first.year
        if first == last:
            self.day = first
        elif "-Q" in value:
            self.quarter = quarter_of(first)

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
            found = day_of(self.year, month, day) if self.year else None
            return found.isoformat() if found else None
        year = self.published.year
        found_days = [d for y in (year - 1, year, year + 1) if (d := day_of(y, month, day))]
        return self._nearest(found_days, tense)

    def _nearest(self, days: list[dt.date], tense: int) -> str | None:
        def cost(day: dt.date) -> int:
            away = (day - (self.published or day)).days
            wrong = (tense == PAST and away > _NEAR_DAYS) or (
                tense == FUTURE and away < -_NEAR_DAYS
            )
            return abs(away) + (_FAR_DAYS * 2 if wrong else 0) + (30 if away > 0 else 0)

        return min(days, key=cost).isoformat() if days else None

    def month(self, month: int, tense: int) -> str | None:
        """Choose the year of a month without one."""
        if self.published is None:
            return month_value(self.year, month) if self.year else None
        year, now = self.published.year, self.published.month
        if tense == PAST:
            return month_value(year - (month > now), month)
        if tense == FUTURE:
            return month_value(year + (month < now), month)
        ahead = (month - now) % 12
        return month_value(year + (month < now), month) if 0 < ahead <= 3 else month_value(
            year - (month > now), month
        )  # fmt: skip
