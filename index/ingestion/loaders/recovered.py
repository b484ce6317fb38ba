"""Paragraphs of a story that were not extracted, where it is certain that they belong to it.

Some pages divide a story into several containers of one kind, with advertisements between, and only
one of them is extracted. A paragraph below the same elements, with the same classes, as two others
of the story is part of it; how deep a list is nested does not count. And what stands above the
story and is what the page declares as its description is its standfirst.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from index.ingestion.block import Block, ends_sentence
from index.ingestion.loaders.markup import INLINE, TOKEN, HiddenElements, visible_text
from index.ingestion.metadata.outlet import letters
from index.ingestion.source_text import Traced, collapse_spaces, verbatim

Place = tuple[tuple[str, str], ...]
"""The open elements, each with its classes and its id."""
_HIDDEN_MARK = " (hidden)"
_MIN_CHARACTERS = 80  # of a paragraph
_MIN_QUOTED = 15  # letters of something that is quoted in the story
_MIN_ALIKE = 2  # paragraphs of the story in one place
_MAX_LINKED = 0.3  # of a paragraph's characters
_MAX_LINKED_OF_QUOTED = 0.5
_MAX_DEEP = 200  # elements; below more of them, nothing is looked for
_LOOKED_BACK = 12  # open elements that a closing tag may close
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ALONE = frozenset("dd dt li option p td th tr".split())
"""Elements that close one of their own kind when they open."""
_NAMED = re.compile(
    r"\b(?P<kind>class|id)\s{0,3}=\s{0,3}(?:\"(?P<a>[^\"]{0,200})|'(?P<b>[^']{0,200}))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_HIDING = re.compile(
    r"\shidden(?=[\s=>])|display\s{0,3}:\s{0,3}none|aria-hidden\s{0,3}=\s{0,3}[\"']?true",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\s\([^()]{2,60}\)$")
"""What stands in brackets behind the sentences of a paragraph: its source."""
_LISTS = frozenset("dl ol ul".split())
_APART = ("article", "aside")
"""Elements of which each is a place of its own."""


@dataclass(slots=True)
class _Paragraph:
    """A stretch of a page between two block elements; offsets into the file."""

    place: Place
    start: int
    end: int
    characters: int = 0
    linked: int = 0

    @property
    def most_linked(self) -> float:
        """The largest share of its characters that may be links; under a post is its day."""
        return _MAX_LINKED_OF_QUOTED if self.is_quoted else _MAX_LINKED

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a list."""
        return bool(self.place) and self.place[-1][0] == "li"

    @property
    def is_quoted(self) -> bool:
        """Whether it is quoted from elsewhere: a post, a letter."""
        return any(name == "blockquote" for name, _ in self.place)


def missed_paragraphs(
    raw: str, story: Sequence[Block], described: Collection[str]
) -> Iterator[Block]:
    """Yield the paragraphs of a page that are part of its story, but not in it.

    ``story`` has the blocks that were extracted, in order, and ``described`` the letters of what
    the page declares as its description.
    """
    starts, told = [block.start for block in story], {letters(block.text) for block in story}
    prose = {block.start for block in story if _is_prose(block.text)}
    if len(prose) < _MIN_ALIKE:
        return
    places: Counter[Place] = Counter()
    others: list[_Paragraph] = []
    for paragraph in _paragraphs(raw):
        at = bisect_right(starts, paragraph.end - 1) - 1
        if at >= 0 and story[at].end > paragraph.start:
            places[paragraph.place] += story[at].start in prose
        elif paragraph.linked <= paragraph.most_linked * paragraph.characters:
            others.append(paragraph)
    first, last = min(prose), max(prose)
    whole = ""
    for paragraph in others:
        if paragraph.is_quoted and first < paragraph.start < last:
            block = Block(_traced(raw, paragraph))
            own = letters(block.text)
            whole = whole or "".join(letters(block.text) for block in story)
            if len(own) >= _MIN_QUOTED and own not in whole:
                yield block
            continue
        alike = places[paragraph.place] >= _MIN_ALIKE
        above = described and paragraph.end <= first
        if paragraph.characters >= _MIN_CHARACTERS // 2 and (alike or above):
            block = Block(_traced(raw, paragraph), item=paragraph.is_entry)
            own = letters(block.text)
            if own not in told and ((alike and _is_prose(block.text)) or own in described):
                told.add(own)
                yield block


