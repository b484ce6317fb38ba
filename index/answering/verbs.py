"""The word of a question that says what is done: "When did Trump *cancel* the summit?"."""

from __future__ import annotations

from collections.abc import Collection

from index.language.phrasal import is_phrase, phrased
from index.language.words import tokenize

_AUXILIARIES = frozenset(
    "did does do has have had will would can could should is are was were".split()
)
_ASKING = frozenset("who what which whom".split())
_FIRST_WORDS = 6


def verb_of(text: str, skipped: Collection[str]) -> str:
    """The stem of the first word of topic after the auxiliary, else after "who"; "" without one.

    ``skipped`` are folded words that are no verbs: names, and words that only ask.
    """
    tokens = phrased(tokenize(text))
    folded = [token.folded for token in tokens]
    first = next((i for i, w in enumerate(folded[:_FIRST_WORDS]) if w in _AUXILIARIES), None)
    if first is None:
        first = next((i for i, word in enumerate(folded) if word in _ASKING), -1)
    for token in tokens[first + 1 :]:
        if (
            token.content
            and not token.capital
            and (is_phrase(token.stem) or token.folded not in skipped)
        ):
            return token.stem
    return ""
