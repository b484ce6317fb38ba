"""Citation markers in what a model writes: ``[3]``, ``[1, 2]``, ``[2-4]`` and their relatives."""

from __future__ import annotations

import re

_LONGEST = 40  # characters; what is open for longer is no marker
_WIDEST = 6
_MARKER = re.compile(
    r"[ \t]*[\[【]\s*(?:\^|#|no\.?|sentences?|sources?|s)?\s*"
    r"(?P<numbers>\d{1,4}(?:\s*(?:,|;|&|and|-|–|—|to)\s*(?:and\s+)?(?:\^|#|s)?\d{1,4})*)"
    r"(?:\s*[†:|][^\]】]{0,20})?\s*[\]】]",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d+)(?:\s*(?:-|–|—|to)\s*(\d+))?")
_OPEN = re.compile(rf"[ \t]*(?:[\[【][^\]】\n]{{0,{_LONGEST}}})?$")

Places = list[tuple[int, tuple[int, ...]]]


def bare(text: str) -> tuple[str, Places]:
    """The text without its markers and the blanks before them, and where they stood, in order."""
    pieces: list[str] = []
    places: Places = []
    length = at = 0
    for match in _MARKER.finditer(text):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        places.append((length, _numbers(match["numbers"])))
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), places


def unfinished(text: str) -> int:
    """Where a marker begins, or the blanks before one, that may go on in what is to come."""
    match = _OPEN.search(text)
    return match.start() if match else len(text)


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last in _PART.findall(text):
        low, high = int(first), int(last or first)
        # "[2-400]" cites nothing in particular
        found += range(low, high + 1) if low <= high < low + _WIDEST else (low, high)
    return tuple(dict.fromkeys(found))
