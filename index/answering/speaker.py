"""Whose words, or whose reaction, a question asks for."""

from __future__ import annotations

import re

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

_PATTERNS = tuple(
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


def asked_of(text: str) -> re.Match[str] | None:
    """The first match of who is asked about, as its group "who"; None where nobody is.

    "What did X say ...", "how did X react ...", "according to X", "X's statement on ...".
    """
    found = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start(), default=None)
