"""The fields that front matter, JSON objects and headers give: title, date, outlet, author, URL."""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

_FIELDS = {
    "title": ("title", "headline", "web_title"),
    "date": (
        "date",
        "published",
        "publish_date",
        "publication_date",
        "pubdate",
        "pub_date",
        "date_published",
        "date_publish",
        "published_at",
        "published_on",
        "published_date",
        "published_time",
        "article_published_time",
        "web_publication_date",
        "first_published",
        "date_time",
        "datetime",
        "timestamp",
        "created_at",
        "created_utc",
        "ts",
    ),
    "outlet": (
        "outlet",
        "publication",
        "publisher",
        "newspaper",
        "media",
        "site",
        "site_name",
        "sitename",
        "source_name",
        "source",
        "feed_name",
        "source_domain",
        "service_name",
    ),
    "author": ("author", "authors", "byline", "creator", "by"),
    "url": ("url", "link", "source_url", "canonical_url", "web_url", "permalink", "title_link"),
}
# Swedish, Norwegian and Danish, French, German
_FOREIGN = {
    "title": "titre titel tittel overskrift überschrift rubrik",
    "date": "datum dato publicerad publicerat publisert publiceret udgivet publié publié_le"
    " date_de_publication veröffentlicht",
    "outlet": "källa kilde tidning avis journal quelle zeitung",
    "author": "auteur autor författare forfatter av af par",
    "url": "länk lenke lien",
}
_NAMES = [(field, name) for field, names in _FIELDS.items() for name in names]
_FOREIGN_NAMES = [(field, name) for field, names in _FOREIGN.items() for name in names.split()]
FOREIGN = frozenset(name for _, name in _FOREIGN_NAMES)
ALSO_ENGLISH = frozenset(("journal", "lien", "par"))
_ELSEWHERE = frozenset(("rubrik", "avis"))
"""A section in German and a notice in French: these count beside another Nordic name only."""
_NORDIC = frozenset(
    "tittel overskrift dato publicerad publicerat publisert publiceret udgivet källa kilde tidning"
    " författare forfatter av af länk lenke".split()
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]{1,300}\|)?([^\[\]|]{1,300})\]\]")
_TABLES = ("params", "extra")
_NOTHING = ("null", "~", "none", "nan", "n/a")


def field_name(key: object) -> str:
    """Normalize a key: "publishedAt", "Published-At" and "published at" are "published_at"."""
    name = unicodedata.normalize("NFC", str(key).strip())
    return re.sub(r"[\s:.-]+", "_", _HUMP.sub("_", name)).lower()


def known_fields(loaded: Mapping[object, object]) -> dict[str, str]:
    """Select the known keys; of a field's alternative names, the first with a value is used.

    What Hugo and Zola keep in a table of its own (``[params]``, ``[extra]``) counts as well.
    """
    given = _named(loaded)
    for table in map(loaded.get, _TABLES):
        if isinstance(table, dict):
            given = _named(table) | given
    return fields_of(given, known_names(given))


def header_fields(loaded: Mapping[object, object]) -> dict[str, str]:
    """Like ``known_fields``, for lines of "Key: value", whose keys may be in other languages."""
    given = _named(loaded)
    return fields_of(given, names_in_any_language(given))


def names_in_any_language(names: Collection[str]) -> list[tuple[str, str]]:
    """Like ``known_names``, with names in other languages behind the English ones."""
    nordic = not _NORDIC.isdisjoint(names)
    foreign = (pair for pair in _FOREIGN_NAMES if nordic or pair[1] not in _ELSEWHERE)
    return [*known_names(names), *(pair for pair in foreign if pair[1] in names)]


def known_names(names: Collection[str]) -> list[tuple[str, str]]:
    """Return those of normalized names that are known, each behind its field, the best first."""
    return [(field, name) for field, name in _NAMES if name in names]


def fields_of(given: Mapping[str, object], names: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the fields that are given under these names."""
    fields: dict[str, str] = {}
    for field, name in names:
        value = _text(given.get(name))
        if value and name == "source" and re.match(r"https?://", value):
            fields.setdefault("url", value)
        elif value:
            fields.setdefault(field, value)
    return fields


def _named(loaded: Mapping[object, object]) -> dict[str, object]:
    given: dict[str, object] = {}
    for key, value in loaded.items():
        given.setdefault(field_name(key), value)
    return given


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "label") if value.get(key)), None)
    if isinstance(value, dt.date):
        value = value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    value = " ".join(html.unescape(_WIKI.sub(r"\1", value)).split())
    return value if value and value.lower() not in _NOTHING else None
