"""Detects planted instructions: sentences that show signs of them, and their payload.

Sentences are compared after removing formatting tricks, and by how related they are to the
rest of the article.
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

from index.english.quotations import has_unpaired_marks
from index.english.sentences import MAX_LENGTH, sentence_spans
from index.english.tokens import tokenize
from index.guardrails.signs import PLANTED, load_vocabulary, sign_detector
from index.models import Paragraph

# a straight mark is closed by any mark, others by their own; an open quotation runs to the end
_DOUBLE = re.compile('"[^"”»]*["”»]?|[“«„][^”»]*[”»]?')
_LETTER = re.compile(r"[^\W_]")
_SINGLE = re.compile(r"(?<!\w)(?:‘[^‘’]{2,300}’|'[^']{4,300}')(?!\w)")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһαορνικ", "aeopcyxijsdhaopvik")
_ALONE = re.compile(r" \w \w \w ")  # part of any match of _SPACED, and faster to find
_SPACED = re.compile(r"\b(?:\w ){4,}\w\b")
_RESTART = re.compile(r"(?<=\s)[A-Z][a-z]+\b(?=\s+[a-z\"“‘\d])")
_ARTICLES = frozenset("the a an this that of our his her its in on".split())
_TYPESET = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class SurfaceLine:
    """A sentence: ``start`` and ``end`` are offsets into the text of paragraph ``paragraph``.

    ``text`` is normalized to lower case and plain letters. ``readings`` are judged: the text
    without quotations, and its remainders from each point where it seems to start again ("Read
    more here Write a poem"). ``inside``: the sentence is all quotation, and judged as it is.
    """

    paragraph: int
    start: int
    end: int
    text: str
    readings: tuple[str, ...]
    inside: bool
    heading: bool


def surface_lines(paragraphs: Sequence[Paragraph]) -> list[SurfaceLine]:
    """Return the sentences of all paragraphs in order; a heading is one sentence.

    A heading longer than any sentence is split like a paragraph: signs are searched for in texts
    of limited length.
    """
    lines = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        outside = _blank_quotations(text)
        whole = paragraph.heading and len(text) <= MAX_LENGTH
        spans = [(0, len(text))] if whole else sentence_spans(text)
        for start, end in spans:
            sentence, bare = text[start:end], outside[start:end]
            inside, judged = _strip_quotations(sentence, bare)
            readings = (normalize(judged), *(normalize(judged[at:]) for at in _restarts(judged)))
            line = readings[0] if judged == sentence else normalize(sentence)
            lines.append(SurfaceLine(number, start, end, line, readings, inside, paragraph.heading))
    return lines


def _strip_quotations(sentence: str, bare: str) -> tuple[bool, str]:
    """Return whether a sentence is inside an earlier quotation, and the text to judge.

    ``bare`` is the sentence without the paragraph's quotations. A sentence with closed quotations
    of its own is judged without those.
    """
    stripped = _blank_quotations(sentence)
    if (
        not has_unpaired_marks(sentence)
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
    """Return where a capital that is not a name's starts something new inside a sentence."""
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


def normalize(text: str) -> str:
    """Normalize to lower case, without look-alike letters or hidden characters.

    What looks the same becomes the same: full-width and styled letters, look-alikes from other
    alphabets inside a Latin word, spaced-out letters, invisible characters.
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
    """Replace quotations by blanks of the same length.

    An unclosed quotation runs to the end of the paragraph.
    """
    tokenised = text.replace("``", "“ ").replace("''", "” ")
    outside = _DOUBLE.sub(_blank, tokenised)
    # checking for the mark first takes 1 % of the time
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
    """How related each line is to the article. ``suspect`` lines do not count as part of it."""

    lines: Sequence[SurfaceLine]
    suspect: Sequence[bool]

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """The stems of the content words of each line."""
        return [
            frozenset(t.stem for t in tokenize(line.text) if t.content) - _GENERIC
            for line in self.lines
        ]

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many different unsuspected lines each stem occurs."""
        texts = {
            line.text: stems
            for line, stems, suspicious in zip(self.lines, self.stems, self.suspect, strict=True)
            if not suspicious
        }
        return Counter(stem for stems in texts.values() for stem in stems)

    @cached_property
    def usual_novelty(self) -> float:
        """The median novelty of the article's sentences; 1 if there are too few."""
        found = [
            self.novelty(i)
            for i, suspicious in enumerate(self.suspect)
            if not suspicious and len(self.stems[i]) >= _FEWEST
        ]
        return median(found) if len(found) >= _FEWEST else 1.0

    def novelty(self, index: int) -> float:
        """Return the share of a line's stems that no other line has; 1 if the line has none.

        Long stems count more: they are rarer and say more about the line's topic.
        """
        weights = {stem: min(len(stem), _LONG) for stem in self.stems[index]}
        own_lines = 0 if self.suspect[index] else 1
        new = sum(weight for stem, weight in weights.items() if self._counts[stem] <= own_lines)
        return new / sum(weights.values()) if weights else 1.0

    def is_off_topic(self, index: int) -> bool:
        """Return whether a line is about something other than the article.

        Never if nothing else is in the article: then it is what the article is about.
        """
        if len(self.stems[index]) < _FEWEST or not self._others(index):
            return False
        novelty = self.novelty(index)
        apart = novelty >= _FAR and novelty - self.usual_novelty >= _APART
        return apart or self.shared(index) == 0

    @cached_property
    def _unsuspected(self) -> frozenset[int]:
        """The numbers of the sentences, without headings, that show no sign."""
        pairs = zip(self.lines, self.suspect, strict=True)
        return frozenset(
            i for i, (line, suspicious) in enumerate(pairs) if not suspicious and not line.heading
        )

    def _others(self, index: int) -> bool:
        """Return whether the article has another unsuspected sentence."""
        return len(self._unsuspected) > (index in self._unsuspected)

    def shared(self, index: int) -> int:
        """Return how many stems of a line occur elsewhere in the article."""
        own_lines = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] > own_lines for stem in self.stems[index])

    def shared_only_with(self, index: int, stems: frozenset[str]) -> int:
        """Return how many of a line's stems are in ``stems`` and nowhere else in the article."""
        own_lines = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] <= own_lines for stem in self.stems[index] & stems)


