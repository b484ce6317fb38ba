"""What a page declares in JSON-LD with the vocabulary of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(r"<script\b[^<>]{0,300}?ld\+json[^<>]{0,300}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_WRAPPER = re.compile(
    r"\A\s{0,50}(?://\s{0,5}|/\*\s{0,5})?(?:<!\[CDATA\[|<!--)(?:\s{0,5}\*/)?"
    r"|(?://\s{0,5}|/\*\s{0,5})?(?:\]\]>|-->)(?:\s{0,5}\*/)?\s{0,50}\Z"
)
_ARTICLES = ("Article", "Posting", "Report")
_ORGANISATIONS = ("Organization", "Corporation")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_MAX_NESTED = 20
Thing = dict[str, Any]
"""What a page declares of something, by the names of its properties."""


def scripts_of(raw: str) -> Iterator[tuple[int, int, object]]:
    """Yield where the scripts are in which a page declares things, and what they declare.

    Scripts that are no JSON are passed over.
    """
    end = 0
    for opening in _SCRIPT.finditer(raw):
        if opening.start() < end:  # inside the one before
            continue
        closing = _SCRIPT_END.search(raw, opening.end())
        if closing is None:
            return
        end = closing.start()
        try:
            declared = json.loads(_unwrapped(raw[opening.end() : end]), strict=False)
        except (ValueError, RecursionError):
            continue
        yield opening.end(), end, declared


def _unwrapped(script: str) -> str:
    """Return a script with blanks for the comments that hide it from old browsers."""
    return _WRAPPER.sub(lambda found: " " * len(found.group()), script)


def declared_things(raw: str) -> Iterator[Thing]:
    """Yield the things that the scripts of a page declare, with those that they are about."""
    for _, _, declared in scripts_of(raw):
        yield from _things(declared, 0)


def _things(value: object, depth: int) -> Iterator[Thing]:
    if depth > _MAX_NESTED:
        return
    if isinstance(value, list):
        for each in value:
            yield from _things(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _INSIDE:
            yield from _things(value.get(key), depth + 1)


def is_article(thing: Thing) -> bool:
    """Return whether a thing is an article: a NewsArticle, a BlogPosting, a Report."""
    return _is_kind(thing, _ARTICLES) and not _is_kind(thing, ("JobPosting",))


def is_organisation(thing: Thing) -> bool:
    """Return whether a thing is an organisation, and no site: an Organization, a Corporation."""
    return _is_kind(thing, _ORGANISATIONS)


def _is_kind(thing: Thing, endings: tuple[str, ...]) -> bool:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(endings) for kind in kinds)


def names_of(value: object, depth: int = 0) -> list[str]:
    """Return the names of a publisher, or of several, in any form that is used for one."""
    if isinstance(value, str):
        return [value]
    if depth > _MAX_NESTED:
        return []
    if isinstance(value, list):
        return [name for each in value for name in names_of(each, depth + 1)]
    return names_of(value.get("name"), depth + 1) if isinstance(value, dict) else []
