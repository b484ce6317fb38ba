"""What single articles report, for showing an article beside its events."""

from __future__ import annotations

from collections.abc import Collection

from index.embedder import EmbedderSource
from index.ledger import Ledger
from index.models import EVERYTHING, Event
from index.timeline.building import Size, build
from index.timeline.meaning import Meanings
from index.timeline.stored import Stored

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
        source = Stored(db, only)
        size = Size(None, _PER_DAY)
        return build(source, EVERYTHING, size, meanings=Meanings(embedder, source))
