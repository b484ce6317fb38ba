"""The cheapest way to read a sentence off the evidence, word by word.

Each word piece of the sentence is read off a piece of the evidence: the cosine of their vectors
is what that earns. Going on to the next piece costs nothing, a gap within a sentence little,
going back more, and another sentence most. A sentence whose words are all in the evidence, but
picked from here and there, earns little. Found by dynamic programming (Viterbi).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.embedding import Vector

GAP, BACK, JUMP = 0.5, 0.6, 2.0
_FAR = 16.0
"""More than two values of one step can differ by, since the best one can be left for any."""

Ordinals = npt.NDArray[np.int64]


def read_off(cosines: Vector, sentences: Ordinals) -> float:
    """What the best way earns a word piece, at most 1.

    ``cosines`` has shape (pieces of the sentence, pieces of the evidence); ``sentences`` is the
    ordinal of the sentence of each piece of the evidence, in order.
    """
    begins = np.empty(len(sentences), dtype=bool)
    begins[0] = True
    np.not_equal(sentences[1:], sentences[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    segment = np.cumsum(begins) - 1
    lift = _FAR * segment
    value = cosines[0].astype(np.float64)
    on, ahead = np.empty_like(value), np.empty_like(value)
    for row in cosines[1:]:
        highest = np.maximum.reduceat(value, starts)
        on[1:] = value[:-1]
        # the best so far in the same sentence: each sentence is lifted above all before it
        ahead[1:] = (np.maximum.accumulate(value + lift) - lift)[:-1] - GAP
        on[begins] = ahead[begins] = -np.inf
        best = np.maximum(np.maximum(on, ahead), (highest - BACK)[segment])
        value = np.maximum(best, highest.max() - JUMP) + row
    return float(value.max()) / len(cosines)
