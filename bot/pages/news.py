"""The message that tells a channel of new coverage."""

from __future__ import annotations

from collections.abc import Sequence

from bot.pages.articles import counted
from bot.pages.escape import as_code, escaped_line
from bot.pages.fitting import fitting
from bot.pages.limits import MESSAGE, cut
from bot.pages.sources import day_stamp
from bot.pages.timelines import long_day
from index.models import ArticleSummary, Event

_ARTICLES, _EVENTS = 1_000, 5
_MORE = "-# and {} more; `/articles` lists them all"
_TITLE, _OUTLET, _NAME, _TEXT = 100, 40, 80, 180


def news_page(
    added: Sequence[ArticleSummary], changed: Sequence[ArticleSummary], events: Sequence[Event]
) -> str:
    """One message: the articles, then their newest events. ``events`` come in order of days."""
    lines = [_heading(added, changed)]
    lines += fitting(map(_article, [*added, *changed]), _ARTICLES, _MORE)
    told = [event for event in events if not event.planned] or events
    newest = fitting(map(_event, reversed(told[-_EVENTS:])), MESSAGE - _ARTICLES - 200, "")
    if newest:
        lines += ["", "**Newest events**", *newest]
    return "\n".join(lines).rstrip()


def _heading(added: Sequence[ArticleSummary], changed: Sequence[ArticleSummary]) -> str:
    parts = []
    if added:
        parts.append(f"{counted(len(added), 'new article')}")
    if changed:
        parts.append(f"{counted(len(changed), 'article')} updated")
    return f"📰 **New coverage**: {', '.join(parts)}"


def _article(article: ArticleSummary) -> str:
    parts = [as_code(cut(article.file, _NAME))]
    if article.outlet:
        parts.append(escaped_line(cut(article.outlet, _OUTLET)))
    if article.published:
        parts.append(day_stamp(article.published))
    return f"• {escaped_line(cut(article.title, _TITLE))}\n-# {' · '.join(parts)}"


def _event(event: Event) -> str:
    text = escaped_line(cut(event.text, _TEXT))
    return f"**{long_day(event.date)}** {text}"
