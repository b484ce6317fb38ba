"""HTML: trafilatura extracts the article's text, which is then located in the source.

Every character of the visible text keeps its offset in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from index.english.sentences import sentence_spans
from index.errors import UnreadableArticle
from index.ingestion.block import Block
from index.ingestion.boilerplate.blocks import is_prose, mark_lines
from index.ingestion.loaders.error_pages import NO_ARTICLE, shows_no_article
from index.ingestion.loaders.extraction import Line, body_lines, extract
from index.ingestion.loaders.live_blog import Part, parts_of
from index.ingestion.loaders.markup import (
    SEEN,
    Page,
    is_cut_off,
    read_page,
    simplified,
    visible_text,
    with_plain_inline,
)
from index.ingestion.loaders.other_articles import without_other_articles
from index.ingestion.loaders.page_authors import with_author
from index.ingestion.loaders.page_days import (
    confirmed,
    day_on_page,
    metadata_day,
    searched_day,
    settled,
    unswapped,
)
from index.ingestion.loaders.page_head import descriptions, with_head
from index.ingestion.loaders.recovered import missed_paragraphs
from index.ingestion.loaders.schema_org import declared_things
from index.ingestion.loaders.screen_readers import without_unseen
from index.ingestion.loaders.web_archives import without_capture, without_toolbar
from index.ingestion.metadata.field_dates import field_date
from index.ingestion.metadata.publication_date import FindDateOrder, Published, unknown_date_order
from index.ingestion.source_text import collapse_spaces
from index.ingestion.story import Story, read_story

_HEAD = 8  # blocks that may be the headline


def read_html(
    raw: str, known: Mapping[str, str], beside: FindDateOrder = unknown_date_order
) -> list[Story]:
    """Return the story of a page, or those of a live blog's entries.

    ``known`` (title, outlet, author, url, date) is stated around the page, and replaces what its
    metadata says. ``beside`` tells how other files of the folder write dates. Text that cannot be
    located in the source, ignoring white space and markup, is left out, because it could not be
    quoted. Raises UnreadableArticle for a page that a site shows instead.
    """
    raw = without_capture(without_toolbar(_without_struck(_with_noscript(raw))))
    raw = with_plain_inline(without_unseen(raw))
    page, own = read_page(raw), without_other_articles(raw)
    document = _extract(own)
    body = list(body_lines(document.body)) if document is not None else []
    lines = list(_lines(page))
    blocks = _in_order(_aligned(page, body))
    if len(body) == len(blocks) == 1:
        blocks = _within(blocks[0], lines)
    things = list(declared_things(own))
    missed = missed_paragraphs(raw, blocks, descriptions(own, things))
    blocks = _in_order([*blocks, *missed])
    notes = losses = _notes(body, blocks) or _cut_off(raw, page)
    if not any(block.kind is None for block in mark_lines(blocks)):
        blocks = lines
    fields = _fields(document)
    day = metadata_day(own, things, page.text.text, lines, fields.get("date", ""))
    texts = [block.text for block in blocks]
    read = settled(own, lines, unswapped(own, day), texts, beside)
    head = with_head(own, things, fields, [b.text for b in blocks[:_HEAD]])
    sure = confirmed(own, things, lines, head.get("title", ""), read.published)
    day, notes = sure.published, (*notes, *filter(None, [read.note, sure.note]))
    if "date" in known:
        dated = field_date(known["date"], "metadata", texts, beside)
        if dated.published is not None:  # what the page says of its day is of no interest
            day, notes = dated.published, losses
        if day is dated.published:
            notes = (*notes, *filter(None, [dated.note]))
    fields = {**with_author(head, things), **known}
    parts = parts_of(page, raw, things, blocks, day.day if day else None)
    if parts:
        entries = _live_blog(blocks, parts, fields, day)
        return [replace(entry, notes=(*entry.notes, *losses)) for entry in entries]
    day = day or unswapped(own, day_on_page(lines))
    story = read_story(blocks, fields, day, beside, extracted=blocks is not lines)
    if story.published is None and read.note is None and (simple := simplified(own)):
        searched = unswapped(own, searched_day(simple, page.text.text))
        read = settled(own, lines, searched, texts, beside)
        why = story.notes if read.published is None else ()
        story = replace(story, published=read.published, notes=why)
        notes = (*notes, *filter(None, [read.note]))
    if shows_no_article(raw, story):
        raise UnreadableArticle(NO_ARTICLE)
    return [replace(story, notes=tuple(dict.fromkeys((*story.notes, *notes))))]


_STRUCK = re.compile(
    r"<(?P<tag>del|s|strike)(?:\s[^<>]{0,300})?>"
    r"(?:[^<]|<(?!/?(?P=tag)[\s>])){1,2000}</(?P=tag)\s{0,9}>",
    re.IGNORECASE,
)
_TAG_OR_LETTER = re.compile(r"<[^<>]*>|[^<\s]")


def _without_struck(raw: str) -> str:
    """Blank out what is struck out, without moving anything: its writer took it back."""
    return _STRUCK.sub(lambda found: _TAG_OR_LETTER.sub(_blanked, found.group()), raw)


def _blanked(found: re.Match[str]) -> str:
    return found.group() if len(found.group()) > 1 else " "


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
        lines = (line.strip() for line in text.split("\n"))
        prose = any(len(line) >= _PROSE_CHARACTERS and line[0] != "<" for line in lines)
        if prose and not _ABOUT_THE_BROWSER.search(text):
            for mark in (opening, closing):
                parts += [raw[at : mark.start()], f"<{mark['close']}div     "]
                at = mark.end()
    return "".join((*parts, raw[at:]))


_LITTLE = 0.8  # share of the extracted text that is found again; below it, a note says so
_ENOUGH = 200  # characters


def _notes(body: Sequence[Line], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Say if little of the text that was extracted was found in the source."""
    wanted = sum(len("".join(SEEN.findall(line.text))) for line in body)
    found = sum(len("".join(SEEN.findall(block.text))) for block in blocks)
    if wanted < _ENOUGH or found >= _LITTLE * wanted:
        return ()
    return (
        f"only {found / wanted:.0%} of its text was found in the markup and can be quoted; "
        "check the article, or save its text as .txt",
    )


