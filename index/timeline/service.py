"""The timeline of a coverage, with a topic or without; and the events of single articles."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from index.embedding.embedder import EmbedderSource
from index.errors import UnusableSetting
from index.models import EVERYTHING, Event, Scope
from index.storage.ledger import state
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore
from index.timeline.builder import Size, build_timeline
from index.timeline.candidates import LedgerSource
from index.timeline.deduplication import EmbeddedMeanings
from index.timeline.topic import Place, on_topic


@dataclass(frozen=True, slots=True)
class TimelineService:
    """Tells timelines of what is live. The model is loaded when it is first needed."""

    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource

    async def build(
        self, topic: str | None, scope: Scope, *, days: int | None = None, per_day: int = 1
    ) -> tuple[Event, ...]:
        """Events in order of days; none where no article dates one, or none reports the topic.

        All of one timeline is of one state of the index: where a re-index is committed after the
        topic's sentences were found, they are looked for again. Raises UnusableSetting for an
        inverted range and for limits below 1, and what the store and the embedder raise.
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

    def _build_from_ledger(
        self,
        only: frozenset[Place] | None,
        scope: Scope,
        size: Size,
        revision: int | None = None,
    ) -> tuple[Event, ...]:
        """Of one state of the ledger; of that ``revision`` where one is asked for."""
        with self.ledger.database.reading() as db:
            if revision is not None and state.revision(db) != revision:
                raise _ChangedMeanwhile
            source = LedgerSource(db, only)
            meanings = EmbeddedMeanings(self.embedder, source)
            return build_timeline(source, scope, size, meanings=meanings)


class _ChangedMeanwhile(Exception):
    """A re-index was committed since the sentences of a topic were looked for."""


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
    """Events that these articles report, in order of days, each cited from them alone. Blocks.

    Raises what the embedder raises.
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
        return build_timeline(source, EVERYTHING, size, meanings=EmbeddedMeanings(embedder, source))
