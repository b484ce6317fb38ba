"""What a re-index asks of an embedder, and embedding with progress, interruption and checks."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import CoverageError, EmbedderFailed
from index.fingerprint import embedder_identity
from index.prepare import Embeddable

if TYPE_CHECKING:
    from index.embedding import Embedded, PassageText

AT_ONCE = 32  # passages between two looks whether somebody wants to stop


class Embedder(Protocol):
    """index.embedding.LocalEmbedding is one. One result for each passage, in order."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]: ...


class EmbedderSource:
    """An embedder that is loaded once, when it is first needed; ``identity`` names its results."""

    def __init__(self, identity: str, make: Callable[[], Embedder]) -> None:
        """``make`` blocks for seconds, and raises EmbedderFailed."""
        self.identity = identity
        self._make = make
        self._made: Embedder | None = None
        self._making = threading.Lock()

    def load(self) -> Embedder:
        """The embedder; blocks the first time. Safe from any thread."""
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made


def local_embedder() -> EmbedderSource:
    """The model that pip installed."""

    def make() -> Embedder:
        from index.embedding import LocalEmbedding

        return LocalEmbedding()

    return EmbedderSource(embedder_identity(), make)


def content_name(identity: str, embeddable: Embeddable) -> str:
    """Name what an embedder makes of a text: the same name, the same vectors."""
    exact = json.dumps([identity, embeddable.text, embeddable.sentences])
    return hashlib.sha256(exact.encode()).hexdigest()[:32]


def embed_all(
    embedder: Embedder, embeddables: Sequence[Embeddable]
) -> Iterator[list[tuple[int, Embedded]]]:
    """Embed in groups of like length, so that all cores end at once; yields (index, result).

    Raises EmbedderFailed, also for vectors that are not numbers.
    """
    from index.embedding import PassageText

    order = sorted(range(len(embeddables)), key=lambda i: len(embeddables[i].text))
    for begin in range(0, len(order), AT_ONCE):
        chosen = order[begin : begin + AT_ONCE]
        given = [PassageText(embeddables[i].text, embeddables[i].sentences) for i in chosen]
        try:
            results = embedder.embed_passages(given)
        except CoverageError:
            raise
        except Exception as error:
            raise EmbedderFailed(f"the embedding model failed on a batch: {error}") from error
        if len(results) != len(chosen) or not all(np.isfinite(r.vector).all() for r in results):
            raise EmbedderFailed("the embedding model returned vectors that cannot be used")
        yield list(zip(chosen, results, strict=True))
