"""Splits what a model streams into sentences; parses citation markers and removes reasoning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from index.english.quotations import leaves_quote_open
from index.english.sentences import sentence_spans

_LONGEST = 40  # characters; a longer open bracket is not a marker
_WIDEST = 6
NAMED = r"(?:\^|#|no\.?|(?:sentence|source|quote|ref|citation)s?|s)?\s*"
"""What may stand before the number in a marker."""
_MARKER = re.compile(
    rf"[ \t]*\\?[\[【［]\s*{NAMED}"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|;|&|and|-|–|—|to)\s*(?:and\s+)?(?:\^|#|s)?\d{1,3})*)"
    r"(?:\s*[†:|][^\]】］\\]{0,20})?\s*\\?[\]】］]",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d+)(?:\s*(?:-|–|—|to)\s*(\d+))?")
_OPEN = re.compile(rf"[ \t]*(?:\\?[\[【［][^\]】］\n]{{0,{_LONGEST}}}|\\)?$")
_EMPTY_BRACKETS = re.compile(
    r"[ \t]*[(\[][\s,;&*]*(?:(?:[a-z]+\.?|[A-Z][a-z]*:)[\s,;&*]*)?(?:and\s*)?[)\]]"
)
"""What remains of "([1], [2])", "(see [1])" and "(Source: [1])"."""

Places = list[tuple[int, tuple[int, ...]]]


def strip_markers(text: str) -> tuple[str, Places]:
    """Return the text without markers and the spaces before them, and their positions, in order."""
    pieces: list[str] = []
    places: Places = []
    length = at = 0
    for match in _MARKER.finditer(text):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        places.append((length, _numbers(match["numbers"])))
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), places


def unfinished_marker_start(text: str) -> int:
    """Return where a marker, or space before one, begins that later text may complete."""
    match = _OPEN.search(text)
    return match.start() if match else len(text)


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last in _PART.findall(text):
        low, high = int(first), int(last or first)
        # "[2-400]" cites nothing in particular
        found += range(low, high + 1) if low <= high < low + _WIDEST else (low, high)
    return tuple(dict.fromkeys(found))


AHEAD = 100
"""Characters after a closed quotation within which "he said" may still follow."""

_LIST_ITEM = re.compile(r"^\s*(?:[-*•–+]|\d{1,2}[.)]|#{1,6}|>+)\s+")
_EMPHASIS = re.compile(r"\*\*|__|`+|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_LOOSE_STOP = re.compile(r"\s+(?=[.,;:!?]+(?:\s|$))")
_YES_OR_NO = re.compile(r"^(?:yes|no)(?:,|:|;| [–—-]) ?(?=\S+ \S)", re.IGNORECASE)
_EMPTY_SOURCE = re.compile(
    r"^(?:according to|as (?:stated|reported|noted|mentioned) in|in|per)"
    r"(?: (?:the )?(?:quotes?|sources?|sentences?|articles?))?\s*,\s*(?=\S+ \S)",
    re.IGNORECASE,
)
"""What remains of "According to [2], he left"."""

_BEGUN = re.compile(r"(?:[(\[][^)\]]*[)\]]\s*)?+[^\s(\[]\S*\s+\S+\s")
"""That another sentence has begun; a bracket before it may belong to the sentence before."""
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence without its markers, and their numbers. ``opens``: it begins a new line."""

    text: str
    numbers: tuple[int, ...]
    opens: bool = False


