"""Lists of articles, single articles, and announcements of new articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.discord.rendering.abstentions import ADD_ARTICLES
from bot.discord.rendering.limits import MESSAGE, cut, cut_escaped, first_lines, length
from bot.discord.rendering.markdown import as_code, date_stamp, escaped_line
from bot.discord.rendering.sources import linked_title
from bot.discord.rendering.timelines import weekday_date
from bot.rendering.text import PUBLISHED_FROM
from index.models import ArticleSummary, Event, count

_PER_PAGE, _PAGE_BODY = 10, 1_800
_CARD = 1_900
_NEWS_ARTICLES, _NEWS_EVENTS = 1_000, 5
_MORE = "-# and {} more; `/articles` lists them all"


def article_pages(articles: Sequence[ArticleSummary], failed: int = 0) -> tuple[str, ...]:
    """Render the list in the given order, one message per page, at least one.

    ``failed`` is the number of files that could not be indexed.
    """
    if not articles:
        return (f"No articles are indexed.{_failed(failed)}\n-# {ADD_ARTICLES}",)
    bodies = list(_bodies(articles))
    totals = f"{count(len(articles), 'article')}{_failed(failed)}"
    return tuple(
        f"**Articles**, newest first\n{body}\n-# Page {number} of {len(bodies)} · {totals}"
        for number, body in enumerate(bodies, 1)
    )


def article_card(article: ArticleSummary, events: Sequence[Event]) -> str:
    """Render one article: title, outlet, date, file, and the newest of its events that fit.

    The title is a link to its page, if that is known.
    """
    lines = [linked_title(article.title, article.url), _details(article)]
    lines.append(as_code(cut(article.file, 260)))
    if not events:
        return "\n".join((*lines, "", "It contains no dated events."))
    shown = list(_newest_that_fit(events, _CARD - length("\n".join(lines)) - 60))
    left = len(events) - len(shown)
    heading = f"**Events** (the {len(shown)} newest of {len(events)})" if left else "**Events**"
    return "\n".join((*lines, "", heading, *shown[::-1]))


def news_page(
    added: Sequence[ArticleSummary], changed: Sequence[ArticleSummary], events: Sequence[Event]
) -> str:
    """Announce new and updated articles in one message, with the newest of their events.

    ``events`` are in chronological order.
    """
    parts = [count(len(added), "new article")] if added else []
    if changed:
        parts.append(f"{count(len(changed), 'article')} updated")
    lines = [f"📰 **New coverage**: {', '.join(parts)}"]
    lines += first_lines(map(_news_article, [*added, *changed]), _NEWS_ARTICLES, _MORE)
    past = [event for event in events if not event.planned] or events
    newest = (_event_line(event, 180) for event in reversed(past[-_NEWS_EVENTS:]))
    shown = first_lines(newest, MESSAGE - _NEWS_ARTICLES - 200, "")
    if shown:
        lines += ["", "**Newest events**", *shown]
    return "\n".join(lines).rstrip()


def _bodies(articles: Sequence[ArticleSummary]) -> Iterator[str]:
    page: list[str] = []
    for entry in map(_entry, articles):
        if len(page) == _PER_PAGE or length("\n".join([*page, entry])) > _PAGE_BODY:
            yield "\n".join(page)
            page = []
        page.append(entry)
    yield "\n".join(page)


def _entry(article: ArticleSummary) -> str:
    title = escaped_line(cut(article.title, 150))
    return f"**{title}**\n-# {_origin(article, file=120, outlet=60)}"


def _origin(article: ArticleSummary, *, file: int, outlet: int) -> str:
    """Return file, outlet and date; ``file`` and ``outlet`` are maximum lengths."""
    parts = [as_code(cut(article.file, file))]
    if article.outlet:
        parts.append(escaped_line(cut(article.outlet, outlet)))
    if article.published:
        parts.append(date_stamp(article.published))
    if article.copy_of is not None:
        parts.append(f"near copy of {as_code(cut(article.copy_of, file))}")
    return " · ".join(parts)


def _details(article: ArticleSummary) -> str:
    parts = []
    if article.outlet:
        parts.append(cut_escaped(escaped_line(article.outlet), 260))
    if article.published:
        source = f" ({PUBLISHED_FROM[article.published_from]})" if article.published_from else ""
        parts.append(f"published {date_stamp(article.published)}{source}")
    else:
        parts.append("no publication date")
    parts.append(count(article.passages, "passage"))
    if article.copy_of is not None:
        parts.append(f"near copy of {as_code(cut(article.copy_of, 160))}")
    return " · ".join(parts)


def _newest_that_fit(events: Sequence[Event], room: int) -> Iterator[str]:
    for event in reversed(events):
        line = _event_line(event, 200)
        room -= length(line) + 1
        if room < 0:
            return
        yield line


def _failed(number: int) -> str:
    return f" · {count(number, 'file')} could not be indexed" if number else ""


def _news_article(article: ArticleSummary) -> str:
    title = escaped_line(cut(article.title, 100))
    return f"• {title}\n-# {_origin(article, file=80, outlet=40)}"


def _event_line(event: Event, most: int) -> str:
    planned = "*planned:* " if event.planned else ""
    return f"**{weekday_date(event.date)}** {planned}{escaped_line(cut(event.text, most))}"
