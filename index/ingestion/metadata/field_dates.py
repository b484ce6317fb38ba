"""The dates that front matter and other fields state, in any usual form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.ingestion.metadata.datelines import day_of, full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.ingestion.metadata.publication_date import EARLIEST, Published, plausible
from index.models import PublishedFrom, Section

_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?P<millis>\d{3})?(?:\.\d+)?")
_SHORT = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>\d\d)(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?")
_MONTH_ONLY = re.compile(r"(?:19|20)\d\d(?:[-/.]\d{1,2})?|\d{1,2}[-/.](?:19|20)\d\d")
_SLASHED = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?:\d{4}|\d\d)(?![\d/-])")


@dataclass(frozen=True, slots=True)
class FieldDate:
    """The day that a field states, or a ``note`` that says why it states none."""

    published: Published | None
    note: str | None = None


def field_date(
    stated: str, source: PublishedFrom, story: Sequence[str], siblings: str = ""
) -> FieldDate:
    """Read the date of a field.

    A date like 10/11/2025 is certain if the story's weekdays fit only one reading, or if other
    dates of the file (``siblings``) are written in one order only.
    """
    days = _readings(stated.strip())
    if len(days) > 1:
        order = _order(siblings)
        sure = plausible(days, story)
        days = [sure] if sure else [days[order]] if order is not None else days
    days = [day for day in days if day >= EARLIEST]
    if len(days) == 1:
        return FieldDate(Published(days[0], source))
    if days:
        both = " or ".join(f"{day.day} {day:%B}" for day in days)
        example = days[0].isoformat()
        return FieldDate(None, f"its date {stated} may be {both}; write it like {example}")
    if _MONTH_ONLY.fullmatch(stated.strip()):
        return FieldDate(None, f"its date {stated} names no day; write it like 2025-10-21")
    return FieldDate(None, f"its date {stated[:60]} is not a day; write it like 2025-10-21")


def with_sure_dates(sections: Sequence[Section]) -> list[Section]:
    """Write the dates of a file's articles unmistakably if they are all in one order."""
    order = _order(" ".join(section.fields.get("date", "") for section in sections))
    return [section if order is None else _with_sure_date(section, order) for section in sections]


def _with_sure_date(section: Section, order: int) -> Section:
    days = _readings(section.fields.get("date", "").strip())
    if len(days) < 2:
        return section
    return replace(section, fields={**section.fields, "date": days[order].isoformat()})


def _readings(stated: str) -> list[dt.date]:
    """Return the days that a date may mean: day first, then month first."""
    if epoch := _EPOCH.fullmatch(stated):
        return [dt.datetime.fromtimestamp(int(epoch["seconds"]), dt.UTC).date()]
    if compact := _COMPACT.fullmatch(stated):
        day = day_of(int(compact["year"]), int(compact["month"]), int(compact["day"]))
        return [day] if day else []
    for found in full_dates(stated):
        return list(found.days)
    if short := _SHORT.match(stated):
        year = 2000 + int(short["year"])
        first, second = int(short["a"]), int(short["b"])
        readings = [day_of(year, second, first)]
        if "/" in short.group():
            readings.append(day_of(year, first, second))
        return list(dict.fromkeys(day for day in readings if day))
    return [day for _, _, day in foreign_dates(stated)][:1]


def _order(siblings: str) -> int | None:
    """Return 0 if the dates of a text have the day first, 1 if the month, None if that is open."""
    first = second = False
    for match in _SLASHED.finditer(siblings):
        first = first or 12 < int(match["a"]) <= 31
        second = second or 12 < int(match["b"]) <= 31
    return None if first == second else (0 if first else 1)
