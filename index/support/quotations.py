"""Words in quotation marks, held to the byte.

What stands between quotation marks in a sentence must stand in the evidence exactly. Only the
marks themselves may be straight or curly, and a line break of a wrapped file may be a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.support.models import Evidence, Problem

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_DOUBLE = re.compile(r'"([^"]*)"')
_SINGLE = re.compile(r"(?<![\w'])'(?=\S)((?:[^'\"]|'(?=\w))*?\S)'(?!\w)")
_TURNED = re.compile(r"([.,])([\"”])")


def plain(text: str) -> str:
    """With straight marks and single blanks."""
    return re.sub(r"\s+", " ", text.translate(_MARKS))


def quoted(sentence: str) -> list[str]:
    """The stretches in quotation marks; one that is never closed goes on to the end."""
    text = plain(sentence)
    found = _DOUBLE.findall(text)
    rest = _DOUBLE.sub(" ", text)
    if '"' in rest:
        found.append(rest.partition('"')[2])
        rest = rest.partition('"')[0]
    found += _SINGLE.findall(rest)
    return [stretch for stretch in found if stretch.strip()]


def check(sentence: str, evidence: Sequence[Evidence]) -> list[Problem]:
    """A problem for each quoted stretch that no single piece of evidence has."""
    stretches = quoted(sentence)
    if not stretches:
        return []
    sources = [source for each in evidence for source in _sources(each)]
    return [Problem("quotation", each) for each in stretches if not _stands(each, sources)]


def _sources(evidence: Evidence) -> tuple[str, ...]:
    return plain(evidence.raw), plain(evidence.text), plain(evidence.title)


def _stands(stretch: str, sources: Iterable[str]) -> bool:
    """Whether it stands there from word boundary to word boundary."""
    pattern = re.compile(rf"(?<!\w){re.escape(stretch.strip())}(?!\w)")
    return any(pattern.search(source) for source in sources)


def mend_marks(sentence: str, evidence: Sequence[Evidence]) -> str:
    """Set a full stop or comma outside the closing mark where only so the quotation is exact.

    Many models set it inside as American printers do, where the article's words go on.
    """
    sources = [source for each in evidence for source in _sources(each)]
    mended = sentence
    for match in reversed(list(_TURNED.finditer(sentence))):
        turned = mended[: match.start()] + match.group(2) + match.group(1) + mended[match.end() :]
        before = [each for each in quoted(mended) if not _stands(each, sources)]
        after = [each for each in quoted(turned) if not _stands(each, sources)]
        mended = turned if len(after) < len(before) else mended
    return mended
