"""The model at work: rows in, scores out, as the product calls it.

Nothing here is fitted. Only numpy, tokenizers and onnxruntime are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from train.coder import ENTAILMENT_TOKEN, LONGEST, READER_TOKEN, Coder, Encoded, pad, tokens_of
from train.text import sentences

_LONGEST_ANSWER = 40
"""Tokens of an answer at most."""
_BATCH = 16


@dataclass(frozen=True)
class ReaderOutput:
    """What the reader says of one passage.

    `answerable` is the logit of the best span less that of no answer (each the sum of its start
    and end logits); `span` its characters in the passage; `sentences` one logit for each sentence
    that was asked for (minus infinity for those beyond the model's length).
    """

    answerable: float
    span: tuple[int, int]
    sentences: list[float]


class Model:
    """An exported model and its tokenizer."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options)
        self.coder = Coder(tokenizer)

    def run(self, rows: Sequence[Encoded]) -> tuple[list[np.ndarray], np.ndarray]:
        """Reader logits (tokens, 3) of each row, and entailment logits (rows, 3)."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        reader: list[np.ndarray] = [np.empty(0)] * len(rows)
        verdict = np.empty((len(rows), 3), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            arrays = pad([rows[i] for i in part])
            feed = dict(zip(("ids", "mask", "segments"), arrays, strict=True))
            tokens, judged = self._session.run(None, feed)
            for place, number in enumerate(part):
                reader[number] = tokens[place, : len(rows[number].ids)]
                verdict[number] = judged[place]
        return reader, verdict

    def read(
        self,
        questions: Sequence[str],
        passages: Sequence[str],
        spans: Sequence[Sequence[tuple[int, int]]],
    ) -> list[ReaderOutput]:
        """Read each passage for its question; `spans` are the sentences to be scored."""
        rows = [
            self.coder.encode(READER_TOKEN, question, passage)
            for question, passage in zip(questions, passages, strict=True)
        ]
        logits, _ = self.run(rows)
        return [
            reading(row, tokens, wanted)
            for row, tokens, wanted in zip(rows, logits, spans, strict=True)
        ]

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> np.ndarray:
        """Logits of supported, contradicted and not stated for each pair."""
        rows = [
            self.coder.encode(ENTAILMENT_TOKEN, claim, text)
            for claim, text in zip(claims, evidence, strict=True)
        ]
        return self.run(rows)[1]


def reading(row: Encoded, logits: np.ndarray, wanted: Sequence[tuple[int, int]]) -> ReaderOutput:
    """What the logits of one row say."""
    first, last = row.passage, len(row.ids) - 1
    start, end = logits[first:last, 0], logits[first:last, 1]
    pairs = start[:, None] + end[None]
    size = np.arange(len(start))
    gap = size[None] - size[:, None]
    pairs = np.where((gap >= 0) & (gap < _LONGEST_ANSWER), pairs, -np.inf)
    best = int(pairs.argmax())
    left, right = divmod(best, len(start))
    marks = []
    for begin, finish in wanted:
        places = tokens_of(row, begin, finish)
        marks.append(float(logits[places, 2].mean()) if places else -np.inf)
    return ReaderOutput(
        float(pairs.ravel()[best] - logits[0, 0] - logits[0, 1]),
        (row.spans[left][0], row.spans[right][1]),
        marks,
    )


def support(verdict: np.ndarray) -> np.ndarray:
    """Log odds of "supported" against the two other classes, for rows of entailment logits."""
    odds: np.ndarray = verdict[:, 0] - np.logaddexp(verdict[:, 1], verdict[:, 2])
    return odds


def windows(text: str, limit: int) -> list[str]:
    """Runs of whole sentences of about `limit` words, each beginning half-way into the one
    before; `text` itself if it is no longer."""
    if len(text.split()) <= limit:
        return [text]
    spans = sentences(text)
    sizes = [len(text[a:b].split()) for a, b in spans]
    found, first = [], 0
    while True:
        last, room = first, limit - sizes[first]
        while last + 1 < len(spans) and sizes[last + 1] <= room:
            last += 1
            room -= sizes[last]
        found.append(text[spans[first][0] : spans[last][1]])
        if last + 1 == len(spans):
            return found
        first = max(first + 1, (first + last + 1) // 2)


__all__ = ["LONGEST", "Model", "ReaderOutput", "support", "windows"]
