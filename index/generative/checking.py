"""Which of the sentences that a model wrote may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.generative.exact import exact
from index.generative.sources import Source
from index.generative.splitting import Written
from index.language.words import tokenize
from index.support import Evidence, Verdict

MOST_CITED = 4
_LEADS_AWAY = re.compile(r"\w+://\S+|\bwww\.\S+|\]\(|<[@#:/a-z]|\S+@\S+\.\w+|\bdiscord\.gg\b", re.I)


class Checks(Protocol):
    """``index.support.Checker`` is it."""

    def check(self, sentence: str, evidence: Sequence[Evidence]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its sources bear out; each of them is needed for it, or does so alone."""

    text: str
    sources: tuple[Source, ...]
    opens: bool


def checked(written: Written, sources: Sequence[Source], checker: Checks) -> Checked | None:
    """The sentence with the sources that bear it out, or None; blocks for milliseconds.

    A number that no source has counts for nothing, and what one source bears out alone is not
    given others beside it that have nothing to do with it.
    """
    by_number = {source.number: source for source in sources}
    cited = [by_number[n] for n in written.numbers if n in by_number][:MOST_CITED]
    if not cited or not any(token.content for token in tokenize(written.text)):
        return None
    text = exact(written.text, [source.support for source in cited])
    if any(found[0] not in _all(cited) for found in _LEADS_AWAY.finditer(text)):
        return None

    def holds(some: Sequence[Source]) -> bool:
        return checker.check(text, [source.support for source in some]).supported

    alone = [source for source in cited if holds([source])]
    if not alone:
        if len(cited) == 1 or not holds(cited):
            return None
        alone = _needed(cited, holds)
    return Checked(text, tuple(alone), written.opens)


def _needed(cited: Sequence[Source], holds: Holds) -> list[Source]:
    """Leave out one source after the other, as long as the rest bears the sentence out."""
    left = list(cited)
    for source in reversed(cited):
        without = [other for other in left if other is not source]
        if len(without) > 1 and holds(without):
            left = without
    return left


def _all(cited: Sequence[Source]) -> str:
    return "\n".join(source.citation.quote for source in cited)


class Holds(Protocol):
    def __call__(self, some: Sequence[Source], /) -> bool: ...
