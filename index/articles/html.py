"""HTML pages: trafilatura says what the story is, and the story is found again in the source."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from index.articles.blocks import Block
from index.articles.calendar import full_dates
from index.articles.furniture import mark_lines
from index.articles.published import Published, published_day, stated_day
from index.articles.spans import fold
from index.articles.story import Story, read_story
from index.articles.visible import Page, read_page
from index.sentences import sentence_spans

_LATEST = "2200-01-01"  # without it the result would depend on today's date
for _name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_html(raw: str) -> tuple[Mapping[str, str], Story]:
    """Return the metadata (title, outlet, author, url, date) and the story of a page.

    Text that cannot be found in the source character by character, white space and markup
    aside, is left out: it could not be quoted.
    """
    page = read_page(raw)
    document = _extract(raw.removeprefix("\ufeff"))
    blocks = _in_order(_aligned(page, document.body)) if document is not None else []
    lines = list(_lines(page))
    if not any(block.kind is None for block in mark_lines(blocks)):
        blocks = lines
    fields = _fields(document)
    day = stated_day(fields["date"], "metadata") if "date" in fields else None
    if day and not _states(raw, day.day):
        day = None
    return fields, read_story(blocks, fields, day or _day_on_page(lines))


def _in_order(blocks: Iterable[Block]) -> list[Block]:
    """Sort blocks as the source has them and leave out what overlaps an earlier one."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.start):
        if not kept or block.start >= kept[-1].end:
            kept.append(block)
    return kept


def _extract(raw: str) -> Any:
    from trafilatura import bare_extraction

    dates = {"original_date": True, "extensive_search": False, "max_date": _LATEST}
    try:
        return bare_extraction(
            raw,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=dates,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return None  # a page so broken is read line by line


def _states(raw: str, day: dt.date) -> bool:
    """Tell whether the source has the day in full; a guess from "2025-02-31" or a year has not."""
    forms = (day.isoformat(), day.strftime("%Y%m%d"), day.strftime("%Y/%m/%d"))
    return any(form in raw for form in forms) or any(day in date.days for date in full_dates(raw))


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


def _day_on_page(lines: list[Block]) -> Published | None:
    """A date line anywhere on the page; the extraction of the story drops most of them."""
    return published_day(mark_lines(lines), [])


def _lines(page: Page) -> Iterator[Block]:
    """Every line that the page shows, as blocks."""
    at = 0
    for line in page.text.text.split("\n"):
        if line.strip():
            yield Block(fold(page.text.cut(at, at + len(line))))
        at += len(line) + 1


def _aligned(page: Page, body: Any) -> Iterator[Block]:
    """The extracted paragraphs, headings and items, as far as they are in the source."""
    after = 0
    for element in body.iter("p", "head", "item", "quote"):
        heading, item = element.tag == "head", element.tag == "item"
        for line in _own_lines(element):
            pieces = [line] if page.find(line, after) else _sentences(line)
            for piece in pieces:
                if found := page.find(piece, after):
                    yield Block(fold(page.cut(*found)), heading=heading, item=item)
                    after = found[1]


def _sentences(line: str) -> list[str]:
    return [line[start:end] for start, end in sentence_spans(line)]


def _own_lines(element: Any) -> list[str]:
    """The lines of an element without those of paragraphs, heads and items inside it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append("\n")
        elif child.tag not in ("p", "head", "item", "list", "quote"):
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return [line for line in "".join(parts).split("\n") if line.strip()]
