"""HTML: trafilatura extracts the article's text, which is then located in the source.

Every character of the visible text keeps its offset in the file.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from index.english.sentences import sentence_spans
from index.errors import UnreadableArticle
from index.ingestion.block import Block
from index.ingestion.boilerplate.blocks import is_prose, mark_lines
from index.ingestion.loaders.challenges import is_challenge
from index.ingestion.loaders.extraction import Line, body_lines, extract
from index.ingestion.loaders.live_blog import live_blog_entries
from index.ingestion.loaders.page_days import day_on_page, metadata_day, searched_day
from index.ingestion.loaders.page_head import with_head
from index.ingestion.metadata.field_dates import field_date
from index.ingestion.metadata.publication_date import OrderBeside, Published, nothing_beside
from index.ingestion.source_text import Traced, build, collapse_spaces
from index.ingestion.story import Story, read_story

_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small
    span strike strong sub sup time tt u var wbr amp-link""".split()
)
_HIDDEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "textarea",
        "svg",
        "iframe",
        "object",
        "select",
        "amp-ad",
        "amp-consent",
        "amp-sidebar",
    )
)
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*>?"
    # only after "=" does a quotation mark open a value; elsewhere it is a stray one
    r"|</?(?P<tag>[A-Za-z][^\s/<>]*+)(?:[^=<>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>?"
    r"|&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};?)",
    re.DOTALL,
)
_SOFT_HYPHEN = "\u00ad"
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f"
_SEEN = re.compile(f"[^{_UNSEEN}]+")
_MOST_TRIES = 20


def visible_text(raw: str) -> Traced:
    """Return the text of a page, without markup, comments and scripts; entities are resolved.

    Block elements begin and end with a line break, and soft hyphens are left out.
    """
    return build(_pieces(raw))


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while match := _TOKEN.search(raw, at):
        yield from _shown(raw, at, match.start())
        at = match.end()
        name = (match["tag"] or "").lower()
        if (
            name in _HIDDEN
            and not match.group().startswith("</")
            and not match.group().endswith("/>")
        ):
            closing = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE).search(raw, at)
            at = closing.end() if closing else len(raw)
            yield "\n" if name not in ("script", "style") else "", match.start(), at
        elif name:
            yield "" if name in _INLINE else "\n", match.start(), at
        elif match.group()[0] == "&":
            yield html.unescape(match.group()).replace(_SOFT_HYPHEN, ""), match.start(), at
    yield from _shown(raw, at, len(raw))


