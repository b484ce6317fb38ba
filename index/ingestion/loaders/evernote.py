"""Exports of Evernote (ENEX): each note is read like a page that somebody saved.

When a note was made or changed is no day of publication: its own lines state that.
"""

from __future__ import annotations

from index.errors import UnreadableArticle
from index.ingestion.loaders.embedded import embedded_section
from index.ingestion.loaders.feeds import Item, read_items, root_of
from index.ingestion.source_text import build
from index.models import Section

_ROOT, _NOTE = "en-export", "note"


def note_sections(raw: str) -> list[Section] | None:
    """Return the notes of an export that have a text; None for other XML.

    Raises UnreadableArticle if none has.
    """
    if root_of(raw) != _ROOT:
        return None
    _, notes = read_items(raw, (_NOTE,))
    sections = [section for note in notes if (section := _section(note)) is not None]
    if not sections:
        raise UnreadableArticle("is an export of Evernote without a note that has text")
    return sections


def _section(note: Item) -> Section | None:
    contents = [build(pieces).cut(0) for pieces in note.texts.get("content", ())]
    body = max(contents, key=lambda text: len(text.text), default=None)
    if body is None or not body.text.strip():
        return None
    fields = {"title": note.text("title"), "url": note.text("source-url")}
    return embedded_section(body, {name: value for name, value in fields.items() if value})
