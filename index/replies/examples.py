"""Questions that this coverage answers, made from its articles and asked before they are shown."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from index.answering.corpus import ArticleView
from index.answering.pipeline import CoverageQueryEngine
from index.english.first_names import is_first_name
from index.english.letters import CAPITAL
from index.models import Answer, written_day
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence
from index.temporal.tagger import find_dates

SHOWN = 3
TRIES = 8
"""Questions that are asked at most to find those that are shown."""
LOOKED_AT = 12
"""Articles whose speakers are taken."""
_FULL_NAME = re.compile(
    rf"{CAPITAL}(?!{CAPITAL})[\w’'-]+(?: {CAPITAL}[\w’'.-]*)? {CAPITAL}[\w’'-]+"
)


class ExampleQuestions:
    """Keeps the questions of one state of the index. Thread-safe."""

    def __init__(self, ledger: Ledger, engine: CoverageQueryEngine) -> None:
        self._ledger = ledger
        self._engine = engine
        self._found: tuple[int, tuple[str, ...]] | None = None
        self._finding = threading.Lock()

    def questions(self) -> tuple[str, ...]:
        """Return up to three questions; blocks a few seconds after a re-index. () if none is sure.

        Each is answered without doubt, and quotes the person or is of the day that it names.
        """
        with self._finding:
            revision = self._ledger.revision()
            if self._found is None or self._found[0] != revision:
                self._found = revision, self._find()
            return self._found[1]

    def _find(self) -> tuple[str, ...]:
        found: list[str] = []
        told_of: set[str] = set()
        fresh = ((q, word) for q, word in self._candidates() if word not in told_of)
        for question, word in islice(fresh, TRIES):
            if len(found) == SHOWN:
                break
            if surely_quotes(self._engine.run(question).answer, word):
                found.append(question)
                told_of.add(word)
        return tuple(found)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        """Yield questions, each with a word that the answer has to have.

        They ask about people whom articles quote, those of most articles first, and about days that
        articles name, the newest articles first.
        """
        articles = self._ledger.articles()
        step = max(1, len(articles) // LOOKED_AT)
        looked_at = articles[::step][:LOOKED_AT]
        views = [ArticleView.of(self._ledger.article_sentences(each.file)) for each in looked_at]
        sentences = (sentence for view in views for sentence in view.sentences)
        asked = dict(chain.from_iterable(map(about_days, sentences)))
        yield from islice(_about_people(views), TRIES - SHOWN)
        yield from asked.items()


def _about_people(views: Sequence[ArticleView]) -> Iterator[tuple[str, str]]:
    quoted = Counter(who for view in views for who in speakers(view))
    for name, _ in quoted.most_common():
        yield from about_person(name)


def speakers(view: ArticleView) -> Iterator[str]:
    """Yield the people whom an article quotes with first and last name, in order."""
    for who in dict.fromkeys(statement.who or "" for statement in view.attributions):
        if _FULL_NAME.fullmatch(who) and is_first_name(who.split()[0]):
            yield who


def about_person(name: str) -> Iterator[tuple[str, str]]:
    """Yield questions about a person, each with the name that its answer has to have.

    The surname alone may be that of somebody else.
    """
    yield f"What did {name} say?", name
    yield f"Who is {name}?", name


def about_days(sentence: StoredSentence) -> Iterator[tuple[str, str]]:
    """Yield questions about the days that a sentence names, each with the words that name it."""
    for mention in sentence.mentions:
        if mention.first is not None and mention.first == mention.last:
            yield f"What happened on {written_day(mention.first)}?", mention.text


def surely_quotes(answer: Answer, word: str) -> bool:
    """Return whether an answer is without doubt, and its first quote has the word asked about.

    An article that came out before the day asked about tells only what was expected of it.
    """
    quoted = any(
        word in citation.shown and not _is_ahead(answer.question, citation.published)
        for citation in answer.citations[:1]
    )
    return answer.answered and not answer.doubtful and quoted


def _is_ahead(question: str, published: dt.date | None) -> bool:
    days = (each.last for each in find_dates(question, published))
    return published is not None and any(day > published for day in days if day)