def _shown(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the text between tags without soft hyphens: they would divide words in searches."""
    while (at := raw.find(_SOFT_HYPHEN, start, end)) >= 0:
        yield raw[start:at], start, at
        yield "", at, at + 1
        start = at + 1
    if start < end:
        yield raw[start:end], start, end


@dataclass(frozen=True, slots=True)
class Page:
    """A page's visible text, and the same without white space, called the key, for searching.

    Character ``i`` of ``key`` is character ``places[r] + i - keys[r]`` of the visible text, where
    ``r`` is the last run that begins at or before ``i``.
    """

    text: Traced
    key: str
    keys: list[int]
    places: list[int]

    def find(self, text: str, after: int) -> tuple[int, int] | None:
        """Find a text, ignoring white space, preferably after position ``after`` of the key.

        Returns (start, end) in the key, or None. Occurrences at the start of a block are preferred.
        """
        wanted = "".join(_SEEN.findall(text))
        if not wanted:
            return None
        for begin in (after, 0):
            found = list(self._occurrences(wanted, begin))
            best = next((at for at in found if self._begins_block(at)), found[0] if found else None)
            if best is not None:
                return best, best + len(wanted)
        return None

    def _occurrences(self, wanted: str, begin: int) -> Iterator[int]:
        for _ in range(_MOST_TRIES):
            begin = self.key.find(wanted, begin)
            if begin < 0:
                return
            yield begin
            begin += 1

    def _begins_block(self, at: int) -> bool:
        place = self._place(at)
        before = self.text.text[max(0, place - 200) : place]
        return not before or "\n" in before[len(before.rstrip()) :]

    def _place(self, at: int) -> int:
        run = bisect_right(self.keys, at) - 1
        return self.places[run] + at - self.keys[run]

    def cut(self, start: int, end: int) -> Traced:
        """Return the visible text between two positions of the key."""
        return self.text.cut(self._place(start), self._place(end - 1) + 1)


def read_page(raw: str) -> Page:
    """Prepare a page for searching."""
    text = visible_text(raw)
    parts, keys, places, length = [], [], [], 0
    for run in _SEEN.finditer(text.text):
        keys.append(length)
        places.append(run.start())
        parts.append(run.group())
        length += len(run.group())
    return Page(text, "".join(parts), keys, places)


_HEAD = 8  # blocks that may be the headline


def read_html(
    raw: str, known: Mapping[str, str], beside: OrderBeside = nothing_beside
) -> list[Story]:
    """Return the story of a page, or those of a live blog's entries.

    ``known`` (title, outlet, author, url, date) is stated around the page, and replaces what its
    metadata says. ``beside`` tells how other files of the folder write dates. Text that cannot be
    located in the source, ignoring white space and markup, is left out, because it could not be
    quoted. Raises UnreadableArticle for a page that only checks the browser.
    """
    raw = _with_noscript(raw)
    page = read_page(raw)
    document = _extract(raw.removeprefix("\ufeff"))
    body = list(body_lines(document.body)) if document is not None else []
    blocks = _in_order(_aligned(page, body))
    notes = _notes(body, blocks)
    lines = list(_lines(page))
    if not any(block.kind is None for block in mark_lines(blocks)):
        blocks = lines
    fields = _fields(document)
    day = metadata_day(raw, page.text.text, lines, fields.get("date", ""))
    if "date" in known:
        texts = [block.text for block in blocks]
        dated = field_date(known["date"], "metadata", texts, beside)
        day = dated.published or day
        notes = (*notes, *filter(None, [dated.note]))
    fields = {**with_head(raw, fields, [b.text for b in blocks[:_HEAD]]), **known}
    parts = _parts(blocks, _entries(page, raw))
    if len(parts) > 1:
        return _live_blog(blocks, parts, fields, day)
    story = read_story(blocks, fields, day or day_on_page(lines), beside)
    if story.published is None and (simple := simplified(raw)):
        story = replace(story, published=searched_day(simple, page.text.text))
    if is_challenge(raw, story):
        raise UnreadableArticle(
            "is a page that checks the browser, not the article; open the article in a browser "
            "and save it from there"
        )
    return [replace(story, notes=(*story.notes, *notes))]


_NOSCRIPT = re.compile(r"<(?P<close>/?)noscript(?=[\s>])", re.IGNORECASE)
_ABOUT_THE_BROWSER = re.compile(r"javascript|cookie|browser|enable|adblock", re.IGNORECASE)
_PROSE_CHARACTERS = 60


def _with_noscript(raw: str) -> str:
    """Turn ``<noscript>`` with prose in it into ``<div>``, without moving anything.

    Some pages have the story there, for readers without scripts.
    """
    marks = list(_NOSCRIPT.finditer(raw))
    parts, at = [], 0
    for opening, closing in pairwise(marks):
        if opening["close"] or not closing["close"]:
            continue
        inside = raw[opening.end() : closing.start()]
        text = visible_text(inside.partition(">")[2]).text
        prose = any(len(line.strip()) >= _PROSE_CHARACTERS for line in text.split("\n"))
        if prose and not _ABOUT_THE_BROWSER.search(text):
            for mark in (opening, closing):
                parts += [raw[at : mark.start()], f"<{mark['close']}div     "]
                at = mark.end()
    return "".join((*parts, raw[at:]))


_LITTLE = 0.8  # share of the extracted text that is found again; below it, a note says so
_ENOUGH = 200  # characters


def _notes(body: Sequence[Line], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Say if little of the text that was extracted was found in the source."""
    wanted = sum(len("".join(_SEEN.findall(line.text))) for line in body)
    found = sum(len("".join(_SEEN.findall(block.text))) for block in blocks)
    if wanted < _ENOUGH or found >= _LITTLE * wanted:
        return ()
    return (
        f"only {found / wanted:.0%} of its text was found in the markup and can be quoted; "
        "check the article, or save its text as .txt",
    )


def _entries(page: Page, raw: str) -> list[tuple[int, int, dt.date]]:
    """Return (start, end, day) of each entry of a live blog; offsets into the source."""
    if "<time" not in raw.lower():
        return []
    from trafilatura.utils import load_html

    tree = load_html(raw.removeprefix("\ufeff"))
    found: list[tuple[int, int, dt.date]] = []
    after = 0
    for entry in live_blog_entries(tree) if tree is not None else ():
        first = page.find(entry.first, after)
        last = page.find(entry.last, first[0]) if first else None
        if first and last and first[0] >= after:
            after = last[1]
            found.append((page.cut(*first).spans[0][0], page.cut(*last).spans[-1][1], entry.day))
    return found if len(found) > 1 else []


@dataclass(frozen=True, slots=True)
class _Part:
    """The blocks of one entry of a live blog, and its day."""

    blocks: list[Block]
    day: dt.date


def _parts(blocks: Sequence[Block], entries: Sequence[tuple[int, int, dt.date]]) -> list[_Part]:
    """Return the entries that are in the story. Teasers of other stories have dates, too."""
    starts = [start for start, _, _ in entries]
    parts = [_Part([], day) for _, _, day in entries]
    for block in blocks:
        at = bisect_right(starts, block.start) - 1
        if at >= 0 and block.end <= entries[at][1]:
            parts[at].blocks.append(block)
    return [part for part in parts if part.blocks]


def _live_blog(
    blocks: Sequence[Block],
    parts: Sequence[_Part],
    fields: Mapping[str, str],
    day: Published | None,
) -> list[Story]:
    """Return a story for the text around the entries, if there is any, and one for each entry."""
    inside = {block.start for part in parts for block in part.blocks}
    around = [block for block in blocks if block.start not in inside]
    shared = {name: value for name, value in fields.items() if name not in ("title", "date")}
    stories = []
    if any(is_prose(block.text) for block in around):
        stories.append(read_story(around, fields, day))
    for part in parts:
        stories.append(read_story(part.blocks, shared, Published(part.day, "metadata")))
    return stories


def _in_order(blocks: Iterable[Block]) -> list[Block]:
    """Sort blocks by position, and drop those that overlap an earlier one."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.start):
        if not kept or block.start >= kept[-1].end:
            kept.append(block)
    return kept


_MOST_ATTRIBUTES = 64
_MOST_IN_BLOCK = 1_000
_MOST_BLOCKS = 5_000
_ATTRIBUTE = re.compile(r"[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]*))?")


def simplified(raw: str) -> str | None:
    """Return a page that is safe to hand to the libraries, or None if there is no such page.

    They take quadratic time for the attributes of a tag, for the inline elements and line breaks
    of a block, and for blocks in a row. Of the first two, what exceeds limits far above those of
    real pages is dropped, but no text; with more than ``_MOST_BLOCKS`` blocks the page is given up.
    """
    blocks = inside = 0

    def simpler(match: re.Match[str]) -> str:
        nonlocal blocks, inside
        name, tag = (match["tag"] or "").lower(), match.group()
        if name in _INLINE or name == "br":
            inside += 1
            if inside > _MOST_IN_BLOCK:
                return " " if name == "br" else ""
        elif name:
            inside = 0
            blocks += tag[1] != "/"
        plain = name and tag[1] != "/" and "<" not in tag[1:]  # a stray quote may swallow text
        if plain and len(tag) > 2 * _MOST_ATTRIBUTES:
            attributes = [found.group() for found in _ATTRIBUTE.finditer(tag, 1 + len(name))]
            if len(attributes) > _MOST_ATTRIBUTES:
                return f"<{' '.join((name, *attributes[:_MOST_ATTRIBUTES]))}>"
        return tag

    simple = _TOKEN.sub(simpler, raw)
    return simple if blocks <= _MOST_BLOCKS else None


def _extract(raw: str) -> Any:
    page = simplified(raw)
    return None if page is None else extract(page)


def _fields(document: Any) -> dict[str, str]:
    if document is None:
        return {}
    given = {
        "title": document.title,
        "outlet": document.sitename,
        "author": document.author,
        "url": document.url,
        "date": document.date,
    }
    return {
        name: " ".join(value.split()) for name, value in given.items() if value and value.strip()
    }


def _lines(page: Page) -> Iterator[Block]:
    """Yield every visible line of the page as a block."""
    at = 0
    for line in page.text.text.split("\n"):
        if line.strip():
            yield Block(collapse_spaces(page.text.cut(at, at + len(line))))
        at += len(line) + 1


def _aligned(page: Page, body: Iterable[Line]) -> Iterator[Block]:
    """Yield the extracted paragraphs, headings and list items that are found in the source."""
    after = 0
    for line in body:
        heading, item = line.tag == "head", line.tag in ("item", "row")
        pieces = [line.text] if page.find(line.text, after) else _sentences(line.text)
        for piece in pieces:
            if found := page.find(piece, after):
                yield Block(collapse_spaces(page.cut(*found)), heading=heading, item=item)
                after = found[1]


def _sentences(line: str) -> list[str]:
    return [line[start:end] for start, end in sentence_spans(line)]
