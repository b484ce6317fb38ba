"""What a re-index asks of an embedder, and embedding with progress, interruption and checks."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.embedding.fingerprint import embedder_identity
from index.errors import CoverageError, EmbedderFailed
from index.models import Embeddable

if TYPE_CHECKING:
    from index.embedding.local_model import Embedded, PassageText


class Embedder(Protocol):
    """index.embedding.LocalEmbedding is one. One result for each passage, in order."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]: ...

    def embed_each(self, passages: Sequence[PassageText]) -> Generator[Embedded, None, None]:
        """As they are made; nothing more is made once it is closed."""
        ...


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
        from index.embedding.local_model import LocalEmbedding

        return LocalEmbedding()

    return EmbedderSource(embedder_identity(), make)


def content_key(identity: str, embeddable: Embeddable) -> str:
    """Name what an embedder makes of a text: the same name, the same vectors."""
    exact = json.dumps([identity, embeddable.text, embeddable.sentences])
    return hashlib.sha256(exact.encode()).hexdigest()[:32]


def embed_all(
    embedder: Embedder, embeddables: Sequence[Embeddable]
) -> Generator[tuple[int, Embedded], None, None]:
    """Embed the longest first, so that all cores end at once; yields (index, result).

    Raises EmbedderFailed, also for vectors that are not numbers. Close it to stop in between.
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
        raise EmbedderFailed(f"the embedding model failed on a batch: {error}") from error
    _check(made == len(order))


def _check(usable: bool) -> None:
    if not usable:
        raise EmbedderFailed("the embedding model returned unusable vectors")
