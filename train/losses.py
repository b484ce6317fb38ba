"""What is minimised: span, sentence and entailment losses, each the mean over its own rows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from train.batches import NOT_SUPPORTED, Batch

_NEVER = -1e4
"""A logit that stands for "not allowed"."""


@dataclass(frozen=True)
class Losses:
    """The parts, each summed over its rows, and how many rows there are of each kind."""

    span: Tensor
    sentence: Tensor
    entailment: Tensor
    read: int
    judged: int

    @property
    def total(self) -> Tensor:
        """The loss of the step: the mean over all its rows."""
        return (self.span + self.sentence + self.entailment) / (self.read + self.judged)


def boundary(logits: Tensor, target: Tensor, allowed: Tensor) -> Tensor:
    """Cross-entropy of one end of the span, summed over rows.

    Where the target is -1 all that is known is that there is an answer: the loss is then minus the
    log of what is not given to "no answer".
    """
    scores = torch.log_softmax(logits.masked_fill(~allowed, _NEVER), dim=1)
    marked = target >= 0
    exact = -scores.gather(1, target.clamp(min=0)[:, None])[:, 0]
    somewhere = -torch.logsumexp(scores[:, 1:], dim=1)
    return torch.where(marked, exact, somewhere).sum()


def sentences(logits: Tensor, batch_marks: Tensor) -> Tensor:
    """Loss of the sentence scores, summed over rows.

    Half of it asks of each sentence alone whether it answers, so that scores compare across
    passages; half which of a passage's sentences does, so that the order within one is learned.
    """
    known = batch_marks >= 0
    hit = batch_marks == 1
    alone = functional.binary_cross_entropy_with_logits(logits, hit.float(), reduction="none")
    alone = (alone * known).sum(1) / known.sum(1).clamp(min=1)
    shares = torch.log_softmax(logits.masked_fill(~known, _NEVER), dim=1)
    best = torch.logsumexp(shares.masked_fill(~hit, _NEVER), dim=1)
    among = torch.where(hit.any(1), -best, torch.zeros_like(best))
    return (2 * alone + 0.5 * among).sum()


def entailment(logits: Tensor, label: Tensor) -> Tensor:
    """Cross-entropy over the classes, summed; rows that are merely not supported count the two
    other classes together."""
    scores = torch.log_softmax(logits, dim=1)
    exact = -scores.gather(1, label.clamp(max=NOT_SUPPORTED - 1)[:, None])[:, 0]
    rest = -torch.logsumexp(scores[:, 1:], dim=1)
    return torch.where(label < NOT_SUPPORTED, exact, rest).sum()


def losses(reader: Tensor, verdict: Tensor, batch: Batch) -> Losses:
    """All parts for the outputs of the network on `batch`."""
    reads = batch.reads
    rows = reader[reads]
    allowed = batch.allowed[reads]
    span = (
        boundary(rows[..., 0], batch.start[reads], allowed)
        + boundary(rows[..., 1], batch.end[reads], allowed)
    ) / 2
    pooled = torch.matmul(batch.sentence[reads], rows[..., 2:])[..., 0]
    return Losses(
        span,
        sentences(pooled, batch.marks[reads]),
        entailment(verdict[~reads], batch.label[~reads]),
        int(reads.sum()),
        int((~reads).sum()),
    )
