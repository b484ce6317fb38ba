"""Sentences as vectors of weighted terms (tf-idf)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.timeline.candidates import DatedSentence, Terms

DAMPING = 0.5  # exponent of the inverse document frequency

Matrix = npt.NDArray[np.float32]
_NOTHING: Terms = np.zeros(0, dtype=np.uint32)


class TermWeighting:
    """Weights of terms, and the theme of a coverage.

    The weight of a term is log(1 + N / n) to the power of ``DAMPING``, with N dated candidates of
    which n have the term; a term that none has is weighted as if one had it. The theme is the
    direction of the sum of the vectors of ``leads``, each of length 1.
    """

    def __init__(self, dated: Sequence[DatedSentence], leads: Sequence[Terms]) -> None:
        everything = np.concatenate([_NOTHING, *(candidate.terms for candidate in dated)])
        self._known, counts = np.unique(everything, return_counts=True)
        self._rarest = float(np.log1p(max(1, len(dated))) ** DAMPING)
        self._weights = (np.log1p(len(dated) / counts) ** DAMPING).astype(np.float32)
        self._theme_terms, theme = self._sum(leads)
        self._theme = theme / np.float32(max(1e-9, float(np.linalg.norm(theme))))

    def _sum(self, leads: Sequence[Terms]) -> tuple[Terms, Matrix]:
        terms = np.concatenate([_NOTHING, *leads])
        weights, lengths = self._weights_and_lengths(terms, leads)
        vocabulary, places = np.unique(terms, return_inverse=True)
        owners = np.repeat(np.arange(len(leads)), [len(part) for part in leads])
        total = np.bincount(places, weights / lengths[owners])
        return vocabulary, total.astype(np.float32)

    def _weights_and_lengths(self, terms: Terms, parts: Sequence[Terms]) -> tuple[Matrix, Matrix]:
        """Return the weights of terms, and the length of the vector of each of ``parts``."""
        weights = self.weights(terms)
        owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        squares = np.bincount(owners, weights**2, minlength=len(parts))
        return weights, np.maximum(np.sqrt(squares), 1e-9).astype(np.float32)

    def relevance(self, candidates: Sequence[DatedSentence]) -> Matrix:
        """Return the cosine of each sentence with the theme."""
        parts = [candidate.terms for candidate in candidates]
        terms = np.concatenate([_NOTHING, *parts])
        weights, lengths = self._weights_and_lengths(terms, parts)
        owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        dots = np.bincount(owners, weights * self.theme(terms), minlength=len(parts))
        return (dots / lengths).astype(np.float32)

    def weights(self, terms: Terms) -> Matrix:
        """Return the weight of each term."""
        return _look_up(terms, self._known, self._weights, self._rarest)

    def theme(self, terms: Terms) -> Matrix:
        """Return the theme's direction, for these terms only."""
        return _look_up(terms, self._theme_terms, self._theme, 0.0)


def _look_up(terms: Terms, known: Terms, values: Matrix, otherwise: float) -> Matrix:
    if not len(known):
        return np.full(len(terms), otherwise, dtype=np.float32)
    places = np.minimum(np.searchsorted(known, terms), len(known) - 1)
    return np.where(known[places] == terms, values[places], otherwise).astype(np.float32)


def matrix(pool: Sequence[DatedSentence], weighting: TermWeighting) -> tuple[Matrix, Terms]:
    """Return one row of length 1 per candidate (at least one), and the terms of the columns."""
    vocabulary, columns = np.unique(
        np.concatenate([candidate.terms for candidate in pool]), return_inverse=True
    )
    rows = np.repeat(np.arange(len(pool)), [len(candidate.terms) for candidate in pool])
    values = np.zeros((len(pool), len(vocabulary)), dtype=np.float32)
    values[rows, columns] = weighting.weights(vocabulary)[columns]
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    return values, vocabulary


def cosines(rows: Matrix) -> Matrix:
    """Return the cosines between all rows, which have length 1.

    Terms of a single sentence only affect its length, so their columns are skipped.
    """
    shared = rows[:, np.count_nonzero(rows, axis=0) > 1]
    found: Matrix = shared @ shared.T
    np.fill_diagonal(found, 1.0)
    return found
