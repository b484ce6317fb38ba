"""Splits an article into sentences and passages, with exact offsets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from index.english.sentences import sentence_spans, word_count
from index.models import Article, Paragraph, Passage, Sentence

_IDEAL = 85  # words; embeddings work best for 60 to 110
_MAX_WORDS = 150
_MAX_SENTENCES = 6
_MID_PARAGRAPH = 0.25  # cost of splitting a paragraph, in squared relative lengths


def split_article(article: Article) -> tuple[tuple[Sentence, ...], tuple[Passage, ...]]:
    """Return the sentences of an article and the passages made of them, both in order.

    Every sentence belongs to exactly one passage. Headings are not sentences, and no passage
    spans one. The result, including keys, depends only on the article.
    """
    sentences: list[Sentence] = []
    sections: list[list[Sentence]] = [[]]
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.heading:
            sections.append([])
            continue
        for sentence in _sentences(paragraph, number, len(sentences)):
            sentences.append(sentence)
            sections[-1].append(sentence)
    groups = [group for section in sections for group in _grouped(section)]
    return tuple(sentences), tuple(
        _passage(article, ordinal, group) for ordinal, group in enumerate(groups)
    )


def _sentences(paragraph: Paragraph, number: int, ordinal: int) -> list[Sentence]:
    found = []
    for first, last in sentence_spans(paragraph.text):
        start, end = paragraph.locate(first, last)
        found.append(Sentence(ordinal, number, start, end, paragraph.text[first:last]))
        ordinal += 1
    return found


def _grouped(sentences: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """Split a section into passages whose lengths are closest to the ideal.

    Dynamic programming over the last boundary: ``best[i]`` is the cost of the first ``i``
    sentences, ``back[i]`` where their last passage begins.
    """
    words = [word_count(sentence.text) for sentence in sentences]
    best, back = [0.0], [0]
    for end in range(1, len(sentences) + 1):
        options = []
        total = 0
        for begin in range(end - 1, max(end - _MAX_SENTENCES, 0) - 1, -1):
            total += words[begin]
            if total > _MAX_WORDS and begin < end - 1:
                break
            options.append((best[begin] + _cost(sentences, end, total), -begin))
        cost, begin = min(options)
        best.append(cost)
        back.append(-begin)
    groups: list[Sequence[Sentence]] = []
    end = len(sentences)
    while end:
        groups.append(sentences[back[end] : end])
        end = back[end]
    return groups[::-1]


def _cost(sentences: Sequence[Sentence], end: int, words: int) -> float:
    stray = (words - _IDEAL) / _IDEAL
    parts = end < len(sentences) and sentences[end - 1].paragraph == sentences[end].paragraph
    return stray * stray + (_MID_PARAGRAPH if parts else 0.0)


def _passage(article: Article, ordinal: int, group: Sequence[Sentence]) -> Passage:
    text = " ".join(sentence.text for sentence in group)
    start, end = group[0].start, group[-1].end
    return Passage(
        key=_key(article, ordinal),
        ordinal=ordinal,
        start=start,
        end=end,
        text=text,
        first=group[0].ordinal,
        last=group[-1].ordinal,
    )


def _key(article: Article, ordinal: int) -> str:
    """Name a passage by file, content, position, title, day and what is withheld: 32 hex digits.

    All keys of a changed article are new, so a live vector is never overwritten and the previous
    index stays complete until the new one is committed. An article of which more is withheld at the
    second look has other passages under the same numbers, or another title. Its day may depend on
    how the files beside it write theirs.
    """
    withheld = "".join(f"\0{stretch.start}-{stretch.end}" for stretch in article.withheld)
    about = f"{article.title}\0{article.published or ''}"
    identity = f"{article.file}\0{article.sha256}\0{ordinal}\0{about}{withheld}"
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
