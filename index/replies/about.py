"""What the ledger says about the coverage itself: how many articles, of whom, from when to when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.english.tokens import STOP_WORDS
from index.models import (
    EVERYTHING,
    Abstention,
    ArticleSummary,
    Scope,
    TimeExpression,
    count,
    written_day,
)
from index.query.intent.topic import topic_of
from index.query.outlets import named_outlets
from index.retrieval.hybrid import all_words_query
from index.storage.ledger.ledger import Ledger

MAX_NAMED = 12
"""Outlets or authors that are named."""
MAX_TITLES = 10
"""Titles that are listed where somebody asks for them."""
FEW = 3
"""Articles of an author, a day, an outlet whose titles are listed in any case."""
WISHES: Mapping[str, Sequence[str]] = {
    "titles": ("list the headlines", "list all articles", "show me the titles",
               "which articles do you have", "what are the headlines",
               "when was each article published", "which articles are from that outlet"),
    "authors": ("who wrote the articles", "which authors are there", "list the authors",
                "which journalists write here", "who are the reporters"),
    "oldest": ("what is the oldest article", "how old is the first article",
               "which is the earliest story", "how far back do you go"),
    "newest": ("what is the newest article", "how old is the newest article",
               "which is the most recent story", "what is the latest date"),
    "": ("how many articles do you have", "which outlets", "what sources do you use",
         "from when to when", "which period do you cover", "how old are your articles",
         "what days are the articles from", "how many articles are there and from which outlets",
         "how many articles are about it", "how many articles are from that day"),
}  # fmt: skip
"""What may be asked about the coverage beside numbers, outlets and days, with examples."""
_WORD = re.compile(r"\w[\w'’-]*")
_PIECE = re.compile(r"\w+")
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_BETWEEN = re.compile(r",? or |, ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AboutRequest:
    """A question about the coverage.

    ``wish`` is a key of ``WISHES``. ``within`` is the days that the text names, EVERYTHING if it
    names none, and ``dates`` are the expressions that name them.
    """

    text: str
    wish: str = ""
    within: Scope = EVERYTHING
    dates: Sequence[TimeExpression] = ()


def about(
    ledger: Ledger, asked: AboutRequest, frame: Collection[str], scope: Scope = EVERYTHING
) -> tuple[str, ...]:
    """Return lines that answer a question about the articles within ``scope``, all counted.

    If the question names an outlet, an author, days or something else, its articles are counted.
    ``frame`` are the words that only ask.
    """
    every = ledger.articles()
    articles = [article for article in every if scope.has(article)]
    if not articles:
        return (Abstention("out of scope" if every else "no articles").text,)
    chosen, told = _chosen(ledger, asked, frame, articles, scope)
    counted = (_counted(len(chosen), len(articles), told),) if told else ()
    if asked.wish == "authors" and _named_author(asked.text, articles) is None:
        if counted and len(chosen) == 1 and chosen[0].author:
            return (f"{counted[0].removesuffix('.')}, by {chosen[0].author}.",)
        return (*counted, *_authors(chosen))
    if asked.wish in ("oldest", "newest") and (end := _end(chosen, asked.wish)):
        return (*counted, end)
    if asked.wish == "titles" or (told and len(chosen) <= FEW):
        return (*counted, *_titles(chosen))
    return counted or (_size(articles), _outlets(articles), *_ends(articles))


def _chosen(
    ledger: Ledger,
    asked: AboutRequest,
    frame: Collection[str],
    articles: Sequence[ArticleSummary],
    scope: Scope,
) -> tuple[Sequence[ArticleSummary], list[tuple[str, str]]]:
    """Return the articles that a question is about, and how it limits them, of one and of more."""
    told: list[tuple[str, str]] = []
    rest = asked.text
    named = named_outlets(rest, {a.outlet for a in articles if a.outlet})
    if named:
        outlets = list(dict.fromkeys(each.outlet for each in named))
        articles = [each for each in articles if each.outlet in outlets]
        told.append((f"is from {_either(outlets)}", f"are from {_either(outlets)}"))
        for each in named:
            rest = _blanked(rest, each.start, each.end)
    authors: list[str] = []
    while (author := _named_author(rest, articles)) is not None:
        name, start, end = author
        authors.append(name)
        rest = _blanked(rest, start, end)
    if authors:
        articles = [a for a in articles if any(name in (a.author or "") for name in authors)]
        told.append((f"is by {_either(authors)}", f"are by {_either(authors)}"))
    if asked.within != EVERYTHING:
        articles = [each for each in articles if asked.within.has(each)]
        days = _days(asked.within)
        told.append((f"was published {days}", f"were published {days}"))
    topic = topic_of(rest, frame, asked.dates)
    queries = [query for each in _alternatives(topic or "") if (query := all_words_query(each))]
    if queries:
        most = ledger.article_count()
        having = {file for query in queries for file, _ in ledger.article_words(query, scope, most)}
        articles = [each for each in articles if each.file in having]
        told.append((f"mentions “{topic}”", f"mention “{topic}”"))
    return articles, told


def _alternatives(topic: str) -> list[str]:
    """Return what "or" stands between: of "the spill in Alabama or Florida", it in either."""
    if not _OR.search(topic):
        return [topic]
    first, *others = _BETWEEN.split(topic)
    words = first.split()
    small = [at for at, word in enumerate(words) if word.lower() in STOP_WORDS]
    shared = words[: small[-1] + 1] if small else []
    alike = [" ".join(words[len(shared) :]), *others]
    return [" ".join([*shared, each]) for each in alike]


def _either(names: Sequence[str]) -> str:
    """``BBC News, Reuters or The Echo``."""
    *others, last = dict.fromkeys(names)
    return f"{', '.join(others)} or {last}" if others else last


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _named_author(text: str, articles: Sequence[ArticleSummary]) -> tuple[str, int, int] | None:
    """Return an author whom a text names, in full or as "by Brown", and where: never a blank."""
    words = {word.casefold() for word in _PIECE.findall(text)}
    for name in dict.fromkeys(name for each in articles for name in _people(each.author)):
        if words.isdisjoint(map(str.casefold, _PIECE.findall(name)[-1:])):
            continue  # most of thousands, for which no expression has to be compiled
        last = (_WORD.findall(name) or [name])[-1]
        for wanted, before in ((name, ""), (last, r"\bby\s+")):
            # in the text itself: folding its case would move what is behind "İ" or "ß"
            found = re.search(rf"{before}\b({re.escape(wanted)})\b", text, re.IGNORECASE)
            if found is not None and not found[1].isspace():
                return name, *found.span(1)
    return None


def _days(within: Scope) -> str:
    first, last = within.since, within.until
    if first is None:
        return f"until {written_day(last)}" if last else ""
    if first == last:
        return f"on {written_day(first)}"
    since = f"from {written_day(first)}"
    return f"{since} to {written_day(last)}" if last else f"{since} on"


def _counted(chosen: int, of: int, told: Sequence[tuple[str, str]]) -> str:
    """Say how many articles are as asked for: "2 of 14 articles are from The Herald"."""
    plural = chosen > 1
    how = " and ".join(several if plural else one for one, several in told)
    if not chosen and of > 1:
        return f"None of the {of:,} articles {how}."
    one = chosen == 1 and of > 1
    return f"{'One' if one else f'{chosen:,}'} of {'the ' * one}{count(of, 'article')} {how}."


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
    return f"{count(len(counts), 'outlet')}: {_most(counts)}."


def _authors(articles: Sequence[ArticleSummary]) -> tuple[str, ...]:
    counts = Counter(name for article in articles for name in _people(article.author))
    if not counts:
        return ("The articles do not name their authors.",) if articles else ()
    return (f"{count(len(counts), 'author')}: {_most(counts)}.",)


def _people(author: str | None) -> Iterable[str]:
    """Return the people whom an author line names; pages divide several by semicolons."""
    return dict.fromkeys(name for each in (author or "").split(";") if (name := each.strip()))


def _most(counts: Counter[str]) -> str:
    """Name what there is most of, with the numbers."""
    shown = [f"{name} ({n:,})" for name, n in counts.most_common(MAX_NAMED)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {count(more, 'other')}" if more > 0 else "")


def _titles(articles: Sequence[ArticleSummary]) -> tuple[str, ...]:
    """The titles of the newest articles, each with its outlet and day."""
    lines = [_titled(each) for each in articles[:MAX_TITLES]]
    more = len(articles) - len(lines)
    are = "is" if more == 1 else "are"
    rest = (f"{count(more, 'older article')} {are} not listed.",) if more > 0 else ()
    return (*lines, *rest)


def _titled(article: ArticleSummary) -> str:
    day = written_day(article.published) if article.published else None
    where = ", ".join(filter(None, (article.outlet, day)))
    return f"“{article.title}” ({where})" if where else f"“{article.title}”"


def _end(articles: Sequence[ArticleSummary], wish: str) -> str | None:
    """The oldest or the newest article, None if none has a day."""
    dated = [each for each in articles if each.published]
    if not dated:
        return None
    return f"The {wish} article is {_titled(dated[0] if wish == 'newest' else dated[-1])}."


def _ends(articles: Sequence[ArticleSummary]) -> tuple[str, ...]:
    """The oldest and the newest article that have a day."""
    dated = [each for each in articles if each.published]
    if not dated:
        return ()
    newest, oldest = dated[0], dated[-1]
    if len(dated) == 1:
        return (f"The newest is {_titled(newest)}.",)
    return (f"The oldest is {_titled(oldest)}, the newest {_titled(newest)}.",)
