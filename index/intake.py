"""One file of the articles folder as a re-index takes it in."""

from __future__ import annotations

import logging
from pathlib import Path

from index.errors import UnreadableArticle
from index.ledger.state import Known, Stat
from index.prepare import Prepared, prepare
from index.scan import sha256_of, stat_of

logger = logging.getLogger(__name__)


def read(
    folder: Path, file: str, *, withholding: bool = True
) -> tuple[str, Stat, Prepared | Known | None]:
    """The file as it is now: prepared, refused, or None where it is no longer there.

    ``withholding``: as in ``prepare``.
    """
    from index.articles import read_article
    from index.articles.files import shown_with_backslashes

    path = folder / file
    stat = stat_of(path) or Stat()  # before reading: a later change shows the next time
    try:
        return file, stat, prepare(read_article(folder, file), withholding=withholding)
    except UnreadableArticle as error:
        reason = str(error)
    except Exception as error:
        # one odd file must not keep the others from being indexed
        logger.exception("cannot index %s", file)
        reason = f"cannot be indexed ({type(error).__name__}: {error})"
    if not path.is_symlink() and not path.exists() and not shown_with_backslashes(file):
        return file, stat, None
    return file, stat, Known(sha256_of(path) or "", stat, reason)
