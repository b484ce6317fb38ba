"""Tells what the columns of a table hold by what stands in them, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.ingestion.metadata.media_names import medium_probability
from index.ingestion.metadata.outlet import LIKELY

BODY = "body"
SHORTEST_TEXT = 150
"""Characters that half of the texts of articles have at least."""
_TITLE = (12, 200)  # characters that half of the titles have
_DISTINCT = 0.9  # of the titles; some are printed twice
_SAMPLE = 100  # rows
_DATE = 60  # characters


def columns_by_content(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the columns of the text (``BODY``) and of the fields that are told by their values.

    ``rows`` have their cells in the order of the columns. The result is empty where no column has
    texts, or no other one tells the title, the day or the outlet of the articles.
    """
    columns = [[row[at] for row in rows[:_SAMPLE] if row[at]] for at in range(len(rows[0]))]
    lengths = [median(map(len, values)) if values else 0 for values in columns]
    body = max(range(len(columns)), key=lambda at: lengths[at])
    if lengths[body] < SHORTEST_TEXT:
        return {}
    found = {BODY: body}
    for field, is_one in (("date", _are_dates), ("url", _are_addresses), ("outlet", _are_media)):
        left = [at for at, values in enumerate(columns) if values and at not in found.values()]
        if (own := next((at for at in left if is_one(columns[at])), None)) is not None:
            found[field] = own
    titles = [
        at
        for at, values in enumerate(columns)
        if at not in found.values() and _TITLE[0] <= lengths[at] <= _TITLE[1] and _differ(values)
    ]
    if titles:
        found["title"] = max(titles, key=lambda at: lengths[at])
    return found if found.keys() - {BODY, "url"} else {}


def _are_dates(values: Sequence[str]) -> bool:
    return all(
        len(value) <= _DATE and (*full_dates(value), *foreign_dates(value)) for value in values
    )


def _are_addresses(values: Sequence[str]) -> bool:
    return all(value.startswith(("http://", "https://")) for value in values)


def _are_media(values: Sequence[str]) -> bool:
    return mean(map(medium_probability, values)) >= LIKELY


def _differ(values: Sequence[str]) -> bool:
    return len({*values}) >= _DISTINCT * len(values) and any(map(str.isalpha, "".join(values)))
