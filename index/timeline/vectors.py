"""Sentences as vectors of weighted terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.timeline.records import Terms, Told

Matrix = npt.NDArray[np.float32]
_NOTHING: Terms = np.zeros(0, dtype=np.uint32)


class Weighing:
    """Weights of terms, learned from the dated candidates of a coverage.

    A term weighs log(1 + N / its number of candidates) to the power of ``damping``; one that no
    dated candidate has weighs like one that a single candidate has. ``theme`` is the sum of all
    candidates' vectors, each of length 1.
    """

    def __init__(self, dated: Sequence[Told], damping: float) -> None:
        everything = np.concatenate([_NOTHING, *(told.terms for told in dated)])
        self._known, counts = np.unique(everything, return_counts=True)
        self._rarest = float(np.log1p(max(1, len(dated))) ** damping)
        self._weights = (np.log1p(len(dated) / counts) ** damping).astype(np.float32)
        self._theme = np.zeros(len(self._known), dtype=np.float32)
        for told in dated:
            places = np.searchsorted(self._known, told.terms)
            weights = self._weights[places]
            self._theme[places] += weights / max(1e-9, float(np.linalg.norm(weights)))

    def weights(self, terms: Terms) -> Matrix:
        """The weight of each term."""
        return self._looked_up(terms, self._weights, self._rarest)

    def theme(self, terms: Terms) -> Matrix:
        """The theme's direction, over these terms only."""
        length = max(1e-9, float(np.linalg.norm(self._theme)))
        return self._looked_up(terms, self._theme, 0.0) / np.float32(length)

    def _looked_up(self, terms: Terms, values: Matrix, otherwise: float) -> Matrix:
        if not len(self._known):
            return np.full(len(terms), otherwise, dtype=np.float32)
        places = np.minimum(np.searchsorted(self._known, terms), len(self._known) - 1)
        return np.where(self._known[places] == terms, values[places], otherwise).astype(np.float32)


def matrix(pool: Sequence[Told], weighing: Weighing) -> tuple[Matrix, Terms]:
    """A row of length 1 for each of a non-empty pool, and the terms that its columns stand for."""
    vocabulary, columns = np.unique(
        np.concatenate([told.terms for told in pool]), return_inverse=True
    )
    rows = np.repeat(np.arange(len(pool)), [len(told.terms) for told in pool])
    values = np.zeros((len(pool), len(vocabulary)), dtype=np.float32)
    values[rows, columns] = weighing.weights(vocabulary)[columns]
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    return values, vocabulary
