"""What a file is read as: its text, and the sections of it that are articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.ingestion.source_text import Spans
from index.models import Format, Section


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, its sections in order, and ``notes`` that apply to all of them.

    ``pages`` are the offsets at which the pages of a PDF begin.
    """

    raw: str
    sections: Sequence[Section]
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of one article that was extracted from a file that is no text itself.

    ``rows`` and ``headings`` are the offsets into it at which rows of tables and headings begin.
    """

    text: str
    format: Format
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rows: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


def in_sequence(parts: Iterable[Extracted]) -> Source:
    """Put extracted texts one after another, with an empty line between them."""
    texts: list[str] = []
    sections: list[Section] = []
    length = 0
    for part in parts:
        text = part.text.rstrip() + "\n\n"
        spans = Spans([(len(text), length, length + len(text))])
        section = Section(text, spans, part.format, part.fields, part.notes)
        sections.append(replace(section, rows=part.rows, headings=part.headings))
        texts.append(text)
        length += len(text)
    return Source("".join(texts), sections)


def section_of(
    raw: str, start: int, end: int, form: Format, fields: Mapping[str, str] | None = None
) -> Section:
    """Return ``raw[start:end]`` as a section."""
    return Section(raw[start:end], Spans([(end - start, start, end)]), form, fields or {})
