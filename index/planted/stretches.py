"""Which sentences of an article are planted: those that give themselves away, and their payload."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.planted.relevance import Relevance
from index.planted.signs import PLANTED, reader
from index.planted.surface import Line

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
class Judgement:
    """``scores`` and ``families`` (of the heaviest sign, or None) have one entry a line."""

    lines: Sequence[Line]
    scores: list[float] = field(default_factory=list)
    families: list[str | None] = field(default_factory=list)
    relevance: Relevance = field(init=False)
    about_machines: bool = field(init=False)

    def __post_init__(self) -> None:
        signs = [reader().weigh(*line.readings) for line in self.lines]
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
        if doubtful and self.relevance.strange(index):
            score += _STRANGE
        return score


def planted(lines: Sequence[Line]) -> dict[int, str]:
    """Indices of planted lines, and the family of the sign that gave each (or its stretch) away."""
    judged = Judgement(lines)
    found: dict[int, str] = {}
    for index, score in enumerate(judged.scores):
        family = judged.families[index]
        if score >= PLANTED and family is not None:
            found.setdefault(index, family)
    for seed in sorted(found):
        _grow(judged, seed, found)
    return found


def _grow(judged: Judgement, seed: int, found: dict[int, str]) -> None:
    """Take what belongs to a planted sentence: what leads up to it and what it announces."""
    lines, family = judged.lines, found[seed]
    own = _leads_up(judged, seed, found)
    words = judged.relevance.stems[seed]
    announced = family in _OPEN
    for index in range(seed + 1, min(seed + 1 + _MOST, len(lines))):
        if index in found:
            break  # it grows by itself
        announced = announced or _ANNOUNCES.search(lines[index - 1].text) is not None
        if lines[index].heading or not _follows(judged, index, own, announced, words):
            break
        found[index] = family
        words |= judged.relevance.stems[index]


def _leads_up(judged: Judgement, seed: int, found: dict[int, str]) -> bool:
    """Take the sentences before a planted one in its paragraph, where none is of the article.

    Returns whether the paragraph is the plant's own as far as that sentence.
    """
    lines, taken = judged.lines, []
    for index in range(seed - 1, -1, -1):
        if lines[index].paragraph != lines[seed].paragraph or index in found:
            break
        if judged.scores[index] >= _CLOSE and index == seed - 1:
            found[index] = found[seed]
        relevance = judged.relevance
        words = len(relevance.stems[index])
        idle = words <= _IDLE and not relevance.shared(index) and '"' not in lines[index].text
        if lines[index].inside or not (judged.scores[index] >= _HINT / 2 or idle):
            return False
        taken.append(index)
    if len(taken) > 3:
        return False
    found.update(dict.fromkeys(taken, found[seed]))
    return True


def _follows(
    judged: Judgement, index: int, own: bool, announced: bool, words: frozenset[str]
) -> bool:
    """Whether the sentence after planted ones goes on with them.

    ``own``: their paragraph begins with them; ``announced``: they promise more than they say;
    ``words`` are their stems.
    """
    line, before = judged.lines[index], judged.lines[index - 1]
    relevance = judged.relevance
    same = line.paragraph == before.paragraph
    if judged.scores[index] >= _HINT and (same or own):
        return True
    stems, novelty = relevance.stems[index], relevance.novelty(index)
    if _ANNOUNCES.search(before.text) and novelty >= 0.4 and (same or own):
        return True
    if not same or line.inside:
        return False
    shared, again = relevance.shared(index), relevance.again(index, words)
    if again and (again >= 0.5 * len(stems) or (own and again >= shared)):
        return True
    return announced and (shared == 0 or (own and (shared == 1 or novelty >= 0.65)))
