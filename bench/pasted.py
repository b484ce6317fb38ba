"""Pages that somebody copied whole out of a browser into a text file: what is found of the story?

DATA is the folder of ``bench articles``. Each page becomes the text that it shows, a line an
element, with its menus and links, and is read as a ``.txt`` file. Beside it stands the text as it
was copied. A day is wrong if the set names another; a title and an outlet count if they are the
set's, which may be written otherwise on the page.
"""

from __future__ import annotations

import logging
import re
import statistics
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html as parser

from bench.articles import alike, f1, is_called, overlap
from bench.pages import HALVES, Page, load_pages
from index.errors import UnreadableArticle
from index.ingestion.parser import parse_file
from index.models import Article

SETS = ("stories", "publishers")
SHORTEST = 300
"""Characters of a page that is worth copying."""
_LOST = 0.8
"""The least recall of a story that is not lost in part."""
_LINES = frozenset(
    """address article aside blockquote body br button dd div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol option p pre section table
    td th tr ul""".split()
)
_PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote figure ul ol article section header footer nav".split()
)
_UNSEEN = frozenset(
    """script style noscript template svg iframe head title object embed video audio canvas input
    textarea select""".split()
)


def run(data: Path, out: Path | None) -> int:
    """Print how pages are read, set by set and half by half."""
    del out
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    pages = [page for page in load_pages(data) if page.set in SETS and page.path.exists()]
    print("                      pages  token F1  (copied)  lose a fifth  titles  outlets"
          "  days right, wrong")  # fmt: skip
    for name in SETS:
        for half in HALVES:
            found = [page for page in pages if (page.set, page.half) == (name, half)]
            if found:
                _print(f"{name}, {half}", [_read(page) for page in found])
    return 0


@dataclass(frozen=True, slots=True)
class _Read:
    page: Page
    copied: str
    article: Article | None

    @property
    def text(self) -> str:
        """The article's text without its headline, as the sets have it."""
        if self.article is None:
            return ""
        shown = (p for p in self.article.paragraphs if not p.heading or p.text != self.title)
        return "\n".join(paragraph.text for paragraph in shown)

    @property
    def title(self) -> str:
        return self.article.title if self.article else ""


def _read(page: Page) -> _Read:
    copied = copied_text(page.read())
    try:
        articles = parse_file("page.txt", copied.encode()).articles
    except UnreadableArticle:
        articles = ()
    return _Read(page, copied, articles[0] if articles else None)


def _print(name: str, found: list[_Read]) -> None:
    kept = [overlap(each.page.story or "", each.text, 1) for each in found]
    copied = [overlap(each.page.story or "", each.copied, 1) for each in found]
    titled = [alike(each.title, each.page.title) for each in found if each.page.title]
    named = [
        is_called(each.article.outlet or "" if each.article else "", each.page.outlet)
        for each in found
        if each.page.outlet
    ]
    days = [
        (each.page.day, each.article.published.isoformat())
        for each in found
        if each.page.day and each.article and each.article.published
    ]
    dated = sum(1 for each in found if each.page.day)
    right = sum(own == gold for gold, own in days)
    print(
        f"{name:20}  {len(found):5}  {statistics.mean(f1(*pair) for pair in kept):8.4f}"
        f"  {statistics.mean(f1(*pair) for pair in copied):8.4f}"
        f"  {statistics.mean(recall < _LOST for _, recall in kept):12.1%}"
        f"  {_share(sum(titled), len(titled)):>6}  {_share(sum(named), len(named)):>7}"
        f"  {_share(right, dated):>10}, {_share(len(days) - right, dated)}"
    )


def _share(count: int, number: int) -> str:
    return f"{count / number:.1%}" if number else "-"


def copied_text(page: bytes) -> str:
    """Return the text that a page shows: a line an element, empty lines around paragraphs.

    "" for what is no page.
    """
    try:
        decoded: str | bytes = page.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = page  # its declared charset
    try:
        document = parser.document_fromstring(decoded)
    except (ValueError, parser.etree.ParserError):
        try:
            document = parser.document_fromstring(page)  # declares a charset in XML
        except (ValueError, parser.etree.ParserError):
            return ""
    body = document.find("body")
    shown = "".join(_shown(document if body is None else body))
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _shown(element: parser.HtmlElement) -> Iterator[str]:
    """Yield the text of an element with the line ends around its parts, without recursion."""
    stack: list[parser.HtmlElement | str] = [element]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            yield current
            continue
        tag = current.tag if isinstance(current.tag, str) else "script"
        tail = [_in_line(current.tail)] if current.tail and current is not element else []
        if tag in _UNSEEN or _is_hidden(current):
            stack.extend(tail)
            continue
        around = "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else ""
        yield around + _in_line(current.text or "")
        stack.extend([*tail, around, *reversed(current)])


def _in_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _is_hidden(element: parser.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        "display:none" in style
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )
