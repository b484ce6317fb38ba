"""An article becomes everything that the index keeps of it.

``prepare_article`` is pure: no files, no model, no store. ``load_article`` reads one file and
prepares it, or says why it cannot be indexed.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.events.extraction import find_candidates
from index.ingestion.splitter import split_article
from index.ingestion.withholding import withhold
from index.models import Article, Embeddable, Passage, PreparedArticle, Sentence
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
