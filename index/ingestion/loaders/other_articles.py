"""Leaves out what a page declares of other articles, such as related stories."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urlsplit

from index.english.letters import UNSPACED
from index.ingestion.loaders.markup import TAG
from index.ingestion.loaders.schema_org import Thing, is_article, scripts_of
from index.ingestion.metadata.outlet import letters

_TITLES = re.compile(
    r"<title\b[^<>]{0,200}>(?P<title>[^<]{1,500})|<h1\b[^<>]{0,500}>(?P<h1>.{1,300}?)</h1"
    r"|<meta\b[^<>]{0,100}?[\"':]title[\"'](?P<meta>[^<>]{0,600})>",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(
    r"<link\b(?=[^<>]{0,500}canonical)[^<>]{0,500}>|<meta\b(?=[^<>]{0,500}og:url)[^<>]{0,500}>",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\b(?:href|content)\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]{1,1000})", re.IGNORECASE)
_WORD = re.compile(rf"[{UNSPACED}]{{2,}}|[^\W{UNSPACED}]{{4,}}")
_MAX_TITLES = 20
_MAX_DEEP = 50
_UPDATES = "liveBlogUpdate"
"""The entries of the page's own live blog, which have other headlines."""
_SHARED = 0.5  # of the words of a headline, at least, that stand in the titles of its page
_SHARED_ALONE = 0.25  # the same, where no address tells more


@dataclass(frozen=True, slots=True)
class _Own:
    """What a page says of itself: its titles, the words of them, and the paths of its addresses."""

    titles: tuple[str, ...]
    words: frozenset[str]
    paths: frozenset[str]


def without_other_articles(raw: str) -> str:
    """Return a page without what its scripts declare of other articles.

    Another article has another headline, of which few words stand in the page's own titles, and
    another address. Where none has the headline or the address of the page, all stay: one of them
    is probably its own.
    """
    scripts = list(scripts_of(raw))
    articles = [each for _, _, declared in scripts for each in _articles(declared, 0)]
    own = _own(raw) if len(articles) > 1 else _Own((), frozenset(), frozenset())
    others = {id(each) for each in articles if _is_other(each, own)}
    if not others or not any(_is_own(each, own) for each in articles):
        return raw
    parts: list[str] = []
    at = 0
    for start, end, declared in scripts:
        kept = _kept(declared, others, 0)
        if kept is not declared:
            parts += [raw[at:start], json.dumps(kept, ensure_ascii=False).replace("</", "<\\/")]
            at = end
    return "".join((*parts, raw[at:]))


def _articles(value: object, depth: int) -> Iterator[Thing]:
    """Yield the articles in what is declared, but for the entries of a live blog."""
    if depth > _MAX_DEEP:
        return
    if isinstance(value, dict):
        if is_article(value):
            yield value
        value = [each for name, each in value.items() if name != _UPDATES]
    for each in value if isinstance(value, list) else ():
        yield from _articles(each, depth + 1)


def titles_of(raw: str) -> list[str]:
    """Return the titles of a page: those in its head, and its headlines."""
    found = islice(_TITLES.finditer(raw), _MAX_TITLES)
    texts = (match["title"] or match["h1"] or match["meta"] or "" for match in found)
    return [html.unescape(TAG.sub("", text)).strip() for text in texts]


def _own(raw: str) -> _Own:
    titles = titles_of(raw)
    links = (_VALUE.search(tag) for tag in _ADDRESS.findall(raw))
    paths = _paths(html.unescape(link[1]) for link in links if link)
    return _Own(tuple(filter(None, map(letters, titles))), _words(" ".join(titles)), paths)


def _words(text: str) -> frozenset[str]:
    """Return the longer words of a text, or pairs of letters where it has no spaces."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        pairs = re.match(f"[{UNSPACED}]", word)
        found.update(map("".join, pairwise(word)) if pairs else (word,))
    return frozenset(found)


def _paths(addresses: Iterable[str]) -> frozenset[str]:
    """Return the paths of addresses: hosts may differ, as those of one outlet in two countries."""
    found: set[str] = set()
    for address in addresses:
        with suppress(ValueError):
            found.add(urlsplit(address).path.rstrip("/"))
    return frozenset(found - {""})


def _kept(value: object, others: Collection[int], depth: int) -> object:
    """Return what is declared without other articles; the same object if there are none."""
    if depth > _MAX_DEEP:
        return value
    if isinstance(value, list):
        items = [_kept(each, others, depth + 1) for each in value]
        same = all(one is other for one, other in zip(items, value, strict=True))
        return value if same else [each for each in items if each is not None]
    if not isinstance(value, dict):
        return value
    if id(value) in others:
        return None
    inside = {name: _kept(each, others, depth + 1) for name, each in value.items()}
    same = all(inside[name] is each for name, each in value.items())
    return value if same else {name: each for name, each in inside.items() if each is not None}


def _headline(thing: Thing) -> str:
    headline = thing.get("headline") or thing.get("name")
    return headline if isinstance(headline, str) else ""


def _is_own(thing: Thing, own: _Own) -> bool:
    """Whether an article has the address of the page, or a headline that is one of its titles."""
    told = letters(html.unescape(_headline(thing)))
    if _paths(_addresses(thing)) & own.paths:
        return True
    return bool(told) and any(told in title or title in told for title in own.titles)


def _is_other(thing: Thing, own: _Own) -> bool:
    words = _words(_headline(thing))
    if not own.titles or not words or _is_own(thing, own):
        return False
    elsewhere = bool(_paths(_addresses(thing)) and own.paths)
    return len(words & own.words) / len(words) < (_SHARED if elsewhere else _SHARED_ALONE)


def _addresses(thing: Thing) -> Iterator[str]:
    page = thing.get("mainEntityOfPage")
    inside = page.get("@id") if isinstance(page, dict) else page
    for each in (thing.get("url"), thing.get("@id"), inside):
        if isinstance(each, str) and each.startswith(("http://", "https://")):
            yield each
