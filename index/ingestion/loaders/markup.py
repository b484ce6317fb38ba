"""The markup of a page: its tags, what a reader sees of it, and where that stands in the file."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.ingestion.source_text import Traced, build

INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small
    span strike strong sub sup time tt u var wbr amp-link""".split()
)
HIDDEN = frozenset(
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
TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*>?"
    # only after "=" does a quotation mark open a value; elsewhere it is a stray one
    r"|</?(?P<tag>[A-Za-z][^\s/<>]*+)(?:[^=<>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>?"
    r"|&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};?)",
    re.DOTALL,
)
_SOFT_HYPHEN = "\u00ad"
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f"
SEEN = re.compile(f"[^{_UNSEEN}]+")
_MOST_TRIES = 20


def visible_text(raw: str) -> Traced:
    """Return the text of a page, without markup, comments and scripts; entities are resolved.

    Block elements begin and end with a line break, and soft hyphens are left out.
    """
    return build(_pieces(raw))


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while match := TOKEN.search(raw, at):
        yield from _shown(raw, at, match.start())
        at = match.end()
        name = (match["tag"] or "").lower()
        if (
            name in HIDDEN
            and not match.group().startswith("</")
            and not match.group().endswith("/>")
        ):
            closing = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE).search(raw, at)
            at = closing.end() if closing else len(raw)
            yield "\n" if name not in ("script", "style") else "", match.start(), at
        elif name:
            yield "" if name in INLINE else "\n", match.start(), at
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
        wanted = "".join(SEEN.findall(text))
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
    for run in SEEN.finditer(text.text):
        keys.append(length)
        places.append(run.start())
        parts.append(run.group())
        length += len(run.group())
    return Page(text, "".join(parts), keys, places)


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
        if name in INLINE or name == "br":
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

    simple = TOKEN.sub(simpler, raw)
    return simple if blocks <= _MOST_BLOCKS else None
