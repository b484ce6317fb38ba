"""How much of a sentence the evidence bears out."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding import LocalEmbedding
from index.language.rarity import Rarity
from index.support.models import Problem
from index.support.prepared import Pool
from index.support.reading import Reading

ENOUGH = 0.3


def score(
    embedder: LocalEmbedding,
    rarity: Rarity,
    claim: Reading,
    pool: Pool,
    problems: Sequence[Problem],
) -> float:
    words = [token for token in claim.tokens if token.content]
    met = sum(word.stem in pool.stems for word in words)
    return met / len(words) if words else 0.0


def weakest(claim: Reading, pool: Pool) -> str:
    return " ".join(t.text for t in claim.tokens if t.content and t.stem not in pool.stems)
