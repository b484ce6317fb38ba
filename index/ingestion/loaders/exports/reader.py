"""Recognises text that holds several articles, whatever it was exported or joined by."""

from __future__ import annotations

from index.ingestion.loaders.exports.factiva import factiva_documents, factiva_fields
from index.ingestion.loaders.exports.joined import joined
from index.ingestion.loaders.exports.lines import lines_of
from index.ingestion.loaders.exports.nexis import nexis
from index.ingestion.loaders.exports.proquest import proquest
from index.models import Format, Section


def export_sections(raw: str, form: Format) -> list[Section] | None:
    """Return the articles of a text that holds several; None if it is an ordinary one."""
    lines = lines_of(raw)
    for read in (proquest, nexis, factiva_fields, factiva_documents):
        if sections := read(raw, lines):
            return sections
    return joined(raw, lines, form)
