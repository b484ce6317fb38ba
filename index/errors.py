"""The error tree of the coverage.

    CoverageError               something a person can act on; str(error) is one line, safe to show
    ├── UnusableSetting         a setting or argument: names it, its value and what would be right
    ├── UnreadableArticle       one file cannot become an article; the others go on
    ├── ArticleRefused          a file may not be put into the articles folder, or taken out of it
    ├── DataFolderBusy          another process holds the data folder; says which one
    ├── ReindexRunning          a re-index is under way here; says who started it and how far it is
    ├── StoreUnavailable        Chroma does not answer (server down, folder damaged)
    ├── StorageFull             the disk is full or not writable
    └── EmbedderFailed          the embedding model is missing, altered or failed on a batch

No message carries a secret: whoever raises one puts in names and values of settings that are
not secret, file names and numbers only.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.models import Progress


class CoverageError(Exception):
    """A failure that is told to a person in one line. The message is safe to show."""


class UnusableSetting(CoverageError):
    """A setting or an argument has a value that cannot be used."""


class UnreadableArticle(CoverageError):
    """A file cannot be read as an article; the reason says what to do about it."""


class ArticleRefused(CoverageError):
    """A file may not be put into the articles folder or taken out of it; says what would do."""


class DataFolderBusy(CoverageError):
    """Another process has the data folder open."""


class ReindexRunning(CoverageError):
    """A second re-index was asked for while one is under way.

    Says of that one who wanted it, where somebody did, since when it runs, and how far it is.
    """

    def __init__(
        self,
        message: str,
        *,
        by: str | None = None,
        since: dt.datetime | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(message)
        self.by = by
        self.since = since
        self.progress = progress


class StoreUnavailable(CoverageError):
    """The vector store does not answer."""


class StorageFull(CoverageError):
    """The data folder cannot be written."""


class EmbedderFailed(CoverageError):
    """The embedding model cannot be loaded or failed while embedding."""
