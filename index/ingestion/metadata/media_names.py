"""Tells the name of a medium from other short lines: people, places, sections of a site.

A logistic model of the words of a line and their pieces of three to five letters, hashed into
``BUCKETS`` (the hashing trick, Weinberger et al. 2009). ``train.media`` makes the weights; the
model card there says of what, and how well they do.
"""

from __future__ import annotations

import functools
import io
import math
import re
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from index.embedding.loading import read_weights

WEIGHTS_SHA256 = "90e365c929002a08a333c925573a83b1b0cbb27a1da20b4135852ec4ecfc6be8"
"""SHA-256 of ``media_names.npz``."""
BUCKETS = 1 << 15
LONGEST = 6
"""Words that the name of a medium may have."""
_WORD = re.compile(r"\w+")
_PIECES = (3, 4, 5)
_LEARNED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff]")
"""Latin, Greek and Cyrillic letters."""


def medium_probability(line: str) -> float:
    """Return how likely a line is the name of a medium; case does not matter.

    That is as learned from as many names of media as other lines: how often a line is one where it
    stands is for the caller to know. 0 for a line without letters of an alphabet that names were
    learned in, or with more words than ``LONGEST``.
    """
    if len(line.split()) > LONGEST or not _LEARNED.search(line):
        return 0.0
    found = list(buckets(line))
    weights, bias = _model()
    score = float(weights[found].sum()) + bias
    return 1 / (1 + math.exp(-score))


def buckets(line: str) -> set[int]:
    """Return the features of a line, each as a number below ``BUCKETS``; none without words."""
    return {zlib.crc32(feature.encode()) % BUCKETS for feature in _features(line)}


def _features(line: str) -> Iterator[str]:
    """Yield the words, which of them are first and last, their pieces, the whole, and its length.

    A piece at an end of a word says so, by "^" and "$".
    """
    words = _WORD.findall(line.casefold())
    if not words:
        return
    for word in words:
        yield f"word {word}"
        marked = f"^{word}$"
        for length in _PIECES:
            for at in range(len(marked) - length + 1):
                yield marked[at : at + length]
    yield f"first {words[0]}"
    yield f"last {words[-1]}"
    yield f"last …{words[-1][-3:]}"
    yield f"line {' '.join(words)}"
    yield f"words {min(len(words), LONGEST)}"


@functools.cache
def _model() -> tuple[npt.NDArray[np.float32], float]:
    """Return weights (BUCKETS,) and bias. Raises EmbedderFailed if the file is damaged."""
    what = "the model that recognises names of media"
    data = read_weights("index.ingestion.metadata", "media_names.npz", WEIGHTS_SHA256, what)
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return stored["weights"].astype(np.float32), float(stored["bias"])
