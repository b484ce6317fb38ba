"""Plain text: lines become blocks, and hard-wrapped lines are joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from index.errors import UnreadableArticle
from index.ingestion.block import Block, ends_sentence
from index.ingestion.loaders.hyphens import divides_word, join_divided
from index.ingestion.metadata.datelines import read_date_line
from index.ingestion.source_text import collapse_spaces, verbatim

_WIDEST = 120  # characters; longer lines were not wrapped by a text editor
_NARROWEST = 30
_COLUMN = 18  # characters; of a newspaper's column, if sentences end inside its lines
_STOP_INSIDE = re.compile(r"[a-zA-Z]{2}\s?[.!?][\"”’]?\s\S")
_MARK = re.compile(r"#{1,6}\s|[-+*]\s|\d{1,3}[.)]\s|\||>|!\[|={2,}|-{2,}")
_RULE = re.compile(r"(?:[-*_=~]\s?){3,}$")
_BROKEN_LENGTH = 50  # characters; lines of menus are shorter
_MIN_BROKEN = 3
_FEWEST = 3  # lines; fewer are no evidence
_ENOUGH = 4  # lines; fewer are evidence if all are full, and sentences end inside them
_MIN_DIVIDED = 2  # words that were divided at the ends of lines
_LONE_MARKS = (".", ",", "!", "?", ";", ":", "''", '"')  # tokenized text may wrap before them


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without white space at its ends; ``gap``: an empty line precedes it."""

    start: int
    end: int
    text: str
    gap: bool


def is_rule(text: str) -> bool:
    """Return whether a line is drawn: it has nothing but dashes, asterisks or the like."""
    return _RULE.match(text) is not None


