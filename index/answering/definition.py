"""Who is what: sentences that introduce somebody, and questions for the holder of an office.

"Kremlin negotiator Kirill Dmitriev" and "TASS, the agency" introduce; "Who is the president of the
society?" asks for a holder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.words import STOP_WORDS, Token, stem, tokenize

_LEADERS = frozenset(
    """president minister secretary chief ceo chairman chairwoman director leader governor mayor
    king queen prince princess chancellor premier commissioner general admiral founder owner
    executive head boss manager chair""".split()
)
_ROLES = _LEADERS | frozenset(
    """spokesman spokeswoman spokesperson envoy negotiator journalist reporter correspondent
    agency official senator congressman congresswoman ambassador colonel judge professor author
    analyst expert fund company companies firm giant giants group bank newspaper network operator
    sheriff captain coach adviser advisor aide lawyer attorney member""".split()
)
_REACH = 4
_HOLDER = re.compile(
    r"^\W*who(?:se name)? (?:is|are|was|were|will be|became) (?:the )?(?P<of>[\w’'-]+"
    r"(?: [\w’'-]+){0,3}?) (?:of|at|for) |"
    r"\bname of (?:the |this |that )?(?P<name>[\w.’'-]+(?: [\w.’'-]+){0,3}?)"
    r"(?: (?:of|at|in|who) |\W*$)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^\W*who (?:is (?:now )?)?(?:(?:will|did|does|would) )?(?:in charge of|leads?|led|heads?|"
    r"headed|runs?|ran|chairs?|chaired|leading|heading|running|chairing)\b",
    re.IGNORECASE,
)
_HEADS = frozenset("head leader chief boss director manager chair".split())
_LEADING = frozenset(map(stem, {"lead", "led", "run"} | _LEADERS))
"""What heads something is called by many words: "the head of the fund" is its CEO."""


def office_asked(text: str) -> frozenset[str]:
    """Stems of which a sentence has to have one to tell who holds the office; empty: not asked.

    "Who is the *president* of ...", "the name of the Treasury *secretary*", "who *leads* ...".
    """
    if _LEADS.search(text):
        return _LEADING
    match = _HOLDER.search(text)
    words = [t for t in tokenize(match["of"] or match["name"]) if t.content] if match else []
    if not match or not words or words[-1].capital:
        return frozenset()
    if words[-1].folded in _HEADS:
        return _LEADING
    told = bool(match["name"]) or _role(words[-1])
    return frozenset({words[-1].stem}) if told else frozenset()


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
