"""Who holds which office according to the coverage: "Russian President Vladimir Putin".

A question about "the Russian leader" or "Putin's spokesman" means a person whom many sentences
mention only by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.english.synonyms import places
from index.english.tokens import STOP_WORDS, fold, stem

_ROLES = {
    "head": "president leader",
    "speaker": "spokesman spokeswoman spokesperson press-secretary",
    "envoy": "envoy negotiator",
    "minister": "minister",
    "secretary": "secretary",
    "ambassador": "ambassador",
    "chancellor": "chancellor",
    "premier": "premier prime-minister",
    "executive": "ceo chief-executive boss",
    "mayor": "mayor",
    "governor": "governor",
    "diplomat": "top-diplomat chief-diplomat",
}
_TITLES = frozenset(
    """mr mrs ms miss mister madam sir dame lord lady dr doctor prof professor king queen prince
    princess tsar czar sultan pope bishop rev reverend rabbi imam sheikh senator sen congressman
    congresswoman rep representative judge justice general gen colonel col captain capt major
    sergeant admiral officer comrade candidate president-elect vice deputy former ex late old
    young new team administration president minister premier""".split()
)
_DIPLOMATS = {"minister": "foreign", "secretary": "state"}
"""Offices whose holder is a country's top diplomat, and the word that makes them so."""

_CLASS = {word: group for group, words in _ROLES.items() for word in words.split()}
_ROLE = "|".join(
    word.replace("-", "[ -]") for word in sorted(_CLASS, key=len, reverse=True)
)  # "press secretary" before "secretary"
_NAMED = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_WORDS = (
    r"(?:(?:[A-Z][\w.’'-]*|special|foreign|prime|top|chief|ministry|defen[cs]e|economic) ){0,5}"
)
_BEFORE = re.compile(rf"\b({_WORDS}?)(?i:({_ROLE}))( of [A-Z][\w-]+)? ({_NAMED})")
_BEHIND = re.compile(
    rf"\b({_NAMED}), (?:the )?({_WORDS}?)(?i:({_ROLE}))\b(?! [A-Z])( of (?:the )?[A-Z][\w-]+)?"
)
_ASKED = re.compile(
    rf"\b(?P<words>(?:[\w.]+(?:['’]s?)? ){{0,4}}?)\b(?P<role>{_ROLE})\b"
    r"(?P<of> of (?:the )?[\w-]+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office at ``text[start:end]``; ``names`` are the last names of its holders."""

    start: int
    end: int
    names: frozenset[str]


class Offices:
    """Built from all sentences, once per state of the index; read-only afterwards."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._held: Counter[tuple[str, frozenset[str], str]] = Counter()
        for sentence in sentences:
            for words, role, of, name in _BEFORE.findall(sentence):
                self._add(words + of, role, name)
            for name, words, role, of in _BEHIND.findall(sentence):
                self._add(words + of, role, name)

    def _add(self, words: str, role: str, name: str) -> None:
        group, has, last = _class(role), _stems(words), fold(name.rsplit(maxsplit=1)[-1])
        self._held[group, has, last] += 1
        abroad = _DIPLOMATS.get(group)
        if abroad in has:
            self._held["diplomat", has - {abroad}, last] += 1

    def of_place(self, stemmed: Collection[str]) -> frozenset[str]:
        """Return the last names of holders of an office of a country, its capital or government.

        ``stemmed`` are stems of the place's name: those of "Moscow" also find "Russian Foreign
        Minister Lavrov". With several places, all of them count.
        """
        wanted = frozenset(stemmed)
        wide = wanted.union(*map(places, wanted))
        return frozenset(name for _, has, name in self._held if wide & has)

    def named(self, text: str) -> list[NamedOffice]:
        """Return the offices in a text whose holder the coverage names."""
        found = []
        for match in _ASKED.finditer(text):
            words = match["words"].split()
            for first, word in enumerate([*words, ""]):
                words_before = " ".join(words[first:]) + (match["of"] or "")
                holders = (
                    self._holders(match["role"], words_before) if _is_telling(word) else frozenset()
                )
                if holders:
                    start = match.start("role") - len(" ".join([*words[first:], ""]))
                    found.append(NamedOffice(start, match.end(), holders))
                if holders or (_narrows(word) and match.start() + first):
                    break  # "Putin's press secretary" is not another press secretary
        return found

    def _holders(self, role: str, words: str) -> frozenset[str]:
        """Return the holder of an office; none if two are equally likely, or no word narrows it."""
        wanted = _stems(words)
        if not wanted:
            return frozenset()
        for widen in (False, True):
            fitting = Counter[str]()
            for (group, has, name), count in self._held.items():
                if group == _class(role) and all(_matches(each, has, widen) for each in wanted):
                    fitting[name] += count
            best = fitting.most_common(2)
            if best and (len(best) == 1 or best[0][1] >= 3 * best[1][1]):
                return frozenset({best[0][0]})
        return frozenset()


def is_title(folded: str) -> bool:
    """Return whether a word before a name is a title or an office, not part of the name."""
    return folded in _TITLES or folded in _CLASS


def _is_telling(word: str) -> bool:
    return not word or fold(word) not in STOP_WORDS or word == "US"


def _narrows(word: str) -> bool:
    """Return whether a word before an office belongs to it: a possessive, or a name."""
    return _is_telling(word) and (word[:1].isupper() or bool(re.search(r"['’]s?$", word)))


def _matches(wanted: str, has: frozenset[str], widen: bool) -> bool:
    return wanted in has or (widen and bool(places(wanted) & has))


def _class(role: str) -> str:
    return _CLASS[role.lower().replace(" ", "-")]


def _stems(words: Sequence[str] | str) -> frozenset[str]:
    folded = (fold(word) for word in re.findall(r"[\w.’'-]+", str(words)))
    return frozenset(stem(word) for word in folded if word not in STOP_WORDS or word == "us")