def unwrap(
    lines: list[TextLine], soft: bool = False, apart: Callable[[str], bool] = is_rule
) -> list[list[TextLine]]:
    """Group lines into paragraphs: one line each, unless the text is hard-wrapped.

    ``soft``: the format itself joins lines (Markdown), so a long line that stops in mid-sentence
    continues on the next one, whatever that begins with. ``apart`` says which lines belong to no
    paragraph, however long they are.
    """
    width = _width(lines)
    spaced = width > 0 and _spaced(lines)
    filled = 0 if width else _broken_width(lines)
    groups: list[list[TextLine]] = []
    for line in lines:
        alone = not groups or apart(line.text) or apart(groups[-1][-1].text)
        if not alone and (
            _continues(groups, line, width, spaced, soft) or _runs_over(groups, line, filled)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _broken_width(lines: list[TextLine]) -> int:
    """Return the width at which at least three lines were broken in mid-sentence, or 0."""
    broken = [
        len(line.text)
        for line, following in pairwise(lines)
        if not following.gap and len(line.text) <= _WIDEST and _broken(line, following, soft=False)
    ]
    return max(broken) if len(broken) >= _MIN_BROKEN else 0


def _runs_over(groups: list[list[TextLine]], following: TextLine, width: int) -> bool:
    """Return whether a full line of a paragraph continues with a capital: "since" / "July"."""
    line = groups[-1][-1]
    first = len(groups) == 1 and len(groups[0]) == 1  # the headline
    return (
        not following.gap
        and not first
        and _BROKEN_LENGTH <= len(line.text) <= width
        and _full(line, following, width)
        and _broken(line, following, soft=True)
    )


def _first_word(text: str) -> str:
    return text.split(None, 1)[0]


def _full(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether the next line's first word would not have fitted at the end of ``line``."""
    return len(line.text) + 1 + len(_first_word(following.text)) > width


def _width(lines: list[TextLine]) -> int:
    """Return the width at which the text was wrapped, or 0 if it was not wrapped.

    It was wrapped if at least two fifths of its lines stop in mid-sentence and three quarters of
    those are as full as the width allows. Headlines and menus stop in mid-sentence, too, but
    their lengths are unrelated. What stands above an empty line or a date is the head of the text.
    """
    spaced = _spaced(lines)
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not ends_sentence(line.text)
        and len(line.text) <= _WIDEST
        and (spaced or not (following.gap or read_date_line(following.text)))
    ]
    long = sum(len(line.text) > _WIDEST for line in lines)
    if len(pairs) < _FEWEST or len(pairs) < 0.4 * len(lines) or long > 0.1 * len(lines):
        return 0
    inside = sum(_STOP_INSIDE.search(line.text) is not None for line in lines)
    lengths = sorted(len(line.text) for line, _ in pairs)
    width = lengths[min(int(len(lengths) * 0.98), len(lengths) - 1)]
    full = sum(_full(line, following, width) for line, following in pairs)
    even = lengths[len(lengths) // 2] >= 0.7 * width or len(pairs) >= 0.85 * len(lines)
    filled = full >= 0.75 * len(pairs) or (even and _runs_on(lines, len(pairs)))
    if len(pairs) < _ENOUGH:
        filled = full == len(pairs) and inside > 0 and width >= _BROKEN_LENGTH
    divided = sum(divides_word(line.text, following.text) for line, following in pairs)
    filled = filled or divided >= _MIN_DIVIDED
    return width if width >= (_COLUMN if inside else _NARROWEST) and filled else 0


def _runs_on(lines: list[TextLine], unfinished: int) -> bool:
    """Return whether sentences end in the middle of lines, unlike in headlines or menus.

    For text that was edited after it had been wrapped, so that its lines are no longer full.
    """
    inside = sum(_STOP_INSIDE.search(line.text) is not None for line in lines)
    return len(lines) >= 8 and unfinished >= 0.6 * len(lines) and inside >= 0.12 * len(lines)


def _spaced(lines: list[TextLine]) -> bool:
    """Return whether an empty line separates (almost) all lines, even wrapped ones."""
    return sum(line.gap for line in lines) >= 0.9 * len(lines)


def _continues(
    groups: list[list[TextLine]], following: TextLine, width: int, spaced: bool, soft: bool
) -> bool:
    line = groups[-1][-1]
    if following.gap and not spaced:
        return False
    if divides_word(line.text, following.text):
        return True
    if not following.gap and _broken(line, following, soft):
        return True
    if not width or len(line.text) > _WIDEST:
        return False
    if _first_word(following.text) in _LONE_MARKS:
        return True
    first = len(groups) == 1 and len(groups[0]) == 1
    return _full(line, following, width) or _unfinished(line, following, width if first else 0)


def _broken(line: TextLine, following: TextLine, soft: bool) -> bool:
    """Return whether the next line continues this one in lower case, in any kind of text."""
    return (
        len(line.text) >= _BROKEN_LENGTH
        and (soft or following.text[0].islower())
        and not ends_sentence(line.text)
        and line.text[-1] not in "|»"
        and (len(following.text.split()) >= 3 or ends_sentence(following.text))
        and not _MARK.match(following.text)
        and not read_date_line(following.text)
    )


def _unfinished(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether a line that is not full stops in mid-sentence, unlike the end of a paragraph.

    Lower case shows that the next line continues it. In text that is all capitals, only a first
    line much shorter than ``width`` counts as a headline.
    """
    if ends_sentence(line.text) or len(line.text) < 0.6 * width:
        return False
    return following.text[0].islower() or (line.text.isupper() and following.text.isupper())


MAX_LINES = 200_000
_LINE = re.compile("[^\r\n\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
_BULLET = re.compile(r"(?:[•‣▪●◦■►·*–—-]|\d{1,2}[.)])\s+(?=\S)|[•‣▪●◦■►·-](?=[^\W\d])")


def lines_of(raw: str, start: int, end: int) -> list[TextLine]:
    """Return the non-empty lines of ``raw[start:end]``. Raises UnreadableArticle for too many."""
    lines: list[TextLine] = []
    last = start
    for found in _LINE.finditer(raw, start, end):
        text = found.group().strip()
        if text:
            gap = len(_BREAK.findall(raw, last, found.start())) > 1 or not lines
            first = raw.index(text, found.start())
            lines.append(TextLine(first, first + len(text), text, gap))
            last = first + len(text)
    if len(lines) > MAX_LINES:
        raise UnreadableArticle(
            f"has {len(lines):,} lines, more than the limit of {MAX_LINES:,} lines; split it into "
            "several articles"
        )
    return lines


_NONE = frozenset[int]()


def text_blocks(
    raw: str, start: int, end: int, rows: frozenset[int] = _NONE, headings: frozenset[int] = _NONE
) -> list[Block]:
    """Split plain text into blocks: one per line, wrapped lines joined, bullets removed.

    ``rows`` and ``headings`` are the offsets of lines that are rows of a table, and headings.
    """
    blocks = []
    for group in _groups(lines_of(raw, start, end), rows | headings):
        first, last = group[0], group[-1]
        if first.start in rows:
            row = collapse_spaces(verbatim(raw, first.start, last.end))
            blocks.append(Block(row, first.gap, item=True, row=True))
            continue
        if first.start in headings:
            heading = collapse_spaces(verbatim(raw, first.start, last.end))
            blocks.append(Block(heading, first.gap, heading=True))
            continue
        bullet = _BULLET.match(first.text)
        begin = first.start + (bullet.end() if bullet and not first.text[0].isdigit() else 0)
        traced = collapse_spaces(join_divided(verbatim(raw, begin, last.end)))
        blocks.append(Block(traced, first.gap, item=bullet is not None))
    return blocks


def _groups(lines: list[TextLine], apart: frozenset[int]) -> Iterator[list[TextLine]]:
    """Yield the lines of each paragraph; rows of a table, however even, are not wrapped lines."""
    for is_apart, each in groupby(lines, lambda line: line.start in apart):
        together = list(each)
        yield from ([line] for line in together) if is_apart else unwrap(together)
