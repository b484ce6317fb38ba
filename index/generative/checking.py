"""Which of the sentences that a model wrote may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.generative.exact import exact
from index.generative.sources import Source
from index.generative.splitting import Written
from index.language.words import tokenize
from index.support import Checker, Prepared
from index.support.quotations import mend_marks

MOST_CITED = 4
_LEADS_AWAY = re.compile(
    r"\w+://\S+|\bwww\.\S+|\]\(|<[@#:/a-z]|\S+@\S+\.\w+|\bdiscord\.gg\b|@(?:everyone|here)\b",
    re.IGNORECASE,
)


class Bench:
    """The sources of an answer, each read once, when the first sentence cites it."""

    def __init__(self, sources: Sequence[Source], checker: Checker) -> None:
        self.sources = {source.number: source for source in sources}
        self._checker = checker
        self._read: dict[int, Prepared] = {}

    def bears_out(self, text: str, cited: Sequence[Source]) -> bool:
        """Whether these sources, taken together, bear a sentence out; blocks."""
        new = [source for source in cited if source.number not in self._read]
        read = self._checker.prepare([source.support for source in new])
        self._read |= {source.number: each for source, each in zip(new, read, strict=True)}
        return self._checker.check(text, [self._read[s.number] for s in cited]).supported


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its sources bear out; each of them is needed for it, or does so alone."""

    text: str
    sources: tuple[Source, ...]
    opens: bool


def checked(written: Written, bench: Bench) -> Checked | None:
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
    return Checked(text, tuple(needed), written.opens)


def _needed(text: str, cited: Sequence[Source], bench: Bench) -> list[Source]:
    """Leave out one source after the other, as long as the rest bears the sentence out."""
    left = list(cited)
    for source in reversed(cited):
        without = [other for other in left if other is not source]
        if len(without) > 1 and bench.bears_out(text, without):
            left = without
    return left


def _all(cited: Sequence[Source]) -> str:
    return "\n".join(source.citation.quote for source in cited)
