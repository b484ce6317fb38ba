"""Extracts the question from a message with greetings, stories and thanks."""

from __future__ import annotations

import re

_ASKS = (
    r"(?:who|whom|whose|what|what's|when|where|why|which|how|is|are|was|were|did|does|do|has|have|"
    r"had|will|would|can|could|should)"
)
_POLITE = re.compile(
    r"^\W*(?:(?:hello|hi|hey|good (?:morning|evening|day)|please|ok|okay|so|well|and|but|just|"
    r"sorry|excuse me|quick question|question)\b[\s,:!.-]*)*"
    r"(?:(?:(?:could|can|would|will) (?:you|u|somebody|anyone) (?:please |kindly |maybe |mind )*"
    r"(?:tell|telling|explain|explaining|say|remind|summari[sz]e)(?: (?:me|us))?(?: to me| to us)?|"
    r"(?:please )?(?:tell|remind) (?:me|us)|do (?:you|u) (?:happen to )?know|"
    r"i(?: would|'d)? (?:like|want|love|need) to (?:know|learn|ask)|i (?:wonder|am wondering|was "
    r"wondering)|any idea|let me ask(?: plainly)?|what i want to know is)\b[\s,:-]*)*",
    re.IGNORECASE,
)
_MANY_WORDS = 25
_LEAST_WORDS = 3
_AFTER_ALL = re.compile(rf"(?:;|[,:—–-] (?:so|but|and))\s+(?={_ASKS}\b)", re.IGNORECASE)


def extract_question(asked: str) -> str:
    """Return the question itself, on one line; the whole message if in doubt."""
    text = " ".join(_readable(asked).split())
    text = _sentence_that_asks(text)
    if len(text.split()) > _MANY_WORDS:
        text = _clause_that_asks(text)
    text = _after_a_statement(text)
    bare = _POLITE.sub("", text, count=1).strip(" ,:;-")
    return bare if re.search(r"\w", bare) else text


def _readable(asked: str) -> str:
    """Without lone surrogates, which a terminal makes of bytes that are not UTF-8."""
    return re.sub(r"[\ud800-\udfff]", " ", asked)


def _sentence_that_asks(text: str) -> str:
    """The last two sentences with a question mark, where there are others beside them."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z“\"'(])", text)
    asking = [s for s in sentences if s.rstrip("\"”')").endswith("?")]
    if not asking or len(sentences) == 1 or len(asking[-1].split()) < _LEAST_WORDS:
        return text
    return asking[0] if len(asking) == 1 else " ".join(asking[-2:])


def _clause_that_asks(text: str) -> str:
    """From the last clause that begins with a question word."""
    starts = list(
        re.finditer(rf"(?:^|[,;:—–-]\s*)(?:(?:so|and|but) )?(?={_ASKS}\b)", text, re.IGNORECASE)
    )
    for start in reversed(starts):
        clause = text[start.end() :]
        if len(clause.split()) >= 4:
            return clause
    return text


def _after_a_statement(text: str) -> str:
    """The question that follows a statement ("..., so why did he ..."), its "he" named."""
    if re.match(rf"(?:\w+ )?{_ASKS}\b", text, re.IGNORECASE):
        return text
    cut = next((m for m in _AFTER_ALL.finditer(text) if len(text[m.end() :].split()) >= 5), None)
    return text if cut is None else _with_names(" " + text[: cut.start()], text[cut.end() :])


def split_questions(text: str) -> list[str]:
    """Split several questions in one: "Which ..., and what did he say about them?" has two.

    The first pronoun of a later part is replaced by what it refers to in the first one, so that
    each part is standalone.
    """
    first, *others = question_clauses(text)
    return [first, *(_with_names(first, other) for other in others)]


def question_clauses(text: str) -> list[str]:
    """Return the questions that are joined in one sentence, as they are written."""
    found = re.split(
        r"(?:[,;?]\s*(?:and\s+)?|\s+and\s+)"
        r"(?=(?:(?:on|in|at|to|for|from|by|with|since) (?=whom|what|which))?"
        r"(?:who|whom|what|when|where|why|how|which)\b)",
        text,
    )
    pieces = [piece.strip(" ,?") + "?" for piece in found if len(piece.split()) >= 3]
    whole = len(pieces) == len([piece for piece in found if piece.strip(" ,?")])
    if (
        len(pieces) < 2
        or not whole
        or not re.match(rf"(?:\w+ )?{_ASKS}\b", pieces[0], re.IGNORECASE)
    ):
        return [text]
    return pieces


_PRONOUN = re.compile(r"\b(?:he|she|they|them|him|her|it|their|his|its)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")


def _with_names(first: str, later: str) -> str:
    """Put the first part's name, or its topic, in the place of the later part's pronoun."""
    pronoun = _PRONOUN.search(later)
    named = pronoun and re.search(r"[A-Z]", later[1 : pronoun.start()])
    if not pronoun or (named and pronoun.group().lower() in {"he", "she", "they"}):
        return later  # it has a name of its own, whom the pronoun means
    name = _NAME.search(first)
    if pronoun.group().lower() in {"he", "she", "him", "his", "her"} and name:
        return later[: pronoun.start()] + name.group() + later[pronoun.end() :]
    topic = re.sub(rf"^{_ASKS}\s+|\s(?:on|in|at|by|to|for)\s.*$", "", first.rstrip("?"), flags=re.I)
    return later[: pronoun.start()] + topic + later[pronoun.end() :]
