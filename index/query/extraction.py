"""Extracts the question from a message with greetings, stories and thanks."""

from __future__ import annotations

import re

from index.english.letters import CAPITALS

AUXILIARIES = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)"
"""An expression for the verbs that follow the first word of a question, in small letters."""
ASKS = rf"(?:who|whom|whose|what|what's|when|where|why|which|how|{AUXILIARIES})"
"""An expression for the words that questions begin with, in small letters."""
_GREETS = r"(?:ok|okay|just|question)"
"""Words that may begin a name as well: "Just Stop Oil", "Question Time"."""
_NO_NAME = rf"(?=(?:{ASKS}|i|please|tell|remind|let|any|do)\b|(?-i:[^{CAPITALS}]))"
_POLITE = re.compile(
    r"^\W*(?:(?:hello|hi|hey|good (?:morning|evening|day)|please|so|well|and|but|sorry|excuse me|"
    r"quick question)\b[\s,:!.-]*|"
    rf"{_GREETS}(?:\b\s*[,:!.-][\s,:!.-]*|\s+{_NO_NAME}|$))*"
    r"(?:(?:(?:could|can|would|will) (?:you|u|somebody|anyone) (?:please |kindly |maybe |mind )*"
    r"(?:tell|telling|explain|explaining|say|remind|summari[sz]e)(?: (?:me|us))?(?: to me| to us)?|"
    r"(?:please )?(?:tell|remind) (?:me|us)|do (?:you|u) (?:happen to )?know|"
    r"i(?: would|'d)? (?:like|want|love|need) to (?:know|learn|ask)|i (?:wonder|am wondering|was "
    r"wondering)|any idea|let me ask(?: plainly)?|what i want to know is)\b[\s,:-]*)*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"(?<=[.?!])\s+(?=[{CAPITALS}“\"'(])")
_MANY_WORDS = 25
_LEAST_WORDS = 3
_LEAST_WORDS_AFTER = 5
_AFTER_ALL = re.compile(rf"(?:;|[,:—–-] (?:so|but|and))\s+(?={ASKS}\b)", re.IGNORECASE)


def extract_question(asked: str) -> str:
    """Return the question itself, on one line; the whole message if in doubt."""
    text = " ".join(_readable(asked).split())
    text = _sentence_that_asks(text)
    if len(text.split()) > _MANY_WORDS:
        text = _clause_that_asks(text)
    bare = _POLITE.sub("", text, count=1).strip(" ,:;-")
    return bare if re.search(r"\w", bare) else text


def told_before(asked: str) -> str:
    """Return the last sentence before the question that ``extract_question`` finds, or ""."""
    text = " ".join(_readable(asked).split())
    before, found, _ = text.partition(_sentence_that_asks(text))
    return _SENTENCE_END.split(before.strip())[-1] if found else ""


def after_statement(text: str) -> tuple[str, str]:
    """Return the statement before a question ("..., so why did he ...") and the question; the
    statement is "" if there is none.
    """
    if not re.match(rf"(?:\w+ )?{ASKS}\b", text, re.IGNORECASE):
        for cut in _AFTER_ALL.finditer(text):
            if len(text[cut.end() :].split()) >= _LEAST_WORDS_AFTER:
                return text[: cut.start()], text[cut.end() :]
    return "", text


def _readable(asked: str) -> str:
    """Without lone surrogates, which a terminal makes of bytes that are not UTF-8."""
    return re.sub(r"[\ud800-\udfff]", " ", asked)


def _sentence_that_asks(text: str) -> str:
    """The last two sentences with a question mark, where there are others beside them."""
    sentences = _SENTENCE_END.split(text)
    asking = [s for s in sentences if s.rstrip("\"”')").endswith("?")]
    if not asking or len(sentences) == 1 or len(asking[-1].split()) < _LEAST_WORDS:
        return text
    return asking[0] if len(asking) == 1 else " ".join(asking[-2:])


def _clause_that_asks(text: str) -> str:
    """From the last clause that begins with a question word."""
    starts = list(
        re.finditer(rf"(?:^|[,;:—–-]\s*)(?:(?:so|and|but) )?(?={ASKS}\b)", text, re.IGNORECASE)
    )
    for start in reversed(starts):
        clause = text[start.end() :]
        if len(clause.split()) >= 4:
            return clause
    return text


_JOINT = re.compile(
    r"(?:[,;?]\s*and\s+|[;?]\s*|\s+and\s+|,\s*(?!(?:who|which)\b|(?:when|where|why)\b(?!"
    rf" {AUXILIARIES}\b)))"
    r"(?=(?:(?:on|in|at|to|for|from|by|with|since) (?=whom|what|which))?"
    r"(?:who|whom|what|when|where|why|how|which)\b)"
)
"""Between two questions. Behind a comma alone, "when he left" and "who left" are clauses of one."""


def question_clauses(text: str) -> list[str]:
    """Return the questions that are joined in one sentence, as they are written."""
    found = _JOINT.split(text)
    pieces = [piece.strip(" ,?") + "?" for piece in found if len(piece.split()) >= 3]
    whole = len(pieces) == len([piece for piece in found if piece.strip(" ,?")])
    if (
        len(pieces) < 2
        or not whole
        or not re.match(rf"(?:\w+ )?{ASKS}\b", pieces[0], re.IGNORECASE)
    ):
        return [text]
    return pieces
