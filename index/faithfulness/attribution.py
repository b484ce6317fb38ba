"""Who said what: checks that nobody is given the words of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from index.english.attribution import attribute
from index.english.letters import CAPITAL
from index.english.offices import ROLES
from index.english.saying import SPEAKING, says
from index.english.synonyms import places
from index.english.tokens import STOP_WORDS, Token, fold, stem, tokenize
from index.faithfulness.evidence import EvidencePool, ParsedText, PreparedEvidence
from index.faithfulness.models import Problem
from index.faithfulness.names import CALENDAR, Name

_CLAUSE = re.compile(
    rf",\s(?:while|whereas|but|and)\s|\s(?:while|whereas|but|and|after)\s(?=(?:the )?{CAPITAL})|;\s"
)
_DESCRIBED = re.compile(
    rf"\b(?:his|her|their|its|an?|the)(?: [a-z-]+){{1,3}} (?:{says('statement')})\b"
    r"|\b(?:was|were|been|being) (?:asked|told|quoted|called|accused|described)\b"
)
"""Somebody without a name speaks; a name in the sentence is not the speaker's."""

ALIKE = 0.5
"""Share of the words of a statement that make it the same one."""


@dataclass(frozen=True, slots=True)
class _Said:
    """``sources`` are stems of who says it, ``words`` of what is said; ``who`` as written."""

    sources: frozenset[str]
    words: frozenset[str]
    all_words: frozenset[str]
    who: str


def statements(reading: ParsedText, speaker: str | None = None) -> list[_Said]:
    """Return each clause with its source; ``speaker`` is used if a clause has none."""
    clauses = [
        clause
        for start, end in reading.sentences
        for clause in _CLAUSE.split(reading.text[start:end])
        if clause.strip()
    ]
    found = []
    for clause, statement in zip(clauses, attribute(clauses, [0] * len(clauses)), strict=True):
        sources = frozenset(_name_stems(statement.sources))
        who = "" if _DESCRIBED.search(clause) else statement.who or ""
        if not sources and speaker:
            sources = frozenset(_name_stems(fold(w) for w in speaker.split()))
        tokens = tokenize(clause)
        sources |= _beside(tokens)
        words = frozenset(t.stem for t in tokens if t.content)
        found.append(_Said(sources, words - sources - SPEAKING, words, who))
    return found


def _beside(tokens: Sequence[Token]) -> frozenset[str]:
    """Names right before a word of speech, or right behind it: "his lawyer, Julia Stern, said"."""
    found: set[str] = set()
    for i, token in enumerate(tokens):
        if token.stem not in SPEAKING or token.capital:
            continue
        before = list(takewhile(lambda t: t.capital, reversed(tokens[:i])))
        behind = [] if token.stem in _TO_WHOM else tokens[i + 1 : i + 4]
        names = (t for t in (*before, *behind) if t.capital and t.content)
        found |= {t.stem for t in names if t.folded not in CALENDAR}
    return frozenset(found - ROLES)


_TO_WHOM = frozenset("tell told ask accus urg call describ prais".split())


def _name_stems(words: Iterable[str]) -> list[str]:
    return [stem(w) for w in words if w not in STOP_WORDS and w not in ROLES]


def check_attribution(
    claim: ParsedText, names: Sequence[Name], pool: EvidencePool
) -> list[Problem]:
    """Return a problem for each statement that the evidence attributes to somebody else."""
    named = {t.stem for name in names for t in claim.tokens[name.first : name.last + 1]}
    own = [said for said in statements(claim) if said.who and said.sources & named]
    if not own:
        return []
    known = [said for part in pool.parts for said in _of(part)]
    told = frozenset(
        token.stem
        for part in pool.parts
        for token in tokenize(f"{part.evidence.title} {part.evidence.speaker or ''}")
    )
    outlets = {
        frozenset(_name_stems(token.folded for token in tokenize(part.evidence.outlet or "")))
        for part in pool.parts
    }
    return [Problem("speaker", said.who) for said in own if _of_another(said, known, told, outlets)]


def _of(part: PreparedEvidence) -> list[_Said]:
    return part.reading.once("statements", partial(statements, part.reading, part.evidence.speaker))


def _of_another(
    said: _Said, known: list[_Said], told: frozenset[str], outlets: Set[frozenset[str]]
) -> bool:
    """``told`` are stems of what the articles are known to be about: their spokesman may speak
    for a government that the headline names. ``outlets`` are the stems of the articles' outlets:
    one reports what is said in its article, if whoever says it there is still named."""
    if len(said.words) < 2 or any(one in told and places(one) for one in said.sources):
        return False
    shares = [len(said.words & each.words) / len(said.words) for each in known]
    best = max(shares, default=0.0)
    if best < ALIKE:
        return False
    nearest = [k for k, share in zip(known, shares, strict=True) if share >= best - 0.1]
    reported = said.sources in outlets
    return not any(
        not k.sources or _one_of(said, k) or (reported and k.sources & said.all_words)
        for k in nearest
    )


def _one_of(said: _Said, known: _Said) -> bool:
    if said.sources & known.sources:
        return True
    return any(places(one) & known.sources for one in said.sources)
