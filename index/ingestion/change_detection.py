"""What has changed in the articles folder since the last re-index. Never writes."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from index.errors import UnusableSetting
from index.ingestion.article_files import open_without_waiting
from index.models import KeptFolder
from index.storage.ledger.state import FileStat, KnownFile

if TYPE_CHECKING:
    from index.ingestion.article_files import Listing

# A file written in the same clock tick in which it was last checked may have been written after
# that check. FAT has ticks of two seconds, everything else has shorter ones.
RACY_NS = 2_000_000_000

# Where the numbers of SQLite end. Inodes of network drives may have all 64 bits, and times after
# 2262 have as many; a file from then counts as one of the future, which is read each time.
_END = 2**63


@dataclass(frozen=True, slots=True)
class Changes:
    """Files by what has to be done about them.

    Every listed file is in one of the first five. ``good`` and ``refused`` have not changed;
    ``retry`` could not be read the last time; ``gone`` were refused and no longer exist;
    ``touched`` have other times but the same content. ``kept`` were not listed, because their
    folder cannot be listed or is empty, and stay as they are; ``kept_folders`` says which folders.
    ``others`` are files that are no articles.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    retry: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    touched: Mapping[str, FileStat] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    kept_folders: tuple[KeptFolder, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Whether nothing has changed; files that could not be read before do not count."""
        return not (self.added or self.changed or self.removed or self.gone)


def detect_changes(
    folder: Path, known: Mapping[str, KnownFile], *, keep_missing: bool = True
) -> Changes:
    """Compare the folder with the known files. Raises UnusableSetting if the folder is missing.

    With ``keep_missing``, files stay in the index while the folder that held them cannot be
    listed or has no entry at all: a drive that is not mounted looks like that.

    A file with the same size, times and inode counts as unchanged, unless it is so new that it
    could have been written twice in one clock tick. All others are compared by SHA-256.
    """
    from index.ingestion.article_files import list_folder

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
    listing = list_folder(folder)
    for file in listing.articles:
        listed.add(file)
        before = known.get(file)
        stat = stat_of(folder / file)
        change = _classify(folder / file, stat, before)
        if change == "touched" and before is not None and stat is not None:
            change = "good" if before.error is None else "refused"
            touched[file] = stat
        lists[change].append(file)
    missing = sorted(known.keys() - listed)
    kept: dict[str, str] = {}
    if keep_missing:
        kept = {file: where for file in missing if (where := _kept_in(file, listing)) is not None}
        missing = [file for file in missing if file not in kept]
    return Changes(
        **{name: tuple(files) for name, files in lists.items()},
        removed=tuple(file for file in missing if known[file].error is None),
        gone=tuple(file for file in missing if known[file].error is not None),
        touched=touched,
        kept=tuple(kept),
        kept_folders=_kept_folders(kept, listing),
        others=listing.others,
    )


def _kept_in(file: str, listing: Listing) -> str | None:
    """Return the nearest folder above a missing file that explains why it was not listed."""
    parts = file.split("/")[:-1]
    above = ["/".join(parts[:size]) for size in range(len(parts), -1, -1)]
    return next((f for f in above if f in listing.unlisted or f in listing.empty), None)


def _kept_folders(kept: Mapping[str, str], listing: Listing) -> tuple[KeptFolder, ...]:
    """Say for each folder whose files were kept, or that cannot be listed, what is wrong."""
    counts = Counter(kept.values())
    found = []
    for folder in sorted({*counts, *listing.unlisted}):
        if folder in listing.unlisted:
            reason = f"cannot be read ({listing.unlisted[folder]}); change its permissions"
        else:
            reason = (
                "is empty; mount the drive that belongs there, or run 'coverage-bot index "
                "--rebuild' if you have deleted the files"
            )
        found.append(KeptFolder(folder or ".", counts[folder], reason))
    return tuple(found)


def stat_of(path: Path) -> FileStat | None:
    """Return a file's status, for later comparison; None if it is not accessible.

    Call it before reading the file.
    """
    now = time.time_ns()
    try:
        found = path.stat()
    except OSError:
        return None
    return FileStat(
        size=found.st_size,
        modified_ns=_within(found.st_mtime_ns),
        changed_ns=_within(found.st_ctime_ns),
        inode=(found.st_ino + _END) % (2 * _END) - _END,
        hashed_ns=_within(now),
    )


def _within(time_ns: int) -> int:
    return max(-_END, min(time_ns, _END - 1))


def _classify(path: Path, stat: FileStat | None, before: KnownFile | None) -> str:
    if before is None:
        return "added"
    new = "changed" if before.error is None else "added"
    if stat is None or not before.sha256:
        unreadable_then = before.error is not None and not before.sha256
        return "retry" if unreadable_then and _same_stat(stat, before.stat) else new
    same = _same_stat(stat, before.stat)
    if same and not _is_racy(before.stat):
        return "good" if before.error is None else "refused"
    if sha256_of(path) != before.sha256:
        return new
    if same and _is_racy(stat):
        return "good" if before.error is None else "refused"
    return "touched"


def _same_stat(stat: FileStat | None, before: FileStat) -> bool:
    if stat is None:
        return before.size < 0
    return (stat.size, stat.modified_ns, stat.changed_ns, stat.inode) == (
        before.size,
        before.modified_ns,
        before.changed_ns,
        before.inode,
    )


def _is_racy(stat: FileStat) -> bool:
    return max(stat.modified_ns, stat.changed_ns) + RACY_NS >= stat.hashed_ns


def sha256_of(path: Path) -> str | None:
    """Hash a regular file; None if it cannot be read. Never waits for a pipe."""
    try:
        with os.fdopen(open_without_waiting(path), "rb") as file:
            if not S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
