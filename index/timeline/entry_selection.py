"""Selects the entries of one day: which sentence represents an event, and who else reports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.timeline.candidates import DatedSentence
from index.timeline.deduplication import DuplicateDetector, SentenceMeanings
from index.timeline.tfidf import Matrix, TermWeighting, cosines, matrix

THEME = 1.0  # weight of similarity to the whole coverage, next to similarity to the day
SUPPORT = 0.3  # weight of the logarithm of the number of stories that report the same
APART = 0.4  # two entries of a day are less similar than this cosine of words
SECOND_SOURCE = 0.42  # cosine of words at which another story confirms an undated sentence
PLANNED_WEIGHT = 0.5  # of a plan, compared with what happened
MOST_OF_A_DAY = 2000
"""Candidates of a day that are compared, each with each; the clearest that happened."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The sentence that represents an event, and one sentence of each other reporting article."""

    representative: DatedSentence
    others: tuple[DatedSentence, ...]


def select_entries(
    pool: Sequence[DatedSentence],
    weighting: TermWeighting,
    meanings: SentenceMeanings,
    max_entries: int,
) -> list[Entry]:
    """Return at most ``max_entries`` entries of a day, the most important first."""
    pool = _clearest([candidate for candidate in pool if candidate.tells])
    if not pool:
        return []
    rows, vocabulary = matrix(pool, weighting)
    words = cosines(rows)
    usable = _usable(pool, words)
    if not usable.any():
        return []
    scores = _scores(pool, rows, weighting.theme(vocabulary), usable)
    detector = DuplicateDetector(pool, words, meanings)
    similarity = detector.similarity(_ordered(scores, usable), max_entries)
    support = _reporting_stories(pool, similarity, usable)
    order = _ordered(scores * _support_factor(support), usable)
    representatives: list[int] = []
    for i in order:
        if len(representatives) == max_entries:
            break
        told = _prefer_reported(i, pool, similarity, order)
        if all(
            words[each, j] < APART and similarity[each, j] < 1
            for each in {i, told}
            for j in representatives
        ):
            representatives.append(told)
    return _entries(
        pool,
        detector.citation_similarity(similarity, order, representatives),
        order,
        representatives,
    )


def _clearest(pool: Sequence[DatedSentence]) -> Sequence[DatedSentence]:
    """Return the candidates that are compared, in their order."""
    if len(pool) <= MOST_OF_A_DAY:
        return pool
    worth = [each.clarity * (PLANNED_WEIGHT if each.planned else 1) for each in pool]
    best = sorted(range(len(pool)), key=lambda i: -worth[i])[:MOST_OF_A_DAY]
    return [pool[i] for i in sorted(best)]


def _prefer_reported(
    representative: int, pool: Sequence[DatedSentence], similarity: Matrix, order: Sequence[int]
) -> int:
    """Return a sentence that reports the event as happened, if this one only announces it."""
    if not pool[representative].planned:
        return representative
    others = (i for i in order if not pool[i].planned and similarity[representative, i] >= 1)
    return next(others, representative)


def _usable(pool: Sequence[DatedSentence], words: Matrix) -> Flags:
    """Return which candidates are dated, or undated but confirmed by a second story."""
    dated = np.array([candidate.how == "dated" for candidate in pool])
    stories = np.array([candidate.story for candidate in pool])
    elsewhere = np.where(stories[:, None] == stories[None, :], 0.0, words)
    confirmed: Flags = elsewhere.max(axis=1) >= SECOND_SOURCE
    return dated | confirmed


def _scores(
    pool: Sequence[DatedSentence],
    rows: Matrix,
    theme: Matrix,
    usable: Flags,
) -> Matrix:
    """Score candidates by similarity to the day and to the whole coverage, times clarity."""
    centre = rows[usable].sum(axis=0)
    centre /= max(1e-9, float(np.linalg.norm(centre)))
    scores = (rows @ centre + THEME * (rows @ theme)) * _clarity(pool)
    planned = np.array([candidate.planned for candidate in pool])
    weighed: Matrix = np.where(planned, scores * PLANNED_WEIGHT, scores).astype(np.float32)
    return weighed


def _clarity(pool: Sequence[DatedSentence]) -> Matrix:
    return np.array([candidate.clarity for candidate in pool], dtype=np.float32)


def _ordered(scores: Matrix, usable: Flags) -> list[int]:
    """Return the usable candidates, highest score first, the earlier of equals first."""
    return [int(i) for i in np.argsort(-scores, kind="stable") if usable[i]]


def _support_factor(stories: Matrix) -> Matrix:
    raised: Matrix = (1 + SUPPORT * np.log(stories)).astype(np.float32)
    return raised


def _reporting_stories(pool: Sequence[DatedSentence], similarity: Matrix, usable: Flags) -> Matrix:
    """Count the stories with a usable sentence that reports the same, including its own."""
    _, numbers = np.unique([candidate.story for candidate in pool], return_inverse=True)
    owners = np.zeros((len(pool), int(numbers.max()) + 1), dtype=np.float32)
    owners[np.arange(len(pool)), numbers] = usable
    reporting = ((similarity >= 1).astype(np.float32) @ owners) > 0
    count: Matrix = np.maximum(reporting.sum(axis=1), 1).astype(np.float32)
    return count


def _entries(
    pool: Sequence[DatedSentence],
    similarity: Matrix,
    order: Sequence[int],
    representatives: Sequence[int],
) -> list[Entry]:
    """Assign each candidate to the representative most similar to it, one sentence per article."""
    others: dict[int, dict[int, int]] = {representative: {} for representative in representatives}
    for i in order:
        if i in others:
            continue
        representative = max(representatives, key=lambda j: float(similarity[i, j]))
        article = pool[i].article
        if similarity[i, representative] < 1 or article == pool[representative].article:
            continue
        if pool[i].planned and not pool[representative].planned:
            continue  # an announcement does not report that it happened
        best = others[representative].get(article)
        if best is None or similarity[i, representative] > similarity[best, representative]:
            others[representative][article] = i
    return [
        Entry(pool[j], tuple(pool[i] for i in sorted(others[j].values()))) for j in representatives
    ]
