"""Checks claims: which sentences of the articles say the same, and which say otherwise.

The cross-encoder judges a claim by the nearest sentences that the retriever finds for it. Alone it
is easily taken in by a sentence about the same thing, for a claim as well as against it, so the
faithfulness checker has to agree. Where they do not, the articles may say it in other words or not
at all: the answer says that it cannot tell, and quotes the sentence that comes closest.
BENCHMARKS.md says how often that is right.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.answering.echoes import NEAR, ComparedSentence, same_facts
from index.answering.pipeline import CoverageQueryEngine
from index.answering.quoting import quote
from index.answering.ranking import RankedSentence
from index.answering.reprints import NO_REPRINTS, Reprints
from index.answering.selection import SelectedStatement, compose, printed_in
from index.claims.sentences import claims_in
from index.copies.shingles import words
from index.cross_encoder.model import CrossEncoder, Entailment
from index.embedding.local_model import LocalEmbedding
from index.english.corrections import tells_of_an_earlier_version
from index.english.tokens import tokenize, without_negations
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.evidence import parse_text
from index.faithfulness.models import Evidence, Verdict
from index.faithfulness.names import capitals_inside
from index.faithfulness.opposition import may_state
from index.models import CLOSEST, EVERYTHING, Abstention, Answer, Citation, Scope, Statement
from index.query.question import Question

MAX_CLAIMS = 5
"""Sentences of a text that are checked."""
SAYS_IT = 0.88
"""The least probability with which a sentence supports a claim."""
SAYS_OTHERWISE = 0.9
"""The least probability with which a sentence contradicts a claim."""
CLEAR = 0.8
"""The least probability of a sentence that is quoted before a nearer one."""
CLOSE = 0.5
"""The least cosine of a sentence that is quoted as what comes closest."""
IN_A_ROW, FEWEST_WORDS = 0.7, 5
"""The least share of a claim's words, and their number, that a near sentence may have in a row."""
COVERED = 0.9
"""The least share of a claim's words, by weight, in a sentence that comes close in any case."""
NEAREST = 8
"""Sentences by which a language model may judge a claim."""
OTHERS = 12
"""Sentences that a claim is judged by beside those that the reader has read, the nearest ones."""
_ALL = re.compile(r"\b(?:all|every\w*|each|both|always|entire|whole|none|never)\b", re.IGNORECASE)
MAX_QUOTED = 2
"""Quotes for a claim, and as many against it."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with the sentences for it and against it, the surest first.

    ``closest`` is the sentence that has most to do with it, None if none is near. ``near`` are the
    nearest sentences, what was found for and against it first. ``texts`` has the files of the
    sentences, and ``reprints`` their near copies.
    """

    claim: str
    supporting: tuple[RankedSentence, ...] = ()
    contradicting: tuple[RankedSentence, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    reprints: Reprints = NO_REPRINTS
    closest: RankedSentence | None = None
    near: tuple[RankedSentence, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether the articles say something for it or against it."""
        return bool(self.supporting or self.contradicting)

    @property
    def verdict(self) -> str:
        """What the articles say about the claim, as the end of a sentence."""
        if self.supporting and self.contradicting:
            return "the articles say both this and the opposite"
        if self.supporting:
            return "the articles say this"
        return (
            "the articles say otherwise" if self.contradicting else "I can't tell from the articles"
        )

    @property
    def shown(self) -> tuple[RankedSentence, ...]:
        """The sentences that are quoted: what comes closest where the articles state neither."""
        if self.stated or self.closest is None:
            return (*self.supporting, *self.contradicting)
        return (self.closest,)


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The claims of a text that were checked; ``left`` is how many were not.

    ``started`` is when, by ``time.perf_counter``.
    """

    text: str
    scope: Scope
    claims: tuple[CheckedClaim, ...]
    left: int
    started: float

    def answer(self) -> Answer:
        """Return what the articles say for and against each claim, or what comes closest.

        It is an abstention where nothing comes close; the confidence is 1 where there is a verdict,
        else 0.
        """
        statements, citations = _composed(self.claims, self.left)
        return Answer(
            question=self.text,
            statements=statements,
            citations=citations,
            abstention=None if citations else _abstention(self.claims, self.scope),
            mode="extractive",
            seconds=time.perf_counter() - self.started,
            confidence=1.0 if any(claim.stated for claim in self.claims) else 0.0,
            kind="claim",
        )


class ClaimChecker:
    """Checks claims by the current index. Thread-safe; blocks for about a second per claim."""

    def __init__(
        self, engine: CoverageQueryEngine, embedder: LocalEmbedding, cross_encoder: CrossEncoder
    ) -> None:
        self._engine = engine
        self._cross_encoder = cross_encoder
        self._faithfulness = FaithfulnessChecker(embedder)

    def check(self, text: str, scope: Scope = EVERYTHING) -> CheckedText:
        """Check the claims of a text, its questions left out.

        Raises StoreUnavailable or EmbedderFailed.
        """
        started = time.perf_counter()
        claims = claims_in(text)
        checked = tuple(self.judge(claim, scope) for claim in claims[:MAX_CLAIMS])
        return CheckedText(text, scope, checked, len(claims) - len(checked), started)

    def judge(self, claim: str, scope: Scope = EVERYTHING) -> CheckedClaim:
        """Return the sentences for and against one claim.

        Raises StoreUnavailable or EmbedderFailed.
        """
        result = self._engine.run(claim, scope)
        others = sorted(result.found.others, key=lambda each: -each.cosine)
        near = sorted((*result.found.ranked, *others[:OTHERS]), key=lambda each: -_nearness(each))
        judged = self._cross_encoder.judge(claim, [each.sentence.text for each in near])
        cased = with_capitals(claim, result.found.question)
        supporting: list[tuple[float, RankedSentence]] = []
        contradicting: list[tuple[float, RankedSentence]] = []
        for each, entailment in zip(near, judged, strict=True):
            text = each.sentence.text
            near_enough = each.cosine >= NEAR or has_in_a_row(text, claim)
            if not near_enough or tells_of_an_earlier_version(text):
                continue
            if self._says(cased, each, entailment):
                supporting.append((entailment.supported, each))
            elif self._says_otherwise(cased, each, entailment):
                contradicting.append((entailment.contradicted, each))
        for_it = _surest(supporting, result.reprints)
        against_it = _surest(contradicting, result.reprints)
        closest = _closest(near, judged)
        first = [each for each in (*for_it, *against_it, closest) if each is not None]
        return CheckedClaim(
            claim,
            for_it,
            against_it,
            result.texts,
            result.reprints,
            closest,
            _once((*first, *near))[:NEAREST],
        )

    def _says(self, claim: str, evidence: RankedSentence, judged: Entailment) -> bool:
        """Whether a sentence says all that the claim says, with the same numbers and days."""
        sentence = evidence.sentence
        said = ComparedSentence(sentence.text, None, sentence.mentions)
        return (
            judged.supported >= SAYS_IT
            and same_facts(ComparedSentence(claim), said)
            and may_state(claim, sentence.text)
            and not says_of_all(claim, sentence.text)
            and self._verdict(claim, evidence).supported
        )

    def _says_otherwise(self, claim: str, evidence: RankedSentence, judged: Entailment) -> bool:
        """Whether a sentence denies the claim: it names the same, and turns it into its opposite.

        A sentence with other names, numbers or days is mostly about another event. To the model,
        what is denied is contradicted by nearly all that is affirmed of the same thing ("last
        year's dividend was $10bn" of "it will not pay a dividend"), so that such a sentence has to
        support the claim without its denial.
        """
        if judged.contradicted < SAYS_OTHERWISE:
            return False
        affirmed = without_negations(claim)
        if affirmed != claim:
            [judged] = self._cross_encoder.judge(affirmed, [evidence.sentence.text])
            if judged.supported < SAYS_IT:
                return False
        kinds = {problem.kind for problem in self._verdict(claim, evidence).problems}
        return "polarity" in kinds and kinds <= {"polarity", "unsupported"}

    def _verdict(self, claim: str, evidence: RankedSentence) -> Verdict:
        """The verdict by the sentence, with the names of the title only where it has none itself.

        "The first case in Asia was found in Hong Kong", below a title that names China.
        """
        cited = cited_evidence(evidence)
        if capitals_inside(parse_text(cited.text)):
            cited = replace(cited, title="")
        return self._faithfulness.check(claim, [cited])


def cited_evidence(evidence: RankedSentence) -> Evidence:
    """Return a sentence as the faithfulness checker reads it."""
    s = evidence.sentence
    return Evidence(s.text, s.quote, s.published, s.title, s.outlet, s.file)


def with_capitals(claim: str, question: Question) -> str:
    """Return a claim whose names begin with capitals, as far as the coverage knows them."""
    names = {term.folded for name in question.names for term in name}
    for token in reversed(tokenize(claim)):
        if token.folded in names and claim[token.start].islower():
            claim = claim[: token.start] + claim[token.start].upper() + claim[token.start + 1 :]
    return claim


def says_of_all(claim: str, text: str) -> bool:
    """Return whether a claim is about all of some things, and a sentence about some of them."""
    return bool(_ALL.search(claim)) and not _ALL.search(text)


def _once(found: Iterable[RankedSentence]) -> tuple[RankedSentence, ...]:
    """Return each sentence once, in the order in which they first come."""
    places = {(each.sentence.file, each.sentence.start): each for each in reversed([*found])}
    return tuple(reversed(places.values()))


def has_in_a_row(text: str, claim: str) -> bool:
    """Return whether a sentence has most of the words of a claim in a row: it is near, then.

    Its vector also tells of what stands around it, in short articles most of all.
    """
    wanted, there = words(claim), words(text)
    enough = max(FEWEST_WORDS, math.ceil(IN_A_ROW * len(wanted)))
    runs = {wanted[at : at + enough] for at in range(len(wanted) - enough + 1)}
    return any(there[at : at + enough] in runs for at in range(len(there) - enough + 1))


def _nearness(evidence: RankedSentence) -> float:
    """The cosine of a sentence with the claim; 1 where it has nearly all words of the claim."""
    return 1.0 if evidence.cover >= COVERED else evidence.cosine


def _closest(near: Sequence[RankedSentence], judged: Sequence[Entailment]) -> RankedSentence | None:
    """Return the sentence that clearly supports a claim, or the nearest.

    ``near`` is in order of nearness. What contradicts a claim for the model is mostly about
    something else.
    """
    told = [
        (found.supported, each)
        for each, found in zip(near, judged, strict=True)
        if _nearness(each) >= CLOSE
    ]
    clear = [pair for pair in told if pair[0] >= CLEAR]
    return max(clear or told[:1], key=lambda pair: pair[0], default=(0.0, None))[1]


def _surest(
    weighed: Sequence[tuple[float, RankedSentence]], reprints: Reprints
) -> tuple[RankedSentence, ...]:
    """Return the surest sentences, one of each story."""
    surest_first = sorted(weighed, key=lambda pair: -pair[0])
    return one_of_each_story([each for _, each in surest_first], reprints)


def one_of_each_story(
    found: Sequence[RankedSentence], reprints: Reprints
) -> tuple[RankedSentence, ...]:
    """Return the first sentences, but only one of the near copies of an article."""
    first: dict[str, RankedSentence] = {}
    for each in found:
        first.setdefault(reprints.story(each.sentence.file), each)
    return tuple(first.values())[:MAX_QUOTED]


def _composed(
    checked: Sequence[CheckedClaim], left: int
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return a statement with the verdict on each claim, followed by the quotes.

    ``left`` is how many claims of the text were not checked.
    """
    told = [claim for claim in checked if claim.shown]
    quotes = [[_quoted(claim, evidence) for evidence in claim.shown] for claim in told]
    quoted, citations = compose([each for group in quotes for each in group])
    rest = iter(quoted)
    lines: list[Statement] = []
    for claim, group in zip(told, quotes, strict=True):
        lead = "" if claim.stated else f" {CLOSEST}"
        lines.append(Statement(f"“{claim.claim.rstrip('.')}”: {claim.verdict}.{lead}", ()))
        lines += [next(rest) for _ in group]
    if told and len(told) < len(checked):
        lines.append(Statement("I found nothing in the articles about the rest.", ()))
    if told and left:
        lines.append(Statement(f"I only checked the first {len(checked)} statements.", ()))
    return tuple(lines), citations


def _quoted(claim: CheckedClaim, evidence: RankedSentence) -> SelectedStatement:
    cut = quote(evidence, claim.texts[evidence.sentence.file])
    return SelectedStatement((cut,), evidence, printed_in([cut], claim.reprints))


def _abstention(checked: Sequence[CheckedClaim], scope: Scope) -> Abstention:
    return Abstention("not answered" if checked else "no topic", narrowed=scope != EVERYTHING)
