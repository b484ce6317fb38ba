"""What changed in the articles folder since the last re-index. Reads only; writes nothing."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from index.errors import UnusableSetting
from index.storage.ledger.state import FileStat, KnownFile

# A file written in the same tick of its file system's clock as the last look at it may have been
# written after that look: FAT counts in two seconds, everything else is finer.
RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Changes:
    """Files by what has to be done about them; every listed file is in one of the first five.

    ``good`` and ``refused`` are as they were; ``retry`` could not be read the last time;
    ``gone`` were refused and are no longer there; ``touched`` have other times, not content.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    retry: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    touched: Mapping[str, FileStat] = field(default_factory=dict)

    @property
    def quiet(self) -> bool:
        """Nothing is new. What could not be read before is no news."""
        return not (self.added or self.changed or self.removed or self.gone)


def detect_changes(folder: Path, known: Mapping[str, KnownFile]) -> Changes:
    """Compare the folder with what is known. Raises UnusableSetting without a folder.

    A file of the same size, times and inode is taken to be the same, unless it is so new that
    it could have been written twice within one tick; any other is compared by SHA-256.
    """
    from index.ingestion.article_files import list_articles

    if not folder.is_dir():
        raise UnusableSetting(
            f"BOT_ARTICLES is {str(folder)!r}, which is not a folder: create it, or set "
            "BOT_ARTICLES to another folder"
        )
    lists: dict[str, list[str]] = {
        name: [] for name in ("added", "changed", "good", "refused", "retry")
    }
    touched: dict[str, FileStat] = {}
    listed = set()
    for file in list_articles(folder):
        listed.add(file)
        before = known.get(file)
        stat = stat_of(folder / file)
        verdict = _verdict(folder / file, stat, before)
        if verdict == "touched" and before is not None and stat is not None:
            verdict = "good" if before.error is None else "refused"
            touched[file] = stat
        lists[verdict].append(file)
    missing = sorted(known.keys() - listed)
    return Changes(
        **{name: tuple(files) for name, files in lists.items()},
        removed=tuple(file for file in missing if known[file].error is None),
        gone=tuple(file for file in missing if known[file].error is not None),
        touched=touched,
    )


def stat_of(path: Path) -> FileStat | None:
    """Look at a file, before reading it; None where it cannot be looked at."""
    now = time.time_ns()
    try:
        found = path.stat()
    except OSError:
        return None
    return FileStat(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, now)


def _verdict(path: Path, stat: FileStat | None, before: KnownFile | None) -> str:
    if before is None:
        return "added"
    as_new = "changed" if before.error is None else "added"
    if stat is None or not before.sha256:
        unreadable_then = before.error is not None and not before.sha256
        return "retry" if unreadable_then and _same(stat, before.stat) else as_new
    same = _same(stat, before.stat)
    if same and not _racy(before.stat):
        return "good" if before.error is None else "refused"
    if sha256_of(path) != before.sha256:
        return as_new
    if same and _racy(stat):
        return "good" if before.error is None else "refused"
    return "touched"


def _same(stat: FileStat | None, before: FileStat) -> bool:
    if stat is None:
        return before.size < 0
    return (stat.size, stat.modified_ns, stat.changed_ns, stat.inode) == (
        before.size,
        before.modified_ns,
        before.changed_ns,
        before.inode,
    )


def _racy(stat: FileStat) -> bool:
    return max(stat.modified_ns, stat.changed_ns) + RACY_NS >= stat.hashed_ns


def sha256_of(path: Path) -> str | None:
    """Of a regular file's bytes; None where there are none to be read. Waits on no pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
