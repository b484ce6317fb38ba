"""Where the text of a forwarded message begins."""

from __future__ import annotations

import re

_FORWARD = re.compile(
    r"^[ \t>]*-{2,}[^\n-]{3,60}-{2,}[ \t]*\r?\n(?:[ \t>]*\r?\n)?"
    r"(?:[ \t>]*\*?[^\s:][^:\n]{0,30}:\*?[ \t][^\n]{0,300}\r?\n){2,8}",
    re.MULTILINE,
)


def forwarded(text: str) -> int:
    """Return where the text of a forwarded message begins, behind its own headers; 0 if it is none.

    "---------- Forwarded message ---------", "-----Ursprüngliche Nachricht-----".
    """
    found = _FORWARD.search(text)
    return found.end() if found and text[found.end() :].strip() else 0
