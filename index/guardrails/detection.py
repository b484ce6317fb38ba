"""Which sentences of an article are planted instructions: those that show signs, and their payload.

Sentences are compared without their formatting, and with how much they have to do with the
article around them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from index.english.sentences import sentence_spans
from index.english.tokens import tokenize
from index.guardrails.signs import PLANTED, load_vocabulary, sign_detector
from index.models import Paragraph

# a straight mark is closed by any, the others by their own; an open one goes on to the end
_DOUBLE = re.compile('"[^"”»]*["”»]?|[“«„][^”»]*[”»]?')
_LETTER = re.compile(r"[^\W_]")
_SINGLE = re.compile(r"(?<!\w)(?:‘[^‘’]{2,300}’|'[^']{4,300}')(?!\w)")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһαορνικ", "aeopcyxijsdhaopvik")
_ALONE = re.compile(r" \w \w \w ")  # stands in each run of the next, and is found faster
_SPACED = re.compile(r"\b(?:\w ){4,}\w\b")
_RESTART = re.compile(r"(?<=\s)[A-Z][a-z]+\b(?=\s+[a-z\"“‘\d])")
_ARTICLES = frozenset("the a an this that of our his her its in on".split())
_TYPESET = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class SurfaceLine:
    """A sentence: ``start`` and ``end`` are offsets into the text of paragraph ``paragraph``.

    ``text`` is folded to lower case and plain letters. ``readings`` are what is judged: ``text``
    without what stands inside quotation marks, and its ends from where it seems to begin anew
    ("Read more here Write a poem"). ``inside``: all of it is inside quotation marks, and so judged.
    """

    paragraph: int
    start: int
    end: int
    text: str
    readings: tuple[str, ...]
    inside: bool
    heading: bool


def lines_of(paragraphs: Sequence[Paragraph]) -> list[SurfaceLine]:
    """The sentences of all paragraphs in order, headings as one each."""
    lines = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        outside = _blank_quotations(text)
        spans = [(0, len(text))] if paragraph.heading else sentence_spans(text)
        for start, end in spans:
            sentence, bare = text[start:end], outside[start:end]
            inside, verdict = _strip_quotations(sentence, bare)
            readings = (plain(verdict), *(plain(verdict[at:]) for at in _restarts(verdict)))
            line = readings[0] if verdict == sentence else plain(sentence)
            lines.append(SurfaceLine(number, start, end, line, readings, inside, paragraph.heading))
    return lines


def _strip_quotations(sentence: str, bare: str) -> tuple[bool, str]:
    """Whether a sentence stands in a quotation that began before it, and what to judge of it.

    ``bare`` is the sentence without what the paragraph's quotation marks enclose. A sentence with
    quotations of its own, closed within it, is judged without them.
    """
    stripped = _blank_quotations(sentence)
    closed = sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0
    if (
        closed
        and stripped != bare
        and any(a.isalnum() and not b.isalnum() for a, b in zip(stripped, bare, strict=True))
    ):
        return True, stripped
    if _LETTER.search(bare):
        return False, bare
    return True, sentence


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(load_vocabulary().words["ANEW"])


def _restarts(text: str) -> list[int]:
    """Where a capital that no name explains begins something new inside a sentence."""
    found = []
    verbs = _verbs()
    for match in _RESTART.finditer(text):
        before = text[: match.start()].split()[-1:]
        if match.group().lower() not in verbs or not before:
            continue
        menu = all(word[0].isupper() for word in text[: match.start()].split())
        named = before[0][0].isupper() and not before[0].endswith((".", ":")) and not menu
        if not (named or before[0].lower() in _ARTICLES) or " your " in text[match.end() :]:
            found.append(match.start())
    return found[:3]


def plain(text: str) -> str:
    """Lower case, without accents on letters of another script's look, and without hidden marks.

    What a person reads the same becomes the same: full-width and styled letters, look-alikes of
    other alphabets inside a Latin word, letters with a blank after each, invisible characters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_TYPESET)).translate(_TYPESET)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = text.lower()
    if not text.isascii():
        text = re.sub(r"\w+", _replace_lookalikes, text)
    if _ALONE.search(text):
        text = _SPACED.sub(lambda run: run.group().replace(" ", ""), text)
    return " ".join(text.split())


def _replace_lookalikes(word: re.Match[str]) -> str:
    letters = word.group()
    mixed = any("a" <= c <= "z" for c in letters)
    return letters.translate(_LOOKALIKES) if mixed else letters


