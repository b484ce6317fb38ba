"""Whether a sentence contains the kind of thing that is asked for: a day, a place, a number."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.english.synonyms import synonyms
from index.english.tokens import Token
from index.models import TimeExpression
from index.query.intent import QuestionType
from index.query.question import Question

_NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty
    thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand
    thousands million millions billion billions trillion half third quarter several both
    single double number record""".split()
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|yen|cents?)\b", re.IGNORECASE
)
_AGE = re.compile(r"\b\d{1,3}[- ]years?[- ]old\b|\baged \d|, \d{2},", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:for|lasted|lasting|last|took|takes?|spent|over|more than|nearly|almost|about|during the "
    r"past) (?:\w+[ -]){0,5}(?:second|minute|hour|day|week|month|year|decade)s?\b"
    r"|\b(?!a\b|an\b|one\b)(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)"
    r"[\w ’-]{0,14}?[ -](?:second|minute|hour|day|week|month|year|decade)\b(?![- ]old)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?(?:[ap]\.?m\b|o['’]clock)|\b(?:noon|midnight)\b", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|(?<!according )to|[Nn]ear|[Oo]utside|[Aa]board|[Oo]n|into|across|"
    r"host(?:ed|s)? by) (?:the )?"
    r"(?P<place>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w’'-]+)*)"
)
_DATED = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:\.|\b|[a-z]*(?:y|ch|il|ne|st|er)\b)",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|since|due to|as a result|owing to|citing|cited|in order to|so that|given that|"
    r"over|after|reason|in response|problem|saying|said|frustrat\w+|lack)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w’'-]{2,}")
_LATER = re.compile(
    r"\b(?:later date|no date|dates?|next|soon|within|once|until|when)\b", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|shall|plans? to|going to|planning|planned|scheduled|expected|set to|due to|next|"
    r"upcoming|would)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince when\b|\bwhen\b.*\b(?:begin|began|start|started)\b", re.IGNORECASE)
_REACH = 5


def has_answer_type(
    question: Question, text: str, tokens: tuple[Token, ...], mentions: tuple[TimeExpression, ...]
) -> bool:
    """Return whether a sentence contains what this kind of question asks for, if it needs any."""
    check = _CHECKS.get(question.kind)
    return check is None or check(question, text, tokens, mentions)


def _when(
    question: Question, text: str, tokens: tuple[Token, ...], mentions: tuple[TimeExpression, ...]
) -> bool:
    dated = any(m.kind in {"DATE", "TIME"} and m.first is not None for m in mentions)
    if _AHEAD.search(question.text):
        return bool(_LATER.search(text)) or (dated and bool(_AHEAD.search(text)))
    lasting = bool(_SINCE.search(question.text)) and _lasting(question, text)
    return dated or lasting or bool(_LATER.search(text))


def _hour(_: Question, text: str, *__: object) -> bool:
    return bool(_CLOCK.search(text))


def _where(question: Question, text: str, *_: object) -> bool:
    asked = {term.folded for term in question.terms}
    places = (match.group("place") for match in _PLACE.finditer(text))
    return any(not _DATED.match(place) and _new(place, asked) for place in places)


def _who(question: Question, text: str, *_: object) -> bool:
    asked = {term.folded for term in question.terms}
    return any(_new(match.group(), asked) for match in _NAME.finditer(text))


def _new(name: str, asked: set[str]) -> bool:
    return not any(
        word.lower().rstrip(".").removesuffix("'s").removesuffix("’s") in asked
        for word in name.split()
    )


def _count(question: Question, text: str, tokens: tuple[Token, ...], *_: object) -> bool:
    """A number within a few words of what is counted, or of a word that stands for it."""
    numbers = [i for i, t in enumerate(tokens) if _number(t)]
    if not numbers:
        return False
    if "percent" in question.text.lower() and not re.search(r"%|per ?cent", text):
        return False
    if not question.unit:
        return True
    head = question.unit[-1]
    wanted = {head, *synonyms(head)}
    places = [i for i, t in enumerate(tokens) if t.stem in wanted]
    return any(
        0 <= place - n <= _REACH or 0 < n - place <= 2 or "%" in tokens[n].text
        for n in numbers
        for place in places
    )


def _number(token: Token) -> bool:
    if token.text[:1].isdigit() or token.text[:1] == "$":
        return not re.fullmatch(r"(?:19|20)\d\d", token.text)
    return token.folded in _NUMBER_WORDS


def _money(question: Question, text: str, *_: object) -> bool:
    return bool(_MONEY.search(text)) and bool(re.search(r"\d", text))


def _age(question: Question, text: str, *_: object) -> bool:
    return bool(_AGE.search(text))


def _lasting(_: Question, text: str, *__: object) -> bool:
    return bool(_LASTING.search(text))


_BECAUSE = re.compile(
    r"\b(?:because|due to|owing to|as a result|citing|cited|in order to|so that|given that|"
    r"reasons?|in response)\b",
    re.IGNORECASE,
)


def says_because(text: str) -> bool:
    """Return whether a sentence gives a reason explicitly."""
    return bool(_BECAUSE.search(text))


def gives_cause(text: str) -> bool:
    """Return whether a sentence is worded like a reason."""
    return bool(_CAUSE.search(text))


_CHECKS: dict[QuestionType, Callable[..., bool]] = {
    QuestionType.WHEN: _when,
    QuestionType.HOUR: _hour,
    QuestionType.WHERE: _where,
    QuestionType.WHO: _who,
    QuestionType.COUNT: _count,
    QuestionType.MONEY: _money,
    QuestionType.AGE: _age,
    QuestionType.DURATION: _lasting,
}
