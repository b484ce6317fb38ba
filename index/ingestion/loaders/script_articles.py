"""Pages that show their text by a script, and have it only in what they declare (JSON-LD)."""

from __future__ import annotations

import re
from dataclasses import replace

from index.errors import UnreadableArticle
from index.ingestion.loaders.json_articles import json_sections
from index.ingestion.loaders.markup import number_of_words
from index.ingestion.loaders.schema_org import scripts_of
from index.ingestion.source_text import Spans
from index.models import Section

_DECLARED = re.compile(r"\"articleBody\"", re.IGNORECASE)
_SHOWN, _MOST_SHOWN = 0.2, 100
"""Words that such a page shows at most: as a share of those that it declares, and in all."""


def articles_in_scripts(raw: str) -> list[Section]:
    """Return the articles whose text a page declares and does not show; [] for any other page."""
    if not _DECLARED.search(raw) or (shown := number_of_words(raw)) > _MOST_SHOWN:
        return []
    found = [
        replace(section, spans=Spans.of(section.spans).within(Spans([(end - begin, begin, end)])))
        for begin, end, _ in scripts_of(raw)
        for section in _sections(raw[begin:end])
    ]
    declared = sum(len(section.text.split()) for section in found)
    return found if shown <= _SHOWN * declared else []


def _sections(script: str) -> list[Section]:
    """Return the articles with a text that a script declares; most scripts declare other things."""
    try:
        return [section for section in json_sections(script) or () if section.text]
    except UnreadableArticle:
        return []
