"""The kind of a question, whose words it asks for, and which office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum

from index.english.tokens import STOP_WORDS, Token, stem, tokenize


class QuestionType(Enum):
    """The kind of answer that is wanted."""

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
    (QuestionType.AGE, r"\bhow old\b|\bage of\b"),
    (QuestionType.DURATION, r"\bhow long\b(?! ago)"),
    (
        QuestionType.MONEY,
        r"\bhow much (?:money|does|do|did)\b.*"
        r"\b(?:cost|pay|paid|worth|spend|spent|owe)\b|"
        r"\bwhat (?:is|was|were|are) the (?:price|cost)s? of\b|\bhow much did \w+ pay\b",
    ),
    (
        QuestionType.COUNT,
        r"\bhow (?:many|much|far|often|big|large|high|tall|heavy|fast)\b|"
        r"\bwhat (?:number|percentage|share|proportion|percent)\b|\bpopulation of\b",
    ),
    (
        QuestionType.WHO_IS,
        r"^(?:who|what|whos|who's|what's) (?:is|are|was|were) (?:the )?"
        r"[\w.’'-]+(?: [\w.’'-]+){0,3}\??$|"
        r"^\W*(?:tell me )?who [\w.’'-]+(?: [\w’'-]+){0,2} is\b|"
        r"\b(?:what|which) (?:post|job|office|title|position|function|rank)\b.*"
        r"\b(?:hold|has|have|occup|fill|do)|"
        r"^what(?:['’]s| is| was) (?:the )?[\w.’'-]+(?: [\w’'-]+){0,2}['’]s? "
        r"(?:job|post|title|profession|occupation|line of work|office)\b|"
        r"^what (?:does|did) [\w.’'-]+(?: [\w’'-]+){0,2} do"
        r"(?: for (?:a living|work))?\??$",
    ),
    (
        QuestionType.SAID,
        r"\bwhat (?:[A-Z][\w’'-]+ )+(?:said|says|told|thinks|wrote)\b|"
        r"\bwhat (?:else )?(?:did|does|do|has|have|had|was|is)\b.*\b(?:say|said|tell|told|"
        r"write|written|claim|think|announce|comment|call|warn|argue|state|declare|post|"
        r"acknowledge|promise|demand|mention|stress|emphasi[sz]e)\b"
        r"|\b(?:quote|reaction|react|respond|response|comment|according to)\b",
    ),
    (
        QuestionType.HOUR,
        r"\b(?:at (?:what|which) time|(?:what|which) hour|"
        r"what time of (?:the )?day)\b",
    ),
    (QuestionType.WHEN, r"\bwhen\b|\b(?:what|which) (?:days?|dates?|month|year|time)\b|\bdate\b$"),
    (
        QuestionType.WHERE,
        r"(?<!sentence )(?<!quote )(?<!part )\bwhere\b|\bvenue\b|"
        r"\b(?:what|which) (?:cit(?:y|ies)|countr(?:y|ies)|(?:place|town|venue|hotel|"
        r"location)s?)\b",
    ),
    (QuestionType.WHY, r"\bwhy\b|\breasons?\b|\bwhat (?:made|caused|led|prompted)\b|\bhow come\b"),
    (QuestionType.WHO, r"\bwho(?:m|se)?\b"),
)
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
TYPE_NOUNS = defaultdict(
    frozenset,
    {
        QuestionType.WHERE: frozenset("citi town place countri venu locat".split()),
        QuestionType.WHEN: frozenset("dai date month year time".split()),
        QuestionType.COUNT: frozenset("number percentag share proport".split()),
        QuestionType.WHO_IS: frozenset(
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
    """Return whether the question asks for somebody's opinion or reaction."""
    return bool(_OPINION.search(text))


def asks_for_town(text: str) -> bool:
    """Return whether it asks for a town, which texts name without saying that it is one."""
    return bool(_TOWN.search(text))


def asks_where_within(text: str) -> bool:
    """Return whether it asks where something is within a place."""
    return bool(_WITHIN.search(text))


