"""An article becomes everything that the index keeps of it.

``prepare_article`` is pure: no files, no model, no store. ``load_article`` reads one file and
prepares it, or says why it cannot be indexed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from index.errors import UnreadableArticle
from index.events.extraction import find_candidates
from index.ingestion.change_detection import sha256_of, stat_of
from index.ingestion.splitter import split_article
from index.ingestion.withholding import withhold
from index.models import (
    Article,
    Embeddable,
    Passage,
    PreparedArticle,
    Sentence,
)
from index.storage.ledger.state import FileStat, KnownFile
from index.temporal.tagger import find_dates_in_sequence


def prepare_article(article: Article, *, withholding: bool = True) -> PreparedArticle:
    """Split an article, find its dates, and lay out what is embedded.

    What somebody planted in it for its readers is left out, unless ``withholding`` is False.
    Raises UnreadableArticle where nothing else is in it.
    """
    if withholding:
        article = withhold(article)
    sentences, passages = split_article(article)
    passages = _each_once(passages)
    mentions = find_dates_in_sequence([s.text for s in sentences], article.published)
    return PreparedArticle(
        article=article,
        sentences=sentences,
        passages=passages,
        mentions=tuple(tuple(found) for found in mentions),
        candidates=find_candidates(sentences, mentions, article.published),
        embeddables=tuple(_embeddable(p, sentences) for p in passages),
    )


def _each_once(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Without those that say again, word for word, what an earlier one says.

    An index of nearest neighbours loses sight of the rest behind thousands of equal vectors: one
    file of one line, or with the same footer on each page, would hide every other article.
    """
    first = {passage.text: passage for passage in reversed(passages)}
    return tuple(passage for passage in passages if first[passage.text] is passage)


def _embeddable(passage: Passage, sentences: Sequence[Sentence]) -> Embeddable:
    spans = []
    cursor = 0
    for sentence in sentences[passage.first : passage.last + 1]:
        at = passage.text.find(sentence.text, cursor)
        if at < 0:  # not in the passage as it stands: it gets the passage's vector
            spans.append((cursor, cursor))
            continue
        cursor = at + len(sentence.text)
        spans.append((at, cursor))
    return Embeddable(passage.text, tuple(spans))


logger = logging.getLogger(__name__)


def load_article(
    folder: Path, file: str, *, withholding: bool = True
) -> tuple[str, FileStat, PreparedArticle | KnownFile | None]:
    """The file as it is now: prepared, refused, or None where it is no longer there.

    ``withholding``: as in ``prepare``.
    """
    from index.ingestion.article_files import shown_with_backslashes
    from index.ingestion.parser import read_article

    path = folder / file
    stat = stat_of(path) or FileStat()  # before reading: a later change shows the next time
    try:
        return file, stat, prepare_article(read_article(folder, file), withholding=withholding)
    except UnreadableArticle as error:
        reason = str(error)
    except Exception as error:
        # one odd file must not keep the others from being indexed
        logger.exception("cannot index %s", file)
        reason = f"cannot be indexed ({type(error).__name__}: {error})"
    if not path.is_symlink() and not path.exists() and not shown_with_backslashes(file):
        return file, stat, None
    return file, stat, KnownFile(sha256_of(path) or "", stat, reason)
