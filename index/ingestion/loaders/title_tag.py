"""What the ``<title>`` of a page says about its headline and its outlet."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from index.ingestion.metadata.outlet import (
    is_address,
    is_confirmed,
    is_rights_line,
    without_site,
)

_TITLE = re.compile(r"<title\b[^<>]{0,200}>(?P<title>[^<]{1,500})</title", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]{0,500}>", re.IGNORECASE)
_CONTENT = re.compile(
    r"\bcontent\s{0,3}=\s{0,3}(?:\"(?P<a>[^\"]{1,80})\"|'(?P<b>[^']{1,80})')", re.I
)


def with_title_tag(raw: str, fields: Mapping[str, str], head: Sequence[str]) -> dict[str, str]:
    """Return the fields of a page's metadata, made better by its ``<title>``.

    ``head`` has the texts at the top of the story. An outlet that is only an address, or the
    publisher where the page declares a site of another name, gives way to the site in the title.
    """
    better = dict(fields)
    if is_rights_line(better.get("outlet", "")):
        del better["outlet"]
    match = _TITLE.search(raw)
    if match is None:
        return better
    title = _spaced(match["title"])
    better |= _headline(title, fields.get("title"), head)
    outlet = better.get("outlet")
    declared = _site_name(raw)
    if declared and not is_address(declared) and is_confirmed(declared, title, outlet):
        better["outlet"] = declared
    elif outlet is None or is_address(outlet):
        site = without_site(title, outlet, [better.get("title", "")])[1]
        better |= {"outlet": site} if site else {}
    return better


def _headline(title: str, known: str | None, head: Sequence[str]) -> dict[str, str]:
    """Return the title that stands in ``<title>`` and above the story, if the one known does not.

    That one is the site's name in the header of the page.
    """
    if known is None or known.casefold() in title.casefold():
        return {}
    longest = max((text for text in head if title.startswith(text)), key=len, default="")
    return {"title": longest} if len(longest) > len(title) / 2 else {}


def _site_name(raw: str) -> str | None:
    """Return the site's name that a page declares (``og:site_name``)."""
    for tag in _META.findall(raw):
        if "og:site_name" in tag and (match := _CONTENT.search(tag)):
            return _spaced(match["a"] or match["b"])
    return None


def _spaced(text: str) -> str:
    return " ".join(html.unescape(text).split())
