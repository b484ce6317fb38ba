"""Which of the sentences that a model wrote may be shown, and the draft made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.english.tokens import tokenize
from index.faithfulness.attribution import mend_marks
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.evidence import PreparedEvidence
from index.faithfulness.models import Evidence
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


def exact(sentence: str, evidence: Sequence[Evidence]) -> str:
    """``sentence`` with the file's own typography in its quotations.

    A model writes straight apostrophes where the file has curly ones. A quotation that differs in
    more than that stays, for the check to find.
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


MOST_CITED = 4
_LEADS_AWAY = re.compile(
    r"\w+://\S+|\bwww\.\S+|\]\(|<[@#:/a-z]|\S+@\S+\.\w+|\bdiscord\.gg\b|@(?:everyone|here)\b",
    re.IGNORECASE,
)


class SourceVerifier:
    """The sources of an answer, each read once, when the first sentence cites it."""

    def __init__(self, sources: Sequence[NumberedSource], checker: FaithfulnessChecker) -> None:
        self.sources = {source.number: source for source in sources}
        self._checker = checker
        self._read: dict[int, PreparedEvidence] = {}

    def bears_out(self, text: str, cited: Sequence[NumberedSource]) -> bool:
        """Whether these sources, taken together, bear a sentence out; blocks."""
        new = [source for source in cited if source.number not in self._read]
        read = self._checker.prepare([source.support for source in new])
        self._read |= {source.number: each for source, each in zip(new, read, strict=True)}
        return self._checker.check(text, [self._read[s.number] for s in cited]).supported


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence that its sources bear out; each of them is needed for it, or does so alone."""

    text: str
    sources: tuple[NumberedSource, ...]
    opens: bool


def verify(written: WrittenSentence, bench: SourceVerifier) -> VerifiedSentence | None:
    """The sentence with the sources that bear it out, or None; blocks for milliseconds.

    A number that no source has counts for nothing, and what one source bears out alone is not
    given others beside it that have nothing to do with it.
    """
    numbers = [number for number in written.numbers if number in bench.sources]
    cited = [bench.sources[number] for number in numbers[:MOST_CITED]]
    if not cited or not any(token.content for token in tokenize(written.text)):
        return None
    evidence = [source.support for source in cited]
    text = mend_marks(exact(written.text, evidence), evidence)
    if any(found[0] not in _all(cited) for found in _LEADS_AWAY.finditer(text)):
        return None
    needed = [source for source in cited if bench.bears_out(text, [source])]
    if not needed:
        if len(cited) == 1 or not bench.bears_out(text, cited):
            return None
        needed = _needed(text, cited, bench)
    return VerifiedSentence(text, tuple(needed), written.opens)


def _needed(
    text: str, cited: Sequence[NumberedSource], bench: SourceVerifier
) -> list[NumberedSource]:
    """Leave out one source after the other, as long as the rest bears the sentence out."""
    left = list(cited)
    for source in reversed(cited):
        without = [other for other in left if other is not source]
        if len(without) > 1 and bench.bears_out(text, without):
            left = without
    return left


def _all(cited: Sequence[NumberedSource]) -> str:
    return "\n".join(source.citation.quote for source in cited)


def compose(sentences: Iterable[VerifiedSentence]) -> Draft:
    """Citations are numbered from 1 in the order in which the text comes to them."""
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
        statements.append(Statement(sentence.text, cited, opens=sentence.opens))
    return Draft(tuple(statements), tuple(citations))