class StreamSplitter:
    """Takes pieces of any size, and returns each sentence once it is certainly complete.

    That is when the next one has begun, so that no further marker can follow. The end of a line
    ends a sentence. Numbers follow their sentence, except in lines that begin with a number.
    """

    def __init__(self) -> None:
        self._pending = ""  # may still turn out to be a marker
        self._line = ""  # without its markers
        self._places: Places = []
        self._leading = False  # whether numbers precede their sentences
        self._opens = True
        self._held: WrittenSentence | None = None  # its numbers may be in the next line

    def feed(self, piece: str) -> list[WrittenSentence]:
        """Add a piece, and return the sentences that it completes."""
        *lines, self._pending = (self._pending + piece).split("\n")
        found: list[WrittenSentence] = []
        for line in lines:
            self._append(line)
            found += self._with_numbers(self._sentences(whole=True))
            self._opens = True
        settled = unfinished_marker_start(self._pending)
        self._append(self._pending[:settled])
        self._pending = self._pending[settled:]
        return found + self._with_numbers(self._sentences(whole=False))

    def finish(self, *, cut: bool = False) -> list[WrittenSentence]:
        """Return the rest. ``cut``: the model was stopped, so an incomplete sentence is dropped."""
        self._append(self._pending)
        found = self._with_numbers(self._sentences(whole=True))
        if self._held is not None:
            found.append(self._held)
            self._held = None
        if cut and found and not _ENDS.search(found[-1].text):
            found.pop()
        return found

    def _with_numbers(self, found: Sequence[WrittenSentence]) -> list[WrittenSentence]:
        """Give numbers that stand without a sentence to the one before them.

        The last sentence is held back as long as it has none.
        """
        ready: list[WrittenSentence] = []
        for each in found:
            held, self._held = self._held, None
            if not any(map(str.isalnum, each.text)):
                held = held or (ready.pop() if ready else None)
                numbers = (*held.numbers, *each.numbers) if held else ()
                ready += [replace(held, numbers=numbers)] if held else []
                continue
            ready += [held] if held else []
            if each.numbers:
                ready.append(each)
            else:
                self._held = each
        return ready

    def _append(self, text: str) -> None:
        text, places = strip_markers(text)
        self._places += [(len(self._line) + at, numbers) for at, numbers in places]
        self._line += text

    def _sentences(self, *, whole: bool) -> list[WrittenSentence]:
        """Return complete sentences; unless the line is ``whole``, the others are kept."""
        if self._opens:
            before = self._line[: self._places[0][0]] if self._places else "none"
            self._leading = not any(map(str.isalnum, before))
        spans = _whole_quotations(self._line, whole=whole)
        if not self._leading:
            spans = _with_brackets(self._line, spans, [at for at, _ in self._places])
        if not whole:
            spans = spans[: _count_finished(self._line, spans)]
        found = []
        for i, (start, end) in enumerate(spans):
            last = whole and i + 1 == len(spans)
            here = [p for p in self._places if last or p[0] < end + (not self._leading)]
            self._places = self._places[len(here) :]
            text = _plain(self._line[start:end], [at - start for at, _ in here])
            numbers = tuple(dict.fromkeys(n for _, ns in here for n in ns))
            if text or numbers:
                found.append(WrittenSentence(text, numbers, self._opens))
                self._opens = self._opens and not text
        if whole and not spans and self._places:  # a line with nothing but markers
            found.append(WrittenSentence("", tuple(n for _, ns in self._places for n in ns)))
        done = len(self._line) if whole else (spans[-1][1] if spans else 0)
        self._line = self._line[done:]
        self._places = [] if whole else [(at - done, numbers) for at, numbers in self._places]
        return found


