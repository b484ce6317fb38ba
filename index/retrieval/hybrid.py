"""Vectors and words fused, as a LlamaIndex ``BaseRetriever``.

Nearness is a passage's cosine similarity and half that of its nearest sentence. Nearness and BM25
are both scaled to 0..1 over what was found (min-max) and added with a weight of 0.75 for nearness:
on the measuring set the fusion is ahead of either alone anywhere between 0.6 and 0.8. BM25 is half
the passage's own and half its article's, so that a passage of an article about the matter is ahead
of one that mentions it. Passages that speak of the days asked about are added and moved up.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.embedding.local_model import LocalEmbedding, Vector
from index.english.tokens import searchable_tokens, tokenize
from index.models import EVERYTHING, Scope
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredPassage
from index.storage.vector_store import VectorStore

if TYPE_CHECKING:
    from index.query.question import RequestedDays


VECTOR_WEIGHT = 0.75
SENTENCE_SHARE = 0.5
ARTICLE_SHARE = 0.5
DAY_BONUS = 0.25
SECOND = 0.5
DEPTH = 64
BESIDE = 2  # threads that look up words


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage with its fused score; ``near`` and ``worded`` are its parts, each 0 to 1."""

    key: str
    score: float
    near: float
    worded: float


@dataclass(frozen=True, slots=True)
class RetrievalQuery:
    """What is looked for: ``days`` are those that it asks about.

    ``embed`` gives the text's vector; it may block, and is called once, while words are looked up.
    """

    text: str
    embed: Callable[[], Vector]
    scope: Scope = EVERYTHING
    days: RequestedDays | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """``depth`` passages by vector and as many by words; how much the vectors weigh."""

    depth: int = DEPTH
    vector_weight: float = VECTOR_WEIGHT


class HybridSearch:
    """Finds passages for a question. Safe from any thread; every call blocks."""

    def __init__(self, ledger: Ledger, store: VectorStore) -> None:
        self._ledger = ledger
        self._store = store
        self._beside = ThreadPoolExecutor(BESIDE, thread_name_prefix="words")

    def find(self, query: RetrievalQuery, tuning: Tuning | None = None) -> list[PassageHit]:
        """The best passages for a question, best first: ``depth`` by vector, as many by words.

        For each range of days asked about there may be as many again. The words are looked up in
        another thread while the model runs in this one, and not at all where they count nothing.
        """
        tuning = tuning or Tuning()
        worded = self._beside.submit(self._beside_vectors, query, tuning)
        by_vector = self._by_vector(query, tuning.depth)
        by_words, by_day = worded.result()
        return fuse(by_vector, by_words, by_day, tuning.vector_weight)

    def _by_vector(self, query: RetrievalQuery, depth: int) -> list[tuple[str, float]]:
        vector = query.embed()
        found = self._store.nearest(vector, query.scope, depth)
        nearest = self._ledger.nearest_sentences(vector, [key for key, _ in found])
        return [(key, cosine + SENTENCE_SHARE * nearest.get(key, cosine)) for key, cosine in found]

    def _beside_vectors(
        self, query: RetrievalQuery, tuning: Tuning
    ) -> tuple[list[tuple[str, float]], set[str]]:
        """What the words find, and what speaks of the days asked about."""
        dated = {
            key
            for since, until in (query.days.ranges if query.days else ())
            for key, _ in self._ledger.on_days(since, until, query.scope, tuning.depth)
        }
        wanted = words_query(query.text) if tuning.vector_weight < 1 else ""
        return self._by_words(wanted, query.scope, tuning.depth) if wanted else [], dated

    def _by_words(self, wanted: str, scope: Scope, depth: int) -> list[tuple[str, float]]:
        passages = self._ledger.words(wanted, scope, depth)
        articles = dict(self._ledger.article_words(wanted, scope, depth))
        files = self._ledger.files([key for key, _ in passages])
        return _blend(passages, articles, files)


def words_query(text: str) -> str:
    """An FTS5 query for any of the words that carry topic; "" where there is none."""
    words = dict.fromkeys(t.text.replace('"', "") for t in tokenize(text) if t.content)
    return " OR ".join(f'"{searchable_tokens(word).strip()}"' for word in words if word)


def _blend(
    passages: Sequence[tuple[str, float]], articles: dict[str, float], files: dict[str, str]
) -> list[tuple[str, float]]:
    """Each passage's BM25 with its article's, both scaled over what was found."""
    own = _scaled(passages)
    whole = _scaled(list(articles.items()))
    return [
        (key, (1 - ARTICLE_SHARE) * own[key] + ARTICLE_SHARE * whole.get(files.get(key, ""), 0.0))
        for key, _ in passages
    ]


def fuse(
    by_vector: Sequence[tuple[str, float]],
    by_words: Sequence[tuple[str, float]],
    by_day: Iterable[str],
    vector_weight: float,
) -> list[PassageHit]:
    """Weighted sum of both scaled scores and the bonus for the day."""
    near, worded = _scaled(by_vector), _scaled(by_words)
    scores: defaultdict[str, float] = defaultdict(float)
    for key, score in near.items():
        scores[key] += vector_weight * score
    for key, score in worded.items():
        scores[key] += (1 - vector_weight) * score
    for key in by_day:
        scores[key] += DAY_BONUS
    hits = [
        PassageHit(k, score, near.get(k, 0.0), worded.get(k, 0.0)) for k, score in scores.items()
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))


def _scaled(pairs: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Scores between 0 and 1; a list of one, or of equals, is all 1."""
    if not pairs:
        return {}
    low = min(score for _, score in pairs)
    span = max(score for _, score in pairs) - low
    if span <= 0:
        return {key: 1.0 for key, _ in pairs}
    return {key: (score - low) / span for key, score in pairs}


def rank_articles(
    hits: Sequence[PassageHit], files: dict[str, str], vector_weight: float
) -> list[tuple[str, float]]:
    """Articles, best first: their two nearest passages (the second half) and their best words."""
    near: defaultdict[str, list[float]] = defaultdict(list)
    worded: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        if hit.key in files:
            file = files[hit.key]
            near[file].append(hit.near)
            worded[file] = max(worded[file], hit.worded)
    scored = {}
    for file, each in near.items():
        first, second = sorted([*each, 0.0], reverse=True)[:2]
        nearness = (first + SECOND * second) / (1 + SECOND)
        scored[file] = vector_weight * nearness + (1 - vector_weight) * worded[file]
    return sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))


class HybridRetriever(BaseRetriever):
    """The same search for whatever speaks LlamaIndex: nodes with file, offsets and day."""

    def __init__(
        self,
        search: HybridSearch,
        ledger: Ledger,
        embedder: LocalEmbedding,
        *,
        limit: int = 10,
        tuning: Tuning | None = None,
    ) -> None:
        self._search = search
        self._ledger = ledger
        self._embedder = embedder
        self._limit = limit
        self._tuning = tuning
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        text = query_bundle.query_str
        query = RetrievalQuery(text, lambda: self._embedder.embed_question(text)[0])
        hits = self._search.find(query, self._tuning)[: self._limit]
        passages = self._ledger.passages([hit.key for hit in hits])
        return [_node(passages[hit.key], hit.score) for hit in hits if hit.key in passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(passage: StoredPassage, score: float) -> NodeWithScore:
    node = TextNode(
        id_=passage.key,
        text=passage.text,
        metadata={
            "file": passage.file,
            "start": passage.start,
            "end": passage.end,
            "title": passage.title,
            "outlet": passage.outlet,
            "published": passage.published.isoformat() if passage.published else None,
        },
    )
    return NodeWithScore(node=node, score=score)
