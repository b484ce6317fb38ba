"""Whether two sentences about one day report the same event: by words, then by meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import PassageText
from index.storage.ledger.records import Vector
from index.timeline.candidates import CandidateSource, DatedSentence
from index.timeline.tfidf import Matrix

# From here on two sentences that name the same day report the same event. Of meanings, those of
# one article are nearer to each other than those of two that report different things.
SAME_WORDS = 0.42
SAME_MEANING = 0.54
SAME_MEANING_IN_ONE_ARTICLE = 0.75
UNDATED = 1.2  # times as alike if one does not name the day, but is only of an article of that day
COMPARED = 24  # sentences of a day, the best, whose meanings are compared, and six an entry
FEW = 40  # candidates of a day; where there are more, only doubtful ones are compared
DOUBTFUL = 0.2  # cosine of words from which on the meaning may show the same event
DOUBTED = 6  # of them an entry

SentenceMeanings = Callable[[Sequence[int]], Mapping[int, Vector]]
"""Vectors of length 1 of some of these sentences; of none where only words are compared."""


def only_words(sentences: Sequence[int]) -> Mapping[int, Vector]:
    """No meanings at all."""
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class DuplicateDetector:
    """Of the candidates of one day; ``words`` are the cosines of their words."""

    pool: Sequence[DatedSentence]
    words: Matrix
    meanings: SentenceMeanings

    def found(self, order: Sequence[int], entries: int) -> Matrix:
        """1 and more where two report the same event; ``order`` has the best first."""
        alike: Matrix = self.words / np.float32(SAME_WORDS)
        compared = order[: max(COMPARED, 6 * entries)] if len(self.pool) <= FEW else []
        if len({self.pool[i].article for i in compared}) < 2:
            return alike
        vectors = self.meanings([self.pool[i].sentence for i in compared])
        known = [i for i in compared if self.pool[i].sentence in vectors]
        if known:
            stacked = np.stack([vectors[self.pool[i].sentence] for i in known])
            articles = np.array([self.pool[i].article for i in known])
            one = articles[:, None] == articles[None, :]
            needed = np.where(one, SAME_MEANING_IN_ONE_ARTICLE, SAME_MEANING)
            places = np.ix_(known, known)
            alike[places] = np.maximum(alike[places], (stacked @ stacked.T) / needed)
        return alike

    def settled(self, alike: Matrix, order: Sequence[int], speakers: Sequence[int]) -> Matrix:
        """The same for citing together, which asks for more where a sentence is undated.

        Where there are many candidates, what words leave open is compared by meaning.
        """
        alike = alike / self._strictness()
        if len(self.pool) > FEW:
            for speaker in speakers:
                for i, meaning in self._compared(speaker, alike, order):
                    alike[i, speaker] = max(float(alike[i, speaker]), meaning)
        return alike

    def _compared(
        self, speaker: int, alike: Matrix, order: Sequence[int]
    ) -> Sequence[tuple[int, float]]:
        """The likeness in meaning of those whose words are somewhat like the speaker's."""
        pool, words = self.pool, self.words[:, speaker]
        cited = {pool[i].article for i in order if alike[i, speaker] >= 1}
        doubtful = [
            i
            for i in order
            if pool[i].how == "dated" and pool[i].article not in cited and words[i] >= DOUBTFUL
        ]
        doubtful = sorted(doubtful, key=lambda i: -float(words[i]))[:DOUBTED]
        if not doubtful:
            return []
        vectors = self.meanings([pool[i].sentence for i in (speaker, *doubtful)])
        own = vectors.get(pool[speaker].sentence)
        if own is None:
            return []
        others = ((i, vectors.get(pool[i].sentence)) for i in doubtful)
        return [(i, float(own @ v) / SAME_MEANING) for i, v in others if v is not None]

    def _strictness(self) -> Matrix:
        """By how much more two sentences have to be alike to be cited together."""
        dated = np.array([told.how == "dated" for told in self.pool])
        strict: Matrix = np.where(dated[:, None] & dated[None, :], 1.0, UNDATED).astype(np.float32)
        return strict


MOST = 48  # sentences that are embedded for one timeline; about a third of a second on two cores


class EmbeddedMeanings:
    """Embeds the sentences that one timeline asks for, up to an allowance; beyond it, none."""

    def __init__(self, embedder: EmbedderSource, source: CandidateSource, most: int = MOST) -> None:
        self._embedder = embedder
        self._source = source
        self._left = most

    def __call__(self, sentences: Sequence[int]) -> Mapping[int, Vector]:
        """Vectors of length 1 by the sentences' ids. Blocks; raises EmbedderFailed."""
        if not 0 < len(sentences) <= self._left:
            return {}
        self._left -= len(sentences)
        texts = self._source.quotes(sentences)
        passages = [PassageText(texts[key].text) for key in sentences]
        made = self._embedder.load().embed_passages(passages)
        return {
            key: np.asarray(one.vector, dtype=np.float32)
            for key, one in zip(sentences, made, strict=True)
        }
