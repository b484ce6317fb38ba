"""What the head of a page says about its headline and its outlet."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from index.ingestion.loaders.markup import TAG, TITLE
from index.ingestion.loaders.schema_org import Thing, is_article, is_organisation, names_of
from index.ingestion.metadata.outlet import (
    headline_of,
    is_address,
    is_confirmed,
    is_rights_line,
    letters,
    possible_outlets,
    title_parts,
    without_site,
)
from index.ingestion.metadata.site_names import fitting_name, is_handle

_META = re.compile(r"<meta\b[^<>]{0,500}>", re.IGNORECASE)
_CONTENT = re.compile(
    r"\bcontent\s{0,3}=\s{0,3}(?:\"(?P<a>[^\"]{1,200})\"|'(?P<b>[^']{1,200})')", re.I
)
_HEADING = re.compile(r"<h1\b[^<>]{0,500}>(?P<text>.{1,1000}?)</h1", re.IGNORECASE | re.DOTALL)
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_DECLARED = (*_SITE_NAMES, "twitter:site")
_MAX_HEADINGS = 5


def with_head(
    raw: str, things: Sequence[Thing], fields: Mapping[str, str], top: Sequence[str]
) -> dict[str, str]:
    """Return the fields of a page's metadata, made better by what its head says.

    ``things`` are what it declares in JSON-LD, and ``top`` has the texts at the top of the story. A
    title ends where the headline does that the page shows. The outlet is the name that fits the
    page's address, if there is one; one that is only an address, or the publisher where the page
    declares a site of another name, gives way to the site in the title.
    """
    better = dict(fields)
    outlet = better.get("outlet", "")
    if is_rights_line(outlet) or _is_link(outlet):
        del better["outlet"]
    match = TITLE.search(raw)
    title = _spaced(match["title"]) if match else ""
    shown, declared = _shown(raw), _declared(raw)
    better |= _headline(title, fields.get("title"), top)
    site_names = [declared[name] for name in _SITE_NAMES if name in declared]
    publisher = _own_publisher(things)
    if publisher and _is_another(things, better.get("outlet", ""), site_names):
        better["outlet"] = publisher
    sites = {letters(name) for name in (*site_names, *_publishers(things), outlet)}
    if "title" in better:
        own = {letters(name) for name in (*site_names, publisher or "")} - {""}
        better["title"] = _not_the_site(better["title"], title, own)
        headings = [text for text in (*shown, *_headlines(things)) if letters(text) not in sites]
        better["title"] = headline_of(better["title"], headings)
    account = declared.get("twitter:site", "")
    if is_handle(better.get("outlet", ""), account) and better["outlet"] not in site_names:
        del better["outlet"]
    if title:
        better |= _site(title, site_names, better)
    names = [*site_names, *_publishers(things), *possible_outlets(title)]
    names = [name for name in names if not (is_rights_line(name) or _is_link(name))]
    outlet = better.get("outlet", "")
    if outlet and " " not in outlet:
        better["outlet"] = outlet = outlet.replace("_", " ")
    if outlet and not is_address(outlet):
        names = [name for name in names if not is_address(name)]
    fitting = fitting_name(names, fields.get("url", ""), outlet)
    last = fitting or better.get("outlet") or publisher
    if last and not _may_be_site(last, better.get("title", "")):
        last = None
    rest = {name: value for name, value in better.items() if name != "outlet"}
    return rest | ({"outlet": last} if last else {})


_DESCRIPTION = re.compile(
    r"<meta\b[^<>]{0,100}?[\"':](?:og:|twitter:)?description[\"'][^<>]{0,3000}>", re.IGNORECASE
)
_TEXT = re.compile(r"\bcontent\s{0,3}=\s{0,3}(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')", re.IGNORECASE)
_MIN_LETTERS = 40  # of a description


def descriptions(raw: str, things: Sequence[Thing]) -> set[str]:
    """Return the letters of what a page declares as its description, or its article's."""
    found = [_TEXT.search(tag) for tag in _DESCRIPTION.findall(raw)]
    texts = [match["a"] or match["b"] or "" for match in found if match]
    articles = filter(is_article, things)
    texts += [d for thing in articles if isinstance(d := thing.get("description"), str)]
    return {own for text in texts if len(own := letters(html.unescape(text))) >= _MIN_LETTERS}


