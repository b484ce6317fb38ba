"""The outlet, if the text names it: wire tags, bylines, biographies, links to more of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import capwords

from index.english.calendar_words import MONTH_BEGINNINGS, WEEKDAY_NAMES
from index.english.letters import CAPITAL, CAPITALS
from index.ingestion.block import Block
from index.ingestion.metadata.bylines import byline
from index.ingestion.metadata.datelines import SMALL_WORDS, full_dates, read_date_line
from index.ingestion.metadata.foreign_dates import (
    foreign_dates,
    is_weekday_name,
    without_labels,
)
from index.ingestion.metadata.media_names import medium_probability
from index.ingestion.metadata.site_names import label_of

_NAME = r"[A-Z0-9À-Ž](?:[\w’'&+-]|\.(?=\w))*"
_WORD = rf"(?:{_NAME}|of|and|the|for|&)"
_OUTLET = rf"(?P<outlet>{_NAME}(?:\s{_WORD}){{0,5}})"
# What stands behind the comma may be the day: a country is taken only if nothing else fits.
_CITY = rf"{CAPITAL}[{CAPITALS} .'’/-]+(?:,\s?{CAPITAL}[\w. ’'-]{{1,30}})??"
_MONTHS = f"(?:{MONTH_BEGINNINGS})"
_DAY_AND_MONTH = (
    rf"{_MONTHS}[a-z]*\.?\s\d{{1,2}}(?:,\s?\d{{4}})?|\d{{1,2}}\s{_MONTHS}[a-z]*(?:\s\d{{4}})?"
)
_OPEN, _SHUT = r"(?:\(|-LRB-\s?|\[)", r"(?:\)|\s?-RRB-|\])"
_TAG = re.compile(
    rf"(?P<city>{_CITY})?,?\s?(?P<day>{_DAY_AND_MONTH})?\s?{_OPEN}"
    rf"(?P<outlet>{CAPITAL}[\w.&’' /-]{{1,40}}?){_SHUT}(?:,?\s(?:{_DAY_AND_MONTH}))?\s?"
    r"(?P<dash>[-–—_:]{1,2}|\.)?\s?"
)
_SPEAKER = re.compile(
    rf"{CAPITAL}[{CAPITALS} .'’-]{{1,40}}(?:,\s[^:.,()]{{2,60}}|\s\([^:()]{{1,40}}\))?:\s(?=\S)"
)
_SLASHED = re.compile(
    rf"(?P<city>{_CITY}),\s?(?P<day>{_DAY_AND_MONTH})\.?\s/(?P<outlet>{CAPITAL}[\w."
    rf" ]{{1,30}}?)/\.?\s?[-–—]?\s?"
)
_PLACED = re.compile(
    rf"(?:{CAPITAL}[\w.’'-]{{1,20}}(?:\s{CAPITAL}[\w.’'-]{{0,20}}){{0,3}},\s){{1,2}}"
    rf"(?:{_MONTHS}[a-z]*\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTHS}[a-z]*\.?)(?:,?\s(?:1[789]|20)\d\d)?"
    rf"\.?\s?(?:[–—]|--)\s?(?=[\"“”'‘’]{{0,2}}\s?{CAPITAL})"
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAY_NAMES)}|yesterday|today)\b", re.IGNORECASE)
_MORE = re.compile(
    rf"(?i:more|latest|read more|stories)\s(?i:from|on|by|at)\s(?i:the\s)?{_OUTLET}\s?[:»›→]?$"
)
_JOB = (
    r"(?i:reporter|correspondent|editor|journalist|writer|columnist|producer|bureau chief|"
    r"photographer|intern|contributor)s?"
)
_EMPLOYED = re.compile(rf"\b{_JOB}\s(?:at|for|with)\s(?:the\s|The\s)?{_OUTLET}")
_ENDS_WITH_JOB = re.compile(rf"\b{_JOB}(?i:-in-chief)?$")
_RIGHTS = re.compile(
    r"(?:(?i:©|\(c\)|copyright)\s{0,9}){1,3}(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[,\s]*(?:by\s)?"
    rf"(?i:the\s)?{_OUTLET}"
)
_YEAR_BEHIND = re.compile(r"\s(?:19|20)\d\d$")
_SOURCE = re.compile(rf"(?i:sources?):\s(?:the\s|The\s)?{_OUTLET}")
_SUFFIX = re.compile(r"\s[|»]\s(?P<outlet>[A-Z0-9À-Ž][^|»]{1,40})$")
_NOTE = re.compile(r"(?:see|updates?|adds?|corrects?|photo|file|editor|repeats?|read)\b", re.I)
_NOT_AN_OUTLET = frozenset(
    """politics world news sports sport business opinion the latest author topics europe russia
    ukraine us uk all rights reserved author section home category europe asia africa
    updated file exclusive video watch photos related our this search team subject""".split()
)


@dataclass(frozen=True, slots=True)
class WireTag:
    """The place and agency that open a wire story; ``end`` is where its first sentence begins.

    ``outlet`` is None for a place and a day without an agency.
    """

    outlet: str | None
    end: int


def wire_tag(text: str) -> WireTag | None:
    """Find "LONDON (AP) _", "(MENAFN)" or "MOSCOW, Oct 22 (Reuters) -" at the start of a text.

    Press releases have "LONDON, Oct. 22, 2025 --" without an agency, and newspapers "London, Oct.
    22.—": the day on which the report was sent.
    """
    head = text[:120]
    sent = _PLACED.match(head)
    if sent and not _WEEKDAY.search(sent.group()) and text[sent.end() :].strip():
        return WireTag(None, sent.end())
    match = _SLASHED.match(head) or _TAG.match(head)
    if match is None or not text[match.end() :].strip():
        return None
    opening = match.groupdict()
    placed = bool(opening["city"] or opening["day"])
    if placed and not (opening.get("dash") or "/" in match.group()):
        return None
    if not placed and (len(match["outlet"].split()) > 3 or _NOTE.match(match["outlet"])):
        return None
    seated = re.match(r"[A-Z]-", match["outlet"])  # a party and a state: "(D-NV)"
    if (seated or not placed) and ":" in (opening.get("dash") or ""):
        return None  # "[Lena Moor]: ..." is who speaks
    return WireTag(match["outlet"].strip(), match.end())


def is_speaker(text: str) -> bool:
    """Return whether a paragraph begins with who says it: "MOOR: ...", "LENA MOOR, HOST: ..."."""
    return _SPEAKER.match(text) is not None


def split_title(title: str) -> tuple[str, str | None]:
    """Split the site's name off a headline: "Headline | CNN"."""
    match = _SUFFIX.search(title)
    if match is None or len(title[: match.start()].split()) < 4 or not _usable(match["outlet"]):
        return title, None
    return title[: match.start()].rstrip(), match["outlet"].strip()