def _is_prose(text: str) -> bool:
    told = _SOURCE.sub("", text)
    return len(text) >= _MIN_CHARACTERS and ends_sentence(told)


def _traced(raw: str, paragraph: _Paragraph) -> Traced:
    source = verbatim(raw, paragraph.start, paragraph.end)
    text = visible_text(source.text)
    return collapse_spaces(Traced(text.text, text.spans.within(source.spans)))


def _paragraphs(raw: str) -> Iterator[_Paragraph]:
    """Yield the stretches of text of a page with the elements that they are in."""
    walk, at, hidden = _Walk(), 0, HiddenElements(raw)
    while match := TOKEN.search(raw, at):
        walk.show(raw, at, match.start())
        at = match.end()
        tag, name = match.group(), (match["tag"] or "").lower()
        if tag[0] == "&":
            walk.show(raw, match.start(), at)
        elif name and name not in INLINE:
            yield from walk.finish()
            if (end := hidden.end(match)) is not None:
                at = end
            else:
                walk.open_or_close(name, tag)
                if len(walk.opened) > _MAX_DEEP:
                    return
        elif name == "a":
            walk.linked = tag[1] != "/"
    walk.show(raw, at, len(raw))
    yield from walk.finish()


class _Walk:
    """A walk through a page: the elements that are open, and the text since the last of them."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str]] = []
        self.linked = False
        self._hidden = 0
        self._apart = 0
        self._place: Place | None = ()
        self._found: _Paragraph | None = None

    def show(self, raw: str, start: int, end: int) -> None:
        """Add a stretch of text, which may be empty."""
        shown = len(raw[start:end].strip())
        if not shown or self._hidden:
            return
        if self._place is None:
            self._place = _without_nesting(self.opened)
        if self._found is None:
            self._found = _Paragraph(self._place, start, end)
        self._found.end = end
        self._found.characters += shown
        self._found.linked += shown if self.linked else 0

    def finish(self) -> Iterator[_Paragraph]:
        """Yield the text since the last call, if there is any."""
        if self._found is not None:
            yield self._found
            self._found = None

    def open_or_close(self, name: str, tag: str) -> None:
        """Open a block element, or close it with all that are open in it."""
        if tag[1] == "/":
            for index in reversed(range(max(0, len(self.opened) - _LOOKED_BACK), len(self.opened))):
                if self.opened[index][0] == name:
                    self._close(index)
                    return
        elif name not in _VOID and not tag.endswith("/>"):
            inner = self.opened[-1][0] if self.opened else ""
            if inner == "p" or (name in _ALONE and inner == name):
                self._close(len(self.opened) - 1)
            self._open(name, tag)

    def _open(self, name: str, tag: str) -> None:
        named = _names(name, tag)
        if name in _APART:
            self._apart += 1
            named += f" {self._apart}"
        if _HIDING.search(tag):
            named += _HIDDEN_MARK
            self._hidden += 1
        self.opened.append((name, named))
        self._place = None

    def _close(self, index: int) -> None:
        self._hidden -= sum(named.endswith(_HIDDEN_MARK) for _, named in self.opened[index:])
        del self.opened[index:]
        self._place = None


def _without_nesting(opened: Sequence[tuple[str, str]]) -> Place:
    """Return the open elements, of lists in a list only the outermost with an entry of it."""
    place: list[tuple[str, str]] = []
    listed = False
    for each in opened:
        if each[0] in _LISTS and listed:
            continue
        if not (each[0] == "li" and place and place[-1][0] == "li"):
            place.append(each)
        listed = each[0] in _LISTS or (listed and each[0] == "li")
    return tuple(place)


def _names(name: str, tag: str) -> str:
    """Return the classes and the id of an element, of a paragraph only the classes.

    Numbers of ids do not count: containers and paragraphs are often numbered.
    """
    found = []
    for match in _NAMED.finditer(tag):
        own = match["a"] or match["b"] or ""
        if match["kind"].lower() == "class":
            found.append(own)
        elif name != "p":
            found.append("#" + _NUMBER.sub("", own))
    return " ".join(found)
