"""Articles as needed for answering, prepared once per state of the index."""

from __future__ import annotations

import functools
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.answering.page_versions import PageVersions
from index.answering.reprints import NO_REPRINTS, Reprints
from index.english.attribution import Attribution, attribute
from index.english.ellipsis import leaves_out_its_verb
from index.english.phrasal_verbs import merge_phrasal_verbs
from index.english.quotations import leaves_quote_open
from index.english.tokens import tokenize
from index.english.vocabulary import Lexicon, Rarity
from index.models import ArticleSummary
from index.query.language import ENGLISH, language_of, script_of
from index.query.parser import QuestionParser
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence

_LEANS = re.compile(
    r"^\W*(?:he|she|they|it|his|her|their|its|this|that|these|those|such|both|the (?:two|latter|"
    r"former|spokes\w+|president|minister|leader|move|decision|announcement|talks|meeting|call|"
    r"statement|comments?|remarks?|claim|news|official|company|pair|same)|but|and|so|however|"
    r"still|also|meanwhile|then|instead|after (?:that|those|this|the) \w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ArticleView:
    """All sentences of an article in reading order; ``attributions`` tell who says them."""

    sentences: tuple[StoredSentence, ...]
    title: str
    attributions: tuple[Attribution, ...] = field(default=())
    _inside: frozenset[int] = frozenset()
    _stems: dict[int, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(sentences: Sequence[StoredSentence]) -> ArticleView:
        """Attribute the sentences of an article to their sources."""
        attributions = attribute([s.text for s in sentences], [s.paragraph for s in sentences])
        title = sentences[0].title if sentences else ""
        inside = _inside_quotations(sentences)
        return ArticleView(tuple(sentences), title, tuple(attributions), inside)

    @functools.cached_property
    def title_stems(self) -> frozenset[str]:
        """Stems of the content words of the title."""
        return stems(self.title)

    def stems(self, ordinal: int) -> frozenset[str]:
        """Return the stems of a sentence's content words; cached: many questions need them."""
        known = self._stems.get(ordinal)
        if known is None:
            known = self._stems[ordinal] = stems(self.sentences[ordinal].text)
        return known

    @functools.cached_property
    def all_stems(self) -> frozenset[str]:
        """Stems of the content words of the title and of all sentences."""
        return self.title_stems.union(*map(self.stems, range(len(self.sentences))))

    def inside_quotation(self, ordinal: int) -> bool:
        """Return whether a sentence begins inside a quotation."""
        return ordinal in self._inside

    def leans(self, ordinal: int) -> bool:
        """Return whether a sentence can only be understood with what precedes it."""
        statement = self.attributions[ordinal]
        text = self.sentences[ordinal].text
        return leans_on_before(text) or (statement.back > 0 and bool(statement.who))


def leans_on_before(text: str) -> bool:
    """Return whether a sentence can only be understood with the one before it.

    It begins as if something had been said ("He also ..."), or leaves out its verb.
    """
    return bool(_LEANS.search(text)) or leaves_out_its_verb(text)


def _inside_quotations(sentences: Sequence[StoredSentence]) -> frozenset[int]:
    found = set()
    still_open = False
    for i, sentence in enumerate(sentences):
        if i and sentence.paragraph != sentences[i - 1].paragraph:
            still_open = False
        if still_open:
            found.add(i)
        still_open = leaves_quote_open(sentence.text, still_open)
    return frozenset(found)


def stems(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    tokens = merge_phrasal_verbs(tuple(tokenize(text)), keep=True)
    return frozenset(token.stem for token in tokens if token.content)


MAX_VIEWS = 512
MAX_TITLES, PART = 300, 0.05
"""Titles that are looked at to tell the languages of a coverage, and the least part of one."""


@dataclass
class CorpusView:
    """One committed state: articles, vocabulary, and the ``MAX_VIEWS`` article views used last."""

    revision: int
    articles: tuple[ArticleSummary, ...]
    parser: QuestionParser
    versions: PageVersions = field(default_factory=PageVersions)
    reprints: Reprints = NO_REPRINTS
    _views: OrderedDict[str, ArticleView] = field(default_factory=OrderedDict)

    def views(self, ledger: Ledger, files: Iterable[str]) -> dict[str, ArticleView]:
        """Return views of the articles, without those that have been removed meanwhile."""
        found = {}
        for file in dict.fromkeys(files):
            view = self._views.pop(file, None)
            if view is None:
                view = ArticleView.of(self.versions.marked(ledger.article_sentences(file)))
            self._views[file] = view
            while len(self._views) > MAX_VIEWS:
                self._views.popitem(last=False)
            if view.sentences:
                found[file] = view
        return found

    def strange(self, text: str) -> str | None:
        """Return the language of a text that is neither English nor one that articles are in."""
        language = language_of(text, self.parser.is_name)
        script = script_of(text)
        known = language in self._languages if script is None else script in self._scripts
        return None if language == ENGLISH or known else language

    @functools.cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets of the articles, each once."""
        return tuple(dict.fromkeys(article.outlet for article in self.articles if article.outlet))

    @functools.cached_property
    def _scripts(self) -> frozenset[str]:
        return self.parser.scripts()

    @functools.cached_property
    def _languages(self) -> frozenset[str]:
        """The languages in which at least ``PART`` of the titles that are looked at are."""
        step = max(1, -(-len(self.articles) // MAX_TITLES))
        titles = [article.title for article in self.articles[::step]]
        counts = Counter(map(language_of, titles))
        return frozenset(code for code, n in counts.items() if n >= PART * len(titles))

    def summary(self, file: str) -> ArticleSummary | None:
        """Return the summary of an article, or None."""
        return next((article for article in self.articles if article.file == file), None)


class CorpusCache:
    """Keeps the view of the ledger's current state. Thread-safe."""

    def __init__(self, ledger: Ledger, rarity: Rarity) -> None:
        self._ledger = ledger
        self._rarity = rarity
        self._view: CorpusView | None = None
        self._building = threading.Lock()

    def current(self) -> CorpusView:
        """Return the current view; rebuilt after each re-index."""
        with self._building:
            revision = self._ledger.revision()
            if self._view is None or self._view.revision != revision:
                self._view = self._build(revision)
            return self._view

    def is_current(self, view: CorpusView) -> bool:
        """Return whether nothing has been committed since the view was built."""
        return view.revision == self._ledger.revision()

    def _build(self, revision: int) -> CorpusView:
        articles = tuple(self._ledger.articles())
        lexicon = Lexicon(self._ledger.vocabulary())
        newest = max((a.published for a in articles if a.published), default=None)
        parser = QuestionParser(lexicon, self._rarity, newest, self._ledger.covered_days())
        versions = PageVersions.among(self._ledger.versions())
        reprints = Reprints.among(articles, self._ledger.texts_of)
        return CorpusView(revision, articles, parser, versions, reprints)
