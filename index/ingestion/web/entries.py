"""The addresses that a feed or sitemap lists: RSS, Atom, sitemaps and indexes of sitemaps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from itertools import chain, zip_longest
from urllib.parse import urljoin

from index.errors import UnreadableArticle, UnusableSetting
from index.ingestion.article_files import MAX_BYTES, decode
from index.ingestion.loaders.feeds import is_feed, read_items
from index.ingestion.web.body import GZIP, BodyDamaged, BodyTooLarge, unpacked
from index.ingestion.web.urls import clean_url

MAX_ENTRIES = 500
"""How many entries of a feed are looked at, the newest ones."""

_SITEMAP = re.compile(r"<(?:\w{1,20}:)?(?P<root>urlset|sitemapindex)[\s>]")
_PAGE = re.compile(r"<(?:!doctype\s{1,9}html|html)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HEAD = 4_000  # characters in which the root element stands
_STAMPS = ("updated", "lastmod", "pubdate", "published", "dc:date", "news:publication_date")
_PUBLISHED = ("published", "pubdate", "dc:date", "news:publication_date")


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed lists.

    ``stamp`` is what it says of the last change, as it is written, and ``day`` the publication
    day, if it says that.
    """

    url: str
    stamp: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed lists, newest first where it says when; ``sitemaps`` are further lists."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def lists_articles(data: bytes) -> bool:
    """Return whether a response is a feed or a sitemap, and no article."""
    head = data[:_HEAD].decode("utf-8", "replace")
    if _PAGE.search(head):
        return False
    return is_feed(head) or _SITEMAP.search(head) is not None


def read_listing(data: bytes, base: str, charset: str | None = None) -> Listing:
    """Return what a feed lists; relative addresses are resolved against ``base``.

    Raises UnreadableArticle if it is none.
    """
    if data.startswith(GZIP):
        try:
            data = unpacked(data, MAX_BYTES)
        except (BodyTooLarge, BodyDamaged):
            raise UnreadableArticle("cannot be unpacked, or is too large") from None
    raw = decode(data, charset).text
    sitemap = _SITEMAP.search(raw, 0, _HEAD)
    if sitemap is None and not is_feed(raw):
        raise UnreadableArticle("is neither RSS nor Atom nor a sitemap; check its address")
    if sitemap is None:
        return Listing(_entries(raw, ("item", "entry"), base))
    prefix = sitemap.group().strip("<> \t\r\n").removesuffix(sitemap["root"])
    if sitemap["root"] == "sitemapindex":
        return Listing(sitemaps=_entries(raw, (f"{prefix}sitemap",), base, prefix))
    return Listing(_entries(raw, (f"{prefix}url",), base, prefix))


def _entries(raw: str, names: tuple[str, ...], base: str, prefix: str = "") -> tuple[Entry, ...]:
    """Return the entries of the elements with these names, without repetitions."""
    found: dict[str, tuple[Entry, dt.datetime | None]] = {}
    _, items = read_items(raw, names)
    for item in items:
        link = item.link or item.text(f"{prefix}loc", "link") or _address(item.text("guid", "id"))
        try:
            url = clean_url(urljoin(base, link or ""))
        except (UnusableSetting, ValueError):
            continue
        if link is None or url == clean_url(base):
            continue
        stamps = [item.text(name, f"{prefix}{name}") for name in _STAMPS]
        stamp = next(filter(None, stamps), None)
        published = _moment(item.text(*_PUBLISHED))
        entry = Entry(url, stamp[:100] if stamp else None, published.date() if published else None)
        found.setdefault(url, (entry, _moment(stamp)))
    return tuple(_newest(found.values()))


def _address(name: str | None) -> str | None:
    """Return the name of an item if it is an address; "abc-1" would be taken for a relative one."""
    return name if name and _ADDRESS.match(name.strip()) else None


def merged(lists: Iterable[Sequence[Entry]]) -> tuple[Entry, ...]:
    """Return the newest entries of several lists, each once; where one has no time, each list gives
    one in turn, so that none takes the places of the others.
    """
    in_turn = filter(None, chain.from_iterable(zip_longest(*lists)))
    found: dict[str, Entry] = {}
    for entry in in_turn:
        found.setdefault(entry.url, entry)
    return tuple(_newest((entry, _moment(entry.stamp)) for entry in found.values()))


_YEAR_ONE = re.compile(r"\b0001\b")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _newest(found: Iterable[tuple[Entry, dt.datetime | None]]) -> list[Entry]:
    """Sort by time where every entry has one; otherwise the feed's own order has to do."""
    dated = list(found)
    if all(moment is not None for _, moment in dated):
        dated.sort(key=lambda each: each[1].timestamp() if each[1] else 0.0, reverse=True)
    return [entry for entry, _ in dated[:MAX_ENTRIES]]


def _moment(stamp: str | None) -> dt.datetime | None:
    """Read a time in the form of RSS (RFC 822) or of Atom and sitemaps (ISO 8601).

    The first moment of a system's clock, or of its calendar, stands where there is none.
    """
    if stamp is None or _YEAR_ONE.search(stamp):
        return None
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(stamp.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return None if abs(moment - _EPOCH) < dt.timedelta(days=1) else moment
    return None
