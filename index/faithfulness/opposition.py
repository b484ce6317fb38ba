"""Whether two reports differ in what they state, as far as that can be told without a model.

An entailment model takes "the court acquitted him" for support of "the court convicted him", as
nearly everything is the same. What it overlooks is told by the checks for a language model's
sentences: the same word, or its contrary, affirmed here and denied there, two names in each other's
place, another speaker, one word, name or number in the place of another. Both reports have to find
it in the other. And what one tells as a fact, the other must not hold possible or intended.
"""

from __future__ import annotations

from collections.abc import Callable

from index.english.tokens import Token
from index.faithfulness.attribution import check_attribution
from index.faithfulness.evidence import EvidencePool, ParsedText, parse_evidence, parse_text
from index.faithfulness.modality import check_modality
from index.faithfulness.models import Evidence
from index.faithfulness.names import capitals_inside, find_names
from index.faithfulness.polarity import check_polarity
from index.faithfulness.semantic_roles import check_roles
from index.faithfulness.wording import check_substitutions


def opposed(one: str, other: str) -> bool:
    """Return whether two sentences may differ in what they state: see this module.

    Not every such pair differs: "will stop production" and "will end production" have a word that
    denies, and France beats Spain where Spain loses to France.
    """
    read = [(parse_text(text), _pool(text)) for text in (one, other)]
    (first, pool_of_first), (second, pool_of_second) = read
    if check_modality(first, pool_of_second) or check_modality(second, pool_of_first):
        return True
    return _differs(first, pool_of_second) and _differs(second, pool_of_first)


def may_state(claim: str, sentence: str) -> bool:
    """Return whether a sentence may state a claim as a fact, as far as that can be told exactly."""
    read, pool = parse_text(claim), _pool(sentence)
    return not opposed(claim, sentence) and not check_modality(read, pool, infinitives=True)


def _pool(text: str) -> EvidencePool:
    return EvidencePool((parse_evidence(Evidence(text, text)),))


def _differs(claim: ParsedText, pool: EvidencePool) -> bool:
    if check_polarity(claim, pool) or check_substitutions(claim, pool):
        return True
    names = find_names(claim, _opening(claim, *pool.readings))
    return bool(check_roles(claim, names, pool) or check_attribution(claim, names, pool))


def _opening(*readings: ParsedText) -> Callable[[Token], bool]:
    """Return a test of whether the word that opens a sentence is a name: it is one elsewhere."""
    names = frozenset[str]().union(*map(capitals_inside, readings))
    return lambda token: token.folded in names or token.text.isupper()
