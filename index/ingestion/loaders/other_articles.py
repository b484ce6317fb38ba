"""Leaves out what a page declares of other articles, such as related stories."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from index.ingestion.loaders.schema_org import SCRIPT, SCRIPT_END, Thing, is_article
from index.ingestion.metadata.outlet import letters

_TITLES = re.compile(
    r"<title\b[^<>]{0,200}>(?P<title>[^<]{1,500})|<h1\b[^<>]{0,500}>(?P<h1>.{1,1000}?)</h1"
    r"|<meta\b[^<>]{0,100}?[\"':]title[\"'](?P<meta>[^<>]{0,600})>",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(
    r"<link\b(?=[^<>]{0,500}canonical)[^<>]{0,500}>|<meta\b(?=[^<>]{0,500}og:url)[^<>]{0,500}>",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\b(?:href|content)\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]{1,1000})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_WORD = re.compile(r"\w{4,}")
_MAX_TITLES = 20
_MAX_DEEP = 50
_UPDATES = "liveBlogUpdate"
"""The entries of the page's own live blog, which have other headlines."""
_SHARED = 0.5  # of the words of a headline, at least, that stand in the titles of its page
_SHARED_ALONE = 0.25  # the same, where no address tells more


@dataclass(frozen=True, slots=True)
class _Own:
    """What a page says of itself: its titles, the words of them, and its addresses."""

    titles: tuple[str, ...]
    words: frozenset[str]
    addresses: frozenset[str]


def without_other_articles(raw: str) -> str:
    """Return a page without what its scripts declare of other articles.

    Another article has another headline, of which few words stand in the page's own titles, and not
    the page's address.
    """
    own: _Own | None = None
    parts: list[str] = []
    at = 0
    for start, end in _scripts(raw):
        try:
            declared = json.loads(raw[start:end], strict=False)
            own = own or _own(raw)
            kept = _kept(declared, own, 0)
            if kept is declared:
                continue
            parts += [raw[at:start], json.dumps(kept, ensure_ascii=False).replace("</", "<\\/")]
        except (ValueError, RecursionError):
            continue
        at = end
    return "".join((*parts, raw[at:]))


def _scripts(raw: str) -> Iterator[tuple[int, int]]:
    end = 0
    for opening in SCRIPT.finditer(raw):
        if opening.start() < end:  # inside the one before
            continue
        closing = SCRIPT_END.search(raw, opening.end())
        if closing is None:
            return
        end = closing.start()
        yield opening.end(), end


def _own(raw: str) -> _Own:
    found = list(islice(_TITLES.finditer(raw), _MAX_TITLES))
    texts = [match["title"] or match["h1"] or match["meta"] or "" for match in found]
    titles = [html.unescape(_TAG.sub("", text)) for text in texts]
    links = (_VALUE.search(tag) for tag in _ADDRESS.findall(raw))
    addresses = {_plain(html.unescape(link[1])) for link in links if link}
    words = _WORD.findall(" ".join(titles).lower())
    return _Own(tuple(filter(None, map(letters, titles))), frozenset(words), frozenset(addresses))


def _plain(address: str) -> str:
    """Return an address without what differs between ways to write it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def _kept(value: object, own: _Own, depth: int) -> object:
    """Return what is declared without other articles; the same object if there are none."""
    if depth > _MAX_DEEP:
        return value
    if isinstance(value, list):
        items = [_kept(each, own, depth + 1) for each in value]
        same = all(one is other for one, other in zip(items, value, strict=True))
        return value if same else [each for each in items if each is not None]
    if not isinstance(value, dict):
        return value
    if is_article(value) and _is_other(value, own):
        return None
    inside = {
        name: each if name == _UPDATES else _kept(each, own, depth + 1)
        for name, each in value.items()
    }
    same = all(inside[name] is each for name, each in value.items())
    return value if same else {name: each for name, each in inside.items() if each is not None}


def _is_other(thing: Thing, own: _Own) -> bool:
    headline = thing.get("headline") or thing.get("name")
    if not isinstance(headline, str) or not own.titles:
        return False
    told = letters(html.unescape(headline))
    addresses = {_plain(each) for each in _addresses(thing)}
    words = set(_WORD.findall(headline.lower()))
    if not told or not words or addresses & own.addresses:
        return False
    if any(told in title or title in told for title in own.titles):
        return False
    elsewhere = bool(addresses and own.addresses)
    return len(words & own.words) / len(words) < (_SHARED if elsewhere else _SHARED_ALONE)


def _addresses(thing: Thing) -> Iterator[str]:
    page = thing.get("mainEntityOfPage")
    inside = page.get("@id") if isinstance(page, dict) else page
    for each in (thing.get("url"), thing.get("@id"), inside):
        if isinstance(each, str) and each.startswith(("http://", "https://")):
            yield each
