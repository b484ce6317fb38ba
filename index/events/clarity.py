"""How well a sentence tells an event on its own, without the article around it."""

from __future__ import annotations

import math
import re

from index.events.apparatus import has_date_line, is_caption

TERMS = 8  # content words of a sentence that tells one thing: neither a scrap nor a paragraph
SPREAD = 2.0  # in natural logarithms of the length: 60 words count for about a third

_LEANING = re.compile(
    r"^[\"“'‘(\[`]*\s*(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|There|Such|"
    r"Then|Here|Both|Another|Others|Some|The\s+(?:two|pair|company|call|meeting|move|decision|"
    r"statement|announcement|comments?|remarks?|claim|spokes(?:man|woman|person)|official))\b"
)
_JOINING = re.compile(
    r"^[\"“'‘(\[`]*\s*(?:But|And|Or|So|Yet|Also|However|Meanwhile|Moreover|Still|Instead|"
    r"Nevertheless|Besides|Because|Although|Though|While|Particularly|For\s+example)\b",
)
_POINTING = re.compile(
    r"\b(?:that|those|this|these)\s+(?:\w+\s+)?(?:call|talks?|meetings?|comments?|remarks?|day|"
    r"time|move|decision|visit|event|incident|period|point|statement|same)\b|\bthe\s+latter\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"^\W*(?:[\w’'.,-]+\s+){1,8}also\s+(?:said|told|added|announced|warned)\b")
_PERSONAL = re.compile(r"\b(?:I|I['’]m|we|We|our|Our|you|You|your|my|My|me|us)\b")
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them)\b")
_QUESTION = re.compile(r"\?\s*[\"”'’)\]]*\s*$")


def clarity(text: str, terms: int) -> float:
    """From 0 to 1. ``terms`` is the number of distinct content words of ``text``."""
    if terms < 2:
        return 0.0
    score = math.exp(-((math.log((terms + 1) / TERMS) / SPREAD) ** 2))
    for pattern, factor in (
        (_LEANING, 0.6),
        (_JOINING, 0.85),
        (_POINTING, 0.75),
        (_QUESTION, 0.4),
        (_ALSO, 0.85),
    ):
        if pattern.search(text):
            score *= factor
    if is_caption(text):
        score *= 0.5
    if has_date_line(text):
        score *= 0.7
    outside = _without_quotes(text)
    if _PERSONAL.search(outside):
        score *= 0.7
    if not _unbalanced(text) and len(outside) < len(text) / 2:
        score *= 0.8  # mostly someone's words
    elif _unbalanced(text):
        score *= 0.7
    if _PRONOUN.search(outside) and not re.search(r"\b[A-Z]\w+", outside[1:]):
        score *= 0.7  # nobody is named
    return score


def _without_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”|\"[^\"]*\"|``.*?''", " ", text)


def _unbalanced(text: str) -> bool:
    """Whether a quotation begins or ends outside the sentence."""
    return (
        text.count('"') % 2 == 1
        or text.count("“") != text.count("”")
        or text.count("``") != text.count("''")
    )
