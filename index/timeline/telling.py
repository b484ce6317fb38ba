"""The timeline as the coverage tells it: over the ledger, with a topic or without."""

from __future__ import annotations

import asyncio

from index.embedder import EmbedderSource
from index.errors import UnusableSetting
from index.ledger import Ledger
from index.models import Event, Scope
from index.store import VectorStore
from index.timeline.building import build
from index.timeline.meaning import Meanings
from index.timeline.stored import Stored


async def tell(
    ledger: Ledger,
    store: VectorStore,
    embedder: EmbedderSource,
    topic: str | None,
    scope: Scope,
    *,
    days: int | None = None,
    per_day: int = 1,
) -> tuple[Event, ...]:
    """Events in order of days; none where no article dates one, or none reports the topic.

    Raises UnusableSetting for an inverted range and for limits below 1.
    """
    _check(scope, days, per_day)
    return await asyncio.to_thread(_tell, ledger, embedder, scope, days, per_day)


def _check(scope: Scope, days: int | None, per_day: int) -> None:
    if scope.since is not None and scope.until is not None and scope.since > scope.until:
        raise UnusableSetting(f"the first day, {scope.since}, is after the last, {scope.until}")
    for name, value in (("days", days), ("events a day", per_day)):
        if value is not None and value < 1:
            raise UnusableSetting(f"the number of {name} is {value}: it must be at least 1")


def _tell(
    ledger: Ledger, embedder: EmbedderSource, scope: Scope, days: int | None, per_day: int
) -> tuple[Event, ...]:
    with ledger.database.reading() as db:
        source = Stored(db)
        meanings = Meanings(embedder, source)
        return build(source, scope, days=days, per_day=per_day, meanings=meanings)
