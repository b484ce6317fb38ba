"""The sentences that are about a topic, found by the same retrieval as for questions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import PassageText, Vector
from index.english.first_names import is_first_name
from index.english.letters import CAPITAL
from index.english.tokens import fold, tokenize
from index.models import Scope
from index.retrieval.hybrid import HybridRetriever, RetrievalQuery, Tuning
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence
from index.storage.vector_store import VectorStore

DEPTH = 300  # passages by vector and as many by words
# A sentence is about a topic if it has this share of the weight of the topic's words, or a smaller
# share and a near meaning, or a very near meaning. Measured on topics of the seed articles, where
# sentences without a word of an unreported topic stay below a cosine of 0.45.
SHARED = 0.5
SHARED_AND_NEAR = (0.25, 0.45)
NEAR = 0.55

Place = tuple[str, int]
"""A file, and the ordinal of a sentence in it."""


def on_topic(
    ledger: Ledger, store: VectorStore, embedder: EmbedderSource, topic: str, scope: Scope
) -> frozenset[Place]:
    """Return the sentences that are about the topic; none if it is not reported.

    Of the scope only the outlet is used: an article of any day may report on the days wanted.
    """
    vector = _vector(embedder, topic)
    retriever = HybridRetriever(ledger, store, lambda _: vector)
    query = RetrievalQuery(topic, scope=Scope(outlet=scope.outlet))
    hits = retriever.search(query, Tuning(depth=DEPTH))
    return _select(ledger, topic, vector, [hit.key for hit in hits])


def _vector(embedder: EmbedderSource, topic: str) -> Vector:
    return np.asarray(embedder.load().embed_passages([PassageText(topic)])[0].vector)


def _select(ledger: Ledger, topic: str, vector: Vector, keys: list[str]) -> frozenset[Place]:
    weights = _weights(ledger, topic)
    found = [s for sentences in ledger.sentences(keys).values() for s in sentences]
    texts = [sentence.text for sentence in found]
    if _only_namesakes(topic, texts):
        return frozenset()
    last = tokenize(topic)[-1].stem if _is_name(topic, texts) else None
    return frozenset((s.file, s.ordinal) for s in found if _is_about(s, weights, vector, last))


def _is_name(topic: str, texts: Iterable[str]) -> bool:
    """Return whether the texts write a topic of several words as a name: "the Middle East".

    Its last word is then what stands for it: "a middle-income country" is something else.
    """
    words = topic.split()
    written = re.compile(r"\s".join(map(re.escape, words)), re.IGNORECASE)
    found = [match.group().split() for text in texts for match in written.finditer(text)]
    names = [all(word[0].isupper() for word in each) for each in found]
    return len(words) > 1 and bool(names) and all(names)


def _only_namesakes(topic: str, texts: Iterable[str]) -> bool:
    """Return whether the topic is a person whom no article names, only others of that surname.

    "Chelsea Clinton" is not reported if only Hillary Clinton is.
    """
    name = re.fullmatch(rf"({CAPITAL}\w+) ({CAPITAL}[\w’'-]+)", topic.strip())
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
    """Weight the topic's words by rarity; a word that no article has weighs most."""
    stems = list(dict.fromkeys(token.stem for token in tokenize(topic) if token.content))
    passages = max(1, ledger.passage_count())
    frequency = ledger.document_frequency(stems)
    return {stem: math.log1p(passages / max(0.5, frequency[stem])) for stem in stems}


def _is_about(
    sentence: StoredSentence, weights: Mapping[str, float], vector: Vector, last: str | None
) -> bool:
    """Return whether a sentence is about a topic; ``last`` is the last word if it is a name."""
    stems = {token.stem for token in tokenize(sentence.text)}
    shared = _shared(weights, stems) if last is None or last in stems else 0.0
    if shared >= SHARED:
        return True
    if sentence.vector is None:
        return False
    similarity = float(sentence.vector @ vector)
    return similarity >= NEAR or (shared >= SHARED_AND_NEAR[0] and similarity >= SHARED_AND_NEAR[1])


def _shared(weights: Mapping[str, float], stems: set[str]) -> float:
    total = sum(weights.values())
    return sum(weights.get(stem, 0.0) for stem in stems) / total if total else 0.0
