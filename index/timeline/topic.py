"""Which sentences a topic is about: found by the retrieval that answers questions, then read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import PassageText, Vector
from index.english.tokens import fold, tokenize
from index.models import Scope
from index.query.followup.mentions import is_first_name
from index.retrieval.hybrid import HybridRetriever, RetrievalQuery, Tuning
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence
from index.storage.vector_store import VectorStore

DEPTH = 300  # passages by vector and as many by words
# A sentence is about a topic that shares this much of its words' weight with it, or less where
# it is near in meaning, or none where it is very near: measured on topics over the seeds, where
# sentences without a word in common with a topic that nobody reports stay below 0.45.
SHARED = 0.5
SHARED_AND_NEAR = (0.25, 0.45)
NEAR = 0.55

Place = tuple[str, int]
"""A file and the ordinal of a sentence in it."""


def on_topic(
    ledger: Ledger, store: VectorStore, embedder: EmbedderSource, topic: str, scope: Scope
) -> frozenset[Place]:
    """The sentences that are about the topic; none where nobody reports it.

    Only the outlet of the scope counts: an article of any day may tell of the days asked for.
    """
    vector = _vector(embedder, topic)
    retriever = HybridRetriever(ledger, store, lambda _: vector)
    query = RetrievalQuery(topic, scope=Scope(outlet=scope.outlet))
    hits = retriever.search(query, Tuning(depth=DEPTH))
    return _read(ledger, topic, vector, [hit.key for hit in hits])


def _vector(embedder: EmbedderSource, topic: str) -> Vector:
    return np.asarray(embedder.load().embed_passages([PassageText(topic)])[0].vector)


def _read(ledger: Ledger, topic: str, vector: Vector, keys: list[str]) -> frozenset[Place]:
    weights = _weights(ledger, topic)
    found = [s for sentences in ledger.sentences(keys).values() for s in sentences]
    if _of_a_namesake(topic, (sentence.text for sentence in found)):
        return frozenset()
    return frozenset((s.file, s.ordinal) for s in found if _about(s, weights, vector))


def _of_a_namesake(topic: str, texts: Iterable[str]) -> bool:
    """Whether the coverage has nobody of this name, but somebody else of the same surname.

    "Chelsea Clinton" is not reported where only Hillary Clinton is.
    """
    name = re.fullmatch(r"([A-Z]\w+) ([A-Z][\w’'-]+)", topic.strip())
    if name is None or not is_first_name(name[1]):
        return False
    first, last = fold(name[1]), fold(name[2])
    others = False
    for text in texts:
        words = [token.folded for token in tokenize(text)]
        for one, next_ in pairwise(words):
            if next_ == last and one == first:
                return False
            others = others or (next_ == last and is_first_name(one))
    return others


def _weights(ledger: Ledger, topic: str) -> Mapping[str, float]:
    """How much each word of the topic tells: a word that no article has tells most."""
    stems = list(dict.fromkeys(token.stem for token in tokenize(topic) if token.content))
    passages = max(1, sum(article.passages for article in ledger.articles()))
    frequency = ledger.document_frequency(stems)
    return {stem: math.log1p(passages / max(0.5, frequency[stem])) for stem in stems}


def _about(sentence: StoredSentence, weights: Mapping[str, float], vector: Vector) -> bool:
    shared = _shared(weights, (token.stem for token in tokenize(sentence.text)))
    if shared >= SHARED:
        return True
    if sentence.vector is None:
        return False
    near = float(sentence.vector @ vector)
    return near >= NEAR or (shared >= SHARED_AND_NEAR[0] and near >= SHARED_AND_NEAR[1])


def _shared(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights.get(stem, 0.0) for stem in set(stems)) / total if total else 0.0
