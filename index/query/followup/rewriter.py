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
_FRONTED = re.compile(
    r"(?:(?P<lead>(?i:and|but|so|ok|okay|also)\b[,\s]*)*)"
    r"(?P<what>(?i:the|a|an|his|her|their)\s[^,?!.]*|[A-Z][^,?!.]*),\s+"
    r"(?P<asked>(?i:who|what|when|where|why|how|which|did|does|do|is|was|are|were|has|have|will|can)"
    r"\b.*)"
)
_FRONT_PRONOUN = re.compile(r"\b(?:it|they|them|he|him|she|her)\b(?!['’])", re.IGNORECASE)
_LONGEST_FRONT = 6  # words
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
    typed = " ".join(question.split())
    text = _straightened(typed)
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
    unchanged = made == asked and text == typed
    return question if unchanged else _finished(_AND.sub("", made), talk)


def _straightened(text: str) -> str:
    """Put what a question names in front where its pronoun stands: "the album, did it sell?"."""
    match = _FRONTED.fullmatch(text)
    if match is None or len(match["what"].split()) > _LONGEST_FRONT:
        return text
    clause = _FRONT_PRONOUN.search(match["what"])  # "The day she resigned, what did she say?"
    if clause or (match["what"][0].isupper() and not match["lead"]):  # "When Putin left, did he..."
        return text
    return _FRONT_PRONOUN.sub(lambda _: match["what"], match["asked"], count=1)


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
