"""The entries of one day: which sentence speaks for an event, and who else reports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.timeline.recipe import Recipe
from index.timeline.records import Told
from index.timeline.vectors import Matrix, Weighing, matrix

SAME = 0.42  # cosine from which on two sentences about one day report the same event
SECOND_SOURCE = 0.42  # cosine at which an undated sentence counts as told by another article too

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The sentence that speaks for an event, then one sentence of each other article."""

    speaker: Told
    others: tuple[Told, ...]

    @property
    def planned(self) -> bool:
        return self.speaker.planned


def choose(pool: Sequence[Told], weighing: Weighing, recipe: Recipe, most: int) -> list[Entry]:
    """At most ``most`` entries of a day, the weightiest first, from its candidates.

    A plan speaks only where nothing that tells the same has happened.
    """
    pool = [told for told in pool if told.tells]
    if not pool:
        return []
    rows, vocabulary = matrix(pool, weighing)
    alike = rows @ rows.T
    usable = _usable(pool, alike, recipe)
    if not usable.any():
        return []
    scores = _scores(pool, rows, weighing.theme(vocabulary), usable, recipe)
    speakers: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if len(speakers) == most or not np.isfinite(scores[i]):
            break
        if all(alike[i, j] < recipe.apart for j in speakers):
            speakers.append(int(i))
    return _entries(pool, alike, usable, speakers)


def _usable(pool: Sequence[Told], alike: Matrix, recipe: Recipe) -> Flags:
    """Dated candidates, and undated ones that a second article bears out."""
    dated = np.array([told.how == "dated" for told in pool])
    if not recipe.reported:
        return dated
    articles = np.array([told.article for told in pool])
    elsewhere = np.where(articles[:, None] == articles[None, :], 0.0, alike)
    borne_out: Flags = elsewhere.max(axis=1) >= SECOND_SOURCE
    return dated | borne_out


def _scores(
    pool: Sequence[Told], rows: Matrix, theme: Matrix, usable: Flags, recipe: Recipe
) -> Matrix:
    """Nearness to the day and to the coverage, times clarity; minus infinity where unusable."""
    centre = rows[usable].sum(axis=0)
    centre /= max(1e-9, float(np.linalg.norm(centre)))
    scores = rows @ centre + recipe.theme * (rows @ theme)
    if recipe.clear:
        scores = scores * np.array([told.clarity for told in pool], dtype=np.float32)
    planned = np.array([told.planned for told in pool])
    scores = np.where(planned, scores * 0.5, scores)
    return np.where(usable, scores, -np.inf).astype(np.float32)


def _entries(
    pool: Sequence[Told], alike: Matrix, usable: Flags, speakers: Sequence[int]
) -> list[Entry]:
    """Give each candidate to the speaker it is most like, one sentence an article."""
    others: dict[int, dict[int, int]] = {speaker: {} for speaker in speakers}
    for i, told in enumerate(pool):
        if not usable[i] or i in others:
            continue
        speaker = max(speakers, key=lambda j: float(alike[i, j]))
        if alike[i, speaker] < SAME or told.article == pool[speaker].article:
            continue
        best = others[speaker].get(told.article)
        if best is None or alike[i, speaker] > alike[best, speaker]:
            others[speaker][told.article] = i
    return [Entry(pool[j], tuple(pool[i] for i in sorted(others[j].values()))) for j in speakers]
