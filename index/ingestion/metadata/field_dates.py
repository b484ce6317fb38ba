"""The dates that front matter and other fields state, in any usual form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from index.ingestion.metadata.datelines import (
    MONTH,
    DateOrder,
    full_dates,
    full_year,
    month_number,
    order_of,
)
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.ingestion.metadata.publication_date import (
    EARLIEST,
    Dated,
    DateNote,
    FindDateOrder,
    Published,
    choose_day,
    named_beside,
    unknown_date_order,
)
from index.models import PublishedFrom, Section
from index.temporal.calendar import day_of

_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?P<millis>\d{3})?(?:\.\d+)?")
_SHORT = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>\d\d)(?!\d)")
_SHORT_NAMED = re.compile(rf"(?P<day>\d{{1,2}})[-/ .]{MONTH}[-/ ,]+(?P<year>\d\d)", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?:\d\d){1,3}Z?)?")
_MONTH_ONLY = re.compile(r"(?:19|20)\d\d(?:[-/.]\d{1,2})?|\d{1,2}[-/.](?:19|20)\d\d")


def field_date(
    stated: str,
    source: PublishedFrom,
    story: Sequence[str],
    beside: FindDateOrder = unknown_date_order,
) -> Dated:
    """Read the date of a field.

    A date like 10/11/2025 is certain if days that the story tells of fit one reading, or if other
    dates of the text, or those of the files beside it, are written in one order only.
    """
    days = _readings(stated.strip())
    note = None
    if len(days) > 1:
        day, note = choose_day(days, stated, story, lambda: order_of("\n".join(story)))
        if day is None:
            day, note = choose_day(days, stated, story, beside)
        else:
            note = None
        days = [day] if day else days
    days = [day for day in days if day >= EARLIEST]
    if len(days) == 1:
        return Dated(Published(days[0], source), note)
    if note:
        return Dated(note=note)
    if _MONTH_ONLY.fullmatch(stated.strip()):
        return Dated(note=DateNote(f"its date {stated} names no day; write it like 2025-10-21"))
    return Dated(note=DateNote(f"its date {stated[:60]} is not a day; write it like 2025-10-21"))


def with_sure_dates(sections: Sequence[Section]) -> list[Section]:
    """Write the dates of a file's articles unmistakably if they are all in one order."""
    order = order_of(" ".join(section.fields.get("date", "") for section in sections))
    return [section if order is None else _with_sure_date(section, order) for section in sections]


def _with_sure_date(section: Section, order: DateOrder) -> Section:
    days = _readings(section.fields.get("date", "").strip())
    if len(days) < 2:
        return section
    return replace(
        section,
        fields={**section.fields, "date": days[0 if order == "day first" else 1].isoformat()},
    )


def _readings(stated: str) -> list[dt.date]:
    """Return the days that a date may mean: day first, then month first."""
    if compact := _COMPACT.fullmatch(stated):  # 2025102114 would be a day of 2034 as an epoch
        day = day_of(int(compact["year"]), int(compact["month"]), int(compact["day"]))
        if day is not None:
            return [day]
    if epoch := _EPOCH.fullmatch(stated):
        return [dt.datetime.fromtimestamp(int(epoch["seconds"]), dt.UTC).date()]
    for found in full_dates(stated):
        day = named_beside(found.days, [stated])  # "Monday, 10/11/2025"
        return [day] if day else list(found.days)
    if named := _SHORT_NAMED.fullmatch(stated):
        year = full_year(named["year"])
        day = day_of(year, month_number(named["month"]), int(named["day"]))
        return [day] if day else []
    if short := _SHORT.match(stated):
        year = full_year(short["year"])
        first, second = int(short["a"]), int(short["b"])
        readings = [day_of(year, second, first)]
        if "/" in short.group():
            readings.append(day_of(year, first, second))
        return list(dict.fromkeys(day for day in readings if day))
    return [day for _, _, day in foreign_dates(stated)][:1]
