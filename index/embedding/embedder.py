"""The interface of an embedder, and embedding with progress, cancellation and checks."""

from __future__ import annotations

import functools
import hashlib
import json
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.embedding.fingerprint import embedder_identity
from index.embedding.loading import REMEDY, loading
from index.errors import CoverageError, EmbedderFailed
from index.models import Embeddable

if TYPE_CHECKING:
    from index.embedding.local_model import Embedded, PassageText


class Embedder(Protocol):
    """Embeds passages; returns one result per passage, in order. LocalEmbedding implements it."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]: ...

    def embed_each(self, passages: Sequence[PassageText]) -> Generator[Embedded, None, None]:
        """Yield results as they are made; closing the generator stops the work."""
        ...


class EmbedderSource:
    """Loads an embedder once, on first use. ``identity`` names the vectors that it makes."""

    def __init__(self, identity: str, make: Callable[[], Embedder]) -> None:
        """``make`` creates the embedder; it may block for seconds and raise EmbedderFailed."""
        self.identity = identity
        self._make = make
        self._made: Embedder | None = None
        self._making = threading.Lock()

    def load(self) -> Embedder:
        """Return the embedder; blocks the first time. Thread-safe."""
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made


def local_embedder() -> EmbedderSource:
    """Return the source of the model that was installed with the package."""

    return EmbedderSource(embedder_identity(), _shared_local_model)


@functools.cache
def _shared_local_model() -> Embedder:
    """Return the one that all of this process shares. Raises EmbedderFailed."""
    with loading("the embedding model"):
        from index.embedding.remembering import RememberingEmbedding

        return RememberingEmbedding()


def content_key(identity: str, embeddable: Embeddable) -> str:
    """Name the vectors that an embedder makes of a text: the same key means the same vectors."""
    exact = json.dumps([identity, embeddable.text, embeddable.sentences])
    return hashlib.sha256(exact.encode()).hexdigest()[:32]


def embed_all(
    embedder: Embedder, embeddables: Sequence[Embeddable]
) -> Generator[tuple[int, Embedded], None, None]:
    """Yield (index, result), the longest texts first so that all cores finish together.

    Raises EmbedderFailed, also if a vector is not finite. Close the generator to stop early.
    """
    from index.embedding.local_model import PassageText

    order = sorted(range(len(embeddables)), key=lambda i: -len(embeddables[i].text))
    given = [PassageText(embeddables[i].text, embeddables[i].sentences) for i in order]
    made = 0
    try:
        with closing(embedder.embed_each(given)) as results:
            for made, result in enumerate(results, 1):
                _check(made <= len(order) and bool(np.isfinite(result.vector).all()))
                yield order[made - 1], result
    except CoverageError:
        raise
    except Exception as error:
        raise EmbedderFailed(
            f"the embedding model failed on a batch ({error}): {REMEDY}"
        ) from error
    _check(made == len(order))


def _check(usable: bool) -> None:
    if not usable:
        raise EmbedderFailed(f"the embedding model returned unusable vectors: {REMEDY}")
