"""Sentences that introduce somebody: "Kremlin negotiator Kirill Dmitriev", "TASS, the agency"."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.words import STOP_WORDS, Token

_ROLES = frozenset(
    """president minister secretary spokesman spokeswoman spokesperson envoy negotiator journalist
    reporter correspondent agency chief ceo chairman chairwoman director leader official governor
    senator congressman congresswoman mayor king queen prince princess chancellor ambassador
    general admiral colonel judge professor author analyst expert fund company companies firm
    giant giants group bank newspaper network operator owner founder executive commissioner
    premier sheriff captain coach adviser advisor aide lawyer attorney head member""".split()
)
_REACH = 4


def introduces(name: Sequence[str], tokens: Sequence[Token], text: str) -> bool:
    """Whether a sentence says what the named one is, right before the name or right after it.

    ``name`` are its folded words in order; the last one counts, with those before it skipped.
    """
    for i, token in enumerate(tokens):
        if token.folded != name[-1]:
            continue
        first = i
        while first and tokens[first - 1].capital and not _role(tokens[first - 1]):
            first -= 1
            if text[tokens[first].end : tokens[first + 1].start].strip():
                first += 1
                break
        if first and _describes(tokens[first - 1]):
            return True
        after = text[token.end : token.end + 2]
        if after.startswith(",") and any(_role(t) for t in tokens[i + 1 : i + 1 + _REACH]):
            return True
    return False


def _role(token: Token) -> bool:
    return token.folded in _ROLES


def _describes(before: Token) -> bool:
    return _role(before) or (
        before.text.islower()
        and before.folded not in STOP_WORDS
        and before.folded.endswith(("er", "or", "ist", "ian", "ies", "ants", "ant"))
    )
