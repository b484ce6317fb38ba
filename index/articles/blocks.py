"""Lines become blocks: the stretches that may be paragraphs, captions or furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.articles.spans import Spans, Traced, fold, verbatim
from index.articles.wrapping import Line, unwrap
from index.errors import UnreadableArticle

MAX_LINES = 200_000
_LINE = re.compile("[^\r\n\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
_BULLET = re.compile(r"(?:[•‣▪●◦■►·*–—-]|\d{1,2}[.)])\s+(?=\S)|[•‣▪●◦■►·-](?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the file that reads as one paragraph, heading, list item or menu line.

    ``gap``: an empty line stands before it. ``heading`` and ``item``: marked as such by the
    file's own markup. ``kind`` names the furniture that it is; None for the story.
    """

    traced: Traced
    gap: bool = True
    heading: bool = False
    item: bool = False
    kind: str | None = None

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.traced.text

    @property
    def spans(self) -> Spans:
        """Where in the file the characters of the text are."""
        return self.traced.spans

    @property
    def start(self) -> int:
        """Offset in the file of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset in the file after the last character."""
        return self.spans[-1][1]


def lines_of(raw: str, start: int, end: int) -> list[Line]:
    """Return the lines of ``raw[start:end]`` that hold more than white space."""
    lines: list[Line] = []
    last = start
    for found in _LINE.finditer(raw, start, end):
        text = found.group().strip()
        if text:
            gap = len(_BREAK.findall(raw, last, found.start())) > 1 or not lines
            first = raw.index(text, found.start())
            lines.append(Line(first, first + len(text), text, gap))
            last = first + len(text)
    if len(lines) > MAX_LINES:
        raise UnreadableArticle(
            f"has {len(lines):,} lines, more than the {MAX_LINES:,} of one article; split it"
        )
    return lines


def text_blocks(raw: str, start: int, end: int) -> list[Block]:
    """Cut plain text into blocks: a line each, wrapped lines joined, bullets taken off."""
    blocks = []
    for group in unwrap(lines_of(raw, start, end)):
        first, last = group[0], group[-1]
        bullet = _BULLET.match(first.text)
        begin = first.start + (bullet.end() if bullet and not first.text[0].isdigit() else 0)
        traced = fold(verbatim(raw, begin, last.end))
        blocks.append(Block(traced, first.gap, item=bullet is not None))
    return blocks
