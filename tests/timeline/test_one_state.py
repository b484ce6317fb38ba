"""A timeline with a topic is of one state of the index, whatever is committed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding.local_model import Vector
from index.models import EVERYTHING, Scope
from index.storage.vector_store import VectorStore
from index.timeline.service import TimelineService
from tests.helpers.index import HashEmbedder, Index, write

BEFORE = "Engineers closed the leaking well of the harbour on Monday. It rained in the harbour."
AFTER = (
    "It rained in the harbour on every day of the week. Divers found fish in the harbour. "
    "Engineers closed the leaking well of the harbour on Tuesday."
)


class _Interrupted(VectorStore):
    """Does something else once, after the vectors have been asked."""

    meanwhile: Callable[[], object] | None = None
    asked = 0

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[tuple[str, float]]:
        found = super().nearest(vector, scope, limit)
        self.asked += 1
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return found


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An index of one article."""
    write(tmp_path / "articles", one=BEFORE)
    with Index(tmp_path / "articles", tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        yield index


async def test_a_re_index_in_the_middle_of_a_timeline(index: Index) -> None:
    store = _Interrupted(index.chroma, index.ledger)
    timelines = TimelineService(index.ledger, store, index.embedder)
    (event,) = await timelines.build("leaking well", EVERYTHING)
    assert event.date.isoformat() == "2025-10-20"
    write(index.articles, one=AFTER)
    store.asked, store.meanwhile = 0, index.reindexer.run
    (event,) = await timelines.build("leaking well", EVERYTHING)
    assert store.asked == 2
    assert event.date.isoformat() == "2025-10-21"
    (citation,) = event.citations
    raw = (index.articles / citation.file).read_text(encoding="utf-8")
    assert raw[citation.start : citation.end] == citation.quote == event.text


async def test_without_a_change_the_index_is_asked_once(index: Index) -> None:
    store = _Interrupted(index.chroma, index.ledger)
    assert await TimelineService(index.ledger, store, index.embedder).build(
        "leaking well", EVERYTHING
    )
    assert store.asked == 1
