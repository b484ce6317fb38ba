"""Multinomial logistic regression over vectors and bags of n-grams, with torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding_bag

from index.query.intent.kinds import KINDS


@dataclass(frozen=True)
class Bags:
    """Rows: ``vectors`` (n, 384), and of each row the places of its n-grams, never none."""

    vectors: Any
    places: Sequence[Sequence[int]]

    def of(self, rows: np.ndarray[Any, Any]) -> Bags:
        """Return some of the rows."""
        return Bags(self.vectors[rows], [self.places[row] for row in rows])

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return vectors, n-grams, where each row's begin, and what each counts."""
        begins = np.cumsum([0, *map(len, self.places)])[:-1]
        counts = [2 / len(row) ** 0.5 for row in self.places for _ in row]
        flat = [place for row in self.places for place in row]
        return (
            torch.tensor(self.vectors),
            torch.tensor(flat),
            torch.tensor(begins),
            torch.tensor(counts, dtype=torch.float32),
        )


@dataclass(frozen=True)
class Fitted:
    """Weights as arrays: ``dense`` (384, kinds), ``sparse`` (n-grams, kinds), ``bias``."""

    dense: Any
    sparse: Any
    bias: Any


def fit_model(  # noqa: PLR0913
    bags: Bags, kinds: Any, weights: Any, features: int, *, penalty: float, steps: int
) -> Fitted:
    """Minimise the weighted cross-entropy with an L2 penalty by L-BFGS."""
    rows, truth, share = bags.tensors(), torch.tensor(kinds), torch.tensor(weights)
    sizes = ((bags.vectors.shape[1], len(KINDS)), (features, len(KINDS)), (len(KINDS),))
    dense, sparse, bias = (torch.zeros(size, requires_grad=True) for size in sizes)
    optimiser = torch.optim.LBFGS(
        [dense, sparse, bias], max_iter=steps, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        losses = cross_entropy(_logits(rows, dense, sparse, bias), truth, reduction="none")
        loss = (losses * share).sum() / share.sum()
        loss = loss + penalty * ((dense**2).sum() + (sparse**2).sum())
        loss.backward()
        return loss

    optimiser.step(closure)
    return Fitted(*(each.detach().numpy() for each in (dense, sparse, bias)))


def probabilities(model: Fitted, bags: Bags) -> Any:
    """Return the probability of each kind for each row."""
    tensors = (torch.tensor(each) for each in (model.dense, model.sparse, model.bias))
    return torch.softmax(_logits(bags.tensors(), *tensors), dim=1).numpy()


def _logits(
    rows: tuple[torch.Tensor, ...], dense: torch.Tensor, sparse: torch.Tensor, bias: torch.Tensor
) -> torch.Tensor:
    vectors, flat, begins, counts = rows
    bag = embedding_bag(flat, sparse, begins, mode="sum", per_sample_weights=counts)
    return vectors @ dense + bag + bias
