"""Requests to check a text, and questions about it."""

from __future__ import annotations

import pytest

from index.claims.check_requests import CheckRequestDetector
from index.embedding.embedder import local_embedder
from index.embedding.local_model import LocalEmbedding
from index.query.intent.classifier import intent_classifier

CHECKS = (
    "really?", "true or false", "factcheck pls", "can you confirm this", "is this legit",
    "citation needed", "does any article say that?", "has this been reported anywhere",
    "is he right about that", "is there proof?",
)  # fmt: skip
QUESTIONS = (
    "who said this first?", "why was it cancelled?", "and what about the hospital?",
    "how long will it last?", "is he still in office?", "are schools closed too?",
    "what was the reason?", "did the strike end?", "explain the background", "who else was there?",
)  # fmt: skip


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedding:
    loaded = local_embedder().load()
    assert isinstance(loaded, LocalEmbedding)
    return loaded


@pytest.mark.parametrize(("texts", "expected"), [(CHECKS, True), (QUESTIONS, False)])
def test_which_messages_ask_for_a_check(
    embedder: LocalEmbedding, texts: tuple[str, ...], expected: bool
) -> None:
    wishes, classifier = CheckRequestDetector(embedder), intent_classifier()
    told = {
        text: wishes.asks_for_check(
            text, classifier.classify(text, embedder.embed_question(text)).kind
        )
        for text in texts
    }
    assert told == dict.fromkeys(texts, expected)
