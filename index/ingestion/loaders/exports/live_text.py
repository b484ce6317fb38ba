"""A live blog that was copied as text: lines of nothing but a time, each with an entry below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.loaders.exports.lines import Line, between
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.media_names import medium_probability
from index.ingestion.metadata.outlet import LIKELY
from index.models import Section

_TIME = re.compile(
    r"\s{0,4}(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?P<half>\s?[ap]\.?m\.?)?"
    r"(?:\s(?:[A-Z]{2,4}|h|Uhr))?\s{0,4}",
    re.IGNORECASE,
)
_FEWEST = 3  # entries
_SHORTEST = 60  # characters of an entry
_TITLE = 120  # characters


def live_text(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Return the entries, each with the outlet and day above all of them; None if there are few.

    An entry's title is a short line below its time. The times are in one order, as those of one day
    are. Prose above the entries is an article, too, whose first line is its title.
    """
    found = [(at, _minutes(line.text)) for at, line in enumerate(lines)]
    places = [at for at, minutes in found if minutes is not None]
    minutes = [each for _, each in found if each is not None]
    if len(places) < _FEWEST or minutes not in (sorted(minutes), sorted(minutes, reverse=True)):
        return None
    head = [line.text.strip() for line in lines[: places[0]] if line.text.strip()]
    days = [date.days[0] for text in head for date in full_dates(text) if len(date.days) == 1]
    if not head or not days:
        return None
    around = {"date": days[0].isoformat()}
    media = [text for text in head[1:] if medium_probability(text) >= LIKELY]
    if media:
        around["outlet"] = media[0]
    entries = [
        _entry(raw, lines, at + 1, end, around) for at, end in pairwise([*places, len(lines)])
    ]
    if any(len(entry.text.strip()) < _SHORTEST for entry in entries):
        return None
    told = any(map(is_prose, head))
    return [*([between(raw, lines, 0, places[0], around)] if told else []), *entries]


def _minutes(text: str) -> int | None:
    """Return the minutes since midnight of a line that is a time of day, else None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * ("p" in found["half"].lower())
    return 60 * hour + int(found["minute"])


def _entry(
    raw: str, lines: Sequence[Line], begin: int, end: int, around: dict[str, str]
) -> Section:
    while begin < end and not lines[begin].text.strip():
        begin += 1
    title = lines[begin].text.strip() if begin < end else ""
    if not title or len(title) > _TITLE or title[-1] in ".!?":
        return between(raw, lines, begin, end, around)
    return between(raw, lines, begin + 1, end, around | {"title": title})
