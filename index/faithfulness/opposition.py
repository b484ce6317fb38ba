"""Whether two reports say the opposite of each other, as far as that can be told without a model.

An entailment model takes "the court acquitted him" for support of "the court convicted him", as
nearly everything is the same. What it overlooks is told by the checks for a language model's
sentences: the same word, or its contrary, affirmed here and denied there, and two names in each
other's place. Both reports have to find it in the other.
"""

from __future__ import annotations

from collections.abc import Callable

from index.english.tokens import Token
from index.faithfulness.agents import check_agents
from index.faithfulness.evidence import EvidencePool, ParsedText, parse_evidence, parse_text
from index.faithfulness.models import Evidence
from index.faithfulness.names import capitals_inside, find_names
from index.faithfulness.polarity import check_polarity


def opposed(one: str, other: str) -> bool:
    """Return whether two sentences may say the opposite, by a word or the places of two names.

    Not every such pair does: "will stop production" and "will end production" differ in a word
    that denies, and France beats Spain where Spain loses to France.
    """
    return _differs(one, other) and _differs(other, one)


def _differs(claim: str, report: str) -> bool:
    said = parse_text(claim)
    pool = EvidencePool((parse_evidence(Evidence(report, report)),))
    if check_polarity(said, pool):
        return True
    return bool(check_agents(said, find_names(said, _opening(said, *pool.readings)), pool))


def _opening(*readings: ParsedText) -> Callable[[Token], bool]:
    """Return a test of whether the word that opens a sentence is a name: it is one elsewhere."""
    names = frozenset[str]().union(*map(capitals_inside, readings))
    return lambda token: token.folded in names or token.text.isupper()
