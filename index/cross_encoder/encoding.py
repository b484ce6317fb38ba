"""Pairs of texts as rows of tokens, the way the cross-encoder was trained on them.

A row is ``[CLS] task left [SEP] right [SEP]``: the second token says which task it is. The order,
the two task tokens and the lengths are those of ``train/coder.py``; other ones would be read as
nonsense.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

READ = 3160
"""The token "question": the row is a question and a passage."""
JUDGE = 4366
"""The token "claim": the row is a claim and its evidence."""
MAX_TOKENS = 256
"""Tokens of a row; what is further right is cut off."""
MAX_LEFT = 96
"""Tokens of the question or claim."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """One row. ``ids`` and ``segments`` have shape (1, tokens).

    ``first`` is the position of the right text's first token; ``offsets`` are the (start, end)
    characters of its tokens, those that were cut off not among them.
    """

    ids: Ids
    segments: Ids
    first: int
    offsets: tuple[tuple[int, int], ...]

    def positions(self, start: int, end: int) -> range:
        """Return the positions of the tokens that touch ``right[start:end]``; maybe none."""
        low = bisect.bisect_right([stop for _, stop in self.offsets], start)
        high = bisect.bisect_left([begin for begin, _ in self.offsets], end)
        return range(self.first + low, self.first + max(low, high))


class PairEncoder:
    """Encodes pairs with a tokenizer that neither truncates nor pads. Not thread-safe."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._start = tokenizer.token_to_id("[CLS]")
        self._separator = tokenizer.token_to_id("[SEP]")

    def encode(self, task: int, left: str, rights: Sequence[str]) -> list[EncodedPair]:
        """Encode one question or claim with each of several texts."""
        asked = self._tokenizer.encode(left, add_special_tokens=False).ids[:MAX_LEFT]
        before = [self._start, task, *asked, self._separator]
        texts = self._tokenizer.encode_batch(list(rights), add_special_tokens=False)
        return [self._row(before, text) for text in texts]

    def _row(self, before: list[int], text: Any) -> EncodedPair:
        room = MAX_TOKENS - len(before) - 1
        kept = text.ids[:room]
        ids = np.array([[*before, *kept, self._separator]], dtype=np.int64)
        segments = np.zeros_like(ids)
        segments[0, len(before) :] = 1
        return EncodedPair(ids, segments, len(before), tuple(text.offsets[:room]))
