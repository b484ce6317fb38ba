"""Letters of all alphabets: which are capitals, and what they are without accents.

"Šefčovič" begins with a capital, "état" does not; ``[A-Z]`` has only those of English, and a range
such as ``À-Ž`` has small letters as well.
"""

from __future__ import annotations

import unicodedata

_ALPHABETS = ((0x41, 0x0530), (0x1E00, 0x2000))
"""Latin, Greek and Cyrillic: the alphabets of news that have capitals."""


def _ranges() -> str:
    points = {
        point
        for first, end in _ALPHABETS
        for point in range(first, end)
        if unicodedata.category(chr(point)) == "Lu"
    }
    starts = sorted(point for point in points if point - 1 not in points)
    ends = sorted(point for point in points if point + 1 not in points)
    return "".join(
        chr(start) if start == end else f"{chr(start)}-{chr(end)}"
        for start, end in zip(starts, ends, strict=True)
    )


CAPITALS = _ranges()
"""What stands between the brackets of a character class."""
CAPITAL = f"[{CAPITALS}]"


def without_accents(text: str) -> str:
    """Return the text in small letters and without accents, possibly longer than before."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
