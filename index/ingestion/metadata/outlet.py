"""The outlet, if the text names it: wire tags, bylines, biographies, links to more of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.ingestion.boilerplate.captions import byline
from index.ingestion.loaders.text import Block
from index.ingestion.metadata.datelines import full_dates

_NAME = r"[A-Z0-9À-Ž](?:[\w’'&+-]|\.(?=\w))*"
_WORD = rf"(?:{_NAME}|of|and|the|for|&)"
_OUTLET = rf"(?P<outlet>{_NAME}(?:\s{_WORD}){{0,5}})"
_CITY = r"[A-ZÀ-Ž][A-ZÀ-Ž .'’/-]+(?:,\s?[A-Z][\w. ’'-]{1,30})?"
_MONTHS = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s?\d{4})?"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:\s\d{4})?"
)
_OPEN, _SHUT = r"(?:\(|-LRB-\s?|\[)", r"(?:\)|\s?-RRB-|\])"
_TAG = re.compile(
    rf"(?P<city>{_CITY}?)?,?\s?(?P<day>{_MONTHS})?\s?{_OPEN}"
    rf"(?P<outlet>[A-Z][\w.&’' /-]{{1,40}}?){_SHUT}\s?(?P<dash>[-–—_:]{{1,2}}|\.)?\s?"
)
_SLASHED = re.compile(
    rf"(?P<city>{_CITY}),\s?(?P<day>{_MONTHS})\.?\s/(?P<outlet>[A-Z][\w."
    rf" ]{{1,30}}?)/\.?\s?[-–—]?\s?"
)
_MORE = re.compile(
    rf"(?i:more|latest|read more|stories)\s(?i:from|on|by|at)\s(?i:the\s)?{_OUTLET}\s?[:»›→]?$"
)
_EMPLOYED = re.compile(
    r"\b(?i:reporter|correspondent|editor|journalist|writer|columnist|producer|bureau chief|"
    rf"photographer|intern|contributor)s?\s(?:at|for|with)\s(?:the\s|The\s)?{_OUTLET}"
)
_RIGHTS = re.compile(
    rf"(?i:©|\(c\)"
    rf"|copyright)[\s©(c)]*(?:\d{{4}}(?:\s?[-–]\s?\d{{4}})?)?[,\s]*(?:by\s)?(?i:the\s)?{_OUTLET}"
)
_FIRST_IN = re.compile(
    rf"\b(?i:originally |first )(?i:published|appeared)\s(?:in|on|by|at)\s(?:the\s)?{_OUTLET}"
)
_SOURCE = re.compile(rf"(?i:sources?):\s(?:the\s|The\s)?{_OUTLET}")
_STAFF = re.compile(rf"(?i:by)\s(?i:the\s)?{_OUTLET}\s(?i:staff|news desk|newsroom)\b")
_SUFFIX = re.compile(r"\s[|»]\s(?P<outlet>[A-Z0-9À-Ž][^|»]{1,40})$")
_NOTE = re.compile(r"(?:see|updates?|adds?|corrects?|photo|file|editor|repeats?|read)\b", re.I)
_NOT_AN_OUTLET = frozenset(
    """politics world news sports sport business opinion the latest author topics europe russia
    ukraine us uk all rights reserved author section home category europe asia africa
    updated file exclusive video watch photos related our this search team subject""".split()
)


@dataclass(frozen=True, slots=True)
class WireTag:
    """The place and agency that open a wire story; ``end`` is where its first sentence begins."""

    outlet: str
    end: int


def wire_tag(text: str) -> WireTag | None:
    """Find "LONDON (AP) _", "(MENAFN)" or "MOSCOW, Oct 22 (Reuters) -" at the start of a text."""
    head = text[:120]
    match = _SLASHED.match(head) or _TAG.match(head)
    if match is None or not text[match.end() :].strip():
        return None
    opening = match.groupdict()
    placed = bool(opening["city"] or opening["day"])
    if placed and not (opening.get("dash") or "/" in match.group()):
        return None
    if not placed and (len(match["outlet"].split()) > 3 or _NOTE.match(match["outlet"])):
        return None
    return WireTag(match["outlet"].strip(), match.end())


def split_title(title: str) -> tuple[str, str | None]:
    """Split the site's name off a headline: "Headline | CNN"."""
    match = _SUFFIX.search(title)
    if match is None or len(title[: match.start()].split()) < 4 or not _usable(match["outlet"]):
        return title, None
    return title[: match.start()].rstrip(), match["outlet"].strip()


def outlet_of(blocks: Sequence[Block], tag: WireTag | None) -> str | None:
    """Return the outlet that the page names; its own hints are preferred to a wire tag."""
    marked = [(block.kind, block.text) for block in blocks if block.kind and len(block.text) < 2000]
    for kinds, pattern in (
        (("related", "menu"), _MORE),
        (("biography", "byline", "teaser"), _EMPLOYED),
        (("related", "reporting note"), _SOURCE),
        (("byline",), _STAFF),
    ):
        for kind, text in marked:
            if kind in kinds and (match := pattern.search(text)) and _usable(match["outlet"]):
                return _trim(match["outlet"])
    for kind, text in marked:
        if kind in ("byline", "date line") and (found := byline(text)) and _usable(found[1]):
            return _trim(re.split(r"\s*[|·•,]\s*", found[1])[0])
    for kind, text in marked:
        pattern = _RIGHTS if kind == "copyright" else _FIRST_IN
        match = pattern.search(text)
        if kind in ("copyright", "disclaimer") and match and _usable(match["outlet"]):
            return _trim(match["outlet"])
    return tag.outlet if tag else None


def _trim(outlet: str) -> str:
    outlet = re.sub(r"(?:\s(?:of|and|the|for|&))+$", "", outlet.strip())
    return outlet.removesuffix(".").removesuffix("’s").removesuffix("'s")


def _usable(outlet: str) -> bool:
    words = outlet.strip(" .|").lower().split()
    named = bool(words) and len(words) <= 6 and not any(letter.isdigit() for letter in words[0])
    return named and not all(word in _NOT_AN_OUTLET for word in words)


def dated_wire_tag(text: str) -> dt.date | None:
    """Return the day of a wire tag with a full date: "KYIV, Oct. 24, 2025 (AFP) -", or None."""
    found = full_dates(text)
    return found[0].days[0] if found and len(found[0].days) == 1 else None
