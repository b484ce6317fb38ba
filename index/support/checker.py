"""Checks a sentence against the quotes that it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.embedding import LocalEmbedding
from index.language.words import tokenize
from index.support.models import Evidence, Problem, Verdict

ENOUGH = 0.5


@dataclass(frozen=True)
class Prepared:
    """Evidence that has been read, so that several sentences can be checked against it."""

    evidence: Evidence
    stems: frozenset[str]


class Checker:
    """Safe to call from several threads; blocks while the model runs (milliseconds)."""

    def __init__(self, embedder: LocalEmbedding) -> None:
        self._embedder = embedder

    def prepare(self, evidence: Sequence[Evidence]) -> list[Prepared]:
        """Read the evidence of an answer once: its sentences then cite some of the results."""
        return [Prepared(e, frozenset(t.stem for t in tokenize(e.text))) for e in evidence]

    def check(self, sentence: str, evidence: Sequence[Evidence | Prepared]) -> Verdict:
        """Whether the evidence, taken together, bears out all that the sentence says.

        ``sentence`` has no citation markers. Evidence that is not prepared is prepared here.
        """
        read = [e if isinstance(e, Prepared) else self.prepare([e])[0] for e in evidence]
        known = frozenset[str]().union(*(each.stems for each in read))
        words = [token for token in tokenize(sentence) if token.content]
        met = sum(word.stem in known for word in words)
        score = met / len(words) if words else 0.0
        if score < ENOUGH:
            return Verdict(False, score, (Problem("unsupported", sentence),))
        return Verdict(True, score)
