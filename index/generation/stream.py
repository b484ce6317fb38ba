"""What a model streams, sentence by sentence: citation markers parsed, reasoning left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.english.attribution import leaves_quote_open
from index.english.sentences import sentence_spans

_LONGEST = 40  # characters; what is open for longer is no marker
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
    """The text without its markers and the blanks before them, and where they stood, in order."""
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


def unfinished(text: str) -> int:
    """Where a marker begins, or the blanks before one, that may go on in what is to come."""
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
"""What is left of "According to [2], he left"."""

_BEGUN = re.compile(r"\S+\s+\S+\s")
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence without its markers, and the numbers in them. ``opens`` begins a new line."""

    text: str
    numbers: tuple[int, ...]
    opens: bool = False


class StreamSplitter:
    """Takes pieces of any size; gives each sentence as soon as it is certainly finished.

    That is when the next one has begun, so that no marker of it can follow any more. A line's end
    ends a sentence. Numbers follow their sentence, but in a line that begins with one.
    """

    def __init__(self) -> None:
        self._coming = ""  # what may still turn out to be a marker
        self._line = ""  # without its markers
        self._places: Places = []
        self._leading = False  # whether the numbers stand before their sentences
        self._opens = True

    def feed(self, piece: str) -> list[WrittenSentence]:
        """The sentences that this piece finishes."""
        *lines, self._coming = (self._coming + piece).split("\n")
        found: list[WrittenSentence] = []
        for line in lines:
            self._take(line)
            found += self._sentences(whole=True)
            self._opens = True
        settled = unfinished(self._coming)
        self._take(self._coming[:settled])
        self._coming = self._coming[settled:]
        return found + self._sentences(whole=False)

    def finish(self, *, cut: bool = False) -> list[WrittenSentence]:
        """The rest. ``cut``: the model was stopped, and what is no whole sentence is left out."""
        self._take(self._coming)
        found = self._sentences(whole=True)
        if cut and found and not _ENDS.search(found[-1].text):
            found.pop()
        return found

    def _take(self, text: str) -> None:
        more, places = strip_markers(text)
        self._places += [(len(self._line) + at, numbers) for at, numbers in places]
        self._line += more

    def _sentences(self, *, whole: bool) -> list[WrittenSentence]:
        """Those that are finished; of a line that is not ``whole`` the others are kept."""
        if self._opens:
            before = self._line[: self._places[0][0]] if self._places else "none"
            self._leading = not any(map(str.isalnum, before))
        spans = _whole_quotations(self._line)
        if not whole:
            spans = spans[: _finished(self._line, spans)]
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
    """Sentences, those of one quotation together: only its last one is followed by a number."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and leaves_quote_open(text[slice(*spans[-1])], open_quote=False):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _finished(text: str, spans: list[tuple[int, int]]) -> int:
    """How many of the sentences nothing that comes can change."""
    done = 0
    for (_, end), (start, _) in pairwise(spans):
        after = text[start:]
        quoted = text[end - 1] in "\"”’'»"
        if not _BEGUN.match(after) or (quoted and len(after) < AHEAD):
            break
        done += 1
    return done


def _plain(text: str) -> str:
    """Without the marks of lists, headings and emphasis, and without "Yes, " or "No, ".

    Whether it is yes or no is what the rest has to say: no quote can bear out the one word. Nor
    does a source that was only a marker leave its "According to, " behind.
    """
    plain = _EMPHASIS.sub("", _LIST_ITEM.sub("", text)).strip()
    rest = _EMPTY_SOURCE.sub("", _YES_OR_NO.sub("", plain))
    return rest[:1].upper() + rest[1:] if rest != plain else plain


_TAGS = ("think", "thinking", "thought", "reasoning")


class ThoughtFilter:
    """Takes the pieces of what a model writes; gives those that are not its thoughts.

    Servers usually keep thoughts apart. Where one does not, they stand between two tags at the
    beginning. Thoughts without an end are all that there is: nothing is given.
    """

    def __init__(self) -> None:
        self._held = ""
        self._closing: str | None = None
        self._over = False

    def feed(self, piece: str) -> str:
        """What of this piece, and of earlier ones held back, is the answer's."""
        if self._over:
            return piece
        self._held += piece
        if self._closing is None:
            start = self._held.lstrip().lower()
            tags = [tag for tag in _TAGS if f"<{tag}>".startswith(start[: len(tag) + 2])]
            opened = next((tag for tag in tags if start.startswith(f"<{tag}>")), None)
            if opened is None and tags:
                return ""  # too early to tell
            if opened is None:
                return self._end(self._held)
            self._closing = f"</{opened}>"
        _, closed, after = self._held.partition(self._closing)
        return self._end(after.lstrip()) if closed else ""

    def finish(self) -> str:
        """What was held back and turned out to be none."""
        return "" if self._over or self._closing is not None else self._end(self._held)

    def _end(self, text: str) -> str:
        self._over = True
        self._held = ""
        return text