def _cut_off(raw: str, page: Page) -> tuple[str, ...]:
    if not is_cut_off(raw, page):
        return ()
    return (
        "the end of the page is inside a script or a comment that is not closed, and cannot be "
        "quoted; save the page again, or its text as .txt",
    )


def _live_blog(
    blocks: Sequence[Block],
    parts: Sequence[Part],
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
        own = {**shared, "title": part.entry.title} if part.entry.title else shared
        stories.append(read_story(part.blocks, own, Published(part.entry.day, "metadata")))
    return stories


def _in_order(blocks: Iterable[Block]) -> list[Block]:
    """Sort blocks by position, and drop those that overlap an earlier one."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.start):
        if not kept or block.start >= kept[-1].end:
            kept.append(block)
    return kept


def _extract(raw: str) -> Any:
    page = simplified(raw)
    return None if page is None else extract(page)


def _within(block: Block, lines: Sequence[Block]) -> list[Block]:
    """Return the lines of the page that a block consists of, or the block itself if of one.

    Of a page with little text, trafilatura gives all that an element has as one line.
    """
    inside = [line for line in lines if block.start <= line.start and line.end <= block.end]
    return inside if len(inside) > 1 else [block]


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
                traced = collapse_spaces(page.cut(*found))
                yield Block(traced, heading=heading, item=item, row=line.tag == "row")
                after = found[1]


def _sentences(line: str) -> list[str]:
    return [line[start:end] for start, end in sentence_spans(line)]
