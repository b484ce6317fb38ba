"""The entries of one day: which sentence speaks for an event, and who else reports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.timeline.candidates import DatedSentence
from index.timeline.deduplication import DuplicateDetector, SentenceMeanings
from index.timeline.options import TimelineOptions
from index.timeline.tfidf import Matrix, TermWeighting, cosines, matrix

SECOND_SOURCE = 0.42  # cosine of words at which an undated sentence counts as told elsewhere too
PLANNED = 0.5  # what a plan weighs beside what happened

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The sentence that speaks for an event, then one sentence of each other article."""

    speaker: DatedSentence
    others: tuple[DatedSentence, ...]


def select_entries(
    pool: Sequence[DatedSentence],
    weighing: TermWeighting,
    meanings: SentenceMeanings,
    recipe: TimelineOptions,
    most: int,
) -> list[Entry]:
    """At most ``most`` entries of a day, the weightiest first, from its candidates."""
    pool = [told for told in pool if told.tells]
    if not pool:
        return []
    rows, vocabulary = matrix(pool, weighing)
    words = cosines(rows)
    usable = _usable(pool, words, recipe)
    if not usable.any():
        return []
    scores = _scores(pool, rows, weighing.theme(vocabulary), usable, recipe)
    likeness = DuplicateDetector(pool, words, meanings)
    alike = likeness.found(_ordered(scores, usable), most)
    support = _articles_alike(pool, alike, usable)
    order = _ordered(scores * _raised(support, recipe), usable)
    speakers: list[int] = []
    for i in order:
        if len(speakers) == most:
            break
        if all(words[i, j] < recipe.apart and alike[i, j] < 1 for j in speakers):
            speakers.append(_witness(i, pool, alike, order))
    return _entries(pool, likeness.settled(alike, order, speakers), order, speakers)


def _witness(
    speaker: int, pool: Sequence[DatedSentence], alike: Matrix, order: Sequence[int]
) -> int:
    """Who tells that it happened, where the speaker only tells that it was planned."""
    if not pool[speaker].planned:
        return speaker
    others = (i for i in order if not pool[i].planned and alike[speaker, i] >= 1)
    return next(others, speaker)


def _usable(pool: Sequence[DatedSentence], words: Matrix, recipe: TimelineOptions) -> Flags:
    """Dated candidates, and undated ones that a second article bears out."""
    dated = np.array([told.how == "dated" for told in pool])
    if not recipe.reported:
        return dated
    articles = np.array([told.article for told in pool])
    elsewhere = np.where(articles[:, None] == articles[None, :], 0.0, words)
    borne_out: Flags = elsewhere.max(axis=1) >= SECOND_SOURCE
    return dated | borne_out


def _scores(
    pool: Sequence[DatedSentence],
    rows: Matrix,
    theme: Matrix,
    usable: Flags,
    recipe: TimelineOptions,
) -> Matrix:
    """Nearness to the day and to the coverage, times clarity."""
    centre = rows[usable].sum(axis=0)
    centre /= max(1e-9, float(np.linalg.norm(centre)))
    scores = rows @ centre + recipe.theme * (rows @ theme)
    if recipe.clear:
        scores = scores * np.array([told.clarity for told in pool], dtype=np.float32)
    planned = np.array([told.planned for told in pool])
    weighed: Matrix = np.where(planned, scores * PLANNED, scores).astype(np.float32)
    return weighed


def _ordered(scores: Matrix, usable: Flags) -> list[int]:
    """The usable ones, the highest score first, the earlier of equals first."""
    return [int(i) for i in np.argsort(-scores, kind="stable") if usable[i]]


def _raised(articles: Matrix, recipe: TimelineOptions) -> Matrix:
    raised: Matrix = (1 + recipe.support * np.log(articles)).astype(np.float32)
    return raised


def _articles_alike(pool: Sequence[DatedSentence], alike: Matrix, usable: Flags) -> Matrix:
    """In how many articles there is a usable sentence that reports the same, its own included."""
    _, numbers = np.unique([told.article for told in pool], return_inverse=True)
    owners = np.zeros((len(pool), int(numbers.max()) + 1), dtype=np.float32)
    owners[np.arange(len(pool)), numbers] = usable
    reporting = ((alike >= 1).astype(np.float32) @ owners) > 0
    count: Matrix = np.maximum(reporting.sum(axis=1), 1).astype(np.float32)
    return count


def _entries(
    pool: Sequence[DatedSentence], alike: Matrix, order: Sequence[int], speakers: Sequence[int]
) -> list[Entry]:
    """Give each candidate to the speaker it is most like, one sentence an article."""
    others: dict[int, dict[int, int]] = {speaker: {} for speaker in speakers}
    for i in order:
        if i in others:
            continue
        speaker = max(speakers, key=lambda j: float(alike[i, j]))
        article = pool[i].article
        if alike[i, speaker] < 1 or article == pool[speaker].article:
            continue
        if pool[i].planned and not pool[speaker].planned:
            continue  # whoever announced it does not report that it happened
        best = others[speaker].get(article)
        if best is None or alike[i, speaker] > alike[best, speaker]:
            others[speaker][article] = i
    return [Entry(pool[j], tuple(pool[i] for i in sorted(others[j].values()))) for j in speakers]
