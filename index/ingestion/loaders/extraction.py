"""What trafilatura extracts from a page, line by line."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

logger = logging.getLogger(__name__)
LATEST = "2200-01-01"
"""The latest day of a page. The libraries' default is today, on which results would depend."""
for _name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_WORD = re.compile(r"\w+")
_LONG = 5_000  # characters; a shorter text cannot be far more than a story
_SHORT = 1_500  # characters; a shorter result may be no more than the beginning of a story
_SAME = 0.95  # of two results that agree, as F1 of their words
_OTHER = 0.9  # of a result that does not agree with them
_PROSE = 80  # characters; a line that long, or with a sentence's end, is no entry of a list


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was extracted, and the element it is the text of."""

    text: str
    tag: str


def extract(page: str) -> Any:
    """Return trafilatura's document for a page, with metadata; None if it cannot read the page.

    trafilatura may take far more than the story, with the help of a second library that sees the
    whole page. So its own rules alone are asked, too, and its strict rules if the first two
    differ. Where these agree on less, that is the story.
    """
    full = _document(page, with_metadata=True)
    if full is None or full.body is None or len(full.text or "") < _LONG:
        return full
    own = _document(page, fast=True)
    if own is None or own.body is None or len(own.text or "") < _SHORT:
        return full
    if not _far_more(full.text, own.text):
        return full
    strict = _document(page, favor_precision=True)
    if strict is not None and _likeness(own.text, strict.text) >= _SAME and _is_prose(own.text):
        full.body = own.body
    return full


def _document(page: str, **options: Any) -> Any:
    from trafilatura import bare_extraction

    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST}
    try:
        return bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            date_extraction_params=dates,
            **options,
        )
    except Exception:
        # trafilatura, htmldate and lxml raise anything on a broken page (an AssertionError for a
        # root element that is to be removed): the page is read line by line
        logger.debug("trafilatura cannot read a page", exc_info=True)
        return None


def _far_more(full: str | None, own: str | None) -> bool:
    return len(full or "") > len(own or "") and _likeness(full, own) < _OTHER


def _likeness(one: str | None, other: str | None) -> float:
    """Return the F1 of the words of two texts, each counted."""
    first, second = (Counter(_WORD.findall(text or "")) for text in (one, other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _is_prose(text: str) -> bool:
    """Return whether most of a text is in lines as long as those of running text."""
    lines = [line.strip() for line in text.split("\n")]
    return 2 * sum(len(line) for line in lines if len(line) >= _PROSE) > sum(map(len, lines))


_BLOCKS = ("body", "p", "head", "item", "list", "quote", "div", "table", "row")


def body_lines(body: Any) -> Iterator[Line]:
    """Yield the lines of the extracted text in order, with those that stand beside paragraphs.

    A row of a table is one line, if its cells have no paragraphs.
    """
    opened: list[tuple[str, list[str]]] = [("body", [])]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in _BLOCKS
        if block:
            tag, texts = opened[-1]
            yield from _finished(texts, tag)
            texts.clear()
        if event == "start":
            if block:
                opened.append((element.tag, []))
            opened[-1][1].append("\n" if element.tag == "lb" else element.text or "")
            continue
        if block:
            opened.pop()
        opened[-1][1].append((" " if element.tag == "cell" else "") + (element.tail or ""))
    yield from _finished(opened[-1][1], "body")


def _finished(texts: Sequence[str], tag: str) -> Iterator[Line]:
    text = "".join(texts)
    for line in [text.replace("\n", " ")] if tag == "row" else text.split("\n"):
        if line.strip():
            yield Line(line, tag)
