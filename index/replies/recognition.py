"""Recognises what a message wants: its kind, its questions, and what it asks of the last answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.answering.pipeline import CoverageQueryEngine
from index.embedding.local_model import LocalEmbedding, Vector
from index.english.tokens import tokenize
from index.models import EVERYTHING, Kind, Scope, Turn
from index.query.days.requests import days_of
from index.query.extraction import extract_question
from index.query.intent.classifier import intent_classifier
from index.query.intent.kinds import REQUESTS, SMALL_TALK
from index.query.intent.topic import topic_of
from index.query.outlets import is_only_outlet, named_outlets, narrowed
from index.query.splitting import is_marked, is_question, points_at, split_message
from index.replies.about import WISHES
from index.replies.comparison import COMPARED
from index.retrieval.hybrid import all_words_query
from index.storage.ledger.ledger import Ledger
from index.temporal.calendar import local_today

_LIKELY, _CERTAIN = 0.5, 0.9
"""The least probability that a message asks something, if it begins as a question or not."""
WIDE, MIN_ARTICLES = 0.2, 3
"""A topic is too wide for a sentence if this share of the articles mention it, and this many."""

_LAST = {
    "source": ("source?", "where does it say that", "show me the quotes", "which article"),
    "shorter": ("shorter please", "make it shorter", "that was too long", "in one sentence"),
    "more": ("more", "tell me more", "more details please", "go on", "elaborate",
             "what else", "anything else?"),
    "language": ("in Spanish please", "translate that", "say it in German", "in french"),
    "": ("why?", "are you sure?", "what do you mean", "that is wrong", "and then?",
         "who said that", "say that again", "when was that", "explain that"),
}  # fmt: skip
"""What may be asked of the last answer; "" is left to the reader."""


_Wishes = Mapping[str, Vector]
"""The vectors of the examples of each wish, of shape (n, 384)."""


class MessageRecognizer:
    """Tells kinds apart. Thread-safe; blocks.

    ``frame`` are words that only ask for an overview or news.
    """

    def __init__(
        self, engine: CoverageQueryEngine, ledger: Ledger, embedder: LocalEmbedding
    ) -> None:
        self._ledger = ledger
        self._engine = engine
        self._embedder = embedder
        self._classifier = intent_classifier()
        self.frame = self._classifier.frame
        self._wishes = self._embedded(_LAST)
        self._about_wishes = self._embedded(WISHES)
        self._compared = self._embedded(COMPARED)

    def kind(self, text: str) -> Kind:
        """Return what a message is.

        Small talk that names somebody or something of the coverage is a question of fact. So is a
        topic alone, "Haiti", where few articles mention it; where many do, it asks for an overview,
        as an outlet alone does.
        """
        if is_only_outlet(text, self._engine.outlets()):
            return "overview"
        kind = self._classified(text)
        small = kind in SMALL_TALK and not (kind == "last" and self.wish(text) == "language")
        if small and self._engine.names(text):
            kind = "fact"
        if kind == "fact":
            return self._of_outlet(text) or ("overview" if self._is_wide_topic(text) else "fact")
        return kind

    def asks(self, text: str) -> bool:
        """Return whether a message asks for something, and does not only tell or name it.

        It has to ask by itself: what it could mean after other messages does not count, nor that it
        names somebody of the coverage. Without a question mark, it has to begin as a question, and
        more likely be one than anything else, or to be a request almost certainly.
        """
        marked = is_marked(text)
        if marked or self._engine.strange_language(text) is not None:
            return marked
        intent = self._classifier.classify(text, self._embedder.embed_question(text))
        if intent.kind == "last":
            wish = self.wish(text)
            return bool(wish) and not asks_beyond(text, wish)
        asked = extract_question(text)
        if intent.kind == "claim":
            return is_question(asked)
        if intent.kind in (*REQUESTS, "help"):
            return True
        likely = sum(intent.probabilities[kind] for kind in ("fact", "help", *REQUESTS))
        if not is_question(asked) and asked == text:  # nor is it "tell me about …"
            return likely > _CERTAIN
        return likely > _LIKELY and not (points_at(asked) and not self._engine.names(asked))

    def questions(self, text: str) -> tuple[str, ...]:
        """Return the questions that a message asks, in order; the message if it is only one."""
        return split_message(text, self.kind)

    def narrowed(self, question: str, scope: Scope) -> tuple[str, Scope]:
        """Return a question without the outlet that it is limited to, and the scope with it."""
        if scope.outlet is None:
            found = narrowed(question, self._engine.outlets())
            if found is not None and found[1]:
                return found[1], replace(scope, outlet=found[0])
        return question, scope

    def without_outlet(self, text: str, scope: Scope) -> tuple[str, Scope]:
        """A request without the outlet that it is limited to, and the scope with it."""
        named = named_outlets(text, self._engine.outlets())
        if scope.outlet is not None or len(named) != 1:
            return text, scope
        (one,) = named
        rest = f"{text[: one.start]} {text[one.end :]}"
        limited = narrowed(text, [one.outlet]) or topic_of(rest, self.frame) is None
        return (rest, replace(scope, outlet=one.outlet)) if limited else (text, scope)

    def topical(self, history: Sequence[Turn]) -> tuple[Turn, ...]:
        """Return the turns that are about something: small talk in between is no topic.

        What was answered from the articles has numbers, and what was not answered no statements.
        """
        return tuple(
            turn
            for turn in history
            if (not turn.statements or any(each.numbers for each in turn.statements))
            and self.kind(turn.question) != "last"
        )

    def went_on(self, turn: Turn) -> bool:
        """Whether a turn told more of what the answer before it told."""
        wanted = bool(turn.citations) and self.wish(turn.question) == "more"
        return wanted and self.kind(turn.question) == "last"

    def wish(self, text: str) -> str:
        """Return what a message asks of the last answer: a key of ``_LAST``."""
        return self._nearest(self._wishes, text)

    def about_wish(self, text: str) -> str:
        """Return what a question about the coverage itself wants: a key of ``WISHES``."""
        return self._nearest(self._about_wishes, text)

    def compared(self, text: str) -> str:
        """Return what a comparison that names nobody compares: a key of ``COMPARED``."""
        return self._nearest(self._compared, text)

    def _classified(self, text: str) -> Kind:
        return self._classifier.classify(text, self._embedder.embed_question(text)).kind

    def _of_outlet(self, text: str) -> Kind | None:
        """What is wanted of an outlet where no topic is named: "What's new from the BBC?"."""
        found = narrowed(text, self._engine.outlets())
        if found is None or topic_of(found[1], self.frame) is not None:
            return None
        return self._classified(found[1]) if found[1] else "overview"

    def _is_wide_topic(self, text: str) -> bool:
        """Whether a message is nothing but a topic that many articles mention."""
        topic = text.strip(" ?!.")
        if topic_of(topic, self.frame) != topic:
            return False
        if days_of(topic, local_today())[1]:
            return False
        every = all_words_query(topic)
        enough = math.ceil(max(MIN_ARTICLES, WIDE * self._ledger.article_count()))
        found = len(self._ledger.article_words(every, EVERYTHING, enough)) if every else 0
        return found >= enough

    def _embedded(self, wishes: Mapping[str, Sequence[str]]) -> _Wishes:
        embed = self._embedder.embed_question
        return {wish: np.stack([embed(text) for text in texts]) for wish, texts in wishes.items()}

    def _nearest(self, wishes: _Wishes, text: str) -> str:
        """Return the wish that has the example nearest to a message."""
        vector = self._embedder.embed_question(text)
        return max(wishes, key=lambda wish: float((wishes[wish] @ vector).max()))


def asks_beyond(text: str, wish: str) -> bool:
    """Whether a message has words of content that none of the examples of its wish has.

    "What else did he say about it?" is a question of its own.
    """
    common = {token.stem for example in _LAST[wish] for token in tokenize(example)}
    return any(token.content and token.stem not in common for token in tokenize(text))
