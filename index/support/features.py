"""What the score is made of: how well the evidence bears out the words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding import Vector
from index.language.rarity import Rarity
from index.language.synonyms import forms
from index.language.words import Token
from index.support.path import read_off
from index.support.prepared import Pool, Seen
from index.support.reading import Reading

Floats = npt.NDArray[np.float64]
LEAST = 3
"""Words of the sentence that are met worst and count by themselves."""


@dataclass(frozen=True, slots=True)
class Features:
    """All but ``missing`` are between -1 and 1.

    path      what the cheapest way to read the sentence off the evidence earns (path.py)
    met       mean over word pieces of the best cosine anywhere in the evidence
    cosine    of the sentence with the nearest sentence of the evidence
    two       words met by the best two sentences of the evidence together, weighted by rarity
    weakest   mean cosine of the words met worst
    strange   lowest cosine among the words that the evidence does not have; 1 where it has all
    missing   weighted number of words that are not met: the sum of 1 - cosine
    runs      share of the sentence's runs of three words that the evidence has
    long_runs the same of four words
    """

    path: float
    met: float
    cosine: float
    two: float
    weakest: float
    strange: float
    missing: float
    runs: float
    long_runs: float


def features(claim: Reading, own: Seen, pool: Pool, rarity: Rarity) -> Features:
    """Compare a sentence with all its evidence."""
    seen = pool.seen
    cosines = own.vectors @ seen.vectors.T
    words = [t for t in claim.tokens if t.content] or list(claim.tokens)
    pieces = [_pieces(own, word) for word in words]
    kept = [(word, piece) for word, piece in zip(words, pieces, strict=True) if piece]
    weights = np.array([rarity.weight(word.folded) for word, _ in kept])
    best = cosines.max(axis=1)
    met = np.array([best[piece].mean() for _, piece in kept])
    novel = [not (word.stem in pool.stems or forms(word.stem) & pool.stems) for word, _ in kept]
    return Features(
        path=read_off(cosines, seen.sentences),
        met=float(best.mean()),
        cosine=_nearest(own, seen),
        two=_best_two(cosines, seen, [piece for _, piece in kept], weights),
        weakest=float(np.sort(met)[:LEAST].mean()),
        strange=float(met[novel].min()) if any(novel) else 1.0,
        missing=float((weights * (1 - met)).sum()),
        runs=_shared_runs(claim, pool, 3),
        long_runs=_shared_runs(claim, pool, 4),
    )


def _pieces(seen: Seen, word: Token) -> list[int]:
    return [i for i, (s, e) in enumerate(seen.offsets) if s >= word.start and e <= word.end]


def _nearest(own: Seen, seen: Seen) -> float:
    """By the mean of the word pieces of each, in context ("late pooling")."""
    firsts = _firsts(seen)
    pooled = _unit(np.add.reduceat(seen.vectors, firsts, axis=0))
    return float((pooled @ _unit(own.vectors.sum(axis=0, keepdims=True))[0]).max())


def _best_two(
    cosines: Vector, seen: Seen, pieces: Sequence[Sequence[int]], weights: Floats
) -> float:
    """The best sentence by words met, and the one that adds most to it."""
    by_sentence = np.maximum.reduceat(cosines, _firsts(seen), axis=1)
    words = np.stack([by_sentence[list(piece)].mean(axis=0) for piece in pieces])
    first = words[:, int((weights @ words).argmax())]
    together = np.maximum(words, first[:, None])
    return float((weights @ together).max() / weights.sum())


def _firsts(seen: Seen) -> npt.NDArray[np.int64]:
    """The first word piece of each sentence."""
    changes = np.r_[True, seen.sentences[1:] != seen.sentences[:-1]]
    return np.flatnonzero(changes)


def _unit(rows: Vector) -> Vector:
    return np.asarray(
        rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32
    )


def _shared_runs(claim: Reading, pool: Pool, length: int) -> float:
    """Share of the runs of so many stems that stand in the evidence."""
    runs = _runs(claim, length)
    known = frozenset[tuple[str, ...]]().union(*(_runs(r, length) for r in pool.readings))
    return sum(run in known for run in runs) / len(runs) if runs else 1.0


def _runs(reading: Reading, length: int) -> list[tuple[str, ...]]:
    stems = [token.stem for token in reading.tokens]
    return [tuple(stems[i : i + length]) for i in range(len(stems) - length + 1)]