def _may_be_site(outlet: str, title: str) -> bool:
    """Whether an outlet is no date, and not the headline, which some pages end their title with."""
    return any(map(str.isalpha, outlet)) and letters(outlet) != letters(title)


def _is_link(outlet: str) -> bool:
    return "//" in outlet and not is_address(outlet)


def _headline(title: str, known: str | None, top: Sequence[str]) -> dict[str, str]:
    """Return the title that stands in ``<title>`` and above the story, if the one known does not.

    That one is the site's name in the header of the page.
    """
    if known is None or known.casefold() in title.casefold():
        return {}
    longest = max((text for text in top if title.startswith(text)), key=len, default="")
    return {"title": longest} if len(longest) > len(title) / 2 else {}


def _not_the_site(known: str, title: str, sites: Collection[str]) -> str:
    """Return ``known``, or the rest of the page's title if that is only the site's name.

    For a site that puts its name first: "The Paradigm | Old bridge closed". ``sites`` are the
    letters of what the page declares as its site and its publisher; what else has a name in its
    JSON-LD may be the page itself, called like its headline.
    """
    if letters(known) not in sites:
        return known
    others = (part for part in title_parts(title) if letters(part) not in sites)
    return max(others, key=len, default=known)


def _site(title: str, names: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the outlet that the title ends with, if it is better than the one that is known."""
    outlet = fields.get("outlet")
    declared = next(iter(names), None)
    if declared and not is_address(declared) and is_confirmed(declared, title, outlet):
        return {"outlet": declared}
    if outlet is None or is_address(outlet):
        site = without_site(title, outlet, [fields.get("title", "")])[1]
        return {"outlet": site} if site else {}
    return {}


def _shown(raw: str) -> list[str]:
    """Return the first headings of a page, without markup."""
    found = islice(_HEADING.finditer(raw), _MAX_HEADINGS)
    return [_spaced(TAG.sub("", heading["text"])) for heading in found]


def _headlines(things: Sequence[Thing]) -> list[str]:
    """Return the headlines of the articles that a page declares."""
    found = [thing.get("headline") for thing in things if is_article(thing)]
    return [_spaced(headline) for headline in found if isinstance(headline, str)]


def _declared(raw: str) -> dict[str, str]:
    """Return what the page's ``<meta>`` say of ``_DECLARED``."""
    found: dict[str, str] = {}
    for tag in _META.findall(raw):
        match = _CONTENT.search(tag)
        for name in _DECLARED:
            if match and name in tag:
                found.setdefault(name, _spaced(match["a"] or match["b"]))
    return found


def _publishers(things: Sequence[Thing]) -> list[str]:
    """Return who published the articles that a page declares, then what else has a name there."""
    articles = [names_of(thing.get("publisher")) for thing in things if is_article(thing)]
    others = [names_of(thing.get("name")) for thing in things if not is_article(thing)]
    return [_spaced(name) for names in (*articles, *others) for name in names]


def _own_publisher(things: Sequence[Thing]) -> str | None:
    """Return who published the first article that a page declares with a publisher."""
    articles = (names_of(thing.get("publisher")) for thing in things if is_article(thing))
    found = (_spaced(name) for names in articles for name in names)
    return next((name for name in found if not (is_rights_line(name) or _is_link(name))), None)


def _is_another(things: Sequence[Thing], outlet: str, site_names: Sequence[str]) -> bool:
    """Return whether an outlet is only an organisation that a page declares beside its article."""
    articles = [names_of(thing.get("publisher")) for thing in things if is_article(thing)]
    others = [names_of(thing.get("name")) for thing in things if is_organisation(thing)]
    own = {_spaced(name) for names in articles for name in names}.union(site_names)
    return outlet not in own and any(outlet == _spaced(name) for names in others for name in names)


def _spaced(text: str) -> str:
    return " ".join(html.unescape(text).split())
