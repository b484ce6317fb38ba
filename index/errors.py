"""The exceptions of the coverage.

    CoverageError               something a person can act on; str(error) is one line, safe to show
    ├── UnusableSetting         a setting or argument cannot be used; says which and what to change
    ├── UnreadableArticle       a file cannot be read as an article; the others are not affected
    ├── ArticleRefused          a file may not be added to the articles folder, or removed from it
    │   └── FolderUnavailable   no file may now: the folder is missing, full, or not mounted
    ├── PageUnavailable         a web page or feed cannot be fetched, or may not be
    ├── DataFolderBusy          another process is using the data folder; says which one
    ├── ReindexRunning          a re-index is running; says who started it and how far it is
    ├── StoreUnavailable        Chroma does not answer (server down, folder damaged)
    │   └── DatabaseDamaged     a SQLite file is damaged, and could not be mended while it was open
    ├── StorageFull             the disk is full or not writable
    └── EmbedderFailed          the embedding model is missing, altered or failed on a batch

No message contains a secret: only names and values of settings that are not secret, file names
and numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.models import Progress


CLOSED = "the coverage is closed"
"""The message of a StoreUnavailable for whoever asks something after that."""


class CoverageError(Exception):
    """An error with a one-line message that is safe to show to a person."""


class UnusableSetting(CoverageError):
    """A setting or an argument has a value that cannot be used."""


class UnreadableArticle(CoverageError):
    """A file cannot be read as an article. The message says why and what to do about it."""


class ArticleRefused(CoverageError):
    """A file may not be added to, or removed from, the articles folder; says what to do instead."""


class FolderUnavailable(ArticleRefused):
    """Nothing can be added to the articles folder for now, whatever it is; says what to do."""


class PageUnavailable(CoverageError):
    """A web page or feed cannot be fetched, or may not be; the message begins with its address.

    ``temporary`` says that another attempt may succeed; ``retry_after`` is how many seconds the
    server asked to wait for, if it did, and ``host`` its name: after a redirect not the page's.
    """

    def __init__(
        self,
        message: str,
        *,
        temporary: bool = False,
        retry_after: float | None = None,
        host: str | None = None,
    ) -> None:
        super().__init__(message)
        self.temporary = temporary
        self.retry_after = retry_after
        self.host = host


class DataFolderBusy(CoverageError):
    """Another process has the data folder open."""


class ReindexRunning(CoverageError):
    """A re-index was requested while another one is running.

    ``by`` is who started the running one, if known; ``since`` when it started; ``progress`` how
    far it is.
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


class DatabaseDamaged(StoreUnavailable):
    """The file of the index or of the archive cannot be read; says what becomes of it."""


class StorageFull(CoverageError):
    """The data folder cannot be written: the disk is full, or permissions are missing."""


class EmbedderFailed(CoverageError):
    """The embedding model cannot be loaded or failed while embedding."""
