"""The exact passages behind an answer, each in bold with a little of what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.pages.escape import escaped_line
from bot.pages.limits import MESSAGE, cut, length
from bot.pages.packing import packed, parted
from bot.pages.sources import source_line
from index.models import Answer, Citation

AROUND = 160
_WINDOW = 4 * AROUND
_TITLE = 200
_FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>|\A[^<>]*>|<[^<>]*\Z")
_CHANGED = "-# The article has been changed or removed since; this is the quote as it stood."


def quote_pages(answer: Answer, texts: Mapping[str, str], most: int = MESSAGE) -> tuple[str, ...]:
    """Messages of at most ``most`` characters; a quote that is parted has its number each time.

    ``texts`` has the articles by file, as they are now; one that is gone is missing.
    """
    blocks: list[str] = []
    for citation in answer.citations:
        blocks += _blocks(citation, texts.get(citation.file), most)
    return packed(blocks, most)


def _blocks(citation: Citation, text: str | None, most: int) -> Iterator[str]:
    title = escaped_line(cut(citation.title, _TITLE))
    head = f"\n{source_line(citation)}\n**{title}**" if title else f"\n{source_line(citation)}"
    found = None if text is None else _place(citation, text)
    before, after = ("", "") if found is None else _context(citation.file, text or "", *found)
    quote = escaped_line(citation.quote)
    body = f"> {before}**{quote}**{after}"
    if length(head) + length(body) + 1 <= most:
        yield f"{head}\n{body}"
    else:
        yield head
        yield from (f"> [{citation.number}] **{part}**" for part in parted(quote, most - 20))
    if found is None:
        yield _CHANGED


def _place(citation: Citation, text: str) -> tuple[int, int] | None:
    """Where the quote stands now; None where it does not."""
    if text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    start = text.find(citation.quote)
    return None if start < 0 else (start, start + len(citation.quote))


def _context(file: str, text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, folded and escaped, cut at words."""
    front = _FRONT_MATTER.match(text)
    first = front.end() if front and front.end() <= start else 0
    before = _plain(file, text[max(first, start - _WINDOW) : start])
    after = _plain(file, text[end : end + _WINDOW])
    whole = len(before) <= AROUND and start - _WINDOW <= first
    if not whole:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND or end + _WINDOW < len(text):
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return (
        f"{escaped_line(before)} " if before.strip("…") else "",
        f" {escaped_line(after)}" if after.strip("…") else "",
    )


def _plain(file: str, text: str) -> str:
    """Readable text: of a web page, without its tags."""
    if file.lower().endswith((".html", ".htm")):
        text = _TAG.sub(" ", text)
    return " ".join(text.split())