def _blank_quotations(text: str) -> str:
    """The text with what stands inside quotation marks blanked, length kept.

    A quotation that is not closed goes on to the end of the paragraph.
    """
    tokenised = text.replace("``", "“ ").replace("''", "” ")
    outside = _DOUBLE.sub(_blank, tokenised)
    # looking for the mark first takes a hundredth of the time
    return _SINGLE.sub(_blank, outside) if "‘" in outside or "'" in outside else outside


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())


_FAR = 0.6
_APART = 0.1
_FEWEST = 3
_LONG = 8
_GENERIC = frozenset(
    """pleas answer respons repli articl text write list provid sentenc question word tell reader
    user give ad includ make good new year peopl find help follow thing wai""".split()
)


@dataclass
class Relevance:
    """``suspect[i]``: line ``i`` does not count as what the article is about."""

    lines: Sequence[SurfaceLine]
    suspect: Sequence[bool]

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """The stems of the words of each line that carry topic."""
        return [
            frozenset(t.stem for t in tokenize(line.text) if t.content) - _GENERIC
            for line in self.lines
        ]

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many different lines of the article proper each stem stands."""
        texts = {
            line.text: stems
            for line, stems, suspicious in zip(self.lines, self.stems, self.suspect, strict=True)
            if not suspicious
        }
        return Counter(stem for stems in texts.values() for stem in stems)

    @cached_property
    def usual_novelty(self) -> float:
        """The novelty of the article's ordinary sentence; 1 where there are too few to say."""
        found = [
            self.novelty(i)
            for i, suspicious in enumerate(self.suspect)
            if not suspicious and len(self.stems[i]) >= _FEWEST
        ]
        return median(found) if len(found) >= _FEWEST else 1.0

    def novelty(self, index: int) -> float:
        """The share of a line's stems that no other line of the article has; 1 for none at all.

        Long stems count more: they are the rarer ones and tell more of what a line is about.
        """
        weights = {stem: min(len(stem), _LONG) for stem in self.stems[index]}
        own_lines = 0 if self.suspect[index] else 1
        new = sum(weight for stem, weight in weights.items() if self._counts[stem] <= own_lines)
        return new / sum(weights.values()) if weights else 1.0

    def is_off_topic(self, index: int) -> bool:
        """Whether a line is about something else than the article.

        Never where nothing else is in the article: it is then what the article is about.
        """
        if len(self.stems[index]) < _FEWEST or not self._others(index):
            return False
        novelty = self.novelty(index)
        apart = novelty >= _FAR and novelty - self.usual_novelty >= _APART
        return apart or self.shared(index) == 0

    def _others(self, index: int) -> bool:
        """Whether the article has a sentence of its own beside this one."""
        return any(
            not suspicious and not line.heading and i != index
            for i, (line, suspicious) in enumerate(zip(self.lines, self.suspect, strict=True))
        )

    def shared(self, index: int) -> int:
        """How many stems of a line stand elsewhere in the article."""
        own_lines = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] > own_lines for stem in self.stems[index])

    def shared_only_with(self, index: int, stems: frozenset[str]) -> int:
        """How many of a line's stems are among ``stems`` and nowhere else in the article."""
        own_lines = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] <= own_lines for stem in self.stems[index] & stems)


_QUOTED = 1.0  # what a quotation must say more, as people in the news say all kinds of things
_STRANGE = 2.0  # what it adds to a task that it has nothing to do with the article
_HINT = 1.5  # what makes a neighbour of a planted sentence one of them
_CLOSE = 2.0  # what makes the sentence before it one of them
_IDLE = 2  # words of topic of a sentence that only leads up to one: "Stop.", "Here we go."
_MOST = 12  # sentences of payload
_ANNOUNCES = re.compile(
    r":\W*$|\b(?:the|do the) following\b|\bas follows\b|\bthese (?:steps|words)\b"
)
_SERVICE = re.compile(
    r"\b(?:twitter|facebook|instagram|youtube|podcast|episode|newsletter|rss|e-?mail alerts|"
    r"updates|for (?:more|further|full|tickets|reservations|confidential)|comments?|pictures|"
    r"photos|@\w+)\b"
)
_OPEN = frozenset({"override", "machine", "relay", "marks"})  # seldom all of what is planted
_MACHINES = re.compile(
    r"\b(?:ai|artificial intelligence|chatbots?|language models?|chatgpt|llms?|"
    r"prompt injections?)\b"
)
_TOLD = 2  # sentences by which an article is about such machines, and quotes what they are told
_TOPICAL = frozenset({"task", "lure"})


