"""Press releases: who issues them, whom to contact, and where the story ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from index.english.letters import CAPITAL
from index.ingestion.block import Block, ends_sentence
from index.ingestion.metadata.release_labels import opens_release

_HEAD = 12  # lines that may say that a text is a press release
_LONGEST_ISSUER = 8  # words
_FEWEST_ISSUER = 2
_CONTACT_WORDS = 12  # of a line about whom to contact
_ENDING = 2  # letters that a name may have more in a sentence: "des Amtsgerichts"
_END_MARK = re.compile(r"(?:[-–—*\s]{0,9}(?:ENDS?|30)[-–—*\s]{0,9}|\W{0,3}(?:#\s?){3}\W{0,3})")
_NAMED = re.compile(rf"(?:{CAPITAL}|\d|&|of\b|and\b|for\b|the\b|de[rs]?\b|d[iu]\b|für\b|und\b)")


def mark_release(blocks: Sequence[Block]) -> tuple[list[Block], str | None]:
    """Mark what of a press release is no story, and return who issued it, if its head says so.

    Nothing changes in a text that does not call itself a press release above its first paragraph.
    """
    marked = list(blocks)
    head = list(takewhile(lambda block: not _is_told(block), marked[:_HEAD]))
    if not any(opens_release(block.text) for block in head):
        return marked, None
    for group in _groups(marked):
        if any(marked[index].kind == "contact" for index in group):
            for index in group:
                _mark(marked, index, "contact")
    issuer = _issuer(head, marked[len(head) :])
    if issuer is not None:
        _mark(marked, issuer, "outlet")
    end = next((i for i, b in enumerate(marked) if i > len(head) and _is_end(b.text)), len(marked))
    for index in range(end, len(marked)):
        _mark(marked, index, "note to editors")
    return marked, None if issuer is None else marked[issuer].text


def _is_end(text: str) -> bool:
    """Return whether a line only says that a press release is over: "ENDS", "###", "-30-"."""
    return _END_MARK.fullmatch(text) is not None


def _is_told(block: Block) -> bool:
    return block.kind is None and ends_sentence(block.text) and len(block.text.split()) > 6


def _groups(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the lines between two empty lines, as far as they may be about whom to contact."""
    group: list[int] = []
    for index, block in enumerate(blocks):
        if block.gap:
            yield group
            group = []
        if len(block.text.split()) <= _CONTACT_WORDS and not _is_told(block):
            group.append(index)
    yield group


def _mark(blocks: list[Block], index: int, kind: str) -> None:
    if blocks[index].kind is None:
        blocks[index] = replace(blocks[index], kind=kind)


def _issuer(head: Sequence[Block], story: Sequence[Block]) -> int | None:
    """Return the index of a line that is a name which the story repeats, as no headline is."""
    told = " ".join(block.text for block in story if ends_sentence(block.text)).casefold()
    for index, block in enumerate(head):
        words = block.text.split()
        named = (
            block.kind in (None, "contact")
            and _FEWEST_ISSUER <= len(words) <= _LONGEST_ISSUER
            and all(map(_NAMED.match, words))
            and not ends_sentence(block.text)
        )
        if named and _is_repeated([word.casefold() for word in words], told):
            return index
    return None


def _is_repeated(words: Sequence[str], told: str) -> bool:
    """Return whether words stand in a row in a text, each perhaps with an ending."""
    return (
        re.search(r"\W{1,3}".join(rf"\b{re.escape(w)}\w{{0,{_ENDING}}}" for w in words), told)
        is not None
    )