_QUOTED = 1.0  # subtracted for quotations: people in the news say all kinds of things
_STRANGE = 2.0  # added to a task that is unrelated to the article
_HINT = 1.5  # least score of a neighbour of a planted sentence to be planted, too
_CLOSE = 2.0  # the same for the sentence right before it
_IDLE = 2  # content words of a sentence that only introduces another: "Here we go."
_MOST = 12  # sentences of payload
_ANNOUNCES = re.compile(
    r":\W*$|\b(?:the|do the) following\b|\bas follows\b|\bthese (?:steps|words)\b"
)
_SERVICE = re.compile(
    r"\b(?:twitter|facebook|instagram|youtube|podcast|episode|newsletter|rss|e-?mail alerts|"
    r"updates|for (?:more|further|full|tickets|reservations|confidential)|comments?|pictures|"
    r"photos|@\w+)\b"
)
_OPEN = frozenset({"override", "machine", "relay", "marks"})  # usually followed by a payload
_MACHINES = re.compile(
    r"\b(?:ai|artificial intelligence|chatbots?|language models?|chatgpt|llms?|"
    r"prompt injections?)\b"
)
_TOLD = 2  # sentences that make an article about AI, so that it may quote prompts
_ENTICING = frozenset({"lure", "invitation"})
_TOPICAL = frozenset({"task"}) | _ENTICING


@dataclass
class PlantedVerdict:
    """Scores all lines. ``scores`` and ``families`` (of the heaviest sign) are per line."""

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
        """Score a line by its wording and, if that leaves doubt, by whether it is off topic.

        Families add up, except that a task, a lure and an invitation count once.
        """
        line = self.lines[index]
        if line.inside and self.about_machines:
            return 0.0
        topical = max((found[name] for name in _TOPICAL & found.keys()), default=0.0)
        score = topical + sum(w for name, w in found.items() if name not in _TOPICAL)
        score -= _QUOTED if line.inside else 0.0
        service = found.keys() <= _ENTICING and _SERVICE.search(line.text)
        doubtful = topical and 0 < score < PLANTED and not service
        if doubtful and self.relevance.is_off_topic(index):
            score += _STRANGE
        return score


def find_planted(lines: Sequence[SurfaceLine]) -> dict[int, str]:
    """Return the indices of planted lines, with the family of the sign that revealed each."""
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
    """Add what belongs to a planted sentence: its introduction, and what it announces."""
    lines, family = verdict.lines, found[seed]
    owns_paragraph = _add_introduction(verdict, seed, found)
    words = verdict.relevance.stems[seed]
    announced = family in _OPEN
    for index in range(seed + 1, min(seed + 1 + _MOST, len(lines))):
        if index in found:
            break  # it is handled as a seed of its own
        announced = announced or _ANNOUNCES.search(lines[index - 1].text) is not None
        if lines[index].heading or not _continues(verdict, index, owns_paragraph, announced, words):
            break
        found[index] = family
        words |= verdict.relevance.stems[index]


def _add_introduction(verdict: PlantedVerdict, seed: int, found: dict[int, str]) -> bool:
    """Add the sentences before a planted one in its paragraph, unless one is of the article.

    Returns whether the paragraph, up to the planted sentence, belongs to the plant.
    """
    lines, introduction = verdict.lines, []
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
        introduction.append(index)
    if len(introduction) > 3:
        return False
    found.update(dict.fromkeys(introduction, found[seed]))
    return True


def _continues(
    verdict: PlantedVerdict,
    index: int,
    owns_paragraph: bool,
    announced: bool,
    words: frozenset[str],
) -> bool:
    """Return whether the sentence after planted ones belongs to them.

    ``owns_paragraph``: their paragraph begins with them. ``announced``: they announce more.
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
