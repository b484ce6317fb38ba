"""Sentences as vectors of weighted terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.timeline.candidates import DatedSentence, Terms

Matrix = npt.NDArray[np.float32]
_NOTHING: Terms = np.zeros(0, dtype=np.uint32)


class TermWeighting:
    """Weights of terms, and the theme of a coverage.

    A term weighs log(1 + N / its number of dated candidates) to the power of ``damping``, N
    being the number of dated candidates; one that none has weighs like one that a single one
    has. The theme is the direction of the sum of the vectors of ``leads``, each of length 1.
    """

    def __init__(
        self, dated: Sequence[DatedSentence], leads: Sequence[Terms], damping: float
    ) -> None:
        everything = np.concatenate([_NOTHING, *(told.terms for told in dated)])
        self._known, counts = np.unique(everything, return_counts=True)
        self._rarest = float(np.log1p(max(1, len(dated))) ** damping)
        self._weights = (np.log1p(len(dated) / counts) ** damping).astype(np.float32)
        self._theme_terms, theme = self._sum(leads)
        self._theme = theme / np.float32(max(1e-9, float(np.linalg.norm(theme))))

    def _sum(self, leads: Sequence[Terms]) -> tuple[Terms, Matrix]:
        terms = np.concatenate([_NOTHING, *leads])
        weights, lengths = self._normed(terms, leads)
        vocabulary, places = np.unique(terms, return_inverse=True)
        total = np.bincount(places, weights / np.repeat(lengths, [len(t) for t in leads]))
        return vocabulary, total.astype(np.float32)

    def _normed(self, terms: Terms, parts: Sequence[Terms]) -> tuple[Matrix, Matrix]:
        """The weights of terms, and the length of the vector of each part of them."""
        weights = self.weights(terms)
        owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        squares = np.bincount(owners, weights**2, minlength=len(parts))
        return weights, np.maximum(np.sqrt(squares), 1e-9).astype(np.float32)

    def relevance(self, told: Sequence[DatedSentence]) -> Matrix:
        """The cosine of each sentence with the theme."""
        parts = [one.terms for one in told]
        terms = np.concatenate([_NOTHING, *parts])
        weights, lengths = self._normed(terms, parts)
        owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        dots = np.bincount(owners, weights * self.theme(terms), minlength=len(parts))
        return (dots / lengths).astype(np.float32)

    def weights(self, terms: Terms) -> Matrix:
        """The weight of each term."""
        return _looked_up(terms, self._known, self._weights, self._rarest)

    def theme(self, terms: Terms) -> Matrix:
        """The theme's direction, over these terms only."""
        return _looked_up(terms, self._theme_terms, self._theme, 0.0)


def _looked_up(terms: Terms, known: Terms, values: Matrix, otherwise: float) -> Matrix:
    if not len(known):
        return np.full(len(terms), otherwise, dtype=np.float32)
    places = np.minimum(np.searchsorted(known, terms), len(known) - 1)
    return np.where(known[places] == terms, values[places], otherwise).astype(np.float32)


def matrix(pool: Sequence[DatedSentence], weighing: TermWeighting) -> tuple[Matrix, Terms]:
    """A row of length 1 for each of a non-empty pool, and the terms that its columns stand for."""
    vocabulary, columns = np.unique(
        np.concatenate([told.terms for told in pool]), return_inverse=True
    )
    rows = np.repeat(np.arange(len(pool)), [len(told.terms) for told in pool])
    values = np.zeros((len(pool), len(vocabulary)), dtype=np.float32)
    values[rows, columns] = weighing.weights(vocabulary)[columns]
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    return values, vocabulary


def cosines(rows: Matrix) -> Matrix:
    """The cosines of rows of length 1 with each other.

    Most terms stand in a single sentence, where they only count for its length.
    """
    shared = rows[:, np.count_nonzero(rows, axis=0) > 1]
    found: Matrix = shared @ shared.T
    np.fill_diagonal(found, 1.0)
    return found