def _whole_quotations(text: str, *, whole: bool) -> list[tuple[int, int]]:
    """Split into sentences but keep each quotation whole: only its last sentence has a number.

    A mark that the ``whole`` line does not close holds nothing together.
    """
    spans: list[tuple[int, int]] = []
    parts: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and _is_open(text, spans[-1]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            parts.clear()
        parts.append((start, end))
    if whole and len(parts) > 1 and _is_open(text, spans[-1]):
        spans[-1:] = parts
    return spans


def _with_brackets(
    text: str, spans: Sequence[tuple[int, int]], places: Sequence[int]
) -> list[tuple[int, int]]:
    """Give brackets that held nothing but markers, at ``places``, to the sentence before them."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        brackets = _EMPTY_BRACKETS.match(text, start) if found else None
        cut = start
        if brackets and any(start <= at <= brackets.end() for at in places):
            cut = min(brackets.end(), end)
            found[-1] = (found[-1][0], cut)
        rest = text[cut:end].lstrip()
        if rest:
            found.append((end - len(rest), end))
    return found


def _is_open(text: str, span: tuple[int, int]) -> bool:
    return leaves_quote_open(text[slice(*span)], open_quote=False)


def _count_finished(text: str, spans: list[tuple[int, int]]) -> int:
    """Return how many of the sentences cannot be changed by later text."""
    done = 0
    for (_, end), (start, _) in pairwise(spans):
        after = text[start:]
        quoted = text[end - 1] in "\"”’'»"
        if not _BEGUN.match(after) or (quoted and len(after) < AHEAD):
            break
        done += 1
    return done


def _plain(text: str, places: Sequence[int]) -> str:
    """Remove list marks, headings and emphasis, a leading "Yes, " or "No, ", and an empty source.

    Brackets go that held nothing but markers, which were at ``places``.

    The rest of the sentence has to show whether it is yes or no: no quote can support that one
    word. "According to, " remains where the source was only a marker.
    """

    def unless_empty(match: re.Match[str]) -> str:
        return "" if any(match.start() <= at <= match.end() for at in places) else match[0]

    text = _EMPTY_BRACKETS.sub(unless_empty, text)
    plain = _EMPHASIS.sub("", _LIST_ITEM.sub("", text)).strip()
    if places:
        plain = _LOOSE_STOP.sub("", plain)
    rest = _EMPTY_SOURCE.sub("", _YES_OR_NO.sub("", plain))
    return rest[:1].upper() + rest[1:] if rest != plain else plain


_TAGS = ("think", "thinking", "thought", "reasoning")


_OPENING = tuple(f"<{tag}>" for tag in _TAGS)
_CLOSING = tuple(f"</{tag}>" for tag in _TAGS)
_ANY_OPENING, _ANY_CLOSING = (
    re.compile("|".join(tags), re.IGNORECASE | re.ASCII) for tags in (_OPENING, _CLOSING)
)


class ThoughtFilter:
    """Removes the model's reasoning from the text that it streams.

    Most servers send reasoning separately. Otherwise it is between two tags at the beginning;
    reasoning without an end leaves no text at all. Where the prompt of a model's own template ends
    with the opening tag, only the closing one comes: what was passed on until then was reasoning,
    and ``restarted`` becomes true.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._closing_tag: str | None = None
        self._state: Literal["beginning", "open", "watching", "finished"] = "beginning"
        self.restarted = False

    def feed(self, piece: str) -> str:
        """Add a piece, and return the text that belongs to the answer."""
        self._buffer += piece
        if self._state == "beginning":
            start = self._buffer.lstrip().lower()
            tags = [tag for tag in _TAGS if f"<{tag}>".startswith(start[: len(tag) + 2])]
            opened = next((tag for tag in tags if start.startswith(f"<{tag}>")), None)
            if opened is None and tags:
                return ""  # may still become a tag
            self._state = "watching" if opened is None else "open"
            self._closing_tag = opened and f"</{opened}>"
        if self._state == "open":
            return self._after_closing()
        return self._watched() if self._state == "watching" else self._all()

    def finish(self) -> str:
        """Return buffered text that turned out not to be a tag."""
        return "" if self._state == "open" else self._all()

    def _after_closing(self) -> str:
        found = re.search(self._closing_tag or "", self._buffer, re.IGNORECASE | re.ASCII)
        if found is None:
            return ""
        self._state = "finished"
        self._buffer = self._buffer[found.end() :].lstrip()
        return self._all()

    def _watched(self) -> str:
        """Return what is certainly no closing tag. A tag that opens here is part of the text."""
        if _ANY_OPENING.search(self._buffer):
            self._state = "finished"
            return self._all()
        found = _ANY_CLOSING.search(self._buffer)
        if found is not None:
            self._state, self.restarted = "finished", True
            self._buffer = self._buffer[found.end() :].lstrip()
            return self._all()
        begun = self._buffer.rfind("<")
        rest = self._buffer[begun:].lower()
        tags = (*_CLOSING, *_OPENING)
        kept = begun if begun >= 0 and any(tag.startswith(rest) for tag in tags) else None
        text, self._buffer = self._buffer[:kept], self._buffer[kept:] if kept is not None else ""
        return text

    def _all(self) -> str:
        text, self._buffer = self._buffer, ""
        return text
