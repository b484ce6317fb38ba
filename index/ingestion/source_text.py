"""Text in which each character knows its position in the file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import overload

_UNEVEN_SPACE = re.compile(r"\s{2,}")
_SPACES = re.compile(r"\s+")
_SPACE = re.compile(r"\s")


class Spans(Sequence[tuple[int, int]]):
    """``spans[i]`` is the (start, end) in the file of character ``i`` of a text. Immutable.

    Run ``r`` covers the text from ``_text[r]`` to ``_text[r + 1]`` and the file from ``_start[r]``
    to ``_end[r]``. If both are equally long, characters map one to one; otherwise each character
    of the run maps to the whole stretch (an entity, collapsed white space).
    """

    __slots__ = ("_end", "_length", "_start", "_text")

    def __init__(self, runs: Iterable[tuple[int, int, int]]) -> None:
        """``runs`` are (length in the text, start in the file, end in the file), in order."""
        self._text, self._start, self._end = array("q"), array("q"), array("q")
        length = 0
        for size, start, end in runs:
            if size:
                self._text.append(length)
                self._start.append(start)
                self._end.append(end)
                length += size
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, int]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, int] | Sequence[tuple[int, int]]:
        if isinstance(index, slice):
            first, last, step = index.indices(self._length)
            if step != 1:
                return tuple(self[i] for i in range(first, last, step))
            return Spans(self.runs(first, max(first, last)))
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(index)
        run = bisect_right(self._text, index) - 1
        start, end = self._start[run], self._end[run]
        if end - start != self._size(run):
            return start, end
        start += index - self._text[run]
        return start, start + 1

    def _size(self, run: int) -> int:
        last = run + 1 == len(self._text)
        return (self._length if last else self._text[run + 1]) - self._text[run]

    def runs(self, first: int = 0, last: int | None = None) -> Iterable[tuple[int, int, int]]:
        """Yield the runs of characters ``first`` to ``last`` (exclusive)."""
        last = self._length if last is None else last
        run = max(bisect_right(self._text, first) - 1, 0)
        while run < len(self._text) and self._text[run] < last:
            size, begin = self._size(run), self._text[run]
            low, high = max(first, begin), min(last, begin + size)
            start, end = self._start[run], self._end[run]
            if end - start == size:
                yield high - low, start + low - begin, start + high - begin
            elif end - start == high - low:  # equally long by coincidence, not one to one
                yield from repeat((1, start, end), high - low)
            else:
                yield high - low, start, end
            run += 1

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int]]) -> Spans:
        """Return the spans of characters as Spans."""
        return spans if isinstance(spans, Spans) else cls((1, *span) for span in spans)

    def within(self, outer: Sequence[tuple[int, int]]) -> Spans:
        """Return the spans in a file of a text whose own spans count characters of another text.

        ``outer`` are the spans of that other text in the file.
        """
        return Spans(self._within(outer))

    def _within(self, outer: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
        for size, start, end in self.runs():
            if end - start == size and isinstance(outer, Spans):
                yield from outer.runs(start, end)
                continue
            first, last = outer[start][0], outer[end - 1][1]
            if last - first == size:  # equally long by coincidence, not one to one
                yield from repeat((1, first, last), size)
            else:
                yield size, first, last

    @property
    def is_verbatim(self) -> bool:
        """Whether the text is the beginning of the file, character for character."""
        if not self._text:
            return True
        return len(self._text) == 1 and (self._start[0], self._end[0]) == (0, self._length)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Spans):
            return tuple(self.runs()) == tuple(other.runs())
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.runs()))

    def __repr__(self) -> str:
        return f"Spans({list(self.runs())!r})"


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the spans of its characters, equally long."""

    text: str
    spans: Spans

    def cut(self, first: int, last: int | None = None) -> Traced:
        """Return the part from ``first`` to ``last`` without white space at its ends."""
        last = len(self.text) if last is None else last
        piece = self.text[first:last]
        first += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if len(piece) == len(self.text):
            return self
        return Traced(piece, Spans(self.spans.runs(first, first + len(piece))))


def build(pieces: Iterable[tuple[str, int, int]]) -> Traced:
    """Concatenate pieces of (text, start in the file, end in the file)."""
    texts: list[str] = []

    def runs() -> Iterator[tuple[int, int, int]]:
        for text, start, end in pieces:
            texts.append(text)
            yield len(text), start, end

    spans = Spans(runs())
    return Traced("".join(texts), spans)


def verbatim(raw: str, start: int, end: int) -> Traced:
    """Return ``raw[start:end]``, character for character."""
    return Traced(raw[start:end], Spans([(end - start, start, end)]))


def without(piece: Traced, cuts: Sequence[tuple[int, int]]) -> Traced:
    """Leave out the stretches ``cuts`` of a text, which are in order."""

    def runs() -> Iterator[tuple[int, int, int]]:
        at = 0
        for start, end in cuts:
            yield from piece.spans.runs(at, start)
            at = end
        yield from piece.spans.runs(at, len(piece.text))

    if not cuts:
        return piece
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(piece.text)]
    text = "".join(piece.text[start:end] for start, end in zip(starts, ends, strict=True))
    return Traced(text, Spans(runs()))


def replaced(piece: Traced, changes: Sequence[tuple[int, int, str]]) -> Traced:
    """Put other text in place of the stretches (start, end, text), which are in order."""
    if not changes:
        return piece

    def runs() -> Iterator[tuple[int, int, int]]:
        at = 0
        for start, end, text in changes:
            yield from piece.spans.runs(at, start)
            place = piece.spans[start][0], piece.spans[end - 1][1]
            yield from repeat((1, *place), len(text))
            at = end
        yield from piece.spans.runs(at, len(piece.text))

    starts, ends = [0, *(end for _, end, _ in changes)], [start for start, _, _ in changes]
    kept = [piece.text[a:b] for a, b in zip(starts, [*ends, len(piece.text)], strict=True)]
    shown = [text for _, _, text in changes]
    return Traced(
        "".join(part for pair in zip(kept, [*shown, ""], strict=True) for part in pair),
        Spans(runs()),
    )


def collapse_spaces(piece: Traced) -> Traced:
    """Replace every run of white space by one space, and strip both ends."""
    text = piece.text
    if not _UNEVEN_SPACE.search(text):
        return Traced(_SPACE.sub(" ", text), piece.spans).cut(0)
    return Traced(_SPACES.sub(" ", text), Spans(_folded(piece))).cut(0)


def _folded(piece: Traced) -> Iterator[tuple[int, int, int]]:
    spans, at = piece.spans, 0
    for gap in _UNEVEN_SPACE.finditer(piece.text):
        yield from spans.runs(at, gap.start())
        yield 1, spans[gap.start()][0], spans[gap.end() - 1][1]
        at = gap.end()
    yield from spans.runs(at, len(piece.text))
