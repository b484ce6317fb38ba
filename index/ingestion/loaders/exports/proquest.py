"""ProQuest: documents with labels before and behind "Full text:"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.ingestion.loaders.exports.lines import Line, between
from index.ingestion.loaders.exports.nexis import DOCUMENT
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.datelines import full_dates
from index.models import Section

_LABEL = re.compile(r"(?P<name>[A-Z][A-Za-z/ ]{2,40}):(?:\s+(?P<value>\S.*)?|$)")
_TEXT = "full text"
_BELOW = frozenset(
    """subject|location|people|company / organization|publication title|first page|title|pages
    |publication year|publication date|publication info|source type|language of publication
    |proquest document id|document url|document type|copyright|last updated|database|credit
    |business indexing term|classification|identifier / keyword|volume|issue|section|publisher
    |place of publication|country of publication|publication subject|issn|dateline""".replace(
        "\n    ", ""
    ).split("|")
)
_RULE = re.compile(r"\s*_{5,}\s*")
_STORY_WORDS = 12


def proquest(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Split at "Document 1 of 2"; None if no document has a full text."""
    starts = [i for i, line in enumerate(lines) if DOCUMENT.fullmatch(line.text)]
    if not starts or not any(_label(line.text)[0] == _TEXT for line in lines):
        return None
    ranges = zip(starts, [*starts[1:], len(lines)], strict=True)
    return [_article(raw, lines[begin + 1 : end]) for begin, end in ranges]


def _article(raw: str, lines: Sequence[Line]) -> Section:
    filled = [each for each in lines if each.text.strip() and not _RULE.fullmatch(each.text)]
    given: dict[str, str] = {}
    for line in filled:
        name, value = _label(line.text)
        if value:
            given.setdefault(name, value)
    fields = _fields(given, filled[0].text.strip() if filled else "")
    begin = next((i for i, line in enumerate(filled) if _label(line.text)[0] == _TEXT), None)
    if begin is None:
        return between(raw, filled, len(filled), len(filled), fields)
    end = len(filled)
    for index in range(len(filled) - 1, begin, -1):  # up to the last line of prose
        if _label(filled[index].text)[0] in _BELOW:
            end = index
        elif len(filled[index].text.split()) >= _STORY_WORDS:
            break
    start = filled[begin].start + filled[begin].text.index(":") + 1
    return section_of(raw, start, filled[end - 1].end, "text", fields)


def _label(text: str) -> tuple[str, str]:
    match = _LABEL.match(text.strip())
    return (match["name"].lower(), match["value"] or "") if match else ("", "")


def _fields(given: dict[str, str], first: str) -> dict[str, str]:
    info = given.get("publication info", "")
    day = given.get("publication date") or next(
        (info[each.start : each.end] for each in full_dates(info)), ""
    )
    last, _, rest = given.get("author", "").partition(", ")
    fields = {
        "title": given.get("title") or first,
        "author": f"{rest} {last}" if rest and "," not in rest else given.get("author", ""),
        "outlet": (given.get("publication title") or info).partition(";")[0].strip(),
        "date": day,
    }
    return {name: value for name, value in fields.items() if value}
