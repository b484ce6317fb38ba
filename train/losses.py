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


def sentences(logits: Tensor, batch_marks: Tensor, asked: Tensor) -> Tensor:
    """Loss of the sentence scores, summed over rows.

    A part of it asks of each sentence alone whether it answers, and a part which of all sentences
    does that were read for the question (normalised over its passages, as in Clark and Gardner
    2018), so that their order is learned. `asked` has the same number for rows of one question.
    """
    known = batch_marks >= 0
    hit = batch_marks == 1
    alone = functional.binary_cross_entropy_with_logits(logits, hit.float(), reduction="none")
    alone = (alone * known).sum(1) / known.sum(1).clamp(min=1)
    same = asked[:, None] == asked[None]

    def over_question(chosen: Tensor) -> Tensor:
        rows = torch.logsumexp(logits.masked_fill(~chosen, _NEVER), dim=1)
        return torch.logsumexp(rows[None].masked_fill(~same, _NEVER), dim=1)

    answered = (same & hit.any(1)[None]).any(1)
    among = over_question(known) - over_question(hit)
    among = torch.where(answered, among, torch.zeros_like(among))
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
        sentences(pooled, batch.marks[reads], batch.asked[reads]),
        entailment(verdict[~reads], batch.label[~reads]),
        int(reads.sum()),
        int((~reads).sum()),
    )
