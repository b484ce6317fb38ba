"""Reads bylines: who wrote an article."""

from __future__ import annotations

import re

from index.english.letters import CAPITAL

_PART = rf"(?:{CAPITAL}(?:\.|[\w’'.-]*\w)|d[aeiu]|de[lnr]?|van|von|bin|al|el|la)"
NAME = rf"{CAPITAL}[\w’'.-]*(?:\s{_PART}){{0,4}}"
_BYLINE = re.compile(
    rf"(?:by|story by|written by|words by|reporting by|author|from)\s?:?\s(?P<author>{NAME}"
    rf"(?:(?:,\s{NAME})*,?\s(?:and|&)\s{NAME})?)(?P<rest>.*)",
)
OFFICE = (
    r"(?:reporter|correspondent|editor|journalist|writer|columnist|producer|fellow|analyst|bureau"
    r" chief|contributor|author|blogger|freelancer|commentator|photographer|intern)"
)
"""What those who write are called."""
_LONGEST_JOB = 60  # characters
_JOB = re.compile(
    rf"(?:[\w&’'/-]+\s){{0,5}}(?i:{OFFICE})s?(?:(?:,|\s(?:in|at|for|of))\s{CAPITAL}[^.!?;:]*)?"
)
_TOLD = re.compile(r"\b(?:is|was|are|were|has|had|have|said|says|he|she|they|it)\b", re.IGNORECASE)
_IN_PLACE = re.compile(
    rf"(?P<names>{NAME}(?:(?:,\s{NAME})*\s(?:and|&)\s{NAME})?)\sin\s"
    rf"{CAPITAL}[\w’'.-]*(?:\s{CAPITAL}[\w’'.-]*){{0,2}}"
)
_BETWEEN_NAMES = re.compile(r",?\s(?:and|&)\s|,\s")
_ONLY_NAME = re.compile(NAME)
_LOWER_BYLINE = re.compile(r"(?:By|BY|by|Story by|Written by|Words by|Reporting by|Author|From)\b")


def byline(text: str) -> tuple[str, str] | None:
    """Return the author and what follows the name ("By Jane Roe, Reuters") of a byline."""
    if len(text) > 140 or not _LOWER_BYLINE.match(text):
        return None
    normal = text[0].lower() + text[1:]
    match = _BYLINE.match(re.sub(r"^bY\b", "by", normal))
    if match is None or text.rstrip().endswith((".", "!", "?", ":", ";")):
        return None
    rest = match["rest"].strip()
    if rest and (
        rest[0] not in ",|–—-·•/(" and not re.match(rf"(?:for|in|at|of)\s{CAPITAL}", rest)
    ):
        return None
    if rest.startswith("in "):
        rest = ""  # a place, not an outlet
    rest = re.sub(r"^(?:for|at|of)\s", "", rest.strip(" ,|–—-·•/()"))
    return match["author"], rest


def is_name(text: str) -> bool:
    """Return whether a line is a person's name (two to four words) and nothing else."""
    words = text.split()
    if words[:1] == ["The"]:  # a medium is called so, and hardly anybody else
        return False
    return 2 <= len(words) <= 4 and len(text) <= 50 and _ONLY_NAME.fullmatch(text) is not None


def several_names(text: str) -> list[str]:
    """Return the people of "Jane Roe, Ann Berg and Lee Fox", or the text if it names one."""
    parts = _BETWEEN_NAMES.split(text)
    return parts if all(map(is_name, parts)) else [text]


def is_job(text: str) -> bool:
    """Return whether a line is what somebody who writes is called: "Political editor, Berlin"."""
    return len(text) <= _LONGEST_JOB and bool(_JOB.fullmatch(text)) and not _TOLD.search(text)


def author_line(text: str) -> str | None:
    """Return the names of "Jane Roe and Ann Berg in Oslo" or "Jane Roe, political editor".

    None for any other line. Only its place tells such a line from the beginning of a sentence.
    """
    name, _, job = text.partition(", ")
    if is_name(name) and is_job(job):
        return name
    found = _IN_PLACE.fullmatch(text)
    names = found["names"] if found else ""
    return names if names and all(map(is_name, several_names(names))) else None
