"""Removes planted instructions from an article without changing any offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter

from index.english.sentences import MAX_LENGTH, sentence_spans
from index.errors import UnreadableArticle
from index.guardrails.detection import find_planted, normalize, surface_lines
from index.guardrails.head import REASON
from index.guardrails.signs import PLANTED, REASONS, sign_detector
from index.ingestion.parser import parse_again
from index.models import Article, Paragraph, Section, Withheld

_BREAKS = "\r\n"
_WHITE = " \t\r\n\ufeff"


@dataclass(frozen=True, slots=True)
class _Blank:
    """A stretch that is blanked with ``filling``.

    ``line`` is where its line begins if only marks precede it there, else None. ``text`` is
    where the text before it ends.
    """

    start: int
    end: int
    filling: str
    line: int | None
    text: int


def blank_out(raw: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Replace each (start, end) of ``raw`` by blanks.

    Whole lines are blanked with their list marks and the preceding line break, because an
    additional empty line would split a paragraph.

    Takes linear time: a file may consist of thousands of planted lines, so each character
    between two stretches is looked at once, and earlier stretches are skipped in one step.
    """
    blanks: list[_Blank] = []
    for first, last in sorted(stretches):
        start = max(first, blanks[-1].end) if blanks else first
        if start < last:
            blank = _blank(raw, start, last, blanks)
            while blanks and blanks[-1].start >= blank.start:
                blanks.pop()
            blanks.append(blank)
    pieces: list[str] = []
    at = 0
    for blank in blanks:
        pieces += raw[at : blank.start], blank.filling * (blank.end - blank.start)
        at = blank.end
    return "".join((*pieces, raw[at:]))


def _blank(raw: str, first: int, last: int, blanks: Sequence[_Blank]) -> _Blank:
    """Return what to blank for one stretch behind those that are ``blanks`` already."""
    line, end = _line_start(raw, first, blanks), _line_end(raw, last)
    if line is None or end is None:
        return _Blank(first, last, " ", line, _text_end(raw, first, blanks))
    text = _text_end(raw, line, blanks)
    if text and not raw.endswith("---", 0, text):
        return _Blank(text, end, " ", line, text)
    # no text before it: at the top of the file, or below front matter
    return _Blank(line, end, "\n", line, text)


def _is_mark(character: str) -> bool:
    """Return whether a character may be part of a bullet, a heading's marks or brackets."""
    return not (character.isalnum() or character in "_\r\n<>")


def _line_start(raw: str, at: int, blanks: Sequence[_Blank]) -> int | None:
    """Return where the line of ``at`` begins, or None if more than marks precede it there."""
    before = blanks[-1] if blanks else None
    floor = before.end if before else 0
    while at > floor and _is_mark(raw[at - 1]):
        at -= 1
    if at > floor:
        return at if raw[at - 1] in _BREAKS else None
    return at if before is None or before.filling == "\n" else before.line


def _line_end(raw: str, at: int) -> int | None:
    """Return where the line of ``at`` ends, or None if more than marks follow."""
    while at < len(raw) and _is_mark(raw[at]):
        at += 1
    return at if at == len(raw) or raw[at] in _BREAKS else None


def _text_end(raw: str, at: int, blanks: Sequence[_Blank]) -> int:
    """Return where the text before ``at`` ends, not counting white space and blanks."""
    for blank in reversed(blanks):
        if blank.start >= at:
            continue
        while at > blank.end and raw[at - 1] in _WHITE:
            at -= 1
        return blank.text if at <= blank.end else at
    while at and raw[at - 1] in _WHITE:
        at -= 1
    return at


_start = attrgetter("start")
_ROUNDS = 3
_TITLE = 120  # characters


def withhold(
    article: Article, planted: Iterable[tuple[int, int]] = (), titles: Collection[str] = ()
) -> Article:
    """Remove planted instructions from an article, and record where in the file they are.

    The file is parsed again with them blanked out, so that they do not influence title, date and
    boilerplate; offsets and ``sha256`` remain those of the file. ``planted`` are (start, end)
    offsets of sentences that are known to be planted, and ``titles`` are texts that are no title
    for the same reason. Pure. Raises UnreadableArticle if nothing else is left.
    """
    known = [Withheld(start, end, REASON) for start, end in planted]
    known += _printed_titles(article, titles)
    first, found_now = article, [*_find_instructions(article), *known]
    stretches: list[Withheld] = []
    for _ in range(_ROUNDS):
        if not found_now:
            break
        stretches += found_now
        article = _parse_without(first, stretches)
        found_now = _find_instructions(article)
    if not stretches:
        return _metadata(article, titles)
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
        ),
        titles,
    )


def _printed_titles(article: Article, titles: Collection[str]) -> list[Withheld]:
    """Return where an article prints one of these titles above its text, or as a line of it.

    A headline may have more than the title: the name of the site, which was split off.
    """
    return [
        Withheld(*paragraph.locate(0, len(paragraph.text)), REASON)
        for paragraph in article.paragraphs
        if paragraph.text in titles
        or (paragraph.heading and paragraph.text.startswith(tuple(titles)))
    ]


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
            "contains only instructions to the bot; add the article's text or remove the file"
        ) from None


def _in_section(section: Section, start: int, end: int) -> tuple[int, int]:
    """Return the offsets into a section's text of a stretch of the file."""
    first = bisect_left(section.spans, start, key=itemgetter(0))
    last = bisect_right(section.spans, end, key=itemgetter(1))
    return first, max(first, last)


def _split_paragraph(paragraph: Paragraph, withheld: Sequence[Withheld]) -> list[Paragraph]:
    """Split a paragraph where something was removed, so that no quote spans the gap."""
    start, end = paragraph.locate(0, len(paragraph.text))
    low = bisect_right(withheld, start, key=_start)
    cuts = [stretch.start for stretch in withheld[low : bisect_left(withheld, end, key=_start)]]
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


def _metadata(article: Article, titles: Collection[str]) -> Article:
    """Drop titles and outlets that are instructions: they are shown next to every quote.

    ``titles`` are known to be instructions.
    """
    if article.title in titles or _is_instruction(article.title):
        first = next((p.text for p in article.paragraphs), "")
        article = replace(article, title=first[:_TITLE])
    if article.outlet is not None and _is_instruction(article.outlet):
        article = replace(article, outlet=None)
    return article


def _is_instruction(text: str) -> bool:
    pieces = [text] if len(text) <= MAX_LENGTH else [text[a:b] for a, b in sentence_spans(text)]
    return any(sign_detector().weigh_title(normalize(piece)) >= PLANTED for piece in pieces)
