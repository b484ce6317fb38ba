"""Pages that list records: headings with a table of fields below each, one of them the text.

A report of Zotero is such a page. What its user attached to a record is no text of the article.
"""

from __future__ import annotations

import re

from index.ingestion.loaders.json_articles import BODIES, SUMMARIES
from index.ingestion.loaders.markup import number_of_words, on_one_line, visible_text
from index.ingestion.metadata.fields import field_name, fields_of, known_names
from index.ingestion.source_text import Spans
from index.models import Section

_RECORD = re.compile(
    r"<(?P<tag>h[1-4])\b[^<>]{0,1000}>(?P<title>(?:[^<]++|<(?!/h[1-4]\b)){0,50}+)</(?P=tag)\s{0,9}>"
    r"\s{0,99}<table\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"<th\b[^<>]{0,300}>(?P<name>[^<]{1,60})</th\s{0,9}>\s{0,99}<td\b[^<>]{0,300}>"
    r"(?P<value>(?:[^<]++|<(?!/t[dr]\b)){0,2000}+)</td\b",
    re.IGNORECASE,
)
_TABLE_END = re.compile(r"</table\b", re.IGNORECASE)
_MIN_SHARE = 0.6  # of the words of the page that are in its records
_NOT_READ = "the notes and attachments below its fields are not read; save them in a file"


def records_of_page(raw: str) -> list[Section]:
    """Return the articles of a page that lists records; [] for any other page.

    Each has a day or an outlet, and at least one a text. One without is said to have none.
    """
    heads = [*_RECORD.finditer(raw)]
    ends = [*(head.start() for head in heads), len(raw)][1:]
    found = [_section(raw, head, end) for head, end in zip(heads, ends, strict=True)]
    known = [each for each in found if {"date", "outlet"} & each.fields.keys()]
    if not known or len(known) < len(found) or not any(each.text for each in known):
        return []
    words = sum(
        number_of_words(raw[head.start() : end]) for head, end in zip(heads, ends, strict=True)
    )
    return known if words >= _MIN_SHARE * number_of_words(raw) else []


def _section(raw: str, record: re.Match[str], end: int) -> Section:
    """Return the text of a record, which is empty if it has none, and its fields."""
    closing = _TABLE_END.search(raw, record.end(), end)
    stop = closing.start() if closing else end
    given: dict[str, list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    for row in _ROW.finditer(raw, record.end(), stop):
        name = field_name(on_one_line(row["name"]))
        given.setdefault(name, []).append(on_one_line(row["value"]))
        places.setdefault(name, row.span("value"))
    begin, behind = next((places[n] for n in (*BODIES, *SUMMARIES) if n in places), (stop, stop))
    text = visible_text(raw[begin:behind])
    spans = Spans.of(text.spans).within(Spans([(behind - begin, begin, behind)]))
    fields = {"title": on_one_line(record["title"]), **fields_of(given, known_names(given))}
    return Section(text.text, spans, "text", fields, _notes(raw[stop:end]))


def _notes(below: str) -> tuple[str, ...]:
    return (_NOT_READ,) if number_of_words(below) else ()
