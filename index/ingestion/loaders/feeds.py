"""RSS and Atom files: each item is an article, its characters traced to the file.

Real feeds are often not well-formed, so the markup is read as leniently as that of pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from index.errors import UnreadableArticle
from index.ingestion.loaders.embedded import embedded_section, format_of
from index.ingestion.source_text import Traced, build, collapse_spaces
from index.models import Section

_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
_HEAD = 2_000  # characters in which the root element of a feed stands
_TOP = 4_000  # characters in which any root element stands
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<[!?][^>]*+>?"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z_][\w:.-]*+)(?P<attributes>[^>]*+)>?"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});)",
    re.DOTALL,
)
_HREF = re.compile(r"\bhref\s{0,5}=\s{0,5}[\"'](?P<url>[^\"'<>]{1,2000})[\"']")
_REL = re.compile(r"\brel\s{0,5}=\s{0,5}[\"'](?P<rel>[\w-]{1,40})[\"']")
_ITEMS = ("item", "entry")
_BODIES = ("content:encoded", "content", "description", "summary", "media:description")
_DATES = ("wp:post_date", "pubdate", "published", "dc:date", "updated", "date")
_AUTHORS = ("dc:creator", "author", "name")
_AROUND = 2  # elements that are asked whether they keep another one apart: its nearest
_APART = frozenset(("contributor", "image", "source", "textinput"))
"""What is in them has names of its own ("image/title"): it does not describe the item or feed."""
_NO_ARTICLES = frozenset(
    "attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request "
    "wp_block wp_template wp_template_part wp_global_styles wp_navigation wp_font_family "
    "wp_font_face".split()
)
"""What an export of WordPress holds besides posts, pages and the site's own kinds of them."""

Pieces = list[tuple[str, int, int]]


@dataclass(slots=True)
class Item:
    """An item, or the feed itself: the pieces of text of its elements by their name, and its link.

    ``surely_linked``: the link is to the article, not to its comments, its sound or the feed.
    """

    texts: dict[str, list[Pieces]] = field(default_factory=dict)
    link: str | None = None
    surely_linked: bool = False

    def text(self, *names: str) -> str | None:
        """Return the text of the first of the named elements that has any, on one line."""
        return next(iter(self.all_texts(*names)), None)

    def all_texts(self, *names: str) -> list[str]:
        """Return the texts of all elements with the first of the names that has any."""
        for name in names:
            if texts := list(filter(None, map(_on_one_line, self.texts.get(name, [])))):
                return texts
        return []


_A_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _on_one_line(pieces: Pieces) -> str:
    text = "".join(piece for piece, _, _ in pieces)
    return " ".join(html.unescape(_A_TAG.sub("", text)).split())


def is_feed(raw: str) -> bool:
    """Return whether a file is RSS or Atom."""
    return _ROOT.search(raw, 0, _HEAD) is not None


def feed_sections(raw: str) -> list[Section]:
    """Return the items of a feed. Raises UnreadableArticle if there are none."""
    feed, items = read_items(raw)
    if not items:
        raise UnreadableArticle("is a feed without items; save the feed again")
    published = [item for item in items if _is_published(item)]
    if not published:
        raise UnreadableArticle("holds drafts and attachments only; export what is published")
    outlet = feed.text("title")
    return [_section(item, outlet) for item in published]


def _is_published(item: Item) -> bool:
    """Return whether an item is an article that can be read; exports of WordPress have others."""
    kind, status = item.text("wp:post_type"), item.text("wp:status")
    return kind not in _NO_ARTICLES and status in (None, "publish")


def read_items(raw: str, names: Collection[str] = _ITEMS) -> tuple[Item, list[Item]]:
    """Return the feed itself, and its items: the elements with these names, in lower case."""
    feed, items = Item(), list[Item]()
    current, opened, at = feed, list[str](), 0
    for token in _TOKEN.finditer(raw):
        if token.start() > at:
            _add(current, opened, (raw[at : token.start()], at, token.start()))
        at = token.end()
        tag = (token["tag"] or "").lower()
        if tag in names:
            current, opened = (feed if token["close"] else Item()), []
            if current is not feed:
                items.append(current)
        elif tag:
            (_close if token["close"] else _open)(current, opened, token, tag)
        elif token["cdata"] is not None:
            _add(current, opened, (token["cdata"], *token.span("cdata")))
        elif token["entity"]:
            _add(current, opened, (html.unescape(token["entity"]), *token.span()))
    return feed, items


def _close(current: Item, opened: list[str], token: re.Match[str], tag: str) -> None:
    """Close an element, or keep the tag as markup of the text it ends in (XHTML)."""
    if tag in opened:
        del opened[opened.index(tag) :]
    else:
        _add(current, opened, (token.group(), *token.span()))


def _open(current: Item, opened: list[str], token: re.Match[str], tag: str) -> None:
    """Open an element; inside a text element, the tag is markup of that text (XHTML)."""
    if opened and opened[-1] in _BODIES:
        _add(current, opened, (token.group(), *token.span()))
        return
    name = _name([*opened[-_AROUND:], tag])
    href = _HREF.search(token["attributes"]) if name == "link" else None
    if href is not None and not current.surely_linked:
        rel = _REL.search(token["attributes"])
        current.surely_linked = rel is None or rel["rel"] == "alternate"  # the default of Atom
        if current.link is None or current.surely_linked:
            current.link = html.unescape(href["url"])
    if not token["attributes"].rstrip().endswith("/"):
        opened.append(tag)
        current.texts.setdefault(name, []).append([])


def _add(current: Item, opened: list[str], piece: tuple[str, int, int]) -> None:
    if opened:
        current.texts[_name(opened[-_AROUND - 1 :])][-1].append(piece)


def _name(opened: list[str]) -> str:
    """Return the name of the last element, behind that of what keeps it apart from the item."""
    apart = next((name for name in opened[:-1] if name in _APART), None)
    return opened[-1] if apart is None else f"{apart}/{opened[-1]}"


def _section(item: Item, outlet: str | None) -> Section:
    bodies = [build(each).cut(0) for name in _BODIES for each in item.texts.get(name, [])]
    body = max(bodies, key=lambda text: len(text.text), default=Traced("", build(()).spans))
    if format_of(body.text) == "text":
        body = collapse_spaces(body) if "\n" not in body.text else body
    fields = {
        "title": item.text("title"),
        "date": item.text(*_DATES),
        "outlet": item.text("source", "source/title", "dc:publisher") or outlet,
        "author": ", ".join(dict.fromkeys(item.all_texts(*_AUTHORS))),
        "url": item.link or item.text("link"),
    }
    stated = {name: value for name, value in fields.items() if value}
    return embedded_section(body, stated)


def other_xml(raw: str) -> str:
    """Say in one line that a file is XML of another kind."""
    root = root_of(raw)
    if not root:
        return "is not XML, although its name says so; rename it to .txt"
    return f"is XML (<{root}>), neither RSS nor Atom; save each article as .html or .txt"


def root_of(raw: str) -> str:
    """Return the name of the first element of XML; "" if none is near its beginning."""
    tokens = _TOKEN.finditer(raw, 0, min(len(raw), _TOP))
    return next((token["tag"] for token in tokens if token["tag"]), "")
