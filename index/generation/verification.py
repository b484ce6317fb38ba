"""Verifies the sentences that a model wrote by local checks, and composes a draft from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.english.tokens import tokenize
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.evidence import PreparedEvidence
from index.faithfulness.models import Evidence, Verdict
from index.faithfulness.quotations import mend_marks
from index.generation.prompt import NumberedSource
from index.generation.stream import WrittenSentence
from index.models import Citation, Draft, Statement

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{3,}?)[\"”“»]")
_ALIKE = {
    "'": "['’‘ʼ]",
    "’": "['’‘ʼ]",
    "‘": "['’‘ʼ]",
    "-": "[-‐‑–—]",
    "–": "[-‐‑–—]",
    "—": "[-‐‑–—]",
    "…": r"(?:…|\.\.\.)",
}


def restore_typography(sentence: str, evidence: Sequence[Evidence]) -> str:
    """Return ``sentence`` with the typography of the evidence in its quotations.

    A model may write straight apostrophes for curly ones. A quotation that differs in more than
    that is left as it is, and fails the check.
    """
    texts = [each.text for each in evidence]

    def as_written(match: re.Match[str]) -> str:
        inner = match[1]
        stop = inner[-1:] if inner[-1:] in ".,!?" else ""
        for wanted, end in ((inner, ""), (inner[: len(inner) - len(stop)], stop)):
            pattern = _loose(wanted)
            for text in texts:
                found = pattern.search(text)
                if found:
                    return match[0].replace(inner, found[0] + end)
        return match[0]

    return _QUOTED.sub(as_written, sentence)


def _loose(text: str) -> re.Pattern[str]:
    pieces = []
    for character in text.strip():
        if character.isspace():
            pieces.append(r"\s+")
        else:
            pieces.append(_ALIKE.get(character) or re.escape(character))
    return re.compile("".join(pieces))


MAX_CITED = 4
_LINKS = re.compile(
    r"\w{1,30}://\S+|\bwww\.\S+|\]\(|<[@#:/a-z]|[^\s@]{1,64}@[^\s@]{1,250}\.\w+"
    r"|\bdiscord\.gg\b|@(?:everyone|here)\b",
    re.IGNORECASE,
)


class SourceVerifier:
    """The sources of an answer; each is prepared once, when a sentence first cites it."""

    def __init__(self, sources: Sequence[NumberedSource], checker: FaithfulnessChecker) -> None:
        self.sources = {source.number: source for source in sources}
        self._checker = checker
        self._prepared: dict[int, PreparedEvidence] = {}

    def check(self, text: str, cited: Sequence[NumberedSource]) -> Verdict:
        """Return whether these sources together support a sentence. Blocks."""
        unprepared = [source for source in cited if source.number not in self._prepared]
        prepared = self._checker.prepare([source.support for source in unprepared])
        self._prepared |= {
            source.number: each for source, each in zip(unprepared, prepared, strict=True)
        }
        return self._checker.check(text, [self._prepared[s.number] for s in cited])


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence that its sources support; each of them does so alone, or is needed for it."""

    text: str
    sources: tuple[NumberedSource, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A written sentence that nothing exact speaks against, with the sources that it cites.

    ``verified`` is what the local checks make of it, None where they do not find it supported.
    ``copied`` says that a source has it word for word.
    """

    text: str
    cited: tuple[NumberedSource, ...]
    opens: bool
    verified: VerifiedSentence | None
    copied: bool = False

    def judged(self, supported: bool | None) -> VerifiedSentence | None:
        """Return it as the verdict of a judge leaves it, None if it is struck out.

        Without a verdict (None), the local checks decide.
        """
        if supported is None:
            return self.verified
        if not supported:
            return None
        return self.verified or VerifiedSentence(self.text, self.cited, self.opens)


def verify(written: WrittenSentence, verifier: SourceVerifier) -> Candidate | None:
    """Check a sentence against the sources that it cites. Blocks for milliseconds.

    None if it cannot be shown whatever it means: it cites nothing, says nothing, has an address, or
    a number, a day or a quotation that its sources do not have. Numbers without a source are
    ignored. If some sources support the sentence alone, the others are dropped.
    """
    numbers = [number for number in written.numbers if number in verifier.sources]
    cited = [verifier.sources[number] for number in numbers[:MAX_CITED]]
    if not cited or not _says_something(written.text, cited):
        return None
    evidence = [source.support for source in cited]
    text = mend_marks(restore_typography(written.text, evidence), evidence)
    if any(found[0] not in _quotes(cited) for found in _LINKS.finditer(text)):
        return None
    alone = [(source, verifier.check(text, [source])) for source in cited]
    needed = [source for source, verdict in alone if verdict.supported]
    together = alone[0][1] if len(cited) == 1 else verifier.check(text, cited)
    if not needed and together.supported:
        needed = _needed(text, cited, verifier)
    if not needed and not together.exact:
        return None
    verified = VerifiedSentence(text, tuple(needed), written.opens) if needed else None
    copied = any(verdict.copied for _, verdict in alone)
    return Candidate(text, tuple(cited), written.opens, verified, copied)


def _says_something(text: str, cited: Sequence[NumberedSource]) -> bool:
    """Whether a sentence has two words of content, or one that a source has: "Lavrov.", "95"."""
    content = {token.folded for token in tokenize(text) if token.content}
    if len(content) != 1:
        return bool(content)
    return any(content & {t.folded for t in tokenize(source.support.text)} for source in cited)


def _needed(
    text: str, cited: Sequence[NumberedSource], verifier: SourceVerifier
) -> list[NumberedSource]:
    """Leave out one source after another as long as the rest supports the sentence."""
    left = list(cited)
    for source in reversed(cited):
        without = [other for other in left if other is not source]
        if len(without) > 1 and verifier.check(text, without).supported:
            left = without
    return left


def _quotes(cited: Sequence[NumberedSource]) -> str:
    return "\n".join(source.citation.quote for source in cited)


def compose(sentences: Iterable[VerifiedSentence]) -> Draft:
    """Compose a draft; citations are numbered from 1 in order of appearance."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []
    statements: list[Statement] = []
    for sentence in sentences:
        for source in sentence.sources:
            if source.number not in numbers:
                numbers[source.number] = len(numbers) + 1
                number = numbers[source.number]
                citations.append(replace(source.citation, number=number))
        cited = tuple(numbers[source.number] for source in sentence.sources)
        until = [source.citation.until for source in sentence.sources]
        said = max(filter(None, until)) if until and all(until) else None
        statements.append(Statement(sentence.text, cited, opens=sentence.opens, until=said))
    return Draft(tuple(statements), tuple(citations))
