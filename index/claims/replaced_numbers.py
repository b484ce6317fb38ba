"""Numbers that a sentence takes back: "The box holds 231 ballots, not 213"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.english.quantities import Quantity, find_quantities, same
from index.english.tokens import Token, tokenize

_TAKES_BACK = (("not",), ("instead", "of"), ("rather", "than"))
_APART = 8
"""The most words between the number that holds and the one that is taken back."""


def takes_back_number(text: str, claim: str) -> bool:
    """Return whether a sentence puts another number in the place of one that a claim has."""
    tokens = tokenize(text)
    found = find_quantities(text, tokens)
    claimed = find_quantities(claim, tokenize(claim))
    for one, other in pairwise(found):
        if other.first - one.last > _APART or not _is_taken_back(tokens, other):
            continue
        has_wrong = any(same(each, other) for each in claimed)
        if has_wrong and not any(same(each, one) for each in claimed):
            return True
    return False


def _is_taken_back(tokens: Sequence[Token], quantity: Quantity) -> bool:
    before = [token.folded for token in tokens[max(0, quantity.first - 2) : quantity.first]]
    return any(tuple(before[-len(words) :]) == words for words in _TAKES_BACK)