def outlet_of(blocks: Sequence[Block], tag: WireTag | None) -> str | None:
    """Return the outlet that the page names; its own hints are preferred to a wire tag."""
    short = (block for block in blocks if len(block.text) < _LONGEST_LINE)
    marked = [(block.kind, block.text) for block in short if block.kind]
    for kinds, pattern in (
        (("related", "menu"), _MORE),
        (("biography", "byline", "teaser"), _EMPLOYED),
        (("related", "reporting note"), _SOURCE),
    ):
        for kind, text in marked:
            if kind in kinds and (match := pattern.search(text)) and _usable(match["outlet"]):
                return _trim(match["outlet"])
    for kind, text in marked:
        if kind in ("byline", "date line") and (found := byline(text)) and _usable(found[1]):
            parts = re.split(r"\s*[|·•,]\s*", found[1])
            if named := next((p for p in parts if _usable(p) and not _is_job(p)), None):
                return _trim(named)
    for kind, text in marked:
        match = _RIGHTS.search(text) if kind == "copyright" else None
        if match and _usable(match["outlet"]):
            return _trim(_YEAR_BEHIND.sub("", match["outlet"]))
    return tag.outlet if tag else None


def _is_job(text: str) -> bool:
    """Return whether what stands beside an author is their job: "Transport Correspondent".

    With "The", it names a medium: "The Reporter".
    """
    return _ENDS_WITH_JOB.search(text) is not None and not text.startswith("The ")


LIKELY, SURE = 0.5, 0.95
"""How likely a line has to be the name of a medium, by its words: beside a date or an author, which
is where media are named, and anywhere else."""
_CALLED = 0.3
_CALLED_WORDS = 3
"""How likely a name of that many words that begins with "The" has to be a medium, if it is alone
with a date: people are not called so."""
_BESIDE = re.compile(r"\s*(?:[|•·]|\s[-–—/]\s|,(?=\s)|\n)\s*")
_LABELS = re.compile(
    r"\b(?:first |originally |last )?(?:published|posted|updated|modified|dated|date)\b"
    r"(?: (?:on|at))?:?",
    re.IGNORECASE,
)
_HEAD = 12  # blocks


