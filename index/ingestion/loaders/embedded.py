"""Texts of articles that stand in another format: in JSON, in a table, in a feed, in XML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from index.ingestion.source_text import Traced, replaced
from index.models import Format, Section

_TAG = re.compile(
    r"</?(?:p|div|br|a|span|b|i|em|strong|h[1-6]|ul|ol|li|img|figure|blockquote)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^#{1,6} \S|\]\(https?://|^!\[", re.MULTILINE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def embedded_section(text: Traced, fields: Mapping[str, str]) -> Section:
    """Return a text as a section; its own words decide whether it is HTML or Markdown."""
    form = format_of(text.text)
    text = _without_entities(text) if form == "text" else text
    return Section(text.text, text.spans, form, dict(fields))


def format_of(text: str) -> Format:
    """Return the format of a text that says nothing about it."""
    if _TAG.search(text):
        return "html"
    return "markdown" if _MARKDOWN.search(text) else "text"


def _without_entities(text: Traced) -> Traced:
    """Resolve the entities of a text without tags: it was taken from a page."""
    found = ((match, html.unescape(match.group())) for match in _ENTITY.finditer(text.text))
    return replaced(text, [(*m.span(), shown) for m, shown in found if shown != m.group()])
