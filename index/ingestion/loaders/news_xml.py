"""XML of news agencies (NITF, NewsML): the text of each item, traced to the file.

Other XML is refused by its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from index.errors import UnreadableArticle
from index.ingestion.loaders.embedded import embedded_section
from index.ingestion.loaders.feeds import root_of
from index.ingestion.metadata.bylines import byline
from index.ingestion.source_text import build
from index.models import Section

_AGENCIES = frozenset(("nitf", "newsml", "newsmessage", "newsitem"))
_REFUSED = {
    "opml": "is a list of feeds (OPML), not articles; put their addresses into BOT_FEEDS",
    "urlset": "is a sitemap (<urlset>), not articles; put its address into BOT_FEEDS",
    "sitemapindex": "is a list of sitemaps (<sitemapindex>), not articles; put its address into"
    " BOT_FEEDS",
}
_ITEM = re.compile(
    r"<(?P<close>/?)(?:[A-Za-z][\w-]{0,20}:)?newsItem(?:\s[^<>]{0,2000})?(?<!/)>", re.IGNORECASE
)
_BODIES = ("body.content", "inlinexml", "inlinedata", "datacontent")
"""What holds the text of an article, the innermost first."""
_BODY = re.compile(
    r"<(?P<close>/?)(?:[A-Za-z][\w-]{0,20}:)?(?P<name>body\.content|inlineXML|inlineData"
    r"|DataContent)(?:\s[^<>]{0,1000})?(?<!/)>",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"<(?P<close>/?)media(?:\s[^<>]{0,1000})?(?<!/)>", re.IGNORECASE)
_CDATA = re.compile(r"\s*+<!\[CDATA\[")
_TITLES = ("hl1", "headline", "title")
_AUTHORS = ("byline", "by")
_OUTLETS = ("pubdata/name", "creditline", "provider", "distributor", "infosource")
_DAYS = (
    "date.issue/norm", "date.release/norm", "story.date/norm", "pubdata/date.publication",
    "contentcreated", "firstcreated", "versioncreated", "thisrevisioncreated",
)  # fmt: skip
_COMPACT = re.compile(r"\d{8}(?=T|\Z)")
Ranges = list[tuple[int, int]]


def news_sections(raw: str) -> list[Section] | None:
    """Return the items of an agency's XML that have a text; None for other XML.

    Items without one are pictures and the like. Raises UnreadableArticle if all are, and for XML of
    kinds that have no text.
    """
    root = _name(root_of(raw))
    if root in _REFUSED:
        raise UnreadableArticle(_REFUSED[root])
    if root not in _AGENCIES:
        return None
    items = _items(raw) or [[(0, len(raw))]]
    sections = [section for item in items if (section := _section(raw, item))]
    if not sections:
        raise UnreadableArticle(
            "is XML of a news agency without the text of an article; save each article as .html "
            "or .txt"
        )
    return sections


def _name(qualified: str) -> str:
    """Return a name in lower case, without its namespace or prefix."""
    return qualified.rpartition("}")[2].rpartition(":")[2].lower()


def _items(raw: str) -> list[Ranges]:
    """Return where the items are, in order, each without the items inside of it."""
    items: list[Ranges] = []
    opened: list[Ranges] = []
    at = 0
    for match in _ITEM.finditer(raw):
        end = match.end() if match["close"] else match.start()
        if opened:
            opened[-1].append((at, end))
            at = end
        if not match["close"]:
            at = end
            opened.append([])
            items.append(opened[-1])
        elif opened:
            opened.pop()
    if opened:
        opened[-1].append((at, len(raw)))
    return items


def _section(raw: str, item: Ranges) -> Section | None:
    body = _body(raw, item)
    if body is None:
        return None
    fields = _fields("".join(raw[start:end] for start, end in item))
    return embedded_section(build(_pieces(raw, item, *body)), fields)


def _body(raw: str, item: Ranges) -> tuple[int, int] | None:
    """Return where the longest text of an item is."""
    found: defaultdict[str, Ranges] = defaultdict(list)
    opened: dict[str, int] = {}
    for match in (match for span in item for match in _BODY.finditer(raw, *span)):
        name = match["name"].lower()
        if not match["close"]:
            opened.setdefault(name, match.end())
        elif name in opened:
            found[name].append((opened.pop(name), match.start()))
    inside = next((found[name] for name in _BODIES if found[name]), [])
    longest = max(inside, key=lambda span: span[1] - span[0], default=None)
    if longest is None or not raw[slice(*longest)].strip():
        return None
    if cdata := _CDATA.match(raw, *longest):
        closing = raw.find("]]>", cdata.end(), longest[1])
        return cdata.end(), closing if closing >= 0 else longest[1]
    return longest


def _pieces(raw: str, item: Ranges, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield a text of an item without photographs and their captions."""
    for first, behind in item:
        at, last = max(first, start), min(behind, end)
        opening: re.Match[str] | None = None
        for match in _MEDIA.finditer(raw, at, max(at, last)):
            if not match["close"]:
                opening = opening or match
            elif opening is not None:
                yield raw[at : opening.start()], at, opening.start()
                at, opening = match.end(), None
        if at < last:
            yield raw[at:last], at, last


def _fields(item: str) -> dict[str, str]:
    told = _told(item)
    day = next((told[name] for name in _DAYS if name in told), "")
    compact = _COMPACT.match(day)
    author = next((told[name] for name in _AUTHORS if name in told), "")
    signed = byline(author)
    fields = {
        "title": next((told[name] for name in _TITLES if name in told), ""),
        "date": compact.group() if compact else day,
        "outlet": next((told[name] for name in _OUTLETS if name in told), ""),
        "author": signed[0] if signed else author,
    }
    return {name: value for name, value in fields.items() if value}


_ENDLESS = re.compile(r"<[^<>]{20000}")


def _told(item: str) -> dict[str, str]:
    """Return the text of the elements of an item, and their attributes as "element/attribute"."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    if _ENDLESS.search(item):  # libxml2 takes quadratic time for the attributes of an element
        return {}
    wanted = {*_TITLES, *_AUTHORS, *_OUTLETS, *_DAYS}
    found: dict[str, str] = {}
    try:
        root = etree.fromstring(item.strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    for element in root.iter(etree.Element) if root is not None else ():
        name = _name(str(element.tag))
        stated = {f"{name}/{_name(str(key))}": str(value) for key, value in element.attrib.items()}
        if name in wanted:
            stated[name] = " ".join("".join(element.itertext()).split()) or element.get(
                "literal", ""
            )
        for key, value in stated.items():
            if key in wanted and value.strip():
                found.setdefault(key, value.strip())
    return found
