"""Markdown: blocks without markup, in which each character keeps its offset in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from index.ingestion.block import Block, ends_sentence
from index.ingestion.loaders.emphasis import emphasis_marks
from index.ingestion.loaders.hyphens import join_divided
from index.ingestion.loaders.text import TextLine, is_rule, lines_of, unwrap
from index.ingestion.source_text import Traced, build, collapse_spaces, verbatim

_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_CLOSING_MARKS = re.compile(r"(?<!\s)\s++#++\s*+$")  # linear: tried once for each run of blanks
_UNDERLINE = re.compile(r"(?:=+|-{2,})$")
_QUOTE = re.compile(r"(?:>\s?)+")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)")
_CALLOUT = re.compile(r"\[![A-Za-z-]{1,40}\][+-]?\s*+")  # Obsidian: "> [!quote] Jane Roe"
_DEFINITION = re.compile(  # of a link: what an address has tells it from an answer of one word
    r"^\[[^\[\]]{1,999}\]:\s*+(?=[</#]|[A-Za-z][A-Za-z\d+.-]{1,30}:|\S*?\w\.\w)\S++(?:\s++[\"'(].*)?$"
)
_IMAGE_LINE = re.compile(r"!\[[^\]]*\]\([^)]*\)$")
_TABLE = re.compile(r"\|.*\|$")
_FENCE = re.compile(r"(?:```|~~~)")
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\\(?=[\r\n]|\Z)"  # a line break that stays
    r"|(?<=[\r\n])(?:[ \t]{0,3}>){1,9}[ \t]?"  # of a quotation that goes on
    r"|!\[\[[^\[\]\n]{0,500}\]\]|%%[^%\n]{0,2000}%%|(?<=\s)\^[\w-]{1,60}(?=[\r\n]|\Z)"
    r"|\{%[^%{}\n]{0,500}%\}|\{\{[^{}\n]{1,500}\}\}|\{:[^{}\n]{1,300}\}"
    r"|\[\[(?:[^\[\]|\n]{1,300}\|)?(?P<wiki>[^\[\]|\n]{1,300})\]\]"
    r"|!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])"
    r"|\[(?P<link>(?:[^\[\]\n]"
    r"|\[[^\[\]\n]{0,500}\]){1,2000})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)"
    r"[^()\n]{0,2000})?\)|\[[^\]\n]{0,200}\])"
    r"|<(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000})>"
    r"|(?P<comment><!--)|</?[A-Za-z][^<>\n]{0,2000}>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<ticks>`{1,3})(?P<code>[^`\n]{1,2000})(?P=ticks)"
    r"|\[\^[^\]\n]{1,50}\]"
    r"|~~[^~\n]{1,500}~~"  # struck out: the writer took it back
    r"|(?P<stars>\*+)|~~|==(?=[^\s=])|(?<=[^\s=])=="
    r"|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
)
_MARKED = re.compile(r"[\\\[\]<>&`*_~!{^]|==|%%")


def markdown_blocks(raw: str, start: int, end: int) -> list[Block]:
    """Split Markdown into blocks. Images and tables are marked as boilerplate."""
    blocks: list[Block] = []
    lines, fenced = [], False
    read = lines_of(raw, start, end)
    fences = sum(_FENCE.match(line.text) is not None for line in read)
    closed = fences - fences % 2  # the last of an odd number opens nothing
    for line in read:
        if _FENCE.match(line.text):
            fenced, closed = not fenced and closed > 0, closed - 1
        elif not fenced:
            lines.append(line)
    for group in unwrap(_without_quote_marks(lines), soft=True, apart=_is_no_text):
        if len(group) == 1 and _UNDERLINE.match(group[0].text) and blocks and not group[0].gap:
            blocks[-1] = replace(blocks[-1], heading=True)
            continue
        block = _block(raw, group)
        if block is not None:
            blocks.append(block)
    return blocks


def _without_quote_marks(lines: list[TextLine]) -> list[TextLine]:
    """Remove ``>`` marks; a line with nothing else counts as empty."""
    kept: list[TextLine] = []
    gap = False
    for line in lines:
        mark = _QUOTE.match(line.text)
        size = mark.end() if mark else 0
        text = line.text[size:].lstrip()
        gap = gap or line.gap
        if text:
            kept.append(TextLine(line.end - len(text), line.end, text, gap))
            gap = False
        else:
            gap = True
    return kept


def _is_no_text(line: str) -> bool:
    """Return whether a line is a rule, the underline of a heading, or the address of a link."""
    return is_rule(line) or any(each.match(line) for each in (_UNDERLINE, _DEFINITION))


def _block(raw: str, group: list[TextLine]) -> Block | None:
    first, begin, end = group[0].text, group[0].start, group[-1].end
    kind = "figure" if _IMAGE_LINE.match(first) else "table" if _TABLE.match(first) else None
    if _is_no_text(first):
        return None
    heading = _HEADING.match(first)
    item = None if heading else _ITEM.match(first)
    callout = _CALLOUT.match(first)
    if callout:
        begin += callout.end()
    elif heading:
        closing = _CLOSING_MARKS.search(raw, begin, end)
        begin, end = begin + heading.end(), closing.start() if closing else end
    elif item and not item.group()[0].isdigit():
        begin += item.end()
    traced = verbatim(raw, begin, end) if kind else _joined(raw, begin, end)
    traced = traced if kind else _without_tags(traced)
    if not traced.text:
        return None
    listed = bool(item or callout)
    return Block(traced, group[0].gap, heading=bool(heading), item=listed, kind=kind)


def _without_tags(traced: Traced) -> Traced:
    """Remove the tags that stand alone, or behind a sentence: "... had booked. #ferries #strikes".

    A sentence may end with one itself: "It is known as #MeToo."
    """
    words = traced.text.split(" ")
    end = kept = len(traced.text)
    while words and len(words[-1]) > 1 and words[-1][0] == "#" and words[-1][1].isalpha():
        end -= len(words.pop()) + 1
        if not words or ends_sentence(words[-1]):
            kept = max(0, end)
    return traced if kept == len(traced.text) else traced.cut(0, kept)


def _joined(raw: str, begin: int, end: int) -> Traced:
    return collapse_spaces(join_divided(strip_markup(raw, begin, end)))


def strip_markup(raw: str, start: int, end: int) -> Traced:
    """Return ``raw[start:end]`` without emphasis, links, images, tags, code marks and escapes."""
    if not _MARKED.search(raw, start, end):
        return verbatim(raw, start, end)
    return build(_unmarked(raw, start, end))


def _unmarked(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    at = start
    marks = list(_marks(raw, start, end))
    emphasis = emphasis_marks(raw, start, end, (mark for mark, _ in marks if mark["stars"]))
    for mark, behind in marks:
        yield raw[at : mark.start()], at, mark.start()
        if mark["stars"]:
            kept = (place for place in range(*mark.span()) if place not in emphasis)
            yield from ((raw[place], place, place + 1) for place in kept)
        yield from _kept(raw, mark)
        at = behind
    yield raw[at:end], at, end


def _marks(raw: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the pieces of markup, each with the offset behind what it hides."""
    begin = start
    unclosed = False
    while mark := _INLINE.search(raw, begin, end):
        begin = mark.end()
        if mark["comment"]:
            # looked for once: a search from each of many that are not closed takes quadratic time
            closing = -1 if unclosed else raw.find("-->", begin, end)
            if closing < 0:
                unclosed = True
                continue  # it is text
            begin = closing + len("-->")
        yield mark, begin


def _kept(raw: str, mark: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the visible text of one piece of markup."""
    if mark["link"]:
        yield from _unmarked(raw, *mark.span("link"))
    for name in ("escaped", "address", "code", "wiki"):
        if mark[name]:
            yield mark[name], *mark.span(name)
    if mark["entity"]:
        yield html.unescape(mark["entity"]), *mark.span()
