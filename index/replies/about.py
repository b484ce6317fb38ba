"""What the ledger says about the coverage itself: how many articles, of whom, from when to when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from index.models import EVERYTHING, Abstention, ArticleSummary, Scope, count, written_day
from index.query.intent.topic import topic_of
from index.query.outlets import named_outlets
from index.retrieval.hybrid import all_words_query
from index.storage.ledger.ledger import Ledger

MAX_OUTLETS = 12


def about(
    ledger: Ledger, text: str, frame: Collection[str], scope: Scope = EVERYTHING
) -> tuple[str, ...]:
    """Return lines that answer a question about the articles within ``scope``, all counted.

    If the question names an outlet or something else, its articles are counted as well.
    """
    every = ledger.articles()
    articles = [article for article in every if scope.has(article)]
    if not articles:
        return (Abstention("out of scope" if every else "no articles").text,)
    lines = [_size(articles), _outlets(articles)]
    topic = topic_of(text, frame)
    named = _of_outlet(articles, text) or _of_topic(ledger, articles, topic, scope)
    newest = articles[0]
    if newest.published is not None:
        lines.append(f"The newest is “{newest.title}” ({written_day(newest.published)}).")
    return tuple(filter(None, (named, *lines)))


def _size(articles: Sequence[ArticleSummary]) -> str:
    days = sorted(article.published for article in articles if article.published)
    line = f"I have {count(len(articles), 'article')}"
    if days and days[0] != days[-1]:
        line += f", published from {written_day(days[0])} to {written_day(days[-1])}"
    elif days:
        line += f", published on {written_day(days[0])}"
    undated = len(articles) - len(days)
    return f"{line}; {undated:,} without a date." if days and undated else f"{line}."


def _outlets(articles: Sequence[ArticleSummary]) -> str:
    counts = Counter(article.outlet for article in articles if article.outlet)
    if not counts:
        return "None of them names its outlet."
    shown = [f"{outlet} ({n:,})" for outlet, n in counts.most_common(MAX_OUTLETS)]
    more = len(counts) - len(shown)
    rest = f" and {count(more, 'other')}" if more > 0 else ""
    return f"{count(len(counts), 'outlet')}: {', '.join(shown)}{rest}."


def _of_outlet(articles: Sequence[ArticleSummary], text: str) -> str | None:
    """The number of articles of an outlet that is named, as people call it."""
    counts = Counter(article.outlet for article in articles if article.outlet)
    named = named_outlets(text, counts)
    if not named:
        return None
    outlet = named[0].outlet
    are = "is" if counts[outlet] == 1 else "are"
    return f"{counts[outlet]:,} of {count(len(articles), 'article')} {are} from {outlet}."


def _of_topic(
    ledger: Ledger, articles: Sequence[ArticleSummary], topic: str | None, scope: Scope
) -> str | None:
    """The number of articles that have all words of a topic."""
    query = all_words_query(topic or "")
    if not query:
        return None
    found = len(ledger.article_words(query, scope, len(articles)))
    return f"“{topic}” is mentioned in {found:,} of {count(len(articles), 'article')}."
