"""Splits what a model streams into sentences; parses citation markers and removes reasoning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.english.attribution import leaves_quote_open
from index.english.sentences import sentence_spans

_LONGEST = 40  # characters; a longer open bracket is not a marker
_WIDEST = 6
_MARKER = re.compile(
    r"[ \t]*[\[【]\s*(?:\^|#|no\.?|sentences?|sources?|s)?\s*"
    r"(?P<numbers>\d{1,4}(?:\s*(?:,|;|&|and|-|–|—|to)\s*(?:and\s+)?(?:\^|#|s)?\d{1,4})*)"
    r"(?:\s*[†:|][^\]】]{0,20})?\s*[\]】]",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d+)(?:\s*(?:-|–|—|to)\s*(\d+))?")
_OPEN = re.compile(rf"[ \t]*(?:[\[【][^\]】\n]{{0,{_LONGEST}}})?$")

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
_EMPHASIS = re.compile(r"\*\*|__|`+|(?<!\w)\*(?=\w)|(?<=[\w.!?])\*(?!\w)")
_YES_OR_NO = re.compile(r"^(?:yes|no)(?:,|:|;| [–—-]) ?(?=\S+ \S)", re.IGNORECASE)
_EMPTY_SOURCE = re.compile(
    r"^(?:according to|as (?:stated|reported|noted|mentioned) in|in|per)"
    r"(?: (?:the )?(?:quotes?|sources?|sentences?|articles?))?\s*,\s*(?=\S+ \S)",
    re.IGNORECASE,
)
"""What remains of "According to [2], he left"."""

_BEGUN = re.compile(r"\S+\s+\S+\s")
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

    def feed(self, piece: str) -> list[WrittenSentence]:
        """Add a piece, and return the sentences that it completes."""
        *lines, self._pending = (self._pending + piece).split("\n")
        found: list[WrittenSentence] = []
        for line in lines:
            self._append(line)
            found += self._sentences(whole=True)
            self._opens = True
        settled = unfinished_marker_start(self._pending)
        self._append(self._pending[:settled])
        self._pending = self._pending[settled:]
        return found + self._sentences(whole=False)

    def finish(self, *, cut: bool = False) -> list[WrittenSentence]:
        """Return the rest. ``cut``: the model was stopped, so an incomplete sentence is dropped."""
        self._append(self._pending)
        found = self._sentences(whole=True)
        if cut and found and not _ENDS.search(found[-1].text):
            found.pop()
        return found

    def _append(self, text: str) -> None:
        text, places = strip_markers(text)
        self._places += [(len(self._line) + at, numbers) for at, numbers in places]
        self._line += text

    def _sentences(self, *, whole: bool) -> list[WrittenSentence]:
        """Return complete sentences; unless the line is ``whole``, the others are kept."""
        if self._opens:
            before = self._line[: self._places[0][0]] if self._places else "none"
            self._leading = not any(map(str.isalnum, before))
        spans = _whole_quotations(self._line)
        if not whole:
            spans = spans[: _count_finished(self._line, spans)]
        found = []
        for i, (start, end) in enumerate(spans):
            last = whole and i + 1 == len(spans)
            here = [p for p in self._places if last or p[0] < end + (not self._leading)]
            self._places = self._places[len(here) :]
            text = _plain(self._line[start:end])
            if text:
                numbers = tuple(dict.fromkeys(n for _, ns in here for n in ns))
                found.append(WrittenSentence(text, numbers, self._opens))
                self._opens = False
        done = len(self._line) if whole else (spans[-1][1] if spans else 0)
        self._line = self._line[done:]
        self._places = [] if whole else [(at - done, numbers) for at, numbers in self._places]
        return found


def _whole_quotations(text: str) -> list[tuple[int, int]]:
    """Split into sentences but keep each quotation whole: only its last sentence has a number."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and leaves_quote_open(text[slice(*spans[-1])], open_quote=False):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


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


def _plain(text: str) -> str:
    """Remove list marks, headings and emphasis, a leading "Yes, " or "No, ", and an empty source.

    The rest of the sentence has to show whether it is yes or no: no quote can support that one
    word. "According to, " remains where the source was only a marker.
    """
    plain = _EMPHASIS.sub("", _LIST_ITEM.sub("", text)).strip()
    rest = _EMPTY_SOURCE.sub("", _YES_OR_NO.sub("", plain))
    return rest[:1].upper() + rest[1:] if rest != plain else plain


_TAGS = ("think", "thinking", "thought", "reasoning")


class ThoughtFilter:
    """Removes the model's reasoning from the text that it streams.

    Most servers send reasoning separately. Otherwise it is between two tags at the beginning;
    reasoning without an end leaves no text at all.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._closing_tag: str | None = None
        self._finished = False

    def feed(self, piece: str) -> str:
        """Add a piece, and return the text that belongs to the answer."""
        if self._finished:
            return piece
        self._buffer += piece
        if self._closing_tag is None:
            start = self._buffer.lstrip().lower()
            tags = [tag for tag in _TAGS if f"<{tag}>".startswith(start[: len(tag) + 2])]
            opened = next((tag for tag in tags if start.startswith(f"<{tag}>")), None)
            if opened is None and tags:
                return ""  # may still become a tag
            if opened is None:
                return self._stop_filtering(self._buffer)
            self._closing_tag = f"</{opened}>"
        _, closed, after = self._buffer.partition(self._closing_tag)
        return self._stop_filtering(after.lstrip()) if closed else ""

    def finish(self) -> str:
        """Return buffered text that turned out not to be a tag."""
        return (
            ""
            if self._finished or self._closing_tag is not None
            else self._stop_filtering(self._buffer)
        )

    def _stop_filtering(self, text: str) -> str:
        self._finished = True
        self._buffer = ""
        return text
