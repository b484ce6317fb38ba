"""Checks a sentence against the quotes that it cites."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding.local_model import LocalEmbedding
from index.english.vocabulary import Rarity
from index.faithfulness.attribution import check_attribution
from index.faithfulness.days import check_days
from index.faithfulness.evidence import (
    EvidencePool,
    ParsedText,
    PreparedEvidence,
    embed_text,
    parse_text,
    prepare_evidence,
)
from index.faithfulness.models import Evidence, Findings, Problem, Verdict
from index.faithfulness.names import check_names, of_claim
from index.faithfulness.numbers import check_quantities
from index.faithfulness.polarity import check_polarity
from index.faithfulness.quotations import check_quotations
from index.faithfulness.scoring import ENOUGH, Compared, Features, compare, score
from index.faithfulness.semantic_roles import check_roles
from index.faithfulness.wording import check_substitutions

NOT_CITED = Verdict(False, 0.0, (Problem("unsupported", "no evidence"),))


class FaithfulnessChecker:
    """Checks sentences against their evidence. Thread-safe; blocks for milliseconds."""

    def __init__(self, embedder: LocalEmbedding, *, enough: float = ENOUGH) -> None:
        """``enough`` is the least score with which a sentence without problems is supported."""
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())
        self._enough = enough

    def prepare(self, evidence: Sequence[Evidence]) -> list[PreparedEvidence]:
        """Prepare the evidence of an answer once; its sentences then cite some of the results."""
        return [prepare_evidence(self._embedder, each) for each in evidence]

    def check(self, sentence: str, evidence: Sequence[Evidence | PreparedEvidence]) -> Verdict:
        """Return whether the evidence, taken together, supports everything the sentence says.

        ``sentence`` has no citation markers. Unprepared evidence is prepared. A copy of sentences
        of the evidence is always supported. If the rules find problems, the score is 0 and the
        model is not used.
        """
        pool, claim = self._read(sentence, evidence)
        if not pool.parts or not claim.tokens:
            return NOT_CITED
        if _copied(claim, pool):
            return Verdict(True, 1.0, copied=True)
        findings = self._findings(claim, pool)
        if findings.problems:
            return Verdict(False, 0.0, findings.problems)
        compared = self._compare(claim, pool, findings)
        value = score(compared.features)
        if value >= self._enough and not compared.strange:
            return Verdict(True, value)
        words = " ".join(compared.strange) or claim.text
        return Verdict(False, value, (Problem("unsupported", words),))

    def weigh(self, sentence: str, evidence: Sequence[Evidence | PreparedEvidence]) -> Features:
        """Return the features of a sentence's score, whatever problems it has."""
        pool, claim = self._read(sentence, evidence)
        return self._compare(claim, pool, self._findings(claim, pool)).features

    def _read(
        self, sentence: str, evidence: Sequence[Evidence | PreparedEvidence]
    ) -> tuple[EvidencePool, ParsedText]:
        parts = [e if isinstance(e, PreparedEvidence) else self.prepare([e])[0] for e in evidence]
        return EvidencePool(tuple(parts)), parse_text(sentence.strip())

    def _compare(self, claim: ParsedText, pool: EvidencePool, findings: Findings) -> Compared:
        return compare(claim, embed_text(self._embedder, claim), pool, self._rarity, findings)

    def _findings(self, claim: ParsedText, pool: EvidencePool) -> Findings:
        """What can be told without the model."""
        undated, dates, told_days = check_days(claim, pool)
        uncounted, told_numbers = check_quantities(claim, dates, pool)
        named = of_claim(claim, pool, self._rarity)
        unknown, told_names = check_names(claim, named, dates, pool)
        problems = (
            *check_quotations(claim.text, [part.evidence for part in pool.parts]),
            *unknown,
            *uncounted,
            *undated,
            *check_polarity(claim, pool),
            *check_attribution(claim, named, pool),
            *check_roles(claim, named, pool),
            *check_substitutions(claim, pool),
        )
        return Findings(problems, (*told_days, *told_numbers, *told_names))


def _copied(claim: ParsedText, pool: EvidencePool) -> bool:
    """Whether it is one or more whole sentences of one quote, word for word."""
    for part in pool.parts:
        ends = {end for _, end in part.reading.sentences}
        for start, _ in part.reading.sentences:
            end = start + len(claim.text)
            if end in ends and part.reading.text[start:end] == claim.text:
                return True
    return False
