"""The cross-encoder: reads passages for the answer to a question, and judges claims by evidence.

A six-layer MiniLM (Wang et al. 2020) that reads both texts at once, trained by ``train/``; the
model card there says on what, and how well it does. Its reader finds the answer in a passage, or
that there is none (as for SQuAD 2.0; Rajpurkar et al. 2018), and says of each sentence whether it
answers. Its entailment head says whether the evidence supports a claim, contradicts it or neither.

Each row runs on one core, and one row per core at once, like the passes of the embedding model.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.cross_encoder.encoding import JUDGE, READ, EncodedPair, PairEncoder
from index.embedding.loading import REMEDY, loading, read_weights
from index.embedding.local_model import SLOWER, cores, read_tokenizer
from index.errors import EmbedderFailed

WEIGHTS_SHA256 = "8184df6120662bb3ac7fc7eb8778c17a0247207777ae18439637d486ad9baa8f"
"""SHA-256 of ``weights/model.onnx``."""
LONGEST_ANSWER = 40
"""Tokens of an answer."""
UNREAD = -20.0
"""The logit of a sentence that was cut off."""

Logits = npt.NDArray[np.float32]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Window:
    """A text to read; ``sentences`` are (start, end) offsets into it."""

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReaderScores:
    """What the reader says of a window. All values are logits.

    sentences   of each sentence: that it answers
    spans       of each sentence: of the best answer inside it, less that of "no answer"
    """

    sentences: tuple[float, ...]
    spans: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Entailment:
    """Probabilities that the evidence supports a claim, contradicts it, or does neither."""

    supported: float
    contradicted: float
    not_stated: float


class CrossEncoder:
    """Loads the weights on construction. Thread-safe; blocks while it runs.

    Raises EmbedderFailed where the weights are missing or damaged, or where a run fails. A question
    and a claim are cut to 96 tokens, and a row, of both texts, to 256.
    """

    def __init__(self, passes: int = 0) -> None:
        """``passes`` is how many rows may run at once; 0 means one per core."""
        with loading("the cross-encoder"):
            import onnxruntime

            what = "the model that reads passages"
            weights = read_weights(
                "index.cross_encoder", "weights/model.onnx", WEIGHTS_SHA256, what
            )
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(
                weights,
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=SLOWER,
            )
            self._encoder = PairEncoder(read_tokenizer())
        self._encoding = threading.Lock()
        passes = passes or cores()
        self._workers = ThreadPoolExecutor(passes, "cross-encoder") if passes > 1 else None

    def read(self, question: str, windows: Sequence[Window]) -> list[ReaderScores]:
        """Return the scores of each window, in order; a sentence that is cut off gets UNREAD."""
        rows = self._encode(READ, question, [window.text for window in windows])

        def one(number: int) -> ReaderScores:
            return _reading(rows[number], self._run(rows[number])[0], windows[number])

        return self._each(one, len(rows))

    def judge(self, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        """Return how each of several texts judges a claim, each taken alone, in order."""
        return self.judge_pairs([(claim, each) for each in evidence])

    def judge_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """Return how the evidence of each (claim, evidence) judges its claim, in order."""
        rows = [row for claim, text in pairs for row in self._encode(JUDGE, claim, [text])]
        return self._each(lambda number: _entailment(self._run(rows[number])[1]), len(rows))

    def _encode(self, task: int, left: str, rights: Sequence[str]) -> list[EncodedPair]:
        with self._encoding:
            return self._encoder.encode(task, left, rights)

    def _each(self, function: Callable[[int], Result], count: int) -> list[Result]:
        if self._workers is None or count < 2:
            return [function(number) for number in range(count)]
        return list(self._workers.map(function, range(count)))

    def _run(self, row: EncodedPair) -> tuple[Logits, Logits]:
        """Return the logits of the reader, shape (tokens, 3), and of entailment, shape (3,)."""
        feed = {"ids": row.ids, "mask": np.ones_like(row.ids), "segments": row.segments}
        try:
            reader, entailment = self._session.run(None, feed)
        except Exception as error:
            raise EmbedderFailed(
                f"the model that reads passages failed ({error}): {REMEDY}"
            ) from error
        return reader[0], entailment[0]


@functools.cache
def shared_cross_encoder() -> CrossEncoder:
    """Return the one that all of this process shares; loading it takes half a second.

    Raises EmbedderFailed.
    """
    return CrossEncoder()


def _reading(row: EncodedPair, logits: Logits, window: Window) -> ReaderScores:
    nothing = float(logits[0, 0] + logits[0, 1])
    places = [row.positions(start, end) for start, end in window.sentences]
    return ReaderScores(
        tuple(float(logits[p.start : p.stop, 2].mean()) if p else UNREAD for p in places),
        tuple(_best_span(logits, p) - nothing if p else UNREAD for p in places),
    )


def _best_span(logits: Logits, positions: range) -> float:
    """Return the best sum of a start and an end logit not too far behind it."""
    start = logits[positions.start : positions.stop, 0]
    end = logits[positions.start : positions.stop, 1]
    place = np.arange(len(start))
    length = place[None] - place[:, None]
    allowed = (length >= 0) & (length < LONGEST_ANSWER)
    return float(np.where(allowed, start[:, None] + end[None], -np.inf).max())


def _entailment(logits: Logits) -> Entailment:
    weights = np.exp(logits - logits.max())
    supported, contradicted, not_stated = (weights / weights.sum()).tolist()
    return Entailment(supported, contradicted, not_stated)
