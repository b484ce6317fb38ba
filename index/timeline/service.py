"""Timelines of the live index, with or without a topic, and the events of single articles."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

from index.embedding.embedder import EmbedderSource
from index.errors import UnusableSetting
from index.models import EVERYTHING, Event, Scope
from index.retrieval.topic import Place, on_topic
from index.storage.ledger import state
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore
from index.timeline.builder import Size, build_timeline
from index.timeline.candidates import LedgerSource, repeated_terms
from index.timeline.deduplication import EmbeddedMeanings, judged_contradictions


class _RepeatedTerms:
    """Keeps what ``repeated_terms`` finds: it takes three seconds in a million passages."""

    def __init__(self) -> None:
        self._kept: tuple[int, frozenset[bytes]] | None = None

    def of(self, db: sqlite3.Connection) -> frozenset[bytes]:
        """Return the terms that the state of the index repeats which this connection sees."""
        kept, revision = self._kept, state.revision(db)
        if kept is None or kept[0] != revision:
            self._kept = kept = revision, repeated_terms(db)
        return kept[1]


@dataclass(frozen=True, slots=True)
class TimelineService:
    """Builds timelines of what is live. The embedding model is loaded when first needed."""

    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource
    _repeated: _RepeatedTerms = field(default_factory=_RepeatedTerms)

    async def build(
        self, topic: str | None, scope: Scope, *, days: int | None = None, per_day: int = 1
    ) -> tuple[Event, ...]:
        """Return events in order of days; () if no article dates one, or none reports the topic.

        A timeline is made from one state of the index: if a re-index is committed after the topic's
        sentences were found, they are searched for again. Raises UnusableSetting for an inverted
        range and for limits below 1, and the errors of the store and the embedder.
        """
        _check(scope, days, per_day)
        size = Size(days, per_day)
        if topic is None or not topic.strip():
            return await asyncio.to_thread(self._build_from_ledger, None, scope, size)
        while True:
            revision = await asyncio.to_thread(self.ledger.revision)
            only = await asyncio.to_thread(
                on_topic, self.ledger, self.store, self.embedder, topic, scope
            )
            try:
                return await asyncio.to_thread(self._build_from_ledger, only, scope, size, revision)
            except _ChangedMeanwhile:
                continue

    def of_days(self, within: Scope, *, days: int, per_day: int) -> tuple[Event, ...]:
        """Return what happened on the most important days of a scope, on any topic. Blocks."""
        return self._build_from_ledger(None, within, Size(days, per_day))

    def _build_from_ledger(
        self,
        only: frozenset[Place] | None,
        scope: Scope,
        size: Size,
        revision: int | None = None,
    ) -> tuple[Event, ...]:
        """Build from one state of the ledger, which must have this ``revision`` if one is given."""
        with self.ledger.database.reading() as db:
            if revision is not None and state.revision(db) != revision:
                raise _ChangedMeanwhile
            source = LedgerSource(db, only, self._repeated.of)
            meanings = EmbeddedMeanings(self.embedder, source)
            return build_timeline(
                source, scope, size, meanings=meanings, contradict=judged_contradictions
            )


class _ChangedMeanwhile(Exception):
    """A re-index was committed after the sentences of a topic were found."""


def _check(scope: Scope, days: int | None, per_day: int) -> None:
    if scope.since is not None and scope.until is not None and scope.since > scope.until:
        raise UnusableSetting(f"the first day, {scope.since}, is after the last, {scope.until}")
    for name, value in (("days", days), ("events a day", per_day)):
        if value is not None and value < 1:
            raise UnusableSetting(f"the number of {name} is {value}: it must be at least 1")


_PER_DAY = 2


def events_of(
    ledger: Ledger, embedder: EmbedderSource, files: Collection[str]
) -> tuple[Event, ...]:
    """Return the events that these articles report, in order of days. Blocks.

    Only these articles are cited. Raises the errors of the embedder.
    """
    with ledger.database.reading() as db:
        only = frozenset(
            (file, ordinal)
            for file in files
            for (ordinal,) in db.execute(
                "SELECT ordinal FROM sentence JOIN article ON article.id = sentence.article "
                "WHERE file = ?",
                (file,),
            )
        )
        source = LedgerSource(db, only)
        size = Size(None, _PER_DAY)
        return build_timeline(
            source,
            EVERYTHING,
            size,
            meanings=EmbeddedMeanings(embedder, source),
            contradict=judged_contradictions,
        )
