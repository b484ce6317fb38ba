"""Removes planted instructions from an article without changing any offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from index.errors import UnreadableArticle
from index.guardrails.detection import find_planted, normalize, surface_lines
from index.guardrails.signs import PLANTED, REASONS, sign_detector
from index.ingestion.parser import parse_again
from index.models import Article, Paragraph, Section, Withheld

_BEFORE = re.compile(r"(?:^|[\r\n])([^\w\r\n<>]*)\Z")  # bullets, marks of a heading, brackets
_BEHIND = re.compile(r"[^\w\r\n<>]*(?=[\r\n]|\Z)")
_WHITE = " \t\r\n\ufeff"


def blank_out(raw: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Replace each (start, end) of ``raw`` by blanks.

    Whole lines are blanked with their list marks and the preceding line break, because an
    additional empty line would split a paragraph.
    """
    for first, last in stretches:
        start, end, filling = first, last, " "
        before, behind = _BEFORE.search(raw[:start]), _BEHIND.match(raw, end)
        if before and behind:
            start, end = before.start(1), behind.end()
            text = raw[:start].rstrip(_WHITE)
            if text and not text.endswith("---"):
                start = len(text)
            else:  # no text before it: at the top of the file, or below front matter
                filling = "\n"
        raw = raw[:start] + filling * (end - start) + raw[end:]
    return raw


_ROUNDS = 3
_TITLE = 120  # characters


def withhold(article: Article) -> Article:
    """Remove planted instructions from an article, and record where in the file they are.

    The file is parsed again with them blanked out, so that they do not influence title, date and
    boilerplate; offsets and ``sha256`` remain those of the file. Pure. Raises UnreadableArticle
    if nothing else is left.
    """
    first, found_now = article, _find_instructions(article)
    stretches: list[Withheld] = []
    for _ in range(_ROUNDS):
        if not found_now:
            break
        stretches += found_now
        article = _parse_without(first, stretches)
        found_now = _find_instructions(article)
    if not stretches:
        return _metadata(article)
    withheld = tuple(sorted(stretches, key=lambda stretch: stretch.start))
    paragraphs = tuple(
        part for paragraph in article.paragraphs for part in _split_paragraph(paragraph, withheld)
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


def _find_instructions(article: Article) -> list[Withheld]:
    """Return one entry per run of planted sentences in a paragraph; offsets into the file."""
    lines = surface_lines(article.paragraphs)
    found = find_planted(lines)
    found_now: list[Withheld] = []
    last = None
    for index in sorted(found):
        line = lines[index]
        start, end = article.paragraphs[line.paragraph].locate(line.start, line.end)
        if last == (line.paragraph, index - 1):
            found_now[-1] = replace(found_now[-1], end=end)
        else:
            found_now.append(Withheld(start, end, REASONS[found[index]]))
        last = (line.paragraph, index)
    return found_now


def _parse_without(article: Article, stretches: Sequence[Withheld]) -> Article:
    section = article.section
    text = article.raw if section is None else section.text
    places = [(stretch.start, stretch.end) for stretch in stretches]
    if section is not None:
        places = [_in_section(section, start, end) for start, end in places]
    try:
        return parse_again(article, blank_out(text, places))
    except UnreadableArticle:
        raise UnreadableArticle(
            "contains only instructions aimed at AI assistants; add the article's text or remove "
            "the file"
        ) from None


def _in_section(section: Section, start: int, end: int) -> tuple[int, int]:
    """Return the offsets into a section's text of a stretch of the file."""
    first = bisect_left(section.spans, start, key=itemgetter(0))
    last = bisect_right(section.spans, end, key=itemgetter(1))
    return first, max(first, last)


def _split_paragraph(paragraph: Paragraph, withheld: Sequence[Withheld]) -> list[Paragraph]:
    """Split a paragraph where something was removed, so that no quote spans the gap."""
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
        if (part := _trimmed_part(paragraph, first, last)) is not None
    ]


def _trimmed_part(paragraph: Paragraph, start: int, end: int) -> Paragraph | None:
    while start < end and paragraph.text[start].isspace():
        start += 1
    while end > start and paragraph.text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    text, spans = paragraph.text[start:end], paragraph.spans[start:end]
    return Paragraph(text, spans, paragraph.heading)


def _metadata(article: Article) -> Article:
    """Drop titles and outlets that are instructions: they are shown next to every quote."""
    if _is_instruction(article.title):
        first = next((p.text for p in article.paragraphs), "")
        article = replace(article, title=first[:_TITLE])
    if article.outlet is not None and _is_instruction(article.outlet):
        article = replace(article, outlet=None)
    return article


def _is_instruction(text: str) -> bool:
    found = sign_detector().weigh(normalize(text))
    return sum(weight for family, weight in found.items() if family != "task") >= PLANTED
