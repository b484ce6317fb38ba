"""Which blocks of a page are not the story, told from what stands around them.

``lexicon`` knows lines that are furniture wherever they stand. Here are those that only their
place gives away: captions beside a credit, names beside a role, teasers of other stories.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.articles.blocks import Block
from index.articles.captions import is_caption, may_be_caption, opens_with_photo
from index.articles.datelines import label_only, names_no_day, read_date_line
from index.articles.lexicon import kind_of
from index.articles.names import byline, is_biography, is_credit, is_name, is_shared_byline
from index.articles.teasers import mark_endings
from index.articles.wrapping import ends_sentence

_PROSE_WORDS = 12
_LABELS = ("credit", "label")
_PERSONAL = ("byline", "biography", "role", "date line")


def is_prose(text: str) -> bool:
    """Tell whether a block reads as running text: some words, and an end."""
    return ends_sentence(text) and (len(text.split()) >= _PROSE_WORDS or len(text) >= 90)


def _runs(text: str) -> bool:
    return len(text.split()) >= _PROSE_WORDS


def mark_lines(blocks: Sequence[Block]) -> list[Block]:
    """Name the kind of every block that is furniture by its own words."""
    marked = []
    head = True
    for block in blocks:
        kind = block.kind or _own_kind(block.text, head)
        head = head and not (kind is None and is_prose(block.text))
        marked.append(block if kind == block.kind else replace(block, kind=kind))
    return marked


def _own_kind(text: str, head: bool) -> str | None:
    """Judge one line; ``head``: no running text stands before it."""
    if len(text) > 600:
        return None
    if read_date_line(text, head) or names_no_day(text) or label_only(text):
        return "date line"
    if byline(text) or is_shared_byline(text):
        return "byline"
    if is_credit(text):
        return "credit"
    return kind_of(text)


def mark_places(blocks: Sequence[Block], title: int | None) -> list[Block]:
    """Name what the neighbourhood gives away. ``title`` is the index of the headline's block."""
    marked = list(blocks)
    if title is not None:
        _mark_repeats(marked, title)
    _mark_captions(marked, title)
    _mark_people(marked, title)
    mark_endings(marked)
    return marked


def _set(blocks: list[Block], index: int, kind: str) -> None:
    blocks[index] = replace(blocks[index], kind=kind)


def _mark_repeats(blocks: list[Block], title: int) -> None:
    """The headline often stands twice; what comes before it is menu or section name."""
    same = _plain(blocks[title].text)
    for index, block in enumerate(blocks):
        if block.kind is None and index != title:
            if _plain(block.text) == same:
                _set(blocks, index, "repeat")
            elif index < title:
                _set(blocks, index, "menu")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _mark_captions(blocks: list[Block], title: int | None) -> None:
    told = [i for i, b in enumerate(blocks) if i != title and b.kind is None and _runs(b.text)]
    for index, block in enumerate(blocks):
        if block.kind or index == title or len(block.text) > 700:
            continue
        leads = told[:1] == [index] and len(told) > 1
        near = _beside(blocks, index)
        twice = any(other.text == block.text for other in near)
        credited = any(other.kind in _LABELS for other in near)
        beside = (credited or twice) and may_be_caption(block.text)
        if beside or is_caption(block.text) or (leads and opens_with_photo(block.text)):
            _set(blocks, index, "caption")
    for index in range(1, len(blocks)):
        block, before = blocks[index], blocks[index - 1]
        free = block.kind is None and before.kind is None and index != title
        if free and len(block.text) > 30 and block.text == before.text:
            _set(blocks, index, "repeat")


def _mark_people(blocks: list[Block], title: int | None) -> None:
    """Biographies, and the lines of names and roles that stand beside bylines and biographies."""
    prose = [i for i, block in enumerate(blocks) if block.kind is None and is_prose(block.text)]
    for index, block in enumerate(blocks):
        late = index >= 0.5 * max(prose, default=0)
        free = block.kind is None and index != title and late
        if free and is_biography(block.text) and _introduced(blocks, index):
            _set(blocks, index, "biography")
    for index, block in enumerate(blocks):
        free = block.kind is None and index != title
        if free and is_name(block.text) and _personal(_beside(blocks, index)):
            _set(blocks, index, "byline")


def _introduced(blocks: Sequence[Block], index: int) -> bool:
    near = _beside(blocks, index)
    page_ends = any(block.kind in ("label", "related", "menu") for block in near)
    return _personal(near) or page_ends or any(is_name(block.text) for block in near)


def _personal(near: Sequence[Block]) -> bool:
    return any(block.kind in _PERSONAL for block in near)


def _beside(blocks: Sequence[Block], index: int) -> list[Block]:
    return [blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
