"""Words in quotation marks as the file has them, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.support import Evidence

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{3,}?)[\"”“»]")
_ALIKE = {
    "'": "['’‘ʼ]",
    "’": "['’‘ʼ]",
    "‘": "['’‘ʼ]",
    "-": "[-‐‑–—]",
    "–": "[-‐‑–—]",
    "—": "[-‐‑–—]",
    "…": r"(?:…|\.\.\.)",
}


def exact(sentence: str, evidence: Sequence[Evidence]) -> str:
    """``sentence`` with the file's own typography in its quotations.

    A model writes straight apostrophes where the file has curly ones. A quotation that differs in
    more than that stays, for the check to find.
    """
    texts = [each.text for each in evidence]

    def as_written(match: re.Match[str]) -> str:
        inner = match[1]
        stop = inner[-1:] if inner[-1:] in ".,!?" else ""
        for wanted, end in ((inner, ""), (inner[: len(inner) - len(stop)], stop)):
            pattern = _loose(wanted)
            for text in texts:
                found = pattern.search(text)
                if found:
                    return match[0].replace(inner, found[0] + end)
        return match[0]

    return _QUOTED.sub(as_written, sentence)


def _loose(text: str) -> re.Pattern[str]:
    pieces = []
    for character in text.strip():
        if character.isspace():
            pieces.append(r"\s+")
        else:
            pieces.append(_ALIKE.get(character) or re.escape(character))
    return re.compile("".join(pieces))
