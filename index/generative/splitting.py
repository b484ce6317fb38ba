"""What a model writes, sentence by sentence, each with the numbers that it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.generative.markers import Places, bare, unfinished
from index.language.speech import left_open
from index.sentences import sentence_spans

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
class Written:
    """A sentence without its markers, and the numbers in them. ``opens`` begins a new line."""

    text: str
    numbers: tuple[int, ...]
    opens: bool = False


class Splitter:
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

    def feed(self, piece: str) -> list[Written]:
        """The sentences that this piece finishes."""
        *lines, self._coming = (self._coming + piece).split("\n")
        found: list[Written] = []
        for line in lines:
            self._take(line)
            found += self._sentences(whole=True)
            self._opens = True
        settled = unfinished(self._coming)
        self._take(self._coming[:settled])
        self._coming = self._coming[settled:]
        return found + self._sentences(whole=False)

    def finish(self, *, cut: bool = False) -> list[Written]:
        """The rest. ``cut``: the model was stopped, and what is no whole sentence is left out."""
        self._take(self._coming)
        found = self._sentences(whole=True)
        if cut and found and not _ENDS.search(found[-1].text):
            found.pop()
        return found

    def _take(self, text: str) -> None:
        more, places = bare(text)
        self._places += [(len(self._line) + at, numbers) for at, numbers in places]
        self._line += more

    def _sentences(self, *, whole: bool) -> list[Written]:
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
                found.append(Written(text, numbers, self._opens))
                self._opens = False
        done = len(self._line) if whole else (spans[-1][1] if spans else 0)
        self._line = self._line[done:]
        self._places = [] if whole else [(at - done, numbers) for at, numbers in self._places]
        return found


def _whole_quotations(text: str) -> list[tuple[int, int]]:
    """Sentences, those of one quotation together: only its last one is followed by a number."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and left_open(text[slice(*spans[-1])], open_quote=False):
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
