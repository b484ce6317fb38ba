"""Splits a message into the questions that it asks, each to be answered by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.english.quotations import has_unpaired_marks
from index.english.sentences import QUESTION_MARKS, sentence_spans
from index.english.tokens import STOP_WORDS
from index.models import Kind
from index.query.extraction import (
    ASKS,
    AUXILIARIES,
    after_statement,
    extract_question,
    question_clauses,
)
from index.query.intent.kinds import CHATTER, REQUESTS, SMALL_TALK

MAX_WORDS = 40
"""Words of a line that can be a question without a question mark."""
MAX_ITEMS = 20
"""Items of a numbered list of which chatter is left out."""
MAX_JOINTS = 3
"""Words like "and" in a sentence that may join two requests: each costs two passes of a model."""
LEAST_WORDS = 2
"""Words of each of two requests that are joined by "and"."""
LONGEST, LONGEST_MESSAGE = 500, 2_000
"""Characters of one question of several, and of a message that is split; a longer one is a text."""
_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
_ASKED = re.compile(r"\?[?!]*(?:(?=\s)|[\"”’')\]]+(?=\s+[A-Z0-9]))")
_BEGINS = re.compile(
    rf"(?=\W*{ASKS}\b)(?!(?:when|where|why|how|which|that)\b(?! {AUXILIARIES}\b| many\b| much\b))",
    re.IGNORECASE,
)
"""How a line begins that is a question of its own, and not a clause of the one above."""
_ENDED = re.compile(r"[.?!:]\W*$")
_WORD = re.compile(r"\w")
_BULLET = re.compile(r"^\s*[-*•]\s+")
_ASKS = re.compile(
    r"\W*(?:(?:and|so|but|then|also)\s+)*"
    r"(?:(?:in|on|at|by|for|from|to|with|of|until|since) (?=wh))?"
    rf"{ASKS}\b",
    re.IGNORECASE,
)
_MARKED = re.compile(rf"\?(?!\w)|[{''.join(QUESTION_MARKS[1:])}]")
_POINTS = re.compile(
    rf"\W*{AUXILIARIES}\s+(?:i|you|he|she|it|we|they|this|that|these|those|there)\b", re.IGNORECASE
)
_JOINT = re.compile(r"(?:,\s*|\s+)(?:and|also|plus|then)\s+(?:also\s+|then\s+)?", re.IGNORECASE)


def split_message(text: str, kind_of: Callable[[str], Kind] = lambda _: "fact") -> tuple[str, ...]:
    """Return the questions of a message in order; the message itself where it has not several.

    Numbered questions and sentences that ask are questions, and so are requests, by their kind:
    "Summarise the strike. And who is Brown?" Thanks and greetings between them are left out, and
    what is told before a question stays with it. A later one may be a follow-up to an earlier one.
    """
    if len(text) > LONGEST_MESSAGE:
        return (text,)
    asked = _numbered(text, kind_of) or list(_asked(text, kind_of)) or [text]
    parts = [part for each in asked for part in _clauses(each, kind_of)]
    several = len(parts) > 1 and max(map(len, parts)) <= LONGEST
    return tuple(parts) if several else (text,)


def _clauses(asked: str, kind_of: Callable[[str], Kind]) -> list[str]:
    """The questions and requests joined in one sentence, the first with what is told before it; one
    alone as it is, with its "And".
    """
    question = after_statement(extract_question(asked))[1]
    found = question_clauses(question)
    if len(found) < 2:
        return _requests(asked, kind_of)
    told, asks, _ = " ".join(asked.split()).partition(question)
    stays = asks and told and kind_of(told) not in SMALL_TALK
    return [told + found[0], *found[1:]] if stays else found


def _requests(asked: str, kind_of: Callable[[str], Kind]) -> list[str]:
    """The two halves of "Summarise the strike and tell me who Brown is", else the whole.

    Both have to ask for something, and one of them for no fact; the second begins as a request or
    a question does, because "the captain and the ferry" is one topic. A comparison has an "and"
    itself.
    """
    joints = list(_JOINT.finditer(asked))
    if len(asked) > LONGEST or len(joints) > MAX_JOINTS:
        return [asked]
    for joint in joints:
        halves = [asked[: joint.start()].strip(" ,"), asked[joint.end() :].strip()]
        if min(len(half.split()) for half in halves) < LEAST_WORDS or not _begins(halves[1]):
            continue
        kinds = [kind_of(half) for half in halves]
        asks = [
            kind in REQUESTS or is_question(extract_question(half))
            for kind, half in zip(kinds, halves, strict=True)
        ]
        if all(asks) and kinds[0] != "comparison" and REQUESTS & set(kinds):
            return halves
    return [asked]


def _begins(text: str) -> bool:
    """Whether a text begins as a question does, or with a word of requests."""
    from index.query.intent.classifier import intent_classifier  # slow to import

    first = text.split(maxsplit=1)[0].lower().strip(",.!?")
    asks = first in intent_classifier().frame and first not in STOP_WORDS
    return asks or is_question(extract_question(text))


def _numbered(text: str, kind_of: Callable[[str], Kind]) -> list[str]:
    """The items behind "1.", "2.", "3." and so on, if they are numbered so; chatter is left out."""
    found: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(text):
        if int(mark[1]) == len(found) + 1:
            found.append(mark)
    if len(found) < 2:
        return []
    ends = [mark.start() for mark in found[1:]] + [len(text)]
    items = [text[m.end() : end].strip() for m, end in zip(found, ends, strict=True)]
    if len(items) <= MAX_ITEMS:
        items = [item for item in items if _is_whole(item) or kind_of(item) not in CHATTER]
    return items if all(map(_is_whole, items)) and len(items) > 1 else []


def _is_whole(item: str) -> bool:
    """Whether an item of a list is more than a word, or asks with one."""
    return item.endswith("?") or len(item.split()) > 1 or _ASKS.match(item) is not None


def _asked(text: str, kind_of: Callable[[str], Kind]) -> Iterator[str]:
    """Yield the sentences that ask, each with the statements before it."""
    sentences = [_BULLET.sub("", each) for each in _sentences(text) if _WORD.search(each)]
    if len(sentences) < 2:
        return
    told: list[str] = []
    for sentence in sentences:
        marked = bool(re.search(r"\?[?!]*\W*$", sentence))
        kind = kind_of(sentence)
        if kind in SMALL_TALK and (not marked or kind != "last"):
            continue
        if marked or kind in REQUESTS or (kind == "fact" and is_question(sentence)):
            yield " ".join((*told, sentence))
            told = []
        else:
            told.append(sentence)


def is_question(sentence: str) -> bool:
    """Return whether a sentence, with or without a question mark, begins as questions do."""
    return len(sentence.split()) <= MAX_WORDS and _ASKS.match(sentence) is not None


def is_marked(text: str) -> bool:
    """Return whether a text has a question mark; one inside an address is none."""
    return _MARKED.search(text) is not None


def points_at(sentence: str) -> bool:
    """Return whether a sentence asks about what it only points at: "is he serious"."""
    return _POINTS.match(sentence) is not None


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of each line, whole quotations in one."""
    for line in _lines(text):
        begin = 0
        for end in _ends(line):
            sentence = line[begin:end].strip()
            if sentence and not has_unpaired_marks(sentence):
                yield sentence
                begin = end
        if line[begin:].strip():
            yield line[begin:].strip()


def _lines(text: str) -> list[str]:
    """The lines of a text; one that goes on with the sentence of the line before belongs to it."""
    found: list[str] = []
    for line in text.splitlines():
        begins = _BULLET.match(line) or _NUMBER.match(line) or _BEGINS.match(line)
        if found and not begins and not _ENDED.search(found[-1]):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _ends(line: str) -> list[int]:
    """Where sentences may end; also behind a question mark before a small letter."""
    marks = {mark.end() for mark in _ASKED.finditer(line)}
    return sorted(marks | {end for _, end in sentence_spans(line)})