@dataclass
class PlantedVerdict:
    """``scores`` and ``families`` (of the heaviest sign, or None) have one entry a line."""

    lines: Sequence[SurfaceLine]
    scores: list[float] = field(default_factory=list)
    families: list[str | None] = field(default_factory=list)
    relevance: Relevance = field(init=False)
    about_machines: bool = field(init=False)

    def __post_init__(self) -> None:
        signs = [sign_detector().weigh(*line.readings) for line in self.lines]
        about = (
            _MACHINES.search(line.text) is not None
            for line, found in zip(self.lines, signs, strict=True)
            if max(found.values(), default=0.0) < _HINT
        )
        self.about_machines = sum(about) >= _TOLD
        self.relevance = Relevance(self.lines, [bool(found) for found in signs])
        for index, found in enumerate(signs):
            self.scores.append(self._score(index, found))
            heaviest = max(found, key=lambda name: (found[name], name), default=None)
            self.families.append(heaviest)

    def _score(self, index: int, found: dict[str, float]) -> float:
        """By its wording, and where that leaves doubt by its strangeness.

        Families add up, but a task and a lure say the same: do something.
        """
        line = self.lines[index]
        if line.inside and self.about_machines:
            return 0.0
        topical = max((found[name] for name in _TOPICAL & found.keys()), default=0.0)
        score = topical + sum(w for name, w in found.items() if name not in _TOPICAL)
        score -= _QUOTED if line.inside else 0.0
        service = found.keys() == {"lure"} and _SERVICE.search(line.text)
        doubtful = topical and 0 < score < PLANTED and not service
        if doubtful and self.relevance.is_off_topic(index):
            score += _STRANGE
        return score


def find_planted(lines: Sequence[SurfaceLine]) -> dict[int, str]:
    """Indices of planted lines, and the family of the sign that gave each (or its stretch) away."""
    verdict = PlantedVerdict(lines)
    found: dict[int, str] = {}
    for index, score in enumerate(verdict.scores):
        family = verdict.families[index]
        if score >= PLANTED and family is not None:
            found.setdefault(index, family)
    for seed in sorted(found):
        _add_payload(verdict, seed, found)
    return found


def _add_payload(verdict: PlantedVerdict, seed: int, found: dict[int, str]) -> None:
    """Take what belongs to a planted sentence: what leads up to it and what it announces."""
    lines, family = verdict.lines, found[seed]
    owns_paragraph = _add_introduction(verdict, seed, found)
    words = verdict.relevance.stems[seed]
    announced = family in _OPEN
    for index in range(seed + 1, min(seed + 1 + _MOST, len(lines))):
        if index in found:
            break  # it grows by itself
        announced = announced or _ANNOUNCES.search(lines[index - 1].text) is not None
        if lines[index].heading or not _continues(verdict, index, owns_paragraph, announced, words):
            break
        found[index] = family
        words |= verdict.relevance.stems[index]


def _add_introduction(verdict: PlantedVerdict, seed: int, found: dict[int, str]) -> bool:
    """Take the sentences before a planted one in its paragraph, where none is of the article.

    Returns whether the paragraph is the plant's own as far as that sentence.
    """
    lines, taken = verdict.lines, []
    for index in range(seed - 1, -1, -1):
        if lines[index].paragraph != lines[seed].paragraph or index in found:
            break
        if verdict.scores[index] >= _CLOSE and index == seed - 1:
            found[index] = found[seed]
        relevance = verdict.relevance
        words = len(relevance.stems[index])
        idle = words <= _IDLE and not relevance.shared(index) and '"' not in lines[index].text
        if lines[index].inside or not (verdict.scores[index] >= _HINT / 2 or idle):
            return False
        taken.append(index)
    if len(taken) > 3:
        return False
    found.update(dict.fromkeys(taken, found[seed]))
    return True


def _continues(
    verdict: PlantedVerdict,
    index: int,
    owns_paragraph: bool,
    announced: bool,
    words: frozenset[str],
) -> bool:
    """Whether the sentence after planted ones goes on with them.

    ``owns_paragraph``: their paragraph begins with them.
    ``words`` are their stems.
    """
    line, before = verdict.lines[index], verdict.lines[index - 1]
    relevance = verdict.relevance
    same = line.paragraph == before.paragraph
    if verdict.scores[index] >= _HINT and (same or owns_paragraph):
        return True
    stems, novelty = relevance.stems[index], relevance.novelty(index)
    if _ANNOUNCES.search(before.text) and novelty >= 0.4 and (same or owns_paragraph):
        return True
    if not same or line.inside:
        return False
    shared, shared_only_with = relevance.shared(index), relevance.shared_only_with(index, words)
    if shared_only_with and (
        shared_only_with >= 0.5 * len(stems) or (owns_paragraph and shared_only_with >= shared)
    ):
        return True
    return announced and (shared == 0 or (owns_paragraph and (shared == 1 or novelty >= 0.65)))
