"""Recognises text that holds several articles, whatever it was exported or joined by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.ingestion.loaders.exports.agencies import agency_copy
from index.ingestion.loaders.exports.ebsco import ebsco
from index.ingestion.loaders.exports.factiva import factiva_documents, factiva_fields
from index.ingestion.loaders.exports.joined import joined
from index.ingestion.loaders.exports.lines import Line, lines_of
from index.ingestion.loaders.exports.live_text import live_text
from index.ingestion.loaders.exports.nexis import nexis
from index.ingestion.loaders.exports.proquest import proquest
from index.ingestion.loaders.markup import visible_text
from index.ingestion.source_text import Spans
from index.models import Format, Section

_FEWEST = 2  # articles of an export that is a page
_MARKS = re.compile(
    r"\d of \d{1,5} documents?\b|>\s{0,9}end of document\b"
    r"|do[ck]ument \d{1,5} (?:of|von|de|van) \d",
    re.I,
)


def export_sections(raw: str, form: Format) -> list[Section] | None:
    """Return the articles of a text that holds several; None if it is an ordinary one.

    An export that was saved as a page is read as the text that it shows.
    """
    if form != "html":
        lines = lines_of(raw)
        return _of_databases(raw, lines) or joined(raw, lines, form)
    if not _MARKS.search(raw):
        return None
    shown = visible_text(raw)
    sections = _of_databases(shown.text, lines_of(shown.text)) or []
    if len(sections) < _FEWEST or not all("date" in each.fields and each.text for each in sections):
        return None  # a page that only speaks of documents
    return [replace(each, spans=Spans.of(each.spans).within(shown.spans)) for each in sections]


def _of_databases(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    for read in (
        proquest, nexis, ebsco, factiva_fields, factiva_documents, agency_copy, live_text
    ):  # fmt: skip
        if sections := read(raw, lines):
            return sections
    return None
