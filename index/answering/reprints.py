"""Near copies of the articles that are cited: who else printed the same sentences."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.copies.shingles import words
from index.models import ArticleSummary, Reprint
from index.storage.ledger.records import StoredSentence

Sentences = frozenset[tuple[str, ...]]
MAX_READ = 256
"""Articles whose sentences are kept."""


@dataclass(frozen=True)
class Reprints:
    """The stories that several articles print, from one state of the index.

    ``stories`` has the articles of each such story, by its name, those that came out first first;
    ``names`` has the story of each of these articles. ``sentences`` returns the sentences of an
    article, as they are compared.
    """

    stories: Mapping[str, Sequence[ArticleSummary]]
    names: Mapping[str, str]
    sentences: Callable[[str], Sentences]

    @staticmethod
    def among(articles: Iterable[ArticleSummary], read: Callable[[str], Sequence[str]]) -> Reprints:
        """Return the stories of these articles.

        ``read`` returns the texts of an article's sentences, () if it was removed meanwhile.
        """

        @functools.lru_cache(maxsize=MAX_READ)
        def sentences(file: str) -> Sentences:
            return frozenset(map(words, read(file)))

        stories: dict[str, list[ArticleSummary]] = defaultdict(list)
        for article in sorted(articles, key=_in_order):
            if article.story is not None:
                stories[article.story].append(article)
        names = {article.file: name for name, each in stories.items() for article in each}
        return Reprints(stories, names, sentences)

    def story(self, file: str) -> str:
        """Return the name of an article's story: that of the article that was the first."""
        return self.names.get(file, file)

    def of(self, file: str, sentences: Sequence[str]) -> tuple[Reprint, ...]:
        """Return the near copies of an article that print all of these sentences of it."""
        articles = self.stories.get(self.story(file), ())
        own = next((article for article in articles if article.file == file), None)
        if own is None:
            return ()
        wanted = {words(sentence) for sentence in sentences}
        return tuple(
            reprint_of(article)
            for article in articles
            if article is not own
            and (own.url is None or article.url != own.url)  # a version of the same page
            and wanted <= self.sentences(article.file)
        )


NO_REPRINTS = Reprints({}, {}, lambda file: frozenset())
"""No article is a near copy of another."""


def reprint_of(article: ArticleSummary | StoredSentence) -> Reprint:
    """Return an article, or that of a sentence, as one that prints what another says."""
    return Reprint(article.file, article.outlet, article.published)


def merged(*groups: Iterable[Reprint]) -> tuple[Reprint, ...]:
    """Return the articles of all groups, each once."""
    return tuple({each.file: each for group in groups for each in group}.values())


def _in_order(article: ArticleSummary) -> tuple[dt.date, str]:
    return article.published or dt.date.max, article.file
