"""What the answering side keeps of one state of the index, worked out once for each state."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.answering.reader import Reader
from index.answering.view import ArticleView
from index.language.lexicon import Lexicon
from index.language.offices import Offices
from index.language.rarity import Rarity
from index.ledger import Ledger
from index.models import ArticleSummary

MOST_VIEWS = 512


@dataclass
class Library:
    """One committed state: its articles, its vocabulary, and up to ``MOST_VIEWS`` articles."""

    revision: int
    articles: tuple[ArticleSummary, ...]
    reader: Reader
    offices: Offices
    _views: OrderedDict[str, ArticleView] = field(default_factory=OrderedDict)

    def views(self, ledger: Ledger, files: Iterable[str]) -> dict[str, ArticleView]:
        """The articles as they are read; one that is gone meanwhile is left out."""
        found = {}
        for file in dict.fromkeys(files):
            view = self._views.get(file)
            if view is None:
                view = ArticleView.of(ledger.article_sentences(file), self.offices)
                self._views[file] = view
                while len(self._views) > MOST_VIEWS:
                    self._views.popitem(last=False)
            if view.sentences:
                found[file] = view
        return found

    def summary(self, file: str) -> ArticleSummary | None:
        """What is known of an article."""
        return next((article for article in self.articles if article.file == file), None)


class Librarian:
    """Hands out the library of the present state of the ledger. Safe from any thread."""

    def __init__(self, ledger: Ledger, rarity: Rarity) -> None:
        self._ledger = ledger
        self._rarity = rarity
        self._library: Library | None = None
        self._building = threading.Lock()

    def library(self) -> Library:
        """The library of the present state; built anew when a re-index has been committed."""
        with self._building:
            revision = self._ledger.revision()
            if self._library is None or self._library.revision != revision:
                self._library = self._build(revision)
            return self._library

    def present(self, library: Library) -> bool:
        """Whether nothing was committed since the library was built."""
        return library.revision == self._ledger.revision()

    def _build(self, revision: int) -> Library:
        articles = tuple(self._ledger.articles())
        lexicon = Lexicon(self._ledger.sentence_texts(), [a.title for a in articles])
        newest = max((a.published for a in articles if a.published), default=None)
        reader = Reader(lexicon, self._rarity, newest)
        return Library(revision, articles, reader, lexicon.offices)
