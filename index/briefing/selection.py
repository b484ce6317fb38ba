"""Selects the sentences of a briefing: those near which most articles are.

The value of a set of sentences is, summed over the articles, the cosine of the article with the
nearest of them: facility location, one of the monotone submodular functions of Lin and Bilmes, "A
Class of Submodular Functions for Document Summarization" (2011), for which choosing the best
sentence again and again is near the best set (Nemhauser et al. 1978). An article is the mean of
the vectors of its opening, and counts as much as it is near to the mean of all. Sentences of days
and outlets that were not heard yet come first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answering.corpus import leans_on_before
from index.english.corrections import tells_of_an_earlier_version
from index.english.quotations import closes_quote, leaves_quote_open
from index.english.recognition import is_english
from index.storage.ledger.records import StoredSentence

OPENING = 5
"""Sentences of an article that may be chosen, where no topic chooses them."""
SHORTEST, LONGEST = 50, 320
"""Characters of a sentence."""
SHORTEST_FIRST = 25
"""Characters of one that is shown because nothing else of its article can be."""
LATER = 0.03
"""What each sentence before it costs a sentence, as a share of its gain."""
SAME_OUTLET, SAME_DAY = 0.85, 0.7
"""What is left of the gain of a sentence whose outlet or day was heard already."""
NEWEST = 0.9
"""The share of the articles that came out before the newest ones, one of which ends a briefing."""
FEWEST, MOST = 3, 6

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Opening:
    """The sentences of an article that may be chosen; ``centre`` is the mean of their vectors."""

    sentences: tuple[StoredSentence, ...]
    centre: Matrix

    @property
    def published(self) -> dt.date:
        return self.sentences[0].published or dt.date.min


def opening(sentences: Sequence[StoredSentence]) -> Opening | None:
    """Return what may be chosen of an article's sentences, or None if nothing stands alone."""
    fit = tuple(sentence for sentence in sentences if stands_alone(sentence))
    if not fit:
        return None
    centre = _vectors(fit).mean(axis=0)
    return Opening(fit, centre / max(float(np.linalg.norm(centre)), 1e-9))


def beginning(sentences: Sequence[StoredSentence]) -> Opening | None:
    """Return the first sentence of an article by itself, for one of which none stands alone.

    None if all that it says is what an earlier version said.
    """
    told = [
        s for s in sentences if s.vector is not None and not tells_of_an_earlier_version(s.text)
    ]
    first = next((s for s in told if len(s.text) >= SHORTEST_FIRST), told[0] if told else None)
    return None if first is None else Opening((first,), _vectors([first])[0])


def stands_alone(sentence: StoredSentence) -> bool:
    """Return whether a sentence can be read without what precedes it."""
    text = sentence.text
    return (
        sentence.vector is not None
        and SHORTEST <= len(text) <= LONGEST
        and text[-1] in '.!?”"'
        and (text[0].isupper() or text[0] in '“"')
        and not leans_on_before(text)
        and not tells_of_an_earlier_version(text)
        and not leaves_quote_open(text, False)
        and not closes_quote(text)
        and is_english(text)
    )


def _vectors(sentences: Sequence[StoredSentence]) -> Matrix:
    return np.stack([each.vector for each in sentences if each.vector is not None])


def length_of(articles: int) -> int:
    """Return how many sentences a briefing of so many articles has."""
    return max(1, min(MOST, articles, FEWEST + articles // 8))


def choose(openings: Sequence[Opening], most: int) -> list[StoredSentence]:
    """Choose up to ``most`` sentences, returned in the order of what they tell."""
    sentences = [sentence for each in openings for sentence in each.sentences]
    if not sentences:
        return []
    owners = np.array([i for i, each in enumerate(openings) for _ in each.sentences])
    centres = np.stack([each.centre for each in openings])
    near = np.maximum(
        centres @ np.stack([s.vector for s in sentences if s.vector is not None]).T, 0
    )
    newest = _newest(openings)
    common = centres.mean(axis=0)
    near *= np.maximum(centres @ common, 0)[:, None]
    heard = np.zeros(len(openings), dtype=np.float32)
    chosen: list[int] = []
    for turn in range(most):
        gains = np.maximum(near - heard[:, None], 0).sum(axis=0)
        gains *= [_worth(sentences, chosen, i) for i in range(len(sentences))]
        gains[np.isin(owners, owners[chosen])] = -1
        if turn == most - 1 and most > 1 and not newest & set(owners[chosen].tolist()):
            gains[~np.isin(owners, list(newest))] = -1
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        heard = np.maximum(heard, near[:, best])
    picked = [sentences[i] for i in chosen]
    return sorted(picked, key=lambda s: (s.day or dt.date.min, s.file, s.ordinal))


def _newest(openings: Sequence[Opening]) -> set[int]:
    """The articles that came out last."""
    days = sorted(each.published for each in openings)
    first = days[min(int(len(days) * NEWEST), len(days) - 1)]
    return {i for i, each in enumerate(openings) if each.published >= first}


def _worth(sentences: Sequence[StoredSentence], chosen: Sequence[int], place: int) -> float:
    """What is left of a sentence's gain for its place, its outlet and its day."""
    sentence = sentences[place]
    worth = 1 - LATER * min(sentence.ordinal, 10)
    heard = [sentences[i] for i in chosen]
    if sentence.outlet is not None and sentence.outlet in {s.outlet for s in heard}:
        worth *= SAME_OUTLET
    if sentence.published is not None and sentence.published in {s.published for s in heard}:
        worth *= SAME_DAY
    return worth