def head_outlet(blocks: Sequence[Block], title: int | None) -> tuple[str, int | None] | None:
    """Find the outlet in the lines around the headline and the date.

    It stands beside the date or the author ("The Post | October 21, 2025"), or on a line of its
    own next to them. Returns the outlet, and the index of its block if that has nothing else.
    """
    head = list(enumerate(blocks[:_HEAD]))
    for index, block in head:
        if block.kind in ("date line", "byline"):
            for part in parts_beside(block.text):
                named = may_be_medium(part) or _is_called_so(part, block.text)
                if named and not (_is_job(part) and byline(block.text)):
                    return _as_name(_trim(part)), None
        elif title is not None and index < title and _is_masthead(blocks, index, title):
            return _trim(block.text), index
        elif index != title and (
            block.kind is None or (block.kind == "credit" and may_be_medium(block.text))
        ):
            neighbours = [blocks[i].kind for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
            between = {"byline", "date line"} <= {*neighbours}
            called = index - 1 == title and block.text.startswith("The ")
            named = may_be_medium(block.text) or ((between or called) and _is_named(block.text))
            below = title is not None and index == title + 1 and names_medium(block.text)
            if below or (named and {"byline", "date line"} & {*neighbours}):
                return _trim(block.text), index
            if len(block.text.split()) > _MAX_NAME_WORDS:
                break
    return None


_MAX_NAME_WORDS = 6
_LONGEST_LINE = 2_000  # characters


def _is_masthead(blocks: Sequence[Block], index: int, title: int) -> bool:
    """Return whether a line is a medium's name, and above the headline only date and author follow.

    Other lines may follow, too, where the name is in the first line, or where another line has it
    ("© 2025 Harbour Gazette Media"), as is seldom so with an entry of a menu.
    """
    if not names_medium(blocks[index].text):
        return False
    dated = [block.kind in ("date line", "byline") for block in blocks[index + 1 : title]]
    if all(dated) or (index == 0 and any(dated)):
        return True
    own = letters(blocks[index].text)
    others = (letters(block.text) for block in blocks if len(block.text) < _LONGEST_LINE)
    return any(own in other and own != other for other in others)


def parts_beside(text: str) -> list[str]:
    """Return what stands beside the dates of a line, without the author after "By"."""
    dates = [(date.start, date.end) for date in full_dates(text)]
    dates = dates or [(start, end) for start, end, _ in foreign_dates(text)]
    for start, end in reversed(dates):
        text = f"{_without_weekday(text[:start])}|{text[end:]}"
    parts = [_LABELS.sub("", part).strip(" .:;()[]*_") for part in _BESIDE.split(text)]
    named = (part for part in parts if without_labels(part)[0].strip())
    return [part for part in named if not re.match(r"(?i:by)\s", part)]


_SHORT_WEEKDAYS = {day[:3] for day in WEEKDAY_NAMES} - {"sun"}  # "The Sun" is no Sunday


def _without_weekday(before: str) -> str:
    """Return what stands before a date without the weekday of that date at its end."""
    rest, _, last = before.rstrip().rpartition(" ")
    word = last.strip(",.").casefold()
    named = word in WEEKDAY_NAMES or word in _SHORT_WEEKDAYS or is_weekday_name(word)
    return rest.rstrip(" ,") if named else before


def may_be_medium(text: str) -> bool:
    """Return whether a line beside a date or an author can name a medium: "The Harbour Gazette".

    A line with ordinary words in it may as well be a headline, so it has to be as likely as one
    that stands anywhere.
    """
    least = LIKELY if _has_capitals(text) else SURE
    return _has_form(text) and medium_probability(text) >= least


def _is_called_so(text: str, line: str) -> bool:
    """Return whether a line has nothing but a day and a name like "The Harbour Gazette"."""
    alone = line.startswith(text) and read_date_line(line) and byline(line) is None
    called = text.startswith("The ") and len(text.split()) >= _CALLED_WORDS and _has_capitals(text)
    return bool(alone and called) and _has_form(text) and medium_probability(text) >= _CALLED


def names_medium(text: str) -> bool:
    """Return whether a line is called as hardly anything but media are, wherever it stands."""
    return _has_form(text) and medium_probability(text) >= SURE


def _is_named(text: str) -> bool:
    """Return whether a line is a name, of whatever: "Polar Bear Union", "TASS"."""
    return (len(text.split()) > 1 or text.isupper()) and _has_capitals(text) and _has_form(text)


def _has_capitals(text: str) -> bool:
    """Return whether all words begin with a capital or a digit, apart from "of" and the like."""
    return all(w[0].isupper() or w[0].isdigit() or w in SMALL_WORDS for w in text.split())


def _has_form(text: str) -> bool:
    """Return whether a line has at most six words and no bars between them, begins like a name, and
    does not end like a sentence.
    """
    if "|" in text:  # a row of sections: "Home | News | Sport"
        return False
    begins = text[:1].isalnum() and not text[:1].islower()
    ends = text.endswith((".", "!", "?", ":"))
    return begins and not ends and len(text.split()) <= _MAX_NAME_WORDS and _usable(text)


_SITE = re.compile(r"\s(?:[|–—»·•]|-|::)\s(?P<site>(?:(?!\s-\s)[^|–—»·•]){2,60})$")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}/?", re.IGNORECASE)


