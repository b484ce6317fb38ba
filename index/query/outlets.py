"""Finds the outlets of the coverage that a message names, as people call them.

"The BBC" is BBC News and "Kyiv Indep" the Kyiv Independent where no other outlet begins so. A
single word is an outlet only if it is the whole name, its capitals ("BBC") or its initials ("NYT"):
"Kyiv" alone is a city, and the UN is not UN News.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.english.letters import CAPITAL, without_accents
from index.english.saying import SPEAKING, forms
from index.english.synonyms import is_light, places
from index.english.tokens import STOP_WORDS, stem
from index.english.verb_forms import is_past
from index.ingestion.metadata.outlet import names_medium
from index.temporal.tagger import find_dates

LEAST = 3
"""Letters of a word that is cut short."""
_WORD = re.compile(r"\w+")
_FROM = re.compile(
    r"(?:,\s*)?\b(?:according to|as told by|per|(?P<weak>in|from|by))\s+(?:the\s+)?$", re.IGNORECASE
)
_MENTION_VERB = re.compile(r"(?:mention|cover|publish|quot|print|broadcast)", re.IGNORECASE)
_WORD_BEHIND = re.compile(r"\s+(\w+)")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_SUBJECT = re.compile(
    r"(?:\bwhat(?:'s| do| does| did| has| have| is)?|"
    r"^\W*(?:(?:and|so|but)\s+)?(?:do|does|did|has|have)?)\s*$",
    re.IGNORECASE,
)
"""What stands before an outlet that reports something: "What does", "Did", or nothing."""
_SAY = re.compile(rf"\s+(?:been )?(?:{'|'.join(forms('statement'))})\b", re.IGNORECASE)
_MENTION = re.compile(r"\s+(?:mention|cover)\w*\s+(?:about\s+)?(\w.*?)\W*$", re.IGNORECASE)
_ABOUT = re.compile(r"\s+(?:about|on|of)\s+(.+?)\W*$", re.IGNORECASE)
_BODIES = frozenset("un eu nato who imf opec fifa uefa icc ioc uk".split())
"""Capitals that name what the news is about, beside those of countries."""
_ANY_MEDIUM = frozenset("news today online media agency".split())
"""Last words that do not tell one outlet from others."""
_ENDING = {"com", "org", "net", "co", "uk", "the"}


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet, and where a text names it: ``text[start:end]``, with its "the"."""

    outlet: str
    start: int
    end: int


def named_outlets(
    text: str, outlets: Iterable[str], *, small: bool = False
) -> tuple[NamedOutlet, ...]:
    """Return the outlets that a text names, in the order in which it names them.

    ``small``: the text is sure to be about outlets, so that "the herald" is one, too.
    """
    words = list(_WORD.finditer(text))
    names = _names_of(tuple(dict.fromkeys(outlets)))
    found: list[NamedOutlet] = []
    begin = 0
    while begin < len(words):
        row = [word.group() for word in words[begin : begin + names.most]]
        the = begin > 0 and words[begin - 1].group().lower() == "the"
        length, outlet = names.longest(row, the=the, small=small)
        if outlet is not None:
            start = words[begin].start()
            if the:
                start = words[begin - 1].start()
            found.append(NamedOutlet(outlet, start, words[begin + length - 1].end()))
        begin += max(length, 1)
    return tuple(found)


@dataclass(frozen=True)
class _Names:
    """The words of the names of outlets, by what a mention begins with: a first word, initials.

    ``ending`` has the outlets by their last words, and ``most`` is the number of words of the
    longest name.
    """

    beginning: Mapping[str, Sequence[tuple[str, list[str]]]]
    ending: Mapping[str, Sequence[str]]
    most: int

    def longest(self, words: Sequence[str], *, the: bool, small: bool) -> tuple[int, str | None]:
        """The most words in a row that name an outlet, and which; (0, None) if none or several.

        Behind "``the``", the last word of a name is enough: "the Gazette".
        """
        candidates = self.beginning.get(_plain(words[0]), ())
        if the and not candidates and (small or words[0][:1].isupper()):
            last = self.ending.get(_plain(words[0]), ())
            return (1, last[0]) if len(last) == 1 else (0, None)
        for length in range(len(words) if candidates else 0, 0, -1):
            named = [(outlet, name) for outlet, name in candidates if _names(words[:length], name)]
            whole = [(outlet, name) for outlet, name in named if len(name) == length]
            if len(whole or named) == 1:
                return length, (whole or named)[0][0]
        return 0, None


@functools.lru_cache(maxsize=8)
def _names_of(outlets: tuple[str, ...]) -> _Names:
    beginning: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    ending: defaultdict[str, list[str]] = defaultdict(list)
    most = 1
    for outlet in outlets:
        name = _words(outlet)
        if len(name) > 1 and _plain(name[-1]) not in _ANY_MEDIUM:
            ending[_plain(name[-1])].append(outlet)
        most = max(most, len(name))
        for first in {_plain(name[0]), _plain(_initials(name))} if name else ():
            beginning[first].append((outlet, name))
    return _Names(beginning, ending, most)


