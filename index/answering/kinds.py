"""The kinds of questions, told by their words, and what a question counts."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import Enum

from index.language.words import tokenize


class Kind(Enum):
    """What kind of answer is wanted."""

    WHO = "who"
    WHO_IS = "who is"
    WHEN = "when"
    HOUR = "at what time"
    WHERE = "where"
    WHY = "why"
    COUNT = "how many"
    DURATION = "how long"
    AGE = "how old"
    MONEY = "how much money"
    SAID = "what did they say"
    OTHER = "what"


_KINDS = (
    (Kind.AGE, r"\bhow old\b|\bage of\b"),
    (Kind.DURATION, r"\bhow long\b(?! ago)"),
    (Kind.MONEY, r"\bhow much (?:money|does|do|did)\b.*\b(?:cost|pay|paid|worth|spend|spent|owe)\b|"
                 r"\bwhat (?:is|was|were|are) the (?:price|cost)s? of\b|\bhow much did \w+ pay\b"),
    (Kind.COUNT, r"\bhow (?:many|much|far|often|big|large|high|tall|heavy|fast)\b|"
                 r"\bwhat (?:number|percentage|share|proportion|percent)\b|\bpopulation of\b"),
    (Kind.WHO_IS, r"^(?:who|what|whos|who's|what's) (?:is|are|was|were) (?:the )?"
                  r"[\w.’'-]+(?: [\w.’'-]+){0,3}\??$|"
                  r"^\W*(?:tell me )?who [\w.’'-]+(?: [\w’'-]+){0,2} is\b|"
                  r"\b(?:what|which) (?:post|job|office|title|position|function|rank)\b.*"
                  r"\b(?:hold|has|have|occup|fill|do)|"
                  r"^what(?:['’]s| is| was) (?:the )?[\w.’'-]+(?: [\w’'-]+){0,2}['’]s? "
                  r"(?:job|post|title|profession|occupation|line of work|office)\b|"
                  r"^what (?:does|did) [\w.’'-]+(?: [\w’'-]+){0,2} do"
                  r"(?: for (?:a living|work))?\??$"),
    (Kind.SAID, r"\bwhat (?:[A-Z][\w’'-]+ )+(?:said|says|told|thinks|wrote)\b|"
                r"\bwhat (?:else )?(?:did|does|do|has|have|had|was|is)\b.*\b(?:say|said|tell|told|"
                r"write|written|claim|think|announce|comment|call|warn|argue|state|declare|post|"
                r"acknowledge|promise|demand|mention|stress|emphasi[sz]e)\b"
                r"|\b(?:quote|reaction|react|respond|response|comment|according to)\b"),
    (Kind.HOUR, r"\b(?:at (?:what|which) time|(?:what|which) hour|what time of (?:the )?day)\b"),
    (Kind.WHEN, r"\bwhen\b|\b(?:what|which) (?:days?|dates?|month|year|time)\b|\bdate\b$"),
    (Kind.WHERE, r"(?<!sentence )(?<!quote )(?<!part )\bwhere\b|\bvenue\b|"
                 r"\b(?:what|which) (?:cit(?:y|ies)|countr(?:y|ies)|(?:place|town|venue|hotel|"
                 r"location)s?)\b"),
    (Kind.WHY, r"\bwhy\b|\breasons?\b|\bwhat (?:made|caused|led|prompted)\b|\bhow come\b"),
    (Kind.WHO, r"\bwho(?:m|se)?\b"),
)  # fmt: skip
_WHO_FIRST = re.compile(r"^\W*who(?:m|se)?\b", re.IGNORECASE)
_CONJUNCTION = re.compile(
    r"\b(?:who(?:m|se)?|what|which|why|how)\b.*\b(?:when|where)$", re.IGNORECASE
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_UNIT = re.compile(
    r"\bhow (?:many|much)(?: of the| of)? (?P<unit>[\w’'-]+(?: [\w’'-]+){0,3}?) "
    r"(?:did|do|does|were|was|are|is|has|have|had|can|will|would|could|signed|died|took|attended)\b"
    r"|\b(?:number|percentage|share|proportion|percent) of (?P<of>\w+(?: \w+)?)",
    re.IGNORECASE,
)
KIND_NOUNS = defaultdict(
    frozenset,
    {
        Kind.WHERE: frozenset("citi town place countri venu locat".split()),
        Kind.WHEN: frozenset("dai date month year time".split()),
        Kind.COUNT: frozenset("number percentag share proport".split()),
        Kind.WHO_IS: frozenset(
            "post job role posit offic titl function rank profess occup hold live work".split()
        ),
    },
)
"""Stems of the nouns that only say the kind: "which city"."""


_PLACES = r"cit(?:y|ies)|(?:place|town|venue|location)s?"
_TOWN = re.compile(rf"^(?:(?:in|at|to|from) )?which (?:\w+ )?(?:{_PLACES})\b", re.IGNORECASE)
_WITHIN = re.compile(
    rf"^(?:in|at|to|from|near) (?:which|what) (?:\w+ )?(?:{_PLACES}|countr(?:y|ies)|hotels?)\b",
    re.IGNORECASE,
)


_OPINION = re.compile(
    r"\b(?:think|feel|opinion|view)s? (?:of|about|on)\b|"
    r"\b(?:react|respond|repl[yi]|comment)\w* (?:to|on|about)\b|"
    r"\b(?:reaction|response|answer) to\b",
    re.IGNORECASE,
)


def asks_for_opinion(text: str) -> bool:
    """Whether it is asked what somebody thinks of something, or answers to it."""
    return bool(_OPINION.search(text))


def asks_for_town(text: str) -> bool:
    """Whether a town is asked for, which a text names without saying that it is one."""
    return bool(_TOWN.search(text))


def asks_where_within(text: str) -> bool:
    """Whether it is asked in which place something is: only a text with a place can say."""
    return bool(_WITHIN.search(text))


def kind_of(text: str) -> Kind:
    """The kind whose words come first in the question; of those at one place, the first listed.

    "Who ..." and "what is ..." count only where nothing more special is asked. A question that
    begins with "who" asks for somebody whatever comes later in it, and a "when" or "where" after
    another question word only joins clauses.
    """
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(text)) and not _CONJUNCTION.search(text[: match.end()])
    ]
    people = [each for each in found if each[2] in {Kind.WHO_IS, Kind.WHO}]
    if people and _WHO_FIRST.search(text):
        return min(people, key=lambda each: each[1])[2]
    special = [each for each in found if each not in people]
    return min(special or found)[2] if found else Kind.OTHER


def unit_of(text: str) -> tuple[str, ...]:
    """The stems of what is counted: "how many Russian oil companies were" - all three."""
    match = _UNIT.search(text)
    if not match:
        return ()
    counted = re.split(r"\bof\b", match.group("unit") or match.group("of"))[0]
    return tuple(t.stem for t in tokenize(counted) if t.content)
