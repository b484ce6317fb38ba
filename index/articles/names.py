"""Bylines, credits of photos, biographies and the names in them."""

from __future__ import annotations

import re

_PART = r"(?:[A-Z](?:\.|[\w’'.-]*\w)|d[aeiu]|de[lnr]?|van|von|bin|al|el|la)"
NAME = rf"[A-Z][\w’'.-]*(?:\s{_PART}){{0,4}}"
_BYLINE = re.compile(
    rf"(?:by|story by|written by|words by|reporting by|author|from)\s?:?\s(?P<author>{NAME}"
    rf"(?:(?:,\s{NAME})*,?\s(?:and|&)\s{NAME})?)(?P<rest>.*)",
)
_ONLY_NAME = re.compile(NAME)
_LOWER_BYLINE = re.compile(r"(?:By|BY|by|Story by|Written by|Words by|Reporting by|Author|From)\b")
_AGENCIES = (
    r"reuters|afp|ap|associated press|getty(?: images)?|tass|epa(?:-efe)?|aa|anadolu|bloomberg|upi"
    r"|zuma|shutterstock|sputnik|ria novosti|xinhua|dpa|ansa|efe|pa(?: media| wire)?|nurphoto|alamy"
    r"|istock|unsplash|pool|kremlin\.ru|white house|handout|istock|imago|sipa|polaris|redux|cnn|bbc"
    r"|wikimedia(?: commons)?|ukrinform|unian|kyodo|yonhap|ians|pti|ani"
)
_OWNERS = re.compile(r"\s?(?:[|/,•·–@-]|\bvia\b|\bfor\b)\s?")
_AGENCY_NAME = re.compile(rf"(?i:{_AGENCIES})(?:\s(?i:photo|images?|pictures?|news))?")
_AGENCY = re.compile(rf"\b(?:{_AGENCIES})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,120})[)\]]\s?\.?$")
_CREDIT_WORD = re.compile(
    r"\b(?:photos?|images?|pictures?|credit|courtesy|handout)\b", re.IGNORECASE
)
_GLUED_CREDIT = re.compile(r"(?:Image|Photo|Picture|Foto|Bild)(?: credit)?: ?[A-Z][^.!?]{2,80}$")
_OFFICE = (
    r"(?:reporter|correspondent|editor|journalist|writer|columnist|producer|fellow|analyst|bureau"
    r" chief|contributor|author|blogger|freelancer|commentator|photographer|intern)"
)
_BIOGRAPHY = re.compile(
    rf"(?:The author )?(?:{NAME},? )?(?:is|was|has been|works as|covers|reports on|writes about)\b"
    rf".{{0,80}}?\b(?:{_OFFICE}s?|covers?|covering|reports? (?:on|for|from)|writes? (?:about|for"
    rf"|on))\b"
)
_CAREER = re.compile(
    r"\b(?:previously|joined|degree|studied|graduat\w+|holds? an?\b|experience|based in"
    r"|background in"
    r"|has worked|has been working|worked (?:at|for|as)|her work|his work|their work|covers"
    r"|covering"
    r"|reports on|writes (?:about|for|on)|can be reached|follow (?:him|her|them)|twitter|award|@\w+"
    r"|specializ\w+|specialis\w+|lives in|author of)\b",
    re.IGNORECASE,
)


def byline(text: str) -> tuple[str, str] | None:
    """Return the author and what follows the name ("By Jane Roe, Reuters") of a byline."""
    if len(text) > 140 or not _LOWER_BYLINE.match(text):
        return None
    normal = text[0].lower() + text[1:]
    match = _BYLINE.match(re.sub(r"^(?:BY|bY)\b", "by", normal))
    if match is None or text.rstrip().endswith((".", "!", "?", ":", ";")):
        return None
    rest = match["rest"].strip()
    if rest and (rest[0] not in ",|–—-·•/(" and not re.match(r"(?:for|in|at|of)\s[A-Z]", rest)):
        return None
    if rest.startswith("in "):
        rest = ""  # a place, not an outlet
    rest = re.sub(r"^(?:for|at|of)\s", "", rest.strip(" ,|–—-·•/()"))
    return match["author"], rest


def is_shared_byline(text: str) -> bool:
    """Tell whether a line names an author and the agencies used: "Jane Roe with Reuters, AFP"."""
    name, found, agencies = text.partition(" with ")
    parts = re.split(r",\s|\sand\s", agencies)
    return bool(found) and is_name(name) and all(_AGENCY_NAME.fullmatch(part) for part in parts)


def is_credit(text: str) -> bool:
    """Tell whether a line only says whose photo it is: "Jane Roe | AFP | Getty Images"."""
    line = text.strip("()[] .")
    if len(line) > 90 or not _AGENCY.search(line):
        return False
    *names, agency = [part for part in _OWNERS.split(line) if part.strip()]
    owners = all(is_name(part) or _AGENCY_NAME.fullmatch(part) for part in names)
    return owners and _AGENCY_NAME.fullmatch(agency) is not None


def closing_credit(text: str) -> bool:
    """Tell whether a text ends with a photo credit in brackets: "(AFP Photo)", "(Roe/Reuters)".

    An agency's name alone is none: stories end with "(Reuters)" too.
    """
    if _GLUED_CREDIT.search(text):
        return True
    match = _IN_BRACKETS.search(text)
    if match is None:
        return False
    *names, agency = match["inside"].rstrip(". ").split("/")
    owned = bool(names) and _AGENCY.fullmatch(agency.strip()) is not None
    return owned or _CREDIT_WORD.search(match["inside"]) is not None


def closing_agency(text: str) -> bool:
    """Tell whether a text ends with an agency's name in brackets: "(Reuters)"."""
    match = _IN_BRACKETS.search(text)
    return match is not None and _AGENCY.fullmatch(match["inside"].strip(". ")) is not None


def is_name(text: str) -> bool:
    """Tell whether a line is a person's name and nothing else (two to four words)."""
    words = text.split()
    return 2 <= len(words) <= 4 and len(text) <= 50 and _ONLY_NAME.fullmatch(text) is not None


def is_biography(text: str) -> bool:
    """Tell whether a paragraph introduces an author: an office and something of a career."""
    match = _BIOGRAPHY.match(text)
    return match is not None and _CAREER.search(text) is not None