def question_type(text: str) -> QuestionType:
    """Return the kind whose words come first in the question; of several, the first listed.

    "Who ..." and "what is ..." count only if nothing more specific is asked. A question that
    begins with "who" asks for a person whatever follows, and a "when" or "where" after another
    question word only joins clauses.
    """
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(text)) and not _CONJUNCTION.search(text[: match.end()])
    ]
    people = [each for each in found if each[2] in {QuestionType.WHO_IS, QuestionType.WHO}]
    if people and _WHO_FIRST.search(text):
        return min(people, key=lambda each: each[1])[2]
    special = [each for each in found if each not in people]
    return min(special or found)[2] if found else QuestionType.OTHER


def counted_unit(text: str) -> tuple[str, ...]:
    """Return the stems of what is counted: "how many Russian oil companies were" has three."""
    match = _UNIT.search(text)
    if not match:
        return ()
    counted = re.split(r"\bof\b", match.group("unit") or match.group("of"))[0]
    return tuple(t.stem for t in tokenize(counted) if t.content)


_ASKS = r"(?:did|does|do|has|have|had|is|was|are|were|will|would|can|could)"
_SAYS = (
    r"(?:say|said|saying|tell|told|write|claim|think|thinks|announce|comment|warn|argue|state|"
    r"declare|post|promise|stress|emphasi[sz]e|mention|answer|reply|accuse|complain|ask(?! for\b))"
)
_REACTS = (
    r"(?:react|reacted|reacting|respond|responded|responding|reply|replied|answer|answered|"
    r"comment|commented|see|view|judge|rate|assess|label|describe|characteri[sz]e|justify|explain|"
    r"take (?:it|this|that|the (?:news|cancell?ation|announcement|decision|move|loss|defeat))\b)"
)
_WORDS = (
    r"(?:words?|opinion|view|views|take|reaction|response|reply|answer|statement|comments?|"
    r"remarks?|stance|position|attitude|verdict|message|warning|assessment|quotes?)"
)
_BETWEEN = r" (?:both |each |also |then |just )*"
_NAMED = r"(?:[\w.-]+ ){0,3}?[\w.-]+?"
_END = r"(?=\s(?:on|about|to|regarding|over|for|in|at|when|after|of)\b|[,?.!]|$)"

_SPEAKER_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwhat (?:else |exactly |precisely )*{_ASKS} (?P<who>[^,;:]+?){_BETWEEN}{_SAYS}\b",
        rf"\bhow (?:exactly )?(?:did|does|do|has|have|had) (?P<who>(?:the )?{_NAMED})"
        rf"{_BETWEEN}{_REACTS}\b",
        r"\b(?:according to|if (?:you|we|i|one) (?:ask|believe|listen to)|as seen by) "
        r"(?P<who>.+?)(?:[,?.]|$)",
        rf"\bin (?P<who>(?:the )?{_NAMED})['’]s? (?:words|opinion|view|eyes|judge?ment)\b",
        r"\bin the (?:words|opinion|view|eyes|judge?ment) of (?P<who>.+?)(?:[,?.]|$)",
        rf"\b{_WORDS} (?:from|by) (?P<who>(?:the )?{_NAMED}){_END}",
        rf"(?:\bwhat(?:['’]s| is| was| were| are) |\bwhats |^)(?P<who>(?:the )?{_NAMED})['’]s? "
        rf"(?:\w+ )?{_WORDS}{_END}",
    )
)


def requested_speaker(text: str) -> re.Match[str] | None:
    """Return the match whose group "who" is the person asked about; None if there is none.

    "What did X say ...", "how did X react ...", "according to X", "X's statement on ...".
    """
    found = [match for pattern in _SPEAKER_PATTERNS if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start(), default=None)


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


def requested_office(text: str) -> frozenset[str]:
    """Return stems of which a sentence must have one to name the holder; empty if not asked.

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
    """Return whether a sentence says what a person is, right before or after the name.

    ``name`` are its folded words in order; the last one counts, and those before are skipped.
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
