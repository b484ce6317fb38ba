"""The sentences around a quote in its article, without boilerplate."""

from __future__ import annotations

from index.models import Citation
from index.storage.ledger.ledger import Ledger


def context_of(ledger: Ledger, citation: Citation) -> tuple[str, str] | None:
    """Return the sentences before and after a quote; see ``Coverage.context``. Blocks."""
    try:
        raw = ledger.raw(citation.file)
    except KeyError:
        return None
    start, end = citation.start, citation.end
    if raw[start:end] != citation.quote:  # the article was changed since
        start = raw.find(citation.quote)
        end = start + len(citation.quote)
    if start < 0:
        return None
    sentences = ledger.article_sentences(citation.file)
    before = [sentence.text for sentence in sentences if sentence.end <= start]
    after = [sentence.text for sentence in sentences if sentence.start >= end]
    return before[-1] if before else "", after[0] if after else ""
