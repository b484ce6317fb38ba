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
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd"
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3"
    "\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
"""Letters of scripts without spaces between words, for a character class: Thai, Lao, Burmese,
Khmer, Chinese, Japanese, and Korean, whose endings are written without a space.
"""


def without_accents(text: str) -> str:
    """Return the text in small letters and without accents, possibly longer than before."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
