"""Where the story ends and the page goes on: link lists, comment forms, teasers of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.articles.blocks import Block
from index.articles.lexicon import is_section
from index.articles.wrapping import ends_sentence

_FINAL = ("comment form", "copyright")
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$")
_NAME = re.compile(r"(?<![.!?] )(?<![.!?][”\"] )(?<!^)\b[A-ZÀ-Ž]\w{2,}")
_FEWEST_WORDS = 12
_HEADLINE_WORDS = 25


def mark_endings(blocks: list[Block]) -> None:
    """Mark, in place, what follows the story: everything after it that belongs to other things."""
    _mark_after_final(blocks)
    _mark_sections(blocks)
    _mark_teasers(blocks)
    _mark_trailing_lines(blocks)


def _set(blocks: list[Block], index: int, kind: str) -> None:
    if blocks[index].kind is None:
        blocks[index] = replace(blocks[index], kind=kind)


def _prose(block: Block) -> bool:
    words = len(block.text.split()) >= _FEWEST_WORDS or len(block.text) >= 90
    return block.kind is None and words and ends_sentence(block.text)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if _prose(block))


def _mark_after_final(blocks: list[Block]) -> None:
    """After a comment form stand readers' comments; after the copyright line nothing of ours."""
    for index, block in enumerate(blocks):
        if block.kind in _FINAL and _length(blocks[:index]) > _length(blocks[index:]):
            for following in range(index + 1, len(blocks)):
                _set(blocks, following, "comment" if block.kind == "comment form" else "related")
            return


def _mark_sections(blocks: list[Block]) -> None:
    """Links below "Most popular" and the like, until the story goes on.

    When at most a fifth of the running text is left, the story is over. Otherwise it goes on
    with the next running text that is told to be the story's.
    """
    total = _length(blocks)
    for index, block in enumerate(blocks):
        if not is_section(block.text):
            continue
        before = _length(blocks[:index])
        if not before and any(_prose(other) for other in blocks[index:]):
            _set(blocks, index, "related")
            continue
        over = before >= 0.8 * total and not _resumes(blocks, index)
        _set(blocks, index, "related")
        for following in range(index + 1, len(blocks)):
            if not over and _goes_on(blocks, index, following):
                break
            _set(blocks, following, "related")


def _goes_on(blocks: Sequence[Block], until: int, index: int) -> bool:
    """Tell whether the story goes on here: with its names, or with two paragraphs in a row."""
    if not _prose(blocks[index]):
        return False
    return _belongs(blocks, until, index) or any(map(_prose, blocks[index + 1 : index + 2]))


def _resumes(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether running text right after a link list is the story: two paragraphs in a row."""
    following = [i for i in range(index + 1, len(blocks)) if _prose(blocks[i])]
    adjacent = any(later - early == 1 for early, later in pairwise(following))
    return adjacent and _belongs(blocks, index, following[0])


def _names(blocks: Sequence[Block]) -> set[str]:
    return {name for block in blocks if block.kind is None for name in _NAME.findall(block.text)}


def _belongs(blocks: Sequence[Block], until: int, index: int) -> bool:
    """Tell whether a paragraph speaks of the story before: by its names, else by its words."""
    here = set(_NAME.findall(blocks[index].text))
    return bool(here & _names(blocks[:until])) or not (here or _foreign(blocks, index))


def _mark_teasers(blocks: list[Block]) -> None:
    """A headline, then the cut-off beginning of another story, then only furniture.

    The headline speaks of something else (few of its words are the story's), or an author's
    biography or link list follows, which is how pages end.
    """
    for index in range(len(blocks) - 1, 0, -1):
        block, headline = blocks[index], blocks[index - 1]
        if _prose(block) and not _CUT_OFF.search(block.text):
            return
        cut = len(block.text.split()) >= _FEWEST_WORDS and (
            not ends_sentence(block.text) or _CUT_OFF.search(block.text)
        )
        short = len(headline.text.split()) <= _HEADLINE_WORDS and not ends_sentence(headline.text)
        if block.kind or headline.kind or not cut or not short:
            continue
        if _prose_before(blocks, index - 1) and (
            _foreign(blocks, index - 1) or _page_ends(blocks, index)
        ):
            _set(blocks, index - 1, "teaser")
            _set(blocks, index, "teaser")


def _prose_before(blocks: Sequence[Block], index: int) -> bool:
    return any(_prose(block) for block in blocks[:index])


def _page_ends(blocks: Sequence[Block], index: int) -> bool:
    return any(block.kind in ("biography", "related", "menu") for block in blocks[index + 1 :])


def _foreign(blocks: Sequence[Block], index: int) -> bool:
    story = " ".join(block.text.lower() for block in blocks[:index] if block.kind is None)
    words = set(re.findall(r"\w{4,}", blocks[index].text.lower()))
    known = sum(word in story for word in words)
    return bool(words) and known < 0.5 * len(words)


def _mark_trailing_lines(blocks: list[Block]) -> None:
    """Lines after the last running text that end like headlines are links, not the story."""
    last = max((i for i, block in enumerate(blocks) if _ended(block)), default=None)
    if last is None:
        return
    for index in range(last + 1, len(blocks)):
        block = blocks[index]
        headline = not block.item and len(block.text.split()) <= 25 and not _told(block.text)
        if headline and (blocks[index - 1].kind or _foreign(blocks, index)):
            _set(blocks, index, "related")


def _ended(block: Block) -> bool:
    return block.kind is None and (ends_sentence(block.text) or len(block.text.split()) > 25)


def _told(text: str) -> bool:
    return re.search(r"\b(?:said|was|were|had|told|has been|have been)\b", text) is not None
