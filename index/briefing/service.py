"""Briefings of the live index, with or without a topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.answering.page_versions import PageVersions
from index.answering.reprints import NO_REPRINTS, Reprints
from index.briefing.selection import OPENING, Opening, beginning, choose, length_of, opening
from index.embedding.embedder import EmbedderSource
from index.models import ArticleSummary, Citation, Scope, Statement
from index.retrieval.topic import on_topic
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence
from index.storage.vector_store import VectorStore

MAX_ARTICLES = 400
"""Articles that a briefing is made from: of more, every second, third, ... in order of days."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """``statements`` in the order of what they tell, with their citations; possibly none."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class BriefingService:
    """Makes briefings and lists of news from the ledger. Blocks."""

    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource

    def brief(self, topic: str | None, scope: Scope) -> Briefing:
        """Tell what the articles of the scope, or a topic in them, are about."""
        reprints = self._reprints()
        openings = self.openings(topic, scope)
        stories = _once(openings, reprints)
        chosen = choose(_spread(stories, MAX_ARTICLES), length_of(len(stories)))
        return Briefing(*cited(chosen, reprints))

    def newest(self, topic: str | None, scope: Scope, most: int = 4) -> Briefing:
        """Tell the newest events of the newest articles, the newest first.

        That is the first sentence that stands alone of an article, or the one about the topic that
        names the newest day. No article is left out because none of its sentences stands alone.
        """
        openings = self.openings(topic, scope, most=None if topic else 4 * most, every=True)
        latest = sorted(openings, key=lambda each: each.published, reverse=True)[: 4 * most]
        told: list[StoredSentence] = []
        reprints = self._reprints()
        for each in _once(latest, reprints):
            lead = each.sentences[0] if topic is None else _newest_told(each)
            alike = any(lead.vector @ s.vector > ALIKE for s in told)  # type: ignore[operator]
            if not alike and len(told) < most:
                told.append(lead)
        told.sort(key=lambda s: s.day or dt.date.min, reverse=True)
        return Briefing(*cited(told, reprints))

    def _reprints(self) -> Reprints:
        return Reprints.among(self.ledger.articles(), self.ledger.texts_of)

    def openings(
        self, topic: str | None, scope: Scope, most: int | None = None, *, every: bool = False
    ) -> list[Opening]:
        """Return the articles of the scope, oldest first; of a topic, what they say about it.

        Those of which no sentence stands alone are left out, or with ``every`` begin somehow.
        """
        older = PageVersions.among(self.ledger.versions()).until
        standing = (each for each in self.ledger.articles() if each.file not in older)
        articles = [each for each in standing if scope.has(each)][:most]
        articles = [*reversed(_spread(articles, MAX_ARTICLES))] if topic is None else articles
        places: dict[str, set[int]] = {}
        if topic is not None:
            for file, ordinal in on_topic(
                self.ledger, self.store, self.embedder, topic, Scope(outlet=scope.outlet)
            ):
                places.setdefault(file, set()).add(ordinal)
            articles = [each for each in reversed(articles) if each.file in places]
        found = []
        for article in articles:
            sentences = self.ledger.article_sentences(article.file)
            if topic is None:
                sentences = sentences[:OPENING]
            else:
                sentences = tuple(s for s in sentences if s.ordinal in places[article.file])
            made = opening(sentences) or (beginning(sentences) if every else None)
            if made is not None:
                found.append(made)
        return found


def _newest_told(article: Opening) -> StoredSentence:
    """The sentence of the newest day, the first one of several."""
    return max(article.sentences, key=lambda s: s.day_told or dt.date.min)


def _once(openings: Iterable[Opening], reprints: Reprints) -> list[Opening]:
    """The articles, of near copies only one: if it is there, the one that came out first."""
    found: dict[str, Opening] = {}
    for each in openings:
        file = each.sentences[0].file
        story = reprints.story(file)
        if story not in found or file == story:
            found[story] = each
    return list(found.values())


ALIKE = 0.8
"""The cosine from which on two sentences tell the same news."""


def _spread(items: Sequence[Opening] | Sequence[ArticleSummary], most: int) -> list:  # type: ignore[type-arg]
    """At most ``most`` of the items, evenly, with the first."""
    step = -(-len(items) // most) or 1
    return list(items[::step])


def cited(
    chosen: Iterable[StoredSentence], reprints: Reprints = NO_REPRINTS
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return a statement and a citation for each sentence."""
    sentences = list(chosen)
    citations = tuple(
        s.cite(number, reprints.of(s.file, [s.text])) for number, s in enumerate(sentences, 1)
    )
    several = len({sentence.published for sentence in sentences}) > 1
    statements = tuple(
        Statement(s.text, (number,), s.published, day=s.day_told)
        if several
        else Statement(s.text, (number,))
        for number, s in enumerate(sentences, 1)
    )
    return statements, citations
