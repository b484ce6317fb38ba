"""The markup of a page: its tags, what a reader sees of it, and where that stands in the file."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
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
# The mark that ends a value with markup in it opens another one unless a space, the tag's end or an
# attribute follows: then the first one was never closed, and would swallow the text between them.
_VALUE = "|".join(
    rf"{mark}(?:[^{mark}<>]*+{mark}|[^{mark}]*+{mark}"
    rf"(?:(?=[\s>]|[A-Za-z][\w-]{{0,40}}=)|(?<!={mark})(?<!=\s{mark})(?=/)))"
    for mark in "\"'"
)
_STRAY = re.compile(rf"(=\s*+(?:{_VALUE}))|[\"']")
TOKEN = re.compile(
    r"<!--.*?(?:--!?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*>?"
    # only after "=" does a quotation mark open a value; elsewhere it is a stray one
    rf"|</?(?P<tag>[A-Za-z][^\s/<>]*+)(?:[^=<>]++|=\s*+(?:{_VALUE})?+)*+>?"
    r"|&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};?)",
    re.DOTALL,
)
TAG = re.compile(r"<[^<>]{0,500}>")
"""A tag in a short piece of markup, such as a headline."""
TITLE = re.compile(r"<title\b[^<>]{0,200}>(?P<title>[^<]{1,500})</title", re.IGNORECASE)
_SOFT_HYPHEN = "\u00ad"
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f"
SEEN = re.compile(f"[^{_UNSEEN}]+")
_MAX_TRIES = 20


_CODE = ("script", "style")
_CLOSING = re.compile(rf"</(?P<tag>{'|'.join(sorted(HIDDEN))})\b[^>]*>?", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^<>]*>[^<]{80}", re.IGNORECASE)


class HiddenElements:
    """The elements of a page whose text no reader sees.

    One that is never closed hides nothing: it was meant to end. Code does, it cannot be told from
    text.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._last = {found["tag"].lower(): found.start() for found in _CLOSING.finditer(raw)}

    def end(self, match: re.Match[str]) -> int | None:
        """Return where the element ends that a match of ``TOKEN`` opens; None if it hides none."""
        name = self._opened(match)
        if not name or self.never_ends(match):
            return None
        for found in _CLOSING.finditer(self._raw, match.end()):
            if found["tag"].lower() == name:
                return found.end()
        return len(self._raw)

    def never_ends(self, match: re.Match[str]) -> bool:
        """Return whether a match of ``TOKEN`` opens an element that hides nothing."""
        return self._opened(match) not in _CODE and self.is_open(match)

    def is_open(self, match: re.Match[str]) -> bool:
        """Return whether a match of ``TOKEN`` opens an element that is never closed."""
        name = self._opened(match)
        return bool(name) and self._last.get(name, -1) < match.start()

    @staticmethod
    def _opened(match: re.Match[str]) -> str:
        """The element that is opened, if it is a hidden one; else ""."""
        name, tag = (match["tag"] or "").lower(), match.group()
        return "" if name not in HIDDEN or tag[1] == "/" or tag.endswith("/>") else name


def visible_text(raw: str) -> Traced:
    """Return the text of a page, without markup, comments and scripts; entities are resolved.

    Block elements begin and end with a line break, and soft hyphens are left out.
    """
    return build(_pieces(raw))


def on_one_line(raw: str) -> str:
    """Return the visible text of some markup without line breaks."""
    return " ".join(visible_text(raw).text.split())


def number_of_words(raw: str) -> int:
    """Return how many words the visible text of some markup has."""
    return len(visible_text(raw).text.split())


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    at, hidden = 0, HiddenElements(raw)
    while match := TOKEN.search(raw, at):
        yield from _shown(raw, at, match.start())
        at = match.end()
        name = (match["tag"] or "").lower()
        if (end := hidden.end(match)) is not None:
            at = end
            yield "" if name in _CODE else "\n", match.start(), at
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
        for _ in range(_MAX_TRIES):
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


def is_cut_off(raw: str, page: Page) -> bool:
    """Return whether code or a comment that is never closed hides paragraphs at the end."""
    seen = len(page.text.text.rstrip())
    at = page.text.spans[seen - 1][1] if seen else 0
    hidden = HiddenElements(raw)
    while match := TOKEN.search(raw, at):
        at = hidden.end(match) or match.end()
        inside = raw[match.start() : at]
        left_open = inside.startswith("<!--") and not inside.endswith(("-->", "--!>"))
        if (left_open or hidden.is_open(match)) and _PARAGRAPH.search(inside):
            return True
    return False


def _mended(match: re.Match[str], hidden: HiddenElements) -> str:
    """Return a token without what would make the libraries lose the rest of the page."""
    name, token = (match["tag"] or "").lower(), match.group()
    if token.endswith("--!>"):
        return f"{token[:-4]}-->"
    if (token[1] == "/" and name in ("body", "html")) or hidden.never_ends(match):
        return ""
    odd = name and any(token.count(mark) % 2 for mark in "\"'")
    return _STRAY.sub(lambda found: found[1] or "", token) if odd else token


