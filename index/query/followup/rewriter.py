"""Rewrites a follow-up as a standalone question by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.models import Turn
from index.query.extraction import extract_question
from index.query.followup.conversation import Conversation, read_history
from index.query.followup.coreference import resolve_demonstratives, resolve_pronouns
from index.query.followup.ellipsis import (
    expand_question_word,
    expand_short_question,
    substitute_subject,
)
from index.query.followup.grammar import counted, parse_frame

_AND = re.compile(r"^(?:(?:and|but|so|ok|okay|well|then|also)\b[,\s]*)+", re.IGNORECASE)
_LONGEST = 22
"""Words of a follow-up; who writes more tells a story, and what it asks about stands in it."""


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it leaves out; unchanged if it is standalone already.

    ``history`` is oldest first. Nothing is guessed: a word stays as it is if the conversation does
    not say whom or what it refers to. No language model is used.
    """
    if not history or not question.strip() or len(question.split()) > _LONGEST:
        return question
    talk = read_history(history)
    if talk is None:
        return question
    text = " ".join(question.split())
    made = (
        expand_question_word(text, talk)
        or expand_short_question(text, talk)
        or substitute_subject(text, talk)
    )
    if made:
        return _finished(made, talk)
    asked = extract_question(text)
    if len(_AND.sub("", asked).split()) < 3 and parse_frame(asked) is None:
        return question
    made = _filled(asked, talk)
    if made == asked and _AND.match(text):
        made = _with_topic(asked, talk)
    return question if made == asked else _finished(_AND.sub("", made), talk)


def _filled(text: str, talk: Conversation) -> str:
    """The text with its pronouns, pointing words and days, if they are of what was before."""
    return resolve_demonstratives(resolve_pronouns(counted(text, talk.day()), talk), talk)


def _with_topic(text: str, talk: Conversation) -> str:
    """ "And what did Lavrov say?" asks for his words about the same."""
    frame = parse_frame(text)
    topic = talk.topic()
    if frame is None or frame.rest or frame.word != "what" or frame.noun or topic is None:
        return text
    return f"{text.rstrip(' ?!.')} about {topic}?" if talk.says() and frame.verb else text


def _finished(text: str, talk: Conversation) -> str:
    """With a capital, a mark at its end, and the names in it as the talk before writes them."""
    names = {one.last: one.name.split()[-1] for one in talk.known}
    text = re.sub(
        r"\b[a-z][\w’'-]{3,}",
        lambda word: names.get(word.group(), word.group()),
        " ".join(text.split()),
    )
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}?"
