"""The lines of a text file, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.boilerplate.phrases import RIGHTS
from index.ingestion.loaders.source import section_of
from index.ingestion.loaders.text import text_blocks
from index.models import Section

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break, at ``[start:end]`` of the file."""

    text: str
    start: int
    end: int


def lines_of(raw: str) -> list[Line]:
    """Return every line of a text, also the empty ones."""
    found = []
    for match in _LINE.finditer(raw):
        text = match.group().rstrip("\r\n")
        found.append(Line(text, match.start(), match.start() + len(text)))
    return found


def tells_more(raw: str, rest: Sequence[Line], article: Section) -> bool:
    """Return whether what follows the end of the last article, read as one, is one more article.

    Whoever copies articles may miss the last end. An article has a day, and prose.
    """
    if "date" not in article.fields:
        return False
    blocks = text_blocks(raw, rest[0].start, rest[-1].end)
    return any(is_prose(block.text) and not RIGHTS.match(block.text) for block in blocks)


def between(
    raw: str, lines: Sequence[Line], begin: int, end: int, fields: Mapping[str, str]
) -> Section:
    """Return ``lines[begin:end]`` as a section with these fields; an empty one if there is none."""
    if begin >= end:
        at = lines[-1].end if lines else 0
        return section_of(raw, at, at, "text", fields)
    return section_of(raw, lines[begin].start, lines[end - 1].end, "text", fields)
