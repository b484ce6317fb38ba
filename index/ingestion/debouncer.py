"""Waits until the articles folder has stopped changing, so that no half-written file is indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.ingestion.article_files import list_articles
from index.ingestion.change_detection import stat_of

Snapshot = tuple[tuple[str, int, int, int], ...]
"""Of every article file: name, size, time of its last change, inode."""

PATIENCE = 12


def snapshot(folder: Path) -> Snapshot:
    """How the folder is now; empty where it cannot be read. Blocks."""
    found = []
    for file in list_articles(folder):
        stat = stat_of(folder / file)
        if stat is not None:
            found.append((file, stat.size, stat.modified_ns, stat.inode))
    return tuple(found)


@dataclass(slots=True)
class Debouncer:
    """Says when to index: at the second look in a row that finds the same new state.

    A folder that never comes to rest is indexed at every ``PATIENCE`` looks all the same, or one
    file that grows for ever would keep all others out.
    """

    indexed: Snapshot | None = None
    before: Snapshot | None = None
    waited: int = 0

    def ready(self, now: Snapshot) -> bool:
        """Whether what a look found is to be indexed now."""
        if now == self.indexed:
            self.before, self.waited = now, 0
            return False
        settled = now == self.before
        self.before = now
        self.waited += 1
        return settled or self.waited >= PATIENCE

    def done(self, now: Snapshot) -> None:
        """What this look found is indexed."""
        self.indexed, self.waited = now, 0