def _words(outlet: str) -> list[str]:
    return [w for w in _WORD.findall(outlet) if w.lower() not in _ENDING] or _WORD.findall(outlet)


_plain = functools.lru_cache(maxsize=4096)(without_accents)


def _initials(name: Sequence[str]) -> str:
    return "".join(word[0] for word in name)


def _names(row: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words are a name or begin it; only the last of several may be cut short."""
    lowered, whole = [*map(_plain, row)], [*map(_plain, name)]
    if len(row) == 1 and _is_body(lowered[0]):
        return False
    if lowered == whole:
        return True
    if len(row) == 1:
        if len(name) > 1 and row[0].isupper() and row[0] == _initials(name).upper():
            return True
        typed = row[0].isupper() or len(row[0]) >= LEAST
        return typed and name[0].isupper() and lowered[0] == whole[0]
    *firsts, last = lowered
    place = len(firsts)
    return (
        firsts == whole[:place]
        and len(last) >= LEAST
        and whole[place:][:1] != []
        and (whole[place].startswith(last))
    )


def _is_body(word: str) -> bool:
    """Whether a word is more often what the news is about: "UN News", or an outlet "Canada"."""
    return word in _BODIES or bool(places(stem(word)))


def is_only_outlet(text: str, outlets: Iterable[str]) -> bool:
    """Return whether a text is nothing but an outlet, with "and" or "the" before it at most."""
    found = named_outlets(text, outlets, small=True)
    if len(found) != 1:
        return False
    rest = f"{text[: found[0].start]} {text[found[0].end :]}".lower()
    return not set(_WORD.findall(rest)) - {"and", "the"}


def narrowed(text: str, outlets: Iterable[str]) -> tuple[str, str] | None:
    """Return an outlet that a question is limited to, and the question without it; or None.

    "What happened according to the BBC?", "What does the BBC say about the strike?" and "the BBC on
    the strike" are limited; "Who owns the BBC?" is not. The question is "" where everything is
    wanted that the outlet says: "What does the BBC say?", "the BBC".
    """
    outlets = tuple(outlets)
    found = named_outlets(text, outlets)
    small = not found
    if small:
        found = named_outlets(text, outlets, small=True)
    if len(found) != 1:
        return None
    (named,) = found
    before, after = text[: named.start], text[named.end :]
    if small and not _WORD.search(before) and _ABOUT.match(after):
        return None  # "the post on the corner"
    source = _FROM.search(before)
    if source is not None and not _is_weak(source, before, text[named.start : named.end], after):
        rest = f"{before[: source.start()].rstrip(' ,')} {after.lstrip(' ,')}".strip()
        words = [word for word in rest.split() if _WORD.search(word)]
        return named.outlet, rest if len(words) > 1 else ""
    if not _WORD.search(before + after):
        return named.outlet, ""
    topic = _topic(before, after)
    if topic is None:
        return None
    return named.outlet, f"What is there about {topic}?" if topic else ""


_SOURCE = re.compile(
    r"\b(?:according to|as told by|per|what (?:do|does|did|has|have))\s+"
    rf"(?P<run>(?:the\s+)?(?-i:{CAPITAL})[\w&’'-]{{1,30}}(?:\s(?-i:{CAPITAL})[\w&’'-]{{1,30}}){{0,5}})",
    re.IGNORECASE,
)


def named_medium(text: str) -> str | None:
    """Return the medium that a question is limited to, by what media are called; None if there is
    none: "According to The New York Times, who won?".
    """
    found = _SOURCE.search(text)
    run = found["run"] if found else ""
    return run if run and names_medium(run) else None


def _is_weak(source: re.Match[str], before: str, name: str, after: str) -> bool:
    """Whether "in", "from" or "by" names no source: "in time", "was sued by the BBC", "in the Sun
    belt".
    """
    if not source["weak"]:
        return False
    words = name.removeprefix("the ").removeprefix("The ").split()
    if len(words) == 1 and (
        words[0].islower() or (not words[0].isupper() and _is_of_something_else(after))
    ):
        return True
    last = _LAST_WORD.search(before[: source.start()])
    if source["weak"].lower() != "by" or last is None:
        return False
    done = last[1].lower()
    told = stem(done) in SPEAKING or _SAY.match(f" {done}") or _MENTION_VERB.match(done)
    return is_past(done) and not told


def _is_of_something_else(after: str) -> bool:
    """Whether the word before belongs to a noun behind it, which is no report and no day."""
    behind = _WORD_BEHIND.match(after)
    if behind is None or behind[1].lower() in STOP_WORDS or is_light(stem(behind[1].lower())):
        return False
    return not _SAY.match(after) and all(day.start for day in find_dates(after.lstrip(), None))


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
