"""An article without what was planted in it; every offset stays the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from index.errors import UnreadableArticle
from index.guardrails.detection import find_planted, lines_of, plain
from index.guardrails.signs import PLANTED, REASONS, sign_detector
from index.ingestion.parser import parse_article
from index.models import Article, Paragraph, Withheld

_BEFORE = re.compile(r"(?:^|[\r\n])([^\w\r\n<>]*)\Z")  # bullets, marks of a heading, brackets
_BEHIND = re.compile(r"[^\w\r\n<>]*(?=[\r\n]|\Z)")
_WHITE = " \t\r\n\ufeff"


def blanked(raw: str, stretches: Iterable[tuple[int, int]]) -> str:
    """``raw`` with each (start, end) blank.

    Whole lines are taken with their marks and with the line break before them, so that no empty
    line appears where none was: an empty line parts paragraphs.
    """
    for first, last in stretches:
        start, end, filling = first, last, " "
        before, behind = _BEFORE.search(raw[:start]), _BEHIND.match(raw, end)
        if before and behind:
            start, end = before.start(1), behind.end()
            text = raw[:start].rstrip(_WHITE)
            if text and not text.endswith("---"):
                start = len(text)
            else:  # nothing to lean on: at the top of the file, or below its front matter
                filling = "\n"
        raw = raw[:start] + filling * (end - start) + raw[end:]
    return raw


_ROUNDS = 3
_TITLE = 120  # characters


def withhold(article: Article) -> Article:
    """Take planted instructions out of an article and note where in the file they are.

    The file is read again as if they were blank, so that headline, day and page furniture are
    told as without them; offsets and ``sha256`` stay those of the file. Pure. Raises
    UnreadableArticle where nothing else is left.
    """
    first, noted = article, _noted(article)
    stretches: list[Withheld] = []
    for _ in range(_ROUNDS):
        if not noted:
            break
        stretches += noted
        article = _read_again(first, stretches)
        noted = _noted(article)
    if not stretches:
        return _metadata(article)
    withheld = tuple(sorted(stretches, key=lambda stretch: stretch.start))
    paragraphs = tuple(
        part for paragraph in article.paragraphs for part in _parted(paragraph, withheld)
    )
    return _metadata(
        replace(
            article,
            sha256=first.sha256,
            raw=first.raw,
            paragraphs=paragraphs,
            withheld=withheld,
        )
    )


def _noted(article: Article) -> list[Withheld]:
    """One entry for each run of planted sentences of a paragraph; offsets of the file."""
    lines = lines_of(article.paragraphs)
    found = find_planted(lines)
    noted: list[Withheld] = []
    last = None
    for index in sorted(found):
        line = lines[index]
        start, end = article.paragraphs[line.paragraph].locate(line.start, line.end)
        if last == (line.paragraph, index - 1):
            noted[-1] = replace(noted[-1], end=end)
        else:
            noted.append(Withheld(start, end, REASONS[found[index]]))
        last = (line.paragraph, index)
    return noted


def _read_again(article: Article, stretches: Sequence[Withheld]) -> Article:
    raw = blanked(article.raw, [(stretch.start, stretch.end) for stretch in stretches])
    try:
        return parse_article(article.file, raw.encode())
    except UnreadableArticle:
        raise UnreadableArticle(
            "contains only instructions aimed at AI assistants; add the article's text or remove "
            "the file"
        ) from None


def _parted(paragraph: Paragraph, withheld: Sequence[Withheld]) -> list[Paragraph]:
    """A paragraph cut where something was taken out, so that no quote reaches across."""
    start, end = paragraph.locate(0, len(paragraph.text))
    cuts = [stretch.start for stretch in withheld if start < stretch.start < end]
    parts, begin = [], 0
    for cut in cuts:
        at = bisect_left(paragraph.spans, cut, begin, key=itemgetter(0))
        parts.append((begin, at))
        begin = at
    return [
        part
        for first, last in [*parts, (begin, len(paragraph.text))]
        if (part := _part(paragraph, first, last)) is not None
    ]


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph | None:
    while start < end and paragraph.text[start].isspace():
        start += 1
    while end > start and paragraph.text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    text, spans = paragraph.text[start:end], paragraph.spans[start:end]
    return Paragraph(text, spans, paragraph.heading)


def _metadata(article: Article) -> Article:
    """Titles and outlets are shown beside every quote: an instruction there is dropped."""
    if _instructs(article.title):
        first = next((p.text for p in article.paragraphs), "")
        article = replace(article, title=first[:_TITLE])
    if article.outlet is not None and _instructs(article.outlet):
        article = replace(article, outlet=None)
    return article


def _instructs(text: str) -> bool:
    found = sign_detector().weigh(plain(text))
    return sum(weight for family, weight in found.items() if family != "task") >= PLANTED
