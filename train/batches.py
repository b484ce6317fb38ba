"""Rows as tensors: tokens, the places of passage and sentences in them, and targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from train.coder import (
    CLASSES,
    ENTAILMENT_TOKEN,
    READER_TOKEN,
    Coder,
    Encoded,
    pad,
    tokens_of,
)
from train.rows import EntailmentRow, ReaderRow, Row

NOT_SUPPORTED = len(CLASSES)
"""Target of rows that may be either of the last two classes."""


@dataclass(frozen=True)
class Batch:
    """Tensors of one step.

    Of the rows, those whose `reads` is true train the reader: `start` and `end` are token
    positions (0: no answer; -1: it is answered, nobody marked where), `allowed` the tokens that an
    answer may start or end at, `sentence` the mean-pooling weights (rows, sentences, tokens) and
    `marks` 1, 0 or -1 (not known, or no such sentence); rows with the same number in `asked` are
    passages of one question. `label` is the class of the other rows.
    """

    ids: Tensor
    mask: Tensor
    segments: Tensor
    reads: Tensor
    start: Tensor
    end: Tensor
    allowed: Tensor
    sentence: Tensor
    marks: Tensor
    asked: Tensor
    label: Tensor


def encode_row(row: Row, coder: Coder) -> Encoded:
    """The tokens of a training row."""
    if isinstance(row, ReaderRow):
        return coder.encode(READER_TOKEN, row.question, row.passage)
    return coder.encode(ENTAILMENT_TOKEN, row.claim, row.evidence)


def collate(rows: Sequence[Row], encoded: Sequence[Encoded]) -> Batch:
    """The tensors of some rows."""
    ids, mask, segments = pad(encoded)
    count, length = ids.shape
    most = max([len(row.sentences) for row in rows if isinstance(row, ReaderRow)], default=0) or 1
    start, end, label = (np.zeros(count, dtype=np.int64) for _ in range(3))
    asked = np.arange(count)
    firsts: dict[str, int] = {}
    reads = np.zeros(count, dtype=bool)
    allowed = np.zeros((count, length), dtype=bool)
    sentence = np.zeros((count, most, length), dtype=np.float32)
    marks = np.full((count, most), -1, dtype=np.int64)
    for number, (row, code) in enumerate(zip(rows, encoded, strict=True)):
        if isinstance(row, EntailmentRow):
            known = row.label in CLASSES
            label[number] = CLASSES.index(row.label) if known else NOT_SUPPORTED
            continue
        reads[number] = True
        if row.asked:
            asked[number] = firsts.setdefault(row.asked, number)
        allowed[number, 0] = True
        allowed[number, code.passage : len(code.ids) - 1] = True
        if row.answered:
            inside = tokens_of(code, *row.answer) if row.answer else []
            start[number] = inside[0] if inside else -1
            end[number] = inside[-1] if inside else -1
        for which, (left, right, hit) in enumerate(row.sentences):
            if places := tokens_of(code, left, right):
                sentence[number, which, places] = 1 / len(places)
                marks[number, which] = hit
    arrays = (ids, mask, segments, reads, start, end, allowed, sentence, marks, asked, label)
    return Batch(*(torch.from_numpy(array) for array in arrays))
