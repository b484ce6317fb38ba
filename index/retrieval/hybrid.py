"""Hybrid search: vectors and words, fused, as a LlamaIndex ``BaseRetriever``.

A passage's vector score is its cosine similarity plus half that of its nearest sentence. Its
word score is half its own BM25 and half that of its article, so that a passage of an article
about the topic ranks above one that mentions it in passing. Both are min-max scaled to 0..1
over the hits and added, with a weight of 0.75 for vectors; on the evaluation set, any weight
between 0.6 and 0.8 beats either score alone. Passages that mention the days asked about are
added to the hits and get a bonus.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.embedding.local_model import Vector
from index.english.tokens import searchable_tokens, tokenize
from index.models import EVERYTHING, Scope
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredPassage
from index.storage.vector_store import VectorStore

if TYPE_CHECKING:
    from index.query.conversation import Conversation
    from index.query.days.asked import RequestedDays


VECTOR_WEIGHT = 0.75
SENTENCE_SHARE = 0.5
ARTICLE_SHARE = 0.5
DAY_BONUS = 0.25
DEPTH = 64
LIMIT = 32
_WORD_THREADS = 2


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage with its fused score, 0 to 1.25, and those by vector and by words, 0 to 1 each."""

    key: str
    score: float
    vector_score: float
    word_score: float


@dataclass
class RetrievalQuery(QueryBundle):
    """A query with its scope and the days that it asks about.

    ``before`` is the conversation before it, and ``today`` the reader's day; the retriever
    ignores both.
    ``embed`` returns the vector of ``query_str`` (length 1); it may block, and is called once,
    while words are searched. Without it, the retriever embeds the text.
    """

    scope: Scope = EVERYTHING
    days: RequestedDays | None = None
    embed: Callable[[], Vector] | None = None
    before: Conversation | None = None
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """``depth`` passages are searched by vector, and as many by words.

    ``vector_weight`` (0 to 1) is the share of the vector score; at 1, no words are searched.
    """

    depth: int = DEPTH
    vector_weight: float = VECTOR_WEIGHT


class HybridRetriever(BaseRetriever):
    """Finds passages: nodes with file, offsets, title, outlet and date, best first.

    Scores are between 0 and 1, plus 0.25 for a day that was asked about. Thread-safe.
    ``retrieve`` blocks; ``aretrieve`` does not block the event loop. Raises StoreUnavailable if
    Chroma cannot be reached.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: VectorStore,
        embed: Callable[[str], Vector],
        *,
        limit: int = LIMIT,
        tuning: Tuning | None = None,
    ) -> None:
        """``embed`` returns the vector of a query; at most ``limit`` nodes are returned."""
        self._ledger = ledger
        self._store = store
        self._embed = embed
        self._limit = limit
        self._tuning = tuning or Tuning()
        self._word_search = ThreadPoolExecutor(_WORD_THREADS, thread_name_prefix="words")
        super().__init__()

    def search(self, query: RetrievalQuery, tuning: Tuning | None = None) -> list[PassageHit]:
        """Return all that was found, best first: ``depth`` hits by vector, and as many by words.

        Each range of days asked about may add as many again. Words are searched in another thread
        while the model runs in this one, and not at all if they have no weight. Raises
        StoreUnavailable.
        """
        tuning = tuning or self._tuning
        other_search = self._word_search.submit(self._by_words_and_days, query, tuning)
        by_vector = self._by_vector(query, tuning.depth)
        by_words, by_day = other_search.result()
        return fuse(by_vector, by_words, by_day, tuning.vector_weight)

    def files(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the file of each passage that is live, by its key."""
        return self._ledger.files(keys)

    def close(self) -> None:
        """Search no more. Waits for what is searched now."""
        self._word_search.shutdown()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        if not isinstance(query_bundle, RetrievalQuery):
            query_bundle = RetrievalQuery(query_bundle.query_str)
        hits = self.search(query_bundle)[: self._limit]
        passages = self._ledger.passages([hit.key for hit in hits])
        return [_to_node(passages[hit.key], hit.score) for hit in hits if hit.key in passages]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)

    def _by_vector(self, query: RetrievalQuery, depth: int) -> list[tuple[str, float]]:
        vector = query.embed() if query.embed else self._embed(query.query_str)
        found = self._store.nearest(vector, query.scope, depth)
        nearest = self._ledger.nearest_sentences(vector, [key for key, _ in found])
        return [(key, cosine + SENTENCE_SHARE * nearest.get(key, cosine)) for key, cosine in found]

    def _by_words_and_days(
        self, query: RetrievalQuery, tuning: Tuning
    ) -> tuple[list[tuple[str, float]], set[str]]:
        """Return what the words find, and the passages that mention the days asked about."""
        dated = {
            key
            for since, until in (query.days.ranges if query.days else ())
            for key, _ in self._ledger.on_days(since, until, query.scope, tuning.depth)
        }
        fts_query = any_word_query(query.query_str) if tuning.vector_weight < 1 else ""
        return self._by_words(fts_query, query.scope, tuning.depth) if fts_query else [], dated

    def _by_words(self, fts_query: str, scope: Scope, depth: int) -> list[tuple[str, float]]:
        passages = self._ledger.words(fts_query, scope, depth)
        articles = dict(self._ledger.article_words(fts_query, scope, depth))
        files = self._ledger.files([key for key, _ in passages])
        return _blend(passages, articles, files)


def any_word_query(text: str) -> str:
    """Return an FTS5 query for any of the content words; "" if there are none."""
    return " OR ".join(_quoted_words(text))


def all_words_query(text: str) -> str:
    """Return an FTS5 query for all of the content words; "" if there are none."""
    return " AND ".join(_quoted_words(text))


def _quoted_words(text: str) -> list[str]:
    words = dict.fromkeys(t.text.replace('"', "") for t in tokenize(text) if t.content)
    return [f'"{searchable_tokens(word).strip()}"' for word in words if word]


def _blend(
    passages: Sequence[tuple[str, float]], articles: dict[str, float], files: dict[str, str]
) -> list[tuple[str, float]]:
    """Average each passage's BM25 with its article's, both min-max scaled."""
    own = _min_max_scaled(passages)
    whole = _min_max_scaled(list(articles.items()))
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
    """Return the weighted sum of both scaled scores, plus the bonus for days, best first.

    ``by_vector`` and ``by_words`` are (key, score), of any scale; ``by_day`` has keys.
    """
    near, worded = _min_max_scaled(by_vector), _min_max_scaled(by_words)
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


def _min_max_scaled(pairs: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Scale scores to 0..1; if there is one, or all are equal, they become 1."""
    if not pairs:
        return {}
    low = min(score for _, score in pairs)
    span = max(score for _, score in pairs) - low
    if span <= 0:
        return {key: 1.0 for key, _ in pairs}
    return {key: (score - low) / span for key, score in pairs}


def _to_node(passage: StoredPassage, score: float) -> NodeWithScore:
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
