"""How far a stretch of text accounts for each word of a question."""

from __future__ import annotations

from dataclasses import dataclass

from index.answering.question import Term
from index.language.synonyms import forms, places, synonyms

WORD, HOLDER, PLACE, SYNONYM = 1.0, 0.9, 0.75, 0.6
NEARBY, FAR = 0.85, 0.45


@dataclass(frozen=True, slots=True)
class Window:
    """Stems of a sentence, of what it leans on (its source included), and of what is around it."""

    here: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]

    def support(self, term: Term, said: float) -> float:
        """From 0 (not accounted for) to 1 (the very word, in the sentence itself).

        ``said`` is what ``said`` gives. An order ("first", "largest") is of the sentence or of
        nothing.
        """
        if term.stem in _ORDERS:
            return _match(term, self.here)
        return said if said >= FAR else max(said, FAR * _match(term, self.around))

    def said(self, term: Term) -> float:
        """The same by the sentence and what it leans on only."""
        here = _match(term, self.here)
        return here if here >= NEARBY else max(here, NEARBY * _match(term, self.near))


_ORDERS = frozenset("first second third last largest biggest smallest least".split())


def _match(term: Term, words: frozenset[str]) -> float:
    if term.stem in words or forms(term.stem) & words:
        return WORD
    if term.holder & words:
        return HOLDER
    if not term.exact and places(term.stem) & words:
        return PLACE
    if not term.name and synonyms(term.stem) & words:
        return SYNONYM
    return 0.0
