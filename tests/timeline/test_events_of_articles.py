"""What single articles report."""

from __future__ import annotations

from pathlib import Path

from index.timeline.service import events_of
from tests.helpers import SEEDS
from tests.helpers.index import HashEmbedder, Index


def test_events_are_cited_from_the_articles_asked_for_alone(tmp_path: Path) -> None:
    source = HashEmbedder().source()
    with Index(SEEDS, tmp_path / "data", source) as index:
        index.reindexer.run()
        files = [article.file for article in index.ledger.articles()]
        for chosen in (files[:1], files[1:3]):
            events = events_of(index.ledger, source, chosen)
            assert events
            assert {c.file for event in events for c in event.citations} == set(chosen)
            assert [event.date for event in events] == sorted(event.date for event in events)
            for citation in (c for event in events for c in event.citations):
                raw = index.ledger.raw(citation.file)
                assert raw[citation.start : citation.end] == citation.quote
        assert events_of(index.ledger, source, ["none.txt"]) == ()
        assert events_of(index.ledger, source, []) == ()
