"""Finds who wrote a page's article: what the page declares, else what was extracted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from index.ingestion.loaders.schema_org import Thing, is_article, is_organisation, names_of
from index.ingestion.metadata.bylines import byline, is_name, several_names
from index.ingestion.metadata.media_names import medium_probability
from index.ingestion.metadata.outlet import LIKELY, letters

BETWEEN = "; "
"""Stands between several authors."""
_ADDRESS = re.compile(r"\b(?:https?|www)\b|@|\w\.\w{2,}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s\([^()]{1,40}\)")
_LONGEST = 80  # characters


def with_author(fields: Mapping[str, str], things: Sequence[Thing]) -> dict[str, str]:
    """Return the fields of a page with the people who wrote it, and with nobody in their place.

    An outlet is no author of its own article, and only stands in the field because there is one.
    """
    outlet = fields.get("outlet", "")
    extracted = fields.get("author", "").split(BETWEEN)
    declared = list(_declared(things))
    names = [name for name in declared or extracted if _may_be_author(name, outlet)]
    if declared and not names:  # the page shows somebody whom it does not declare
        names = [n for n in extracted if is_name(n) and _may_be_author(n, outlet)]
    named = BETWEEN.join(dict.fromkeys(names))
    rest = {name: value for name, value in fields.items() if name != "author"}
    return rest | ({"author": named} if named else {})


def _declared(things: Sequence[Thing]) -> Iterator[str]:
    """Yield who wrote the first article that says so; no organisation beside people."""
    authors = next((found for thing in things if is_article(thing) if (found := _of(thing))), [])
    people = [author for author in authors if not _is_organisation(author)]
    for name in names_of(people or authors):
        spaced = " ".join(_IN_BRACKETS.sub("", html.unescape(name)).split())
        signed = byline(spaced)
        yield from several_names(signed[0] if signed else spaced)


def _of(thing: Thing) -> list[object]:
    authors = thing.get("author") or thing.get("creator")
    return authors if isinstance(authors, list) else [authors] if authors else []


def _is_organisation(author: object) -> bool:
    return isinstance(author, dict) and is_organisation(author)


def _may_be_author(name: str, outlet: str) -> bool:
    """Whether a name is no address and not that of the outlet: "Le Monde" of "Le Monde.fr"."""
    if not 1 < len(name) <= _LONGEST or _ADDRESS.search(name):
        return False
    one, other = sorted((letters(name), letters(outlet)), key=len)
    same = bool(one) and other.startswith(one)
    # a blog may be called like the person who writes it
    return not same or (one != other and medium_probability(name) < LIKELY)
