"""What sentences mean, as vectors of the embedder, for telling whether two report one event.

The vectors that the index keeps will not do: they are pooled from the pass over a whole passage,
so that neighbours are alike. A sentence is embedded on its own here, when a timeline needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.embedder import EmbedderSource
from index.embedding import PassageText
from index.ledger.records import Vector
from index.timeline.records import Source

MOST = 48  # sentences that are embedded for one timeline; about a third of a second on two cores


class Meanings:
    """Embeds the sentences that one timeline asks for, up to an allowance; beyond it, none."""

    def __init__(self, embedder: EmbedderSource, source: Source, most: int = MOST) -> None:
        self._embedder = embedder
        self._source = source
        self._left = most

    def __call__(self, sentences: Sequence[int]) -> Mapping[int, Vector]:
        """Vectors of length 1 by the sentences' ids. Blocks; raises EmbedderFailed."""
        if not 0 < len(sentences) <= self._left:
            return {}
        self._left -= len(sentences)
        texts = self._source.quotes(sentences)
        passages = [PassageText(texts[key].text) for key in sentences]
        made = self._embedder.load().embed_passages(passages)
        return {
            key: np.asarray(one.vector, dtype=np.float32)
            for key, one in zip(sentences, made, strict=True)
        }
