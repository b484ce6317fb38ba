"""Detects sentences about one day that report the same event: by words, then by meaning.

Of such sentences, those that contradict the one that the timeline shows stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.echoes import ComparedSentence, EchoDetector
from index.cross_encoder.model import shared_cross_encoder
from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import PassageText
from index.models import Citation
from index.storage.ledger.records import Vector
from index.temporal.tagger import find_dates
from index.timeline.candidates import DatedSentence, LedgerSource
from index.timeline.tfidf import Matrix

# Least cosines at which two sentences that name the same day report the same event. Sentences of
# one story are closer in meaning even if they report different events.
SAME_WORDS = 0.42
SAME_MEANING = 0.54
SAME_MEANING_IN_ONE_STORY = 0.75
UNDATED = 1.2  # stricter by this factor if a sentence does not name the day itself
MAX_COMPARED = 24  # the best sentences of a day, whose meanings are compared; or six per entry
FEW = 40  # candidates of a day; with more, only doubtful ones are compared by meaning
DOUBTFUL = 0.2  # least cosine of words at which the meaning may still show the same event
MAX_DOUBTFUL = 6  # doubtful candidates compared per entry

SentenceMeanings = Callable[[Sequence[int]], Mapping[int, Vector]]
"""Returns vectors of length 1 for some of the sentences (ids), or none to compare only words."""


@dataclass(frozen=True, slots=True, eq=False)
class DuplicateDetector:
    """Compares the candidates of one day; ``words`` are the cosines of their words."""

    pool: Sequence[DatedSentence]
    words: Matrix
    meanings: SentenceMeanings

    def similarity(self, order: Sequence[int], entries: int) -> Matrix:
        """Return a matrix with 1 or more for candidates that report the same event.

        ``order`` has the best candidates first; ``entries`` is the number of entries wanted.
        """
        similarity: Matrix = self.words / np.float32(SAME_WORDS)
        compared = order[: max(MAX_COMPARED, 6 * entries)] if len(self.pool) <= FEW else []
        if len({self.pool[i].article for i in compared}) < 2:
            return similarity
        vectors = self.meanings([self.pool[i].sentence for i in compared])
        known = [i for i in compared if self.pool[i].sentence in vectors]
        if known:
            stacked = np.stack([vectors[self.pool[i].sentence] for i in known])
            stories = np.array([self.pool[i].story for i in known])
            same_story = stories[:, None] == stories[None, :]
            needed = np.where(same_story, SAME_MEANING_IN_ONE_STORY, SAME_MEANING)
            places = np.ix_(known, known)
            similarity[places] = np.maximum(similarity[places], (stacked @ stacked.T) / needed)
        return similarity

    def citation_similarity(
        self, similarity: Matrix, order: Sequence[int], representatives: Sequence[int]
    ) -> Matrix:
        """Return the same for citing together, which is stricter if a sentence is undated.

        If there are many candidates, doubtful ones are compared by meaning.
        """
        similarity = similarity / self._required_similarity()
        if len(self.pool) > FEW:
            for representative in representatives:
                for i, meaning in self._compare_doubtful(representative, similarity, order):
                    similarity[i, representative] = max(
                        float(similarity[i, representative]), meaning
                    )
        return similarity

    def _compare_doubtful(
        self, representative: int, similarity: Matrix, order: Sequence[int]
    ) -> Sequence[tuple[int, float]]:
        """Return the similarity in meaning of candidates whose words are somewhat similar."""
        pool, words = self.pool, self.words[:, representative]
        cited = {pool[i].article for i in order if similarity[i, representative] >= 1}
        doubtful = [
            i
            for i in order
            if pool[i].how == "dated" and pool[i].article not in cited and words[i] >= DOUBTFUL
        ]
        doubtful = sorted(doubtful, key=lambda i: -float(words[i]))[:MAX_DOUBTFUL]
        if not doubtful:
            return []
        vectors = self.meanings([pool[i].sentence for i in (representative, *doubtful)])
        own = vectors.get(pool[representative].sentence)
        if own is None:
            return []
        others = ((i, vectors.get(pool[i].sentence)) for i in doubtful)
        return [(i, float(own @ v) / SAME_MEANING) for i, v in others if v is not None]

    def _required_similarity(self) -> Matrix:
        """Return by how much more similar two sentences must be to be cited together."""
        dated = np.array([candidate.how == "dated" for candidate in self.pool])
        strict: Matrix = np.where(dated[:, None] & dated[None, :], 1.0, UNDATED).astype(np.float32)
        return strict


MAX_EMBEDDED = 48  # sentences embedded per timeline; a third of a second on two cores


class EmbeddedMeanings:
    """Embeds the sentences of one timeline, up to a limit; beyond it, returns no vectors."""

    def __init__(
        self, embedder: EmbedderSource, source: LedgerSource, most: int = MAX_EMBEDDED
    ) -> None:
        self._embedder = embedder
        self._source = source
        self._left = most

    def __call__(self, sentences: Sequence[int]) -> Mapping[int, Vector]:
        """Return vectors of length 1 by sentence id. Blocks; raises EmbedderFailed."""
        if not 0 < len(sentences) <= self._left:
            return {}
        self._left -= len(sentences)
        texts = self._source.quotes(sentences)
        passages = [PassageText(texts[key].shown) for key in sentences]
        embedded = self._embedder.load().embed_passages(passages)
        return {
            key: np.asarray(result.vector, dtype=np.float32)
            for key, result in zip(sentences, embedded, strict=True)
        }


ContradictionCheck = Callable[[Sequence[tuple[Citation, Citation]]], Sequence[bool]]
"""Of each two sentences that report one event, whether they cannot both be true."""


def judged_contradictions(pairs: Sequence[tuple[Citation, Citation]]) -> Sequence[bool]:
    """Have the cross-encoder judge. Blocks; raises EmbedderFailed."""
    detector = EchoDetector(shared_cross_encoder())
    return detector.apart([(_compared(one), _compared(other)) for one, other in pairs])


def _compared(report: Citation) -> ComparedSentence:
    dates = find_dates(report.shown, report.published)
    return ComparedSentence(report.shown, mentions=tuple(dates))
