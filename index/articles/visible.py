"""What a browser would show of an HTML file, each character with its place in the source."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.articles.spans import Traced, build

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
    )
)
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*>?"
    r"|</?(?P<tag>[A-Za-z][^\s/<>]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?"
    r"|&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};?)",
    re.DOTALL,
)
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f"
_SEEN = re.compile(f"[^{_UNSEEN}]+")
_MOST_TRIES = 20


def visible_text(raw: str) -> Traced:
    """Return the text of a page: markup, comments and scripts gone, entities resolved.

    A line break stands where an element begins or ends that is not part of running text.
    """
    return build(_pieces(raw))


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while match := _TOKEN.search(raw, at):
        if match.start() > at:
            yield raw[at : match.start()], at, match.start()
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
            yield html.unescape(match.group()), match.start(), at
    if at < len(raw):
        yield raw[at:], at, len(raw)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's visible text, and the same without white space for finding things in it.

    Character ``i`` of ``key`` from ``keys[r]`` on is character ``places[r] + i - keys[r]`` of
    the visible text, where ``r`` is the last run that begins at or before ``i``.
    """

    text: Traced
    key: str
    keys: list[int]
    places: list[int]

    def find(self, text: str, after: int) -> tuple[int, int] | None:
        """Find a text, white space aside, preferably behind place ``after`` of the key.

        Returns (start, end) in the key. An occurrence that begins a block comes first.
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
        """Return the visible text between two places of the key."""
        return self.text.cut(self._place(start), self._place(end - 1) + 1)


def read_page(raw: str) -> Page:
    """Prepare a page for alignment."""
    text = visible_text(raw)
    parts, keys, places, length = [], [], [], 0
    for run in _SEEN.finditer(text.text):
        keys.append(length)
        places.append(run.start())
        parts.append(run.group())
        length += len(run.group())
    return Page(text, "".join(parts), keys, places)
