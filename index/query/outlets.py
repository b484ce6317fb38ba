"""Finds the outlets of the coverage that a message names, as people call them.

"The BBC" is BBC News and "Kyiv Indep" the Kyiv Independent where no other outlet begins so. A
single word is an outlet only if it is the whole name, its capitals ("BBC") or its initials ("NYT"):
"Kyiv" alone is a city.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 3
"""Letters of a word that is cut short."""
_WORD = re.compile(r"\w+")
_FROM = re.compile(
    r"(?:,\s*)?\b(?:according to|as told by|in|from|by|per)\s+(?:the\s+)?$", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"(?:\bwhat(?:'s| do| does| did| has| have| is)?|"
    r"^\W*(?:(?:and|so|but)\s+)?(?:do|does|did|has|have)?)\s*$",
    re.IGNORECASE,
)
"""What stands before an outlet that reports something: "What does", "Did", or nothing."""
_SAY = re.compile(
    r"\s+(?:been )?(?:say|said|report|writ|wrote|tell|told|claim|stat)\w*\b", re.IGNORECASE
)
_MENTION = re.compile(r"\s+(?:mention|cover)\w*\s+(?:about\s+)?(\w.*?)\W*$", re.IGNORECASE)
_ABOUT = re.compile(r"\s+(?:about|on|of)\s+(.+?)\W*$", re.IGNORECASE)
_ENDING = {"com", "org", "net", "co", "uk", "the"}


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet, and where a text names it: ``text[start:end]``, with its "the"."""

    outlet: str
    start: int
    end: int


def named_outlets(text: str, outlets: Iterable[str]) -> tuple[NamedOutlet, ...]:
    """Return the outlets that a text names, in the order in which it names them."""
    words = list(_WORD.finditer(text))
    names = {outlet: _words(outlet) for outlet in dict.fromkeys(outlets)}
    found: list[NamedOutlet] = []
    begin = 0
    while begin < len(words):
        length, outlet = _longest(words[begin:], names)
        if outlet is not None:
            start = words[begin].start()
            if begin and words[begin - 1].group().lower() == "the":
                start = words[begin - 1].start()
            found.append(NamedOutlet(outlet, start, words[begin + length - 1].end()))
        begin += max(length, 1)
    return tuple(found)


def _words(outlet: str) -> list[str]:
    return [w for w in _WORD.findall(outlet) if w.lower() not in _ENDING] or _WORD.findall(outlet)


def _longest(words: Sequence[re.Match[str]], names: dict[str, list[str]]) -> tuple[int, str | None]:
    """The most words in a row that name an outlet, and which; (0, None) if none or several."""
    most = max(map(len, names.values()), default=0)
    for length in range(min(most, len(words)), 0, -1):
        row = [word.group() for word in words[:length]]
        named = [outlet for outlet, name in names.items() if _names(row, name)]
        whole = [outlet for outlet in named if len(names[outlet]) == length]
        if len(whole or named) == 1:
            return length, (whole or named)[0]
    return 0, None


def _names(row: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words are a name or begin it; only the last of several may be cut short."""
    lowered, whole = [w.lower() for w in row], [w.lower() for w in name]
    if lowered == whole:
        return True
    if len(row) == 1:
        initials = "".join(word[0] for word in name)
        capitals = name[0].isupper() and len(name[0]) > 1 and lowered[0] == whole[0]
        return capitals or (len(name) > 1 and row[0].isupper() and row[0] == initials.upper())
    *firsts, last = lowered
    place = len(firsts)
    return (
        firsts == whole[:place]
        and len(last) >= LEAST
        and whole[place:][:1] != []
        and (whole[place].startswith(last))
    )


def narrowed(text: str, outlets: Iterable[str]) -> tuple[str, str] | None:
    """Return an outlet that a question is limited to, and the question without it; or None.

    "What happened according to the BBC?", "What does the BBC say about the strike?" and "the BBC on
    the strike" are limited; "Who owns the BBC?" is not. The question is "" where everything is
    wanted that the outlet says: "What does the BBC say?", "the BBC".
    """
    found = named_outlets(text, outlets)
    if len(found) != 1:
        return None
    (named,) = found
    before, after = text[: named.start], text[named.end :]
    source = _FROM.search(before)
    if source is not None:
        rest = f"{before[: source.start()].rstrip(' ,')} {after.lstrip(' ,')}".strip()
        words = [word for word in rest.split() if _WORD.search(word)]
        return named.outlet, rest if len(words) > 1 else ""
    if not _WORD.search(before + after):
        return named.outlet, ""
    topic = _topic(before, after)
    if topic is None:
        return None
    return named.outlet, f"What is there about {topic}?" if topic else ""


def _topic(before: str, after: str) -> str | None:
    """What the outlet between two texts reports on, "" for everything; None if it is no source."""
    behind = _ABOUT.match(after)
    if behind is not None and not _WORD.search(before) and not _SAY.search(behind[1]):
        return behind[1]
    if not _SUBJECT.search(before):
        return None
    mentioned = _MENTION.match(after)
    if mentioned is not None:
        return mentioned[1]
    said = _SAY.match(after)
    if said is None:
        return None
    about = _ABOUT.match(after[said.end() :])
    if about is not None:
        return about[1]
    return None if _WORD.search(after[said.end() :]) else ""
