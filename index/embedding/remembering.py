"""The local model with a memory of the last questions.

Apart from ``local_model``, whose source names the vectors of an index: this changes none of them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from pydantic import PrivateAttr

from index.embedding.local_model import LocalEmbedding, Vector

REMEMBERED = 32
"""The last questions whose vectors are kept: one message is embedded to tell what it is, to search
for it, and where two sides are compared."""


class RememberingEmbedding(LocalEmbedding):
    """Embeds a question that is asked again only once. Vectors of questions cannot be written to.

    Thread-safe. Raises EmbedderFailed.
    """

    _question: Callable[[str], Vector] = PrivateAttr()

    def __init__(self, passes: int = 0) -> None:
        """``passes`` is how many passes may run at once; 0 means one per core."""
        super().__init__(passes)
        self._question = functools.lru_cache(REMEMBERED)(self._embedded)

    def embed_question(self, text: str) -> Vector:
        """Return the vector of a question, shape (384,)."""
        return self._question(text)

    def _embedded(self, text: str) -> Vector:
        vector = super().embed_question(text)
        vector.flags.writeable = False  # others have it, too
        return vector
