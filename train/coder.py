"""Pairs of texts as token ids, for training and the figures.

The product encodes the same rows one by one (``index.cross_encoder.encoding``); a test compares
them. Needs numpy and tokenizers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.cross_encoder.encoding import JUDGE, MAX_LEFT, MAX_TOKENS, READ

READER_TOKEN, ENTAILMENT_TOKEN, LONGEST = READ, JUDGE, MAX_TOKENS
"""The product's: a row has to be the same in training as at work."""
CLASSES = ("supported", "contradicted", "not_stated")
"""Order of the entailment logits."""


@dataclass(frozen=True)
class Encoded:
    """One row as token ids.

    `passage` is where the passage's tokens begin; `spans` gives, for each token from there, its
    characters in the passage.
    """

    ids: list[int]
    passage: int
    spans: list[tuple[int, int]]


class Coder:
    """Turns pairs of texts into rows of tokens, the way `model` says."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._separator = map(self._token, ("[CLS]", "[SEP]"))

    def _token(self, text: str) -> int:
        number: int | None = self._tokenizer.token_to_id(text)
        if number is None:
            raise ValueError(f"the tokenizer has no {text}")
        return number

    def encode(self, task: int, left: str, right: str, longest: int = LONGEST) -> Encoded:
        """`left` (question or claim) and `right` as one row; `right` is cut at `longest`."""
        head = self._tokenizer.encode(left, add_special_tokens=False).ids[:MAX_LEFT]
        body = self._tokenizer.encode(right, add_special_tokens=False)
        before = [self._first, task, *head, self._separator]
        room = longest - len(before) - 1
        ids = [*before, *body.ids[:room], self._separator]
        return Encoded(ids, len(before), body.offsets[:room])


def pad(encoded: Sequence[Encoded]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, mask and segments of rows of tokens, padded to the longest of them."""
    length = max(len(row.ids) for row in encoded)
    ids = np.zeros((len(encoded), length), dtype=np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for number, row in enumerate(encoded):
        ids[number, : len(row.ids)] = row.ids
        mask[number, : len(row.ids)] = 1
        segments[number, row.passage : len(row.ids)] = 1
    return ids, mask, segments


def tokens_of(row: Encoded, start: int, end: int) -> list[int]:
    """Positions of the tokens that touch characters `start` to `end` of the passage."""
    return [row.passage + i for i, (a, b) in enumerate(row.spans) if a < end and b > start]
