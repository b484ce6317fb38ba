"""Copy of news agencies as their wires transmit it: what stands around each story is for editors.

The Associated Press opens with a keyword line ("BC-US--Orchard Frost, 1st Ld-Writethru") and may
have notes to editors below it; its last line has the day. Agence France-Presse opens with a line of
codes and the keywords, and may sign with the initials of those who wrote and edited. The Deutsche
Presse-Agentur marks the end of the title with "=", and its foot has the day and the time of day.
The Press Association has a slug ("PA COURTS Heron") above the number, day and time of the copy, and
its title below them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from index.ingestion.boilerplate.phrases import RIGHTS
from index.ingestion.loaders.exports.lines import Line, between
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.models import Section
from index.temporal.calendar import day_of

_AP = re.compile(r"\s*[ABP][CMP]-[A-Z]{2,12}--[^\n]{2,80}")
_NOTES = re.compile(r"\s*\(?Eds[.:]")
_AP_STAMP = re.compile(
    r"\s*AP-[A-Z]{2}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) \d{4}[A-Z]{3}\s*"
)
_AFP = re.compile(r"\s*[A-Z]{3}\d{4} \d [A-Z]{1,4} \d{4} [A-Z]{3} /AFP-[A-Z0-9]{4}\s*")
_KEYWORDS = re.compile(r"[^\s-]{2,30}(?:-[^\s-]{1,30}){1,9}")
_INITIALS = re.compile(r"[a-z]{2,5}(?:[-/][a-z]{2,6}){1,6}")
_DPA = re.compile(r"\s*[a-z]{3}\d{4} \d [a-z]{2} \d{1,5} {1,4}dpa(?:-\w{2,12})? \d{4}\s*")
_DPA_TITLE = re.compile(r"\s*(?P<title>\S[^\n]{2,200}?) =\s*")
_DPA_FOOT = re.compile(r"\s*dpa(?: [a-z0-9]{1,6}){0,9}\s*")
_DPA_STAMP = re.compile(
    r"(?P<foot>.{0,80}?)(?P<day>\d\d)[0-2]\d[0-5]\d (?P<month>[^\W\d_]{3,4}) (?P<year>\d\d)\s*"
)
_PA_STAMP = re.compile(
    r"\s*\d{1,3} - (?P<day>[0-3]\d)/(?P<month>[01]\d)/(?P<year>20\d\d) - [0-2]\d:[0-5]\d\s*"
)
_PA_ENDS = re.compile(r"\s*(?:[a-z]{2,5} )?\(?ends\)?\s*", re.IGNORECASE)
_SLUG_WORDS = 8
_DPA_HEAD = 6  # lines above the title: codes, keywords, and what has changed


def agency_copy(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Return the stories of a file that begins like a transmission; None for any other."""
    starts = [at for at in range(len(lines)) if _opens(lines, at)]
    first = next((at for at, line in enumerate(lines) if line.text.strip()), None)
    if not starts or starts[0] != first:
        return None
    ranges = zip(starts, [*starts[1:], len(lines)], strict=True)
    return [_story(raw, lines[begin:end]) for begin, end in ranges]


def _opens(lines: Sequence[Line], at: int) -> bool:
    """Return whether a story begins at a line."""
    text, above = lines[at].text, lines[at - 1].text.strip() if at else ""
    slug = not above and 0 < len(text.split()) <= _SLUG_WORDS
    pa = slug and at + 1 < len(lines) and _PA_STAMP.fullmatch(lines[at + 1].text)
    return bool(pa or _AP.match(text) or _AFP.match(text) or _DPA.fullmatch(text))


def _story(raw: str, lines: Sequence[Line]) -> Section:
    """Return the story of one transmission, and the day if it is stamped with it."""
    filled = [line for line in lines if line.text.strip()]
    if _DPA.fullmatch(filled[0].text):
        return _story_of_dpa(raw, filled)
    if len(filled) > 1 and (stamp := _PA_STAMP.fullmatch(filled[1].text)):
        return _story_of_pa(raw, filled, stamp)
    fields: dict[str, str] = {}
    begin, end = 1, len(filled)
    if _AFP.match(filled[0].text):
        begin += len(filled) > 1 and _KEYWORDS.fullmatch(filled[1].text.strip()) is not None
        last = end - 1 if RIGHTS.match(filled[-1].text) else end
        if _INITIALS.fullmatch(filled[last - 1].text.strip()):
            end = last - 1
    else:
        if len(filled) > 1 and _NOTES.match(filled[1].text):
            begin = next((at for at, line in enumerate(lines) if not line.text.strip()), 1)
        stamp = _AP_STAMP.fullmatch(filled[-1].text)
        if stamp and (day := _day(stamp)):
            end, fields = end - 1, {"date": day.isoformat()}
    return between(raw, filled, begin, end, fields)


def _story_of_pa(raw: str, filled: Sequence[Line], stamp: re.Match[str]) -> Section:
    day = day_of(int(stamp["year"]), int(stamp["month"]), int(stamp["day"]))
    fields = {"outlet": "PA"} if filled[0].text.split()[0] == "PA" else {}
    fields |= {"date": day.isoformat()} if day else {}
    end = len(filled) - bool(_PA_ENDS.fullmatch(filled[-1].text))
    return between(raw, filled, 2, end, fields)


def _story_of_dpa(raw: str, filled: Sequence[Line]) -> Section:
    fields, begin, end = {"outlet": "dpa"}, 1, len(filled)
    for at, line in enumerate(filled[1 : _DPA_HEAD + 1], 1):
        if title := _DPA_TITLE.fullmatch(line.text):
            fields["title"], begin = title["title"], at + 1
            break
    stamp = _DPA_STAMP.fullmatch(filled[-1].text)
    above = filled[-2].text if stamp and not stamp["foot"] else stamp["foot"] if stamp else ""
    if stamp and _DPA_FOOT.fullmatch(above) and (day := _day_of_dpa(stamp)):
        fields["date"] = day.isoformat()
        end -= 1 if stamp["foot"] else 2
    return between(raw, filled, begin, end, fields)


def _day_of_dpa(stamp: re.Match[str]) -> dt.date | None:
    """Return the day of "151230 Okt 25": the 15th, at 12.30."""
    told = f"{stamp['day']} {stamp['month']} 20{stamp['year']}"
    named = [day for _, _, day in foreign_dates(told)]
    return next(iter([*named, *(each.days[0] for each in full_dates(told))]), None)


def _day(stamp: re.Match[str]) -> dt.date | None:
    return day_of(2000 + int(stamp["year"]), int(stamp["month"]), int(stamp["day"]))
