"""Tells a request to check a text ("is this true?") from a question about it ("who is he?")."""

from __future__ import annotations

import numpy as np

from index.embedding.local_model import LocalEmbedding
from index.models import Kind

_CHECKS = (
    "is this true?", "fact check this", "source?", "can somebody verify this", "real or fake?",
    "did that really happen?", "is that right", "any evidence for this claim?",
    "what do the articles say about this?",
)  # fmt: skip
_QUESTIONS = (
    "who is he?", "why did they do that?", "when did this happen?", "what did she say about it?",
    "how many people were hurt?", "what happened next?", "where is that?", "summarize this",
    "tell me more about this", "what does this mean?", "how did they react?",
)  # fmt: skip
_LIKE_A_CHECK = 0.3
"""The least cosine with an example of a check, for what would else be a question of fact."""


class CheckRequestDetector:
    """Compares a message with examples of both, by their vectors. Thread-safe."""

    def __init__(self, embedder: LocalEmbedding) -> None:
        self._embedder = embedder
        self._checks = np.stack([embedder.embed_question(text) for text in _CHECKS])
        self._questions = np.stack([embedder.embed_question(text) for text in _QUESTIONS])

    def asks_for_check(self, text: str, kind: Kind, least: float = 0.0) -> bool:
        """Return whether a message asks to check the text that it is about.

        ``kind`` is what the message was taken for, and ``least`` the cosine with an example that
        it needs at least.
        """
        vector = self._embedder.embed_question(text)
        like = float((self._checks @ vector).max())
        if like < least or like <= float((self._questions @ vector).max()):
            return False
        return kind != "fact" or like >= _LIKE_A_CHECK
