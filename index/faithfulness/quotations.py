"""Checks that quotations are exact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.faithfulness.models import Evidence, Problem

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_DOUBLE = re.compile(r'"([^"]*)"')
_SINGLE = re.compile(r"(?<![\w'])'(?!\d\ds\b)(?=\S)((?:[^'\"]|'(?=\w))*?\S)'(?!\w)")
_FEET = re.compile(r"\b\d{1,4}['’]\s?\d{1,2}\"")
"""Feet and inches, which enclose nothing: 5'10"."""
_TURNED = re.compile(r"([.,])([\"”])")


def plain(text: str) -> str:
    """Normalize quotation marks and white space."""
    return re.sub(r"\s+", " ", text.translate(_MARKS))


def quoted(sentence: str) -> list[str]:
    """Return the texts in quotation marks; an unclosed one runs to the end."""
    text = _FEET.sub(" ", plain(sentence))
    found = _DOUBLE.findall(text)
    rest = _DOUBLE.sub(" ", text)
    if '"' in rest:
        found.append(rest.partition('"')[2])
        rest = rest.partition('"')[0]
    found += _SINGLE.findall(rest)
    return [stretch for stretch in found if stretch.strip()]


def check_quotations(sentence: str, evidence: Sequence[Evidence]) -> list[Problem]:
    """Return a problem for each quotation that no single piece of evidence contains."""
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
    """Move a full stop or comma outside the closing mark if only then the quotation is exact.

    Many models put it inside, in American style, even where the article's sentence continues.
    """
    sources = [source for each in evidence for source in _sources(each)]
    mended = sentence
    for match in reversed(list(_TURNED.finditer(sentence))):
        turned = mended[: match.start()] + match.group(2) + match.group(1) + mended[match.end() :]
        before = [each for each in quoted(mended) if not _stands(each, sources)]
        after = [each for each in quoted(turned) if not _stands(each, sources)]
        mended = turned if len(after) < len(before) else mended
    return mended
