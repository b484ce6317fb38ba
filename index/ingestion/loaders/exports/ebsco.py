"""EBSCOhost: records of labels, then the story, then who wrote it and the copyright."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.ingestion.loaders.exports.lines import Line, between
from index.ingestion.metadata.datelines import full_dates
from index.models import Section

_RECORD = re.compile(r"\s*Record: \d{1,5}\s*")
_LABEL = re.compile(r"\s*(?P<name>[A-Z][A-Za-z/ -]{2,40}):(?:\s+(?P<value>\S.*)?|$)")
_LABELS = frozenset(
    """title|authors|author|source|document type|subject terms|geographic terms|people|naics
    |company/entity|abstract|author-supplied keywords|reviews & products|full text word count
    |lexile|issn|isbn|doi|accession number|database
    |section|language|publication type|author affiliations|publisher logo""".replace(
        "\n    ", ""
    ).split("|")
)
_ALL_OF = {"title", "source", "accession number"}
_BELOW = re.compile(r"\s*(?:~{8}|Copyright of .{1,200} is the property of\b.*)", re.DOTALL)


def ebsco(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Split at "Record: 1"; None if a record has no title, source or accession number.

    A single record may be without such a line.
    """
    starts = [at for at, line in enumerate(lines) if _RECORD.fullmatch(line.text)]
    starts = starts or [-1]  # all lines
    ranges = zip(starts, [*starts[1:], len(lines)], strict=True)
    records = [[x for x in lines[at + 1 : end] if x.text.strip()] for at, end in ranges]
    stated = [_stated(record) for record in records]
    if not all(given.keys() >= _ALL_OF for given, _ in stated):
        return None
    found: list[Section] = []
    for record, (given, begin) in zip(records, stated, strict=True):
        below = (at for at in range(begin, len(record)) if _BELOW.match(record[at].text))
        found.append(between(raw, record, begin, next(below, len(record)), _fields(given)))
    return found


def _stated(record: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Return what the labels of a record state, and the index of the first line below them."""
    given: dict[str, str] = {}
    for at, line in enumerate(record):
        label = _LABEL.match(line.text)
        name = label["name"].strip().lower() if label else ""
        if label and name in _LABELS:
            given.setdefault(name, (label["value"] or "").strip())
        elif not (given and line.text[0].isspace() and line.start - record[at - 1].end <= 2):
            return given, at  # what is right below a value and indented belongs to it
    return given, len(record)


def _fields(given: dict[str, str]) -> dict[str, str]:
    """Return the fields of an article; EBSCO writes the month before the day."""
    source = given["source"]
    date = next(iter(full_dates(source)), None)
    last, _, rest = given.get("authors", given.get("author", "")).partition(", ")
    fields = {
        "title": given["title"].removesuffix("."),
        "author": f"{rest} {last}" if rest and not {",", ";"} & {*rest} else "",
        "outlet": (source[: date.start] if date else source.partition(". ")[0]).rstrip(" .,"),
        "date": date.days[-1].isoformat() if date else "",
    }
    return {name: value for name, value in fields.items() if value}
