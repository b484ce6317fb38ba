"""The day in a file's name: "2025-10-21-talks.md", "20251021_talks.txt", "talks 21 May 2025.md"."""

from __future__ import annotations

import datetime as dt
import re

from index.ingestion.metadata.datelines import full_dates
from index.temporal.calendar import day_of

_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)"
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<a>\d\d?)(?P<mark>[-_.])(?P<b>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)"
)


def day_in_name(file: str) -> dt.date | None:
    """Return the day that a file's name has; None if it has none, several, or one like 10-11."""
    name = file.rpartition("/")[2]
    days = {
        day_of(int(found["year"]), int(found["month"]), int(found["day"]))
        for found in _YEAR_FIRST.finditer(name)
    }
    for found in _YEAR_LAST.finditer(name):
        year, first, second = int(found["year"]), int(found["a"]), int(found["b"])
        days |= {day_of(year, second, first), day_of(year, first, second)}
    spaced = name.replace("_", " ")
    days |= {
        each.days[0]
        for each in full_dates(spaced)
        if len(each.days) == 1 and re.search(r"\d{4}", spaced[each.start : each.end])
    }
    days.discard(None)  # such as a number that is no day
    return days.pop() if len(days) == 1 else None