def is_address(outlet: str) -> bool:
    """Return whether an outlet is only the address of a site: "www.example.com"."""
    return _ADDRESS.fullmatch(outlet) is not None


def without_site(title: str, outlet: str | None, headings: Sequence[str]) -> tuple[str, str | None]:
    """Split the site's name off a title that is known: "Headline - The Paradigm".

    It is one if it is the outlet, if the page has the rest as a heading, or if it names a medium.
    """
    match = _SITE.search(title)
    if match is None:
        return title, None
    rest, site = title[: match.start()].rstrip(), match["site"].strip()
    same = outlet is not None and letters(site) in (
        letters(outlet),
        label_of(outlet) if is_address(outlet) else None,
    )
    headed = any(letters(heading) == letters(rest) for heading in headings)
    named = site.startswith("The ") or names_medium(site)
    if len(rest.split()) < 2 or not (same or headed or named):
        return title, None
    return rest, site if _usable(site) else None


_BETWEEN = re.compile(r"\s(?:[|–—»·•]|-|::)\s|\s?[｜：|]\s?")


def title_parts(title: str) -> list[str]:
    """Return the parts of a title that dashes and bars divide."""
    return [part for each in _BETWEEN.split(title) if (part := each.strip())]


def possible_outlets(title: str) -> list[str]:
    """Return the parts of a title that may name its outlet, if there are several parts."""
    parts = title_parts(title)
    return list(filter(_usable, parts)) if len(parts) > 1 else []


def headline_of(title: str, headings: Sequence[str]) -> str:
    """Cut a title to the headline that the page shows: "Headline | DW | 28.04.2023"."""
    shown = {letters(heading) for heading in headings} - {""}
    parts = [
        part
        for match in _BETWEEN.finditer(title)
        for part in (title[: match.start()], title[match.end() :])
        if letters(part) in shown
    ]
    return max(parts, key=len).strip() if parts else title


def is_confirmed(declared: str, title: str, outlet: str | None) -> bool:
    """Return whether a page's title ends with the site's name that it declares.

    It then names the outlet better than ``outlet``, unless that is another form of the same name:
    some pages give an agency or their staff as the publisher.
    """
    match = _SITE.search(title)
    if match is None or letters(match["site"]) != letters(declared) or not _usable(declared):
        return False
    own, other = letters(declared), letters(outlet or "")
    return not other or not (own in other or other in own)


def without_scheme(outlet: str) -> str:
    """Return an address without "https://www."; any other outlet as it is."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", outlet, flags=re.IGNORECASE)
    return bare.removesuffix("/") if is_address(outlet) else outlet


def is_rights_line(outlet: str) -> bool:
    """Return whether an outlet is a line about rights: "Copyright 2014"."""
    return re.match(r"(?:©|\(c\)|copyright\b)", outlet, re.IGNORECASE) is not None


def letters(text: str) -> str:
    """Return the letters and digits of a text, without case and "The"."""
    return re.sub(r"\W|^the\s", "", text.casefold())


def _as_name(outlet: str) -> str:
    """Write the name in a running head, "THE HARBOUR GAZETTE", as that of a newspaper."""
    shouted = outlet.isupper() and outlet.startswith("THE ")
    return capwords(outlet) if shouted else outlet


def _trim(outlet: str) -> str:
    outlet = re.sub(r"(?:\s(?:of|and|the|for|&))+$", "", outlet.strip())
    return outlet.removesuffix(".").removesuffix("’s").removesuffix("'s")


def is_section(text: str) -> bool:
    """Return whether a line has a word that sections of a site are called by: "Breaking News"."""
    return not _NOT_AN_OUTLET.isdisjoint(text.casefold().split())


def _usable(outlet: str) -> bool:
    words = outlet.strip(" .|").lower().split()
    named = bool(words) and len(words) <= 6 and not any(letter.isdigit() for letter in words[0])
    return named and not all(word in _NOT_AN_OUTLET for word in words)
