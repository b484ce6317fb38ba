"""LlamaIndex retrieves from the index as from any other."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator

import pytest

from index.answering.pipeline import CoverageQueryEngine
from index.config import CoverageConfig
from index.cross_encoder.model import shared_cross_encoder
from index.embedding.embedder import local_embedder
from index.embedding.local_model import LocalEmbedding
from index.query.days.asked import RequestedDays
from index.retrieval.hybrid import HybridRetriever, RetrievalQuery, Tuning
from tests.helpers.index import Index
from tests.helpers.small_index import build


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> CoverageConfig:
    """An index of the articles."""
    return asyncio.run(build(tmp_path_factory.mktemp("retriever"), local_embedder()))


@pytest.fixture(scope="module")
def retriever(config: CoverageConfig) -> Iterator[HybridRetriever]:
    source = local_embedder()
    embedder = source.load()
    assert isinstance(embedder, LocalEmbedding)
    with Index(config.articles, config.data, source) as index:
        yield HybridRetriever(index.ledger, index.store, embedder.embed_question, limit=3)


def _threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name.startswith("words")]


def test_closing_it_leaves_no_threads(config: CoverageConfig) -> None:
    source, before = local_embedder(), _threads()
    embedder = source.load()
    assert isinstance(embedder, LocalEmbedding)
    with Index(config.articles, config.data, source) as index:
        engine = CoverageQueryEngine(index.ledger, index.store, embedder, shared_cross_encoder())
        engine.retriever.retrieve("a ferry")
        assert len(_threads()) > len(before)
        engine.close()
    assert _threads() == before


def test_llama_index_retrieves_nodes_with_their_place(
    retriever: HybridRetriever, config: CoverageConfig
) -> None:
    nodes = retriever.retrieve("sanctions on Russian oil companies")
    assert 0 < len(nodes) <= 3
    assert [n.score for n in nodes] == sorted((n.score for n in nodes), reverse=True)
    best = nodes[0].node.metadata
    assert best["file"] == "sanctions.txt"
    assert (best["published"], best["outlet"]) == ("2025-10-22", "The Courier")
    raw = (config.articles / best["file"]).read_text(encoding="utf-8")
    assert nodes[0].node.get_content().split()[0] in raw[best["start"] : best["end"]]


async def test_llama_index_retrieves_the_same_from_a_loop(retriever: HybridRetriever) -> None:
    text = "a ferry between islands"
    nodes = await retriever.aretrieve(text)
    again = await asyncio.to_thread(retriever.retrieve, text)
    assert [n.node.node_id for n in nodes] == [n.node.node_id for n in again]
    assert nodes[0].node.metadata["file"] == "bridge.txt"


def test_words_that_count_nothing_are_not_looked_up(config: CoverageConfig) -> None:
    """Otherwise "vectors alone" would find what only its words find."""
    source = local_embedder()
    embedder = source.load()
    assert isinstance(embedder, LocalEmbedding)
    with Index(config.articles, config.data, source) as index:
        vector = embedder.embed_question("a ferry between islands")
        retriever = HybridRetriever(index.ledger, index.store, lambda _: vector)
        query = RetrievalQuery("a ferry between islands")
        alone = retriever.search(query, Tuning(depth=1, vector_weight=1.0))
        both = retriever.search(query, Tuning(depth=1))
    assert [hit.word_score for hit in alone] == [0.0]
    assert max(hit.word_score for hit in both) > 0


def test_the_days_asked_about_count_also_where_words_do_not(config: CoverageConfig) -> None:
    source = local_embedder()
    embedder = source.load()
    assert isinstance(embedder, LocalEmbedding)
    vector = embedder.embed_question("rain and floods")
    monday = dt.date(2025, 10, 6)  # on which the ferry line opened
    tuning = Tuning(depth=20, vector_weight=1.0)
    with Index(config.articles, config.data, source) as index:
        retriever = HybridRetriever(index.ledger, index.store, lambda _: vector)
        plain, dated = (
            {hit.key: hit.score for hit in retriever.search(query, tuning)}
            for query in (
                RetrievalQuery("rain and floods"),
                RetrievalQuery("rain and floods", days=RequestedDays(((monday, monday),))),
            )
        )
        raised = index.ledger.files([k for k in dated if dated[k] > plain.get(k, 0.0)])
    assert set(raised.values()) == {"bridge.txt"}
