"""Notes of Joplin as it keeps them (RAW): a title, a text, and a block of fields at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ID = re.compile(r"id: [0-9a-f]{32}")
_FIELD = re.compile(r"([a-z_]{1,40}):(?: (.{0,2000}))?")
_LAST = "type_"
_NOTE = "1"
"""Other types are folders, tags and attachments."""


@dataclass(frozen=True, slots=True)
class JoplinNote:
    """A note that ends at the offset ``end``, where its fields begin; ``fields`` are known ones."""

    end: int
    fields: Mapping[str, str]


def read_note(raw: str) -> JoplinNote | None:
    """Return a note, None for any other text.

    When it was made or changed is no day of publication, and its "author" is who clipped it.
    """
    found: dict[str, str] = {}
    end = len(raw.rstrip())
    while end > 0:
        begin = raw.rfind("\n", 0, end) + 1
        line = raw[begin:end].rstrip("\r")
        field = _FIELD.fullmatch(line)
        if field is None or (not found and field[1] != _LAST):
            return None
        found.setdefault(field[1], field[2] or "")
        if _ID.fullmatch(line):
            if found[_LAST] != _NOTE:
                return None
            url = found.get("source_url", "").strip()
            return JoplinNote(begin, {"url": url} if url else {})
        end = begin - 1
    return None
