"""A logistic model fitted by Newton's method, and its figures on rows that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.abstention import auroc

Floats = npt.NDArray[np.float64]
RIDGE = 1.0
"""Penalty on the squared weights of standardised features."""

STEPS = 30
CONVERGED = 1e-6
"""The largest step with which the fit ends."""


@dataclass(frozen=True)
class Rows:
    """One measuring set: ``x`` has shape (n, features); rows of one ``group`` stay together."""

    name: str
    x: Floats
    truth: npt.NDArray[np.bool_]
    group: npt.NDArray[np.int64]


def fit(sets: Sequence[Rows], chosen: Sequence[npt.NDArray[np.bool_]]) -> tuple[Floats, Floats]:
    """The weights of the features, and an intercept for each set, from the chosen rows.

    Each set counts the same, and in it the true ones as much as the false ones.
    """
    x = np.concatenate([rows.x[use] for rows, use in zip(sets, chosen, strict=True)])
    truth = np.concatenate([rows.truth[use] for rows, use in zip(sets, chosen, strict=True)])
    which = np.concatenate([np.full(use.sum(), i) for i, use in enumerate(chosen)])
    shares = np.array(
        [np.sum((which == w) & (truth == t)) for w, t in zip(which, truth, strict=True)]
    )
    weight = len(x) / (2 * len(sets) * shares)
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.c_[(x - middle) / spread, which[:, None] == np.arange(len(sets))]
    penalty = np.r_[np.full(x.shape[1], RIDGE), np.full(len(sets), 1e-6)]
    b = newton(z, truth, weight, penalty)
    weights = b[: x.shape[1]] / spread
    return weights, b[x.shape[1] :] - float(middle @ weights)


def newton(table: Floats, truth: npt.NDArray[np.bool_], shares: Floats, penalty: Floats) -> Floats:
    """Return the weights of the columns of ``table`` (n, d): shape (d,).

    Minimises the cross-entropy, in which row i counts ``shares[i]`` times, and half of ``penalty``
    (d,) times the squared weights, by Newton's method (Hastie et al., The Elements of Statistical
    Learning, section 4.4.1).
    """
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (shares * (chance - truth)) + penalty * weights
        curve = (table * (shares * chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < CONVERGED:
            break
    return weights


def cross_validated(sets: Sequence[Rows], parts: int = 10, times: int = 5) -> dict[str, float]:
    """The AUROC on each set of models that were fitted on the other parts of all sets."""
    found: dict[str, list[float]] = {rows.name: [] for rows in sets}
    for seed in range(times):
        dice = np.random.default_rng(seed)
        folds = [dice.integers(0, parts, rows.group.max() + 1)[rows.group] for rows in sets]
        scores = [np.zeros(len(rows.truth)) for rows in sets]
        for part in range(parts):
            weights, intercepts = fit(sets, [fold != part for fold in folds])
            for i, (rows, fold) in enumerate(zip(sets, folds, strict=True)):
                scores[i][fold == part] = rows.x[fold == part] @ weights + intercepts[i]
        for rows, score in zip(sets, scores, strict=True):
            found[rows.name].append(auroc(rows.truth.tolist(), score.tolist()))
    return {name: float(np.mean(values)) for name, values in found.items()}
