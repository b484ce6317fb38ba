"""Checks a sentence against the quotes that it cites."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding import LocalEmbedding
from index.language.rarity import Rarity
from index.support import days, names, numbers, polarity, quotations, roles, slips, speakers
from index.support.features import Compared, Features, compare
from index.support.models import Evidence, Findings, Problem, Verdict
from index.support.prepared import Pool, Prepared, look, prepare
from index.support.reading import Reading, read
from index.support.score import ENOUGH, score

NOT_CITED = Verdict(False, 0.0, (Problem("unsupported", "no evidence"),))


class Checker:
    """Safe to call from several threads; blocks while the model runs (milliseconds)."""

    def __init__(self, embedder: LocalEmbedding, *, enough: float = ENOUGH) -> None:
        """``enough`` is the score from which a sentence without other problems is supported."""
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())
        self._enough = enough

    def prepare(self, evidence: Sequence[Evidence]) -> list[Prepared]:
        """Read the evidence of an answer once: its sentences then cite some of the results."""
        return [prepare(self._embedder, each) for each in evidence]

    def check(self, sentence: str, evidence: Sequence[Evidence | Prepared]) -> Verdict:
        """Whether the evidence, taken together, bears out all that the sentence says.

        ``sentence`` has no citation markers. Evidence that is not prepared is prepared here.
        A sentence that is a copy of sentences of the evidence is always supported. One with
        problems that the rules find has score 0, without the model being asked.
        """
        pool, claim = self._read(sentence, evidence)
        if not pool.parts or not claim.tokens:
            return NOT_CITED
        if _copied(claim, pool):
            return Verdict(True, 1.0)
        findings = self._findings(claim, pool)
        if findings.problems:
            return Verdict(False, 0.0, findings.problems)
        compared = self._compare(claim, pool, findings)
        value = score(compared.features)
        if value >= self._enough and not compared.strange:
            return Verdict(True, value)
        words = " ".join(compared.strange) or claim.text
        return Verdict(False, value, (Problem("unsupported", words),))

    def weigh(self, sentence: str, evidence: Sequence[Evidence | Prepared]) -> Features:
        """What the score of a sentence is made of, whatever problems it has."""
        pool, claim = self._read(sentence, evidence)
        return self._compare(claim, pool, self._findings(claim, pool)).features

    def _read(self, sentence: str, evidence: Sequence[Evidence | Prepared]) -> tuple[Pool, Reading]:
        parts = [e if isinstance(e, Prepared) else self.prepare([e])[0] for e in evidence]
        return Pool(tuple(parts)), read(sentence.strip())

    def _compare(self, claim: Reading, pool: Pool, findings: Findings) -> Compared:
        return compare(claim, look(self._embedder, claim), pool, self._rarity, findings)

    def _findings(self, claim: Reading, pool: Pool) -> Findings:
        """What can be told without the model."""
        undated, dates, told_days = days.check(claim, pool)
        uncounted, told_numbers = numbers.check(claim, dates, pool)
        named = names.of_claim(claim, pool, self._rarity)
        unknown, told_names = names.check(claim, named, dates, pool)
        problems = (
            *quotations.check(claim.text, [part.evidence for part in pool.parts]),
            *unknown,
            *uncounted,
            *undated,
            *polarity.check(claim, pool),
            *speakers.check(claim, named, pool),
            *roles.check(claim, named, pool),
            *slips.check(claim, pool),
        )
        return Findings(problems, (*told_days, *told_numbers, *told_names))


def _copied(claim: Reading, pool: Pool) -> bool:
    """Whether it is one or more whole sentences of one quote, word for word."""
    for part in pool.parts:
        ends = {end for _, end in part.reading.sentences}
        for start, _ in part.reading.sentences:
            end = start + len(claim.text)
            if end in ends and part.reading.text[start:end] == claim.text:
                return True
    return False
