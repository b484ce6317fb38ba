"""Turns an article into everything that the index keeps of it.

Pure: no files, no model, no store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from index.events.extraction import find_candidates
from index.ingestion.splitter import split_article
from index.ingestion.withholding import withhold
from index.models import Article, Embeddable, Passage, PreparedArticle, Sentence
from index.temporal.tagger import find_dates_in_sequence

MAX_MENTIONS = 24
"""Days and times of a sentence that are kept: one that names more is a table or nonsense."""


def prepare_article(
    article: Article,
    *,
    withholding: bool = True,
    planted: Iterable[tuple[int, int]] = (),
    titles: Collection[str] = (),
) -> PreparedArticle:
    """Split an article, find its dates and event candidates, and lay out what is embedded.

    Planted instructions are left out unless ``withholding`` is False, and so is what an earlier
    look found: ``planted`` has (start, end) offsets into the file, ``titles`` the texts of titles.
    Raises UnreadableArticle if nothing else is left.
    """
    if withholding:
        article = withhold(article, planted, titles)
    sentences, passages = split_article(article)
    passages = _drop_repeated(passages)
    found = find_dates_in_sequence([s.text for s in sentences], article.published)
    mentions = [each[:MAX_MENTIONS] for each in found]
    return PreparedArticle(
        article=article,
        sentences=sentences,
        passages=passages,
        mentions=tuple(map(tuple, mentions)),
        candidates=find_candidates(sentences, mentions, article.published),
        embeddables=tuple(_embeddable(p, sentences) for p in passages),
    )


def _drop_repeated(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Drop passages whose text repeats an earlier one exactly.

    With thousands of equal vectors a nearest-neighbour index misses all others: a file that
    repeats one line, or the same footer on each page, would hide every other article.
    """
    first = {passage.text: passage for passage in reversed(passages)}
    return tuple(passage for passage in passages if first[passage.text] is passage)


def _embeddable(passage: Passage, sentences: Sequence[Sentence]) -> Embeddable:
    spans = []
    cursor = 0
    for sentence in sentences[passage.first : passage.last + 1]:
        at = passage.text.find(sentence.text, cursor)
        if at < 0:  # not found in the passage: an empty span gets the passage's vector
            spans.append((cursor, cursor))
            continue
        cursor = at + len(sentence.text)
        spans.append((at, cursor))
    return Embeddable(passage.text, tuple(spans))
