"""XML of news agencies (NITF, NewsML): the text of each item, traced to the file.

Other XML is refused by its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from index.errors import UnreadableArticle
from index.ingestion.loaders.json_articles import format_of
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.bylines import byline
from index.ingestion.source_text import build
from index.models import Section

_ROOT = re.compile(r"<(?:[A-Za-z][\w-]{0,20}:)?(?P<name>[A-Za-z][\w.-]{0,40})(?=[\s/>])")
_HEAD = 4_000  # characters
_AGENCIES = frozenset(("nitf", "newsml", "newsmessage", "newsitem"))
_REFUSED = {
    "opml": "is a list of feeds (OPML), not articles; put their addresses into BOT_FEEDS",
    "urlset": "is a sitemap (<urlset>), not articles; put its address into BOT_FEEDS",
    "sitemapindex": "is a list of sitemaps (<sitemapindex>), not articles; put its address into"
    " BOT_FEEDS",
}
_ITEM = re.compile(r"<(?P<close>/?)(?:[A-Za-z][\w-]{0,20}:)?newsItem(?=[\s>])", re.IGNORECASE)
_BODIES = ("body.content", "inlinexml", "inlinedata", "datacontent")
"""What holds the text of an article, the innermost first."""
_BODY = re.compile(
    r"<(?P<close>/?)(?:[A-Za-z][\w-]{0,20}:)?(?P<name>body\.content|inlineXML|inlineData"
    r"|DataContent)(?:\s[^<>]{0,1000})?>",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"<(?P<close>/?)media(?:\s[^<>]{0,1000})?>", re.IGNORECASE)
_CDATA = re.compile(r"\s*+<!\[CDATA\[")
_TITLES = ("hl1", "headline", "title")
_AUTHORS = ("byline", "by")
_OUTLETS = ("pubdata/name", "creditline", "provider", "distributor", "infosource")
_DAYS = (
    "date.issue/norm", "date.release/norm", "story.date/norm", "pubdata/date.publication",
    "contentcreated", "firstcreated", "versioncreated", "thisrevisioncreated",
)  # fmt: skip
_COMPACT = re.compile(r"\d{8}(?=T|\Z)")
_NO_TEXT = "is an item of a news agency without text; add its text or remove it"


def root_of(top: str) -> str:
    """Return the name of the root element of XML, in lower case and without its namespace."""
    found = _ROOT.search(top)
    return found["name"].lower() if found else ""


def news_sections(raw: str) -> list[Section] | None:
    """Return the items of an agency's XML; None for other XML.

    Raises UnreadableArticle if there is no text in it, and for XML of kinds that have none.
    """
    root = root_of(raw[:_HEAD])
    if root in _REFUSED:
        raise UnreadableArticle(_REFUSED[root])
    if root not in _AGENCIES:
        return None
    items = list(_between(_ITEM, raw, 0, len(raw))) or [(0, 0, len(raw), len(raw))]
    sections = [_section(raw, start, end) for start, _, _, end in items]
    if all(section.error for section in sections):
        raise UnreadableArticle(
            "is XML of a news agency without the text of an article; save each article as .html "
            "or .txt"
        )
    return sections


def _between(
    tag: re.Pattern[str], raw: str, start: int, end: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield where elements begin, their insides begin and end, and they end; not those inside."""
    opening: re.Match[str] | None = None
    for match in tag.finditer(raw, start, end):
        if not match["close"]:
            opening = opening or match
        elif opening is not None:
            yield opening.start(), opening.end(), match.start(), match.end()
            opening = None


def _section(raw: str, start: int, end: int) -> Section:
    body = _body(raw, start, end)
    if body is None:
        return replace(section_of(raw, start, start, "text"), error=_NO_TEXT)
    traced = build(_pieces(raw, *body))
    fields = _fields(raw[start:end])
    return Section(traced.text, traced.spans, format_of(traced.text), fields)


def _body(raw: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the longest text of an item is."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    opened: dict[str, int] = {}
    for match in _BODY.finditer(raw, start, end):
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


def _pieces(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield a text without photographs and their captions."""
    at = start
    for first, _, _, last in _between(_MEDIA, raw, start, end):
        yield raw[at:first], at, first
        at = last
    yield raw[at:end], at, end


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


def _told(item: str) -> dict[str, str]:
    """Return the text of the elements of an item, and their attributes as "element/attribute"."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    wanted = {*_TITLES, *_AUTHORS, *_OUTLETS, *_DAYS}
    found: dict[str, str] = {}
    try:
        root = etree.fromstring(item.lstrip("\ufeff \t\r\n").encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    for element in root.iter(etree.Element) if root is not None else ():
        name = etree.QName(element).localname.lower()
        stated = {f"{name}/{key.lower()}": str(value) for key, value in element.attrib.items()}
        if name in wanted:
            stated[name] = " ".join("".join(element.itertext()).split()) or element.get(
                "literal", ""
            )
        for key, value in stated.items():
            if key in wanted and value.strip():
                found.setdefault(key, value.strip())
    return found
