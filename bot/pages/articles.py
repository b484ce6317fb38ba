"""What is covered, as messages to leaf through, and one article with what it reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.pages.escape import as_code, escaped_line
from bot.pages.limits import cut, length
from bot.pages.sources import day_stamp
from bot.pages.timelines import long_day
from index.models import ArticleSummary, Event, PublishedFrom

_PER_PAGE, _BODY = 10, 1_800
_TITLE, _OUTLET, _NAME, _TEXT = 150, 60, 120, 200
_WHOLE_TITLE, _WHOLE_NAME = 250, 260
_CARD = 1_900
_FROM: dict[PublishedFrom, str] = {
    "front matter": "its front matter",
    "date line": "its date line",
    "metadata": "the page's metadata",
    "text": "days named in the text",
}


def article_pages(articles: Sequence[ArticleSummary], refused: int = 0) -> tuple[str, ...]:
    """One message a page, never none, in the order given. ``refused`` files are not indexed."""
    if not articles:
        return (f"No article is indexed yet.{_refused(refused)}",)
    bodies = list(_bodies(articles))
    facts = f"{counted(len(articles), 'article')}{_refused(refused)}"
    return tuple(
        f"**Articles**, newest first\n{body}\n-# Page {number} of {len(bodies)} · {facts}"
        for number, body in enumerate(bodies, 1)
    )


def article_card(article: ArticleSummary, events: Sequence[Event]) -> str:
    """One article: title, outlet, day, and its events, the newest that fit."""
    lines = [f"**{escaped_line(cut(article.title, _WHOLE_TITLE))}**", _facts(article)]
    lines.append(as_code(cut(article.file, _WHOLE_NAME)))
    if not events:
        return "\n".join((*lines, "", "It dates no event."))
    shown = list(_newest_that_fit(events, _CARD - length("\n".join(lines)) - 60))
    left = len(events) - len(shown)
    heading = f"**Events**, the {len(shown)} newest of {len(events)}" if left else "**Events**"
    return "\n".join((*lines, "", heading, *shown[::-1]))


def counted(number: int, what: str) -> str:
    """``1 article``, ``1,461 articles``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _bodies(articles: Sequence[ArticleSummary]) -> Iterator[str]:
    page: list[str] = []
    for entry in map(_entry, articles):
        if len(page) == _PER_PAGE or length("\n".join([*page, entry])) > _BODY:
            yield "\n".join(page)
            page = []
        page.append(entry)
    yield "\n".join(page)


def _entry(article: ArticleSummary) -> str:
    parts = [as_code(cut(article.file, _NAME))]
    if article.outlet:
        parts.append(escaped_line(cut(article.outlet, _OUTLET)))
    if article.published:
        parts.append(day_stamp(article.published))
    title = escaped_line(cut(article.title, _TITLE))
    return f"**{title}**\n-# {' · '.join(parts)}"


def _facts(article: ArticleSummary) -> str:
    parts = []
    if article.outlet:
        parts.append(escaped_line(cut(article.outlet, _WHOLE_NAME)))
    if article.published:
        source = f" (from {_FROM[article.published_from]})" if article.published_from else ""
        parts.append(f"published {day_stamp(article.published)}{source}")
    else:
        parts.append("no day of publication")
    return " · ".join((*parts, counted(article.passages, "passage")))


def _newest_that_fit(events: Sequence[Event], room: int) -> Iterator[str]:
    for event in reversed(events):
        planned = "*planned:* " if event.planned else ""
        line = f"**{long_day(event.date)}** {planned}{escaped_line(cut(event.text, _TEXT))}"
        room -= length(line) + 1
        if room < 0:
            return
        yield line


def _refused(number: int) -> str:
    return f" · {counted(number, 'file')} could not be indexed" if number else ""