_MAX_ATTRIBUTES = 64
_MAX_IN_BLOCK = 1_000
_MAX_BLOCKS = 5_000
_ATTRIBUTE = re.compile(r"[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]*))?")


def simplified(raw: str) -> str | None:
    """Return a page that is safe to hand to the libraries, or None if there is no such page.

    They take quadratic time for the attributes of a tag, for the inline elements and line breaks
    of a block, and for blocks in a row. Of the first two, what exceeds limits far above those of
    real pages is dropped, but no text; with more than ``_MAX_BLOCKS`` blocks the page is given up.
    What would make them lose the rest of the page is mended: a value that is not closed, a body
    that ends in the middle, a hidden element that never ends.
    """
    blocks = inside = 0
    hidden = HiddenElements(raw)

    def simpler(match: re.Match[str]) -> str:
        nonlocal blocks, inside
        name, tag = (match["tag"] or "").lower(), _mended(match, hidden)
        if not tag:
            return tag
        name, tag = _as_known(name, tag)
        if name in INLINE or name == "br":
            inside += 1
            if inside > _MAX_IN_BLOCK:
                return " " if name == "br" else ""
        elif name:
            inside = 0
            blocks += tag[1] != "/"
        plain = name and tag[1] != "/" and "<" not in tag[1:]  # a stray quote may swallow text
        if plain and len(tag) > 2 * _MAX_ATTRIBUTES:
            attributes = [found.group() for found in _ATTRIBUTE.finditer(tag, 1 + len(name))]
            if len(attributes) > _MAX_ATTRIBUTES:
                return f"<{' '.join((name, *attributes[:_MAX_ATTRIBUTES]))}>"
        return tag

    simple = _EMPTY_LINE.sub("<br><br>", TOKEN.sub(simpler, raw))
    return simple if blocks <= _MAX_BLOCKS else None


def _as_known(name: str, tag: str) -> tuple[str, str]:
    """Return the name and the tag of the element as which a browser shows an unknown one."""
    closes = tag[1:2] == "/"
    if name == "amp-img":
        return ("", "") if closes else ("img", f"<img{tag[1 + len(name) :]}")
    if name in HIDDEN or name in INLINE or not (name == "center" or "-" in name):
        return name, tag
    slash = "/" if closes else ""
    return "div", f"<{slash}div{tag[1 + len(slash) + len(name) :]}"


_EMPTY_LINE = re.compile(
    r"<div(?:\s[^<>]{0,300})?>\s{0,9}<br\s{0,3}/?>\s{0,9}</div\s{0,3}>", re.IGNORECASE
)
"""How some editors write a line break, behind which text stands in no element of its own."""


_TAG_NAME = re.compile(r"</?(?P<tag>[A-Za-z][^\s/<>]{0,50})")
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html legend li main
    menu nav noframes ol optgroup option p pre search section summary table tbody td tfoot th thead
    tr ul""".split()
)
_OTHERS = frozenset(
    """amp-img area audio base br canvas col colgroup datalist embed frame hr img input link map
    math meta param picture portal slot source track video""".split()
)
_NOT_INLINE = (INLINE | HIDDEN | _BLOCKS | _OTHERS) - {"q"}
_FAR = 50  # characters
_LONGEST_INLINE = 1_000  # characters of an element in a sentence


def with_plain_inline(raw: str) -> str:
    """Write ``<u>`` for each element in a sentence that is not known as one, without moving text.

    The libraries leave out the text of such elements and behind them (buttons, labels, elements
    that a site invented), and take ``<q>`` for a block. One that text touches is in a sentence.
    """
    parts, at = [], 0
    opened: defaultdict[str, list[bool]] = defaultdict(list)
    for found in _TAG_NAME.finditer(raw):
        name = found["tag"].lower()
        if name in _NOT_INLINE or found.start() < at:
            continue
        if raw[found.start() + 1] == "/":
            inline = opened[name].pop() if opened[name] else False
        else:
            inline = name == "q" or _is_touched(raw, found, name)
            opened[name].append(inline)
        tag = TOKEN.match(raw, found.start()) if inline else None
        if tag is not None and tag.group().endswith(">"):
            start = "</u" if tag.group()[1] == "/" else "<u"
            parts += [raw[at : tag.start()], f"{start:{len(tag.group()) - 1}}>"]
            at = tag.end()
    return "".join((*parts, raw[at:]))


def _is_touched(raw: str, opening: re.Match[str], name: str) -> bool:
    """Whether text stands right before an element or right behind its end."""
    before = raw[max(0, opening.start() - _FAR) : opening.start()].rstrip()
    closing = raw.find(f"</{name}", opening.end(), opening.end() + _LONGEST_INLINE)
    end = raw.find(">", closing, closing + _FAR) + 1 if closing >= 0 else 0
    behind = raw[end : end + _FAR].lstrip() if end else ""
    return (before != "" and before[-1] != ">") or (behind != "" and behind[0] != "<")
