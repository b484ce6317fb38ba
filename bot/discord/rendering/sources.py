"""Sources: the title of an article, linked to its page, with outlet, date and file.

A link opens the page at the quote. The page's own address is the only one that becomes a link;
addresses in titles and quotes stay text (``bot.discord.rendering.markdown``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlsplit

from bot.discord.rendering.limits import cut, cut_escaped, first_lines, length
from bot.discord.rendering.markdown import as_code, date_stamp, escaped_line, has_address
from bot.rendering.text import also_in_each, as_it_was, markers, pages
from index.errors import UnusableSetting
from index.ingestion.web.urls import clean_url
from index.models import ArticleSummary, Citation, by_article

TITLE = 160
"""How many characters of a title are shown."""
_OUTLET, _FILE, _ALSO, _ALL_ALSO = 100, 200, 200, 700
_LINK = 600
_ENTRY = 1_700  # beside what stands with it in a message
_EDGE_WORDS = 4  # how many words name either end of a long quote
_WHOLE_WORDS = 10  # up to here, a quote is named by all of its words
_TEXT = "#:~:text="
_NEW_PARAGRAPH = re.compile(r"\n\s*\n")
_KEPT = "%/:?#@!$&'+,;=~-._"  # of an address; what closes a link or starts markup is encoded

Addresses = Mapping[str, str]
"""The web address of each article that has one, by its name."""
NO_ADDRESSES: Addresses = {}


def source_lines(citations: Sequence[Citation], addresses: Addresses) -> list[str]:
    """Return an entry of two lines for each article: its numbers and title, then where it is from.

    Quotes of one article share its entry.
    """
    return [source_line(quotes, addresses) for quotes in by_article(citations)]


def source_line(quotes: Sequence[Citation], addresses: Addresses) -> str:
    """Return the entry of one article, from which these quotes are.

    An entry that is too long for a message does without the others that printed the same, then
    without the place of the quotes on the page, and then without a link.
    """
    numbers, first = markers(quotes), quotes[0]
    url, also = addresses.get(first.file), _also(quotes)
    for page, linked, others in ((url, quotes, also), (url, quotes, ""), (url, (), "")):
        title = linked_title(first.title, page, linked)
        place = place_line(first, pages(quotes), as_it_was(first), others)
        entry = f"{numbers} {title}\n{place}" if title else f"{numbers}\n{place}"
        if length(entry) <= _ENTRY:
            return entry
    title = linked_title(first.title, None)
    return cut_escaped(f"{numbers} {title}", _ENTRY - length(place) - 1) + f"\n{place}"


def _also(quotes: Sequence[Citation]) -> str:
    """Who else printed the quotes, by number where that differs; "" if nobody did."""
    lines = [escaped_line(cut(line, _ALSO)) for line in also_in_each(quotes)]
    return " · ".join(first_lines(lines, _ALL_ALSO, "and {} more"))


def place_line(article: ArticleSummary | Citation, *more: str) -> str:
    """Return outlet, date, file and what else there is to say, in small print, without what is
    unknown.
    """
    parts = [escaped_line(cut(article.outlet, _OUTLET))] if article.outlet else []
    if article.published:
        parts.append(date_stamp(article.published))
    if article.file:
        parts.append(as_code(cut(article.file, _FILE)))
    return f"-# {' · '.join((*parts, *filter(None, more)))}"


def linked_title(title: str, url: str | None, quotes: Sequence[Citation] = ()) -> str:
    """Return a title in bold, or linked to its page, there to the quotes; "" without a title."""
    shown = " ".join(title.split())
    link = page_link(url, quotes)
    if link is None:
        return f"**{escaped_line(cut(shown, TITLE))}**" if shown else ""
    if not shown or has_address(shown):  # Discord makes no link of a text with an address in it
        plain = f"**{escaped_line(cut(shown, TITLE))}** " if shown else ""
        return f"{plain}[open the article](<{link}>)"
    # an unmatched bracket would end the text of the link
    text = shown.replace("[", "(").replace("]", ")")
    return f"[{escaped_line(cut(text, TITLE))}](<{link}>)"


def page_link(url: str | None, quotes: Sequence[Citation] = ()) -> str | None:
    """Return an address as it may stand in a link, or None for no page.

    The link opens at the quotes, that of a PDF at the page of the first one; that of an older
    version of the page, where they may not be any more, at its top.
    """
    if url is None:
        return None
    try:
        page = quote(clean_url(url), safe=_KEPT)
    except UnusableSetting:
        return None
    if length(page) > _LINK or "[" in urlsplit(page).netloc:
        return None
    number = next((each.page for each in quotes if each.page is not None), None)
    if number is not None and urlsplit(page).path.lower().endswith(".pdf"):
        return f"{page.partition('#')[0]}#page={number}"
    link = page
    quotes = [each for each in quotes if each.until is None]
    for at, text in enumerate(dict.fromkeys(text_fragment(each) for each in quotes)):
        longer = f"{link}{'&text=' if at else _TEXT}{text}"
        if not text or length(longer) > _LINK:
            break
        link = longer
    return link


def text_fragment(citation: Citation) -> str:
    """Return the text directive that finds a quote on its page: all of it, or its two ends.

    A directive without an end has to match inside one paragraph (WICG, Scroll To Text Fragment).
    """
    words = citation.shown.split()
    first, *others = _NEW_PARAGRAPH.split(citation.quote.strip())
    if not others and len(words) <= _WHOLE_WORDS:
        return _encoded(words)
    last = others[-1] if others else first
    start = words[: min(_EDGE_WORDS, len(first.split()))]
    end = words[-min(_EDGE_WORDS, len(last.split())) :]
    return f"{_encoded(start)},{_encoded(end)}"


def _encoded(words: Iterable[str]) -> str:
    """Percent-encode words; "-", "," and "&" separate the parts of a directive."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
