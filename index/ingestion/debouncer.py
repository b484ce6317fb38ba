"""Waits until the articles folder has stopped changing, so that no half-written file is indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.ingestion.article_files import list_articles
from index.ingestion.change_detection import stat_of

Snapshot = tuple[tuple[str, int, int, int, int], ...]
"""Name, size, times of modification and change, and inode of every article file.

What changes with the permissions of a file is only the second time.
"""

PATIENCE = 12


def snapshot(folder: Path) -> Snapshot:
    """Return the folder's current state; empty if it cannot be read. Blocks."""
    found = []
    for file in list_articles(folder):
        stat = stat_of(folder / file)
        if stat is not None:
            found.append((file, stat.size, stat.modified_ns, stat.changed_ns, stat.inode))
    return tuple(found)


@dataclass(slots=True)
class Debouncer:
    """Decides when to index: when two consecutive snapshots show the same new state.

    A folder that never stops changing is indexed after ``PATIENCE`` snapshots, because one
    growing file must not block all others.
    """

    indexed: Snapshot | None = None
    before: Snapshot | None = None
    waited: int = 0

    def ready(self, now: Snapshot) -> bool:
        """Return whether to index now, given the newest snapshot."""
        if now == self.indexed:
            self.before, self.waited = now, 0
            return False
        settled = now == self.before
        self.before = now
        self.waited += 1
        return settled or self.waited >= PATIENCE

    def done(self, now: Snapshot) -> None:
        """Record that this snapshot has been indexed."""
        self.indexed, self.waited = now, 0
