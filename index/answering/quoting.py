"""From a chosen sentence to a quote that stands alone, byte exact in its file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.answering.evidence import Evidence
from index.ledger import StoredSentence

LONGEST = 420


@dataclass(frozen=True, slots=True)
class Quote:
    """``raw[start:end]`` of the file; ``text`` is the same as it is read."""

    sentence: StoredSentence
    start: int
    end: int
    quote: str
    text: str
    ordinals: range


def quote(evidence: Evidence, raw: str) -> Quote:
    """The sentence, with its neighbours where it cannot be understood without them.

    "He added ..." reaches back to who he is; a quotation that ends two sentences later, with who
    said it, reaches on to there. It reaches over white space only, never over page furniture.
    """
    view, ordinal = evidence.view, evidence.ordinal
    back = view.statements[ordinal].back
    first, last = ordinal, ordinal
    if back > 0 or view.leans(ordinal):
        first = ordinal - min(max(back, 1), 3)
    if back < 0:
        last = ordinal - back
    while first < ordinal and not _joined(evidence, raw, first, last):
        first += 1
    while last > ordinal and not _joined(evidence, raw, first, last):
        last -= 1
    return _cut(evidence, raw, max(first, 0), last)


def _joined(evidence: Evidence, raw: str, first: int, last: int) -> bool:
    sentences = evidence.view.sentences
    if (
        first < 0
        or last >= len(sentences)
        or sentences[last].end - sentences[first].start > LONGEST
    ):
        return False
    return all(
        not raw[sentences[i].end : sentences[i + 1].start].strip() for i in range(first, last)
    )


def _cut(evidence: Evidence, raw: str, first: int, last: int) -> Quote:
    chosen = evidence.view.sentences[first : last + 1]
    start, end = chosen[0].start, chosen[-1].end
    text = re.sub(r"\s+", " ", " ".join(sentence.text for sentence in chosen))
    return Quote(evidence.sentence, start, end, raw[start:end], text, range(first, last + 1))
