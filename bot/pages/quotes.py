"""The exact passages behind an answer, each in bold with a little of what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.pages.escape import escaped_line
from bot.pages.limits import MESSAGE, cut, length
from bot.pages.packing import packed, parted
from bot.pages.sources import source_line
from index.models import Answer, Citation

AROUND = 200
_TITLE = 200
_CHANGED = "-# The article has been changed or removed since; this is the quote as it stood."

Beside = tuple[str, str]
"""The sentences before and after a quote."""


def quote_pages(
    answer: Answer, beside: Mapping[int, Beside], most: int = MESSAGE
) -> tuple[str, ...]:
    """Messages of at most ``most`` characters; a quote that is parted has its number each time.

    ``beside`` has what stands around a quote by its number; one whose article does not say it any
    more is missing.
    """
    blocks: list[str] = []
    for citation in answer.citations:
        blocks += _blocks(citation, beside.get(citation.number), most)
    return packed(blocks, most)


def _blocks(citation: Citation, beside: Beside | None, most: int) -> Iterator[str]:
    title = escaped_line(cut(" ".join(citation.title.split()), _TITLE))
    head = f"\n{source_line(citation)}\n**{title}**" if title else f"\n{source_line(citation)}"
    quote = escaped_line(citation.shown)
    body = f"> {_before(beside)}**{quote}**{_after(beside)}"
    if length(head) + length(body) + 1 <= most:
        yield f"{head}\n{body}"
    else:
        yield head
        yield from (f"> [{citation.number}] **{part}**" for part in parted(quote, most - 20))
    if beside is None:
        yield _CHANGED


def _before(beside: Beside | None) -> str:
    """The end of the sentence before."""
    text = " ".join(beside[0].split()) if beside else ""
    if length(text) > AROUND:
        text = "…" + text[-AROUND:].partition(" ")[2]
    return f"{escaped_line(text)} " if text else ""


def _after(beside: Beside | None) -> str:
    """The beginning of the sentence after."""
    text = " ".join(beside[1].split()) if beside else ""
    if length(text) > AROUND:
        text = text[:AROUND].rpartition(" ")[0] + "…"
    return f" {escaped_line(text)}" if text else ""
