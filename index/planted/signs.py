"""What gives a sentence away as written for a reader's assistant, and how much it says.

Weights are on one scale: ``PLANTED`` and more is an instruction by its wording alone, less needs
something else (that it has nothing to do with the article, or neighbours of its kind). Of one
family only the heaviest sign counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from index.planted.vocabulary import Sign, Vocabulary, Where, load

PLANTED = 3.0
REASONS: Mapping[str, str] = {
    "output": "says what a bot's answer is to hold",
    "override": "sets aside what a bot was told",
    "machine": "speaks to a bot",
    "relay": "says what readers are to be told",
    "form": "says in which form to answer",
    "task": "sets a task that is no part of the story",
    "lure": "sends readers elsewhere",
    "marks": "has marks that only prompts and programs have",
}
"""Families, and what they are called to people."""

_MOST_HEADS = 24  # places where a verb may stand; a chain of "please, please" has no end


class Reader:
    """Weighs sentences by a vocabulary. Safe from any thread."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        heaviest = sorted(vocabulary.signs, key=lambda sign: -sign.weight)
        self._signs: dict[Where, list[Sign]] = {
            where: [sign for sign in heaviest if sign.where == where]
            for where in ("request", "direct", "start", "anywhere")
        }
        # one pattern of all that are looked for at a place: few sentences match any
        self._some: dict[Where, re.Pattern[str]] = {
            where: re.compile("|".join(f"(?:{sign.pattern.pattern})" for sign in signs))
            for where, signs in self._signs.items()
            if where != "anywhere"
        }
        # a needed word is looked for in a hundredth of the time that a pattern takes, and those of
        # several patterns once
        self._anywhere: dict[tuple[str, ...], list[Sign]] = {}
        for sign in self._signs["anywhere"]:
            self._anywhere.setdefault(sign.needs, []).append(sign)
        self._begin = vocabulary.compiled("BEGIN")
        self._opening = vocabulary.compiled("OPENING_WORD")
        self._clause = vocabulary.compiled("CLAUSE")
        self._asking = vocabulary.compiled("ASKING_TO")
        self._manner = vocabulary.compiled("MANNER_WORD")

    def weigh(self, *readings: str) -> dict[str, float]:
        """The heaviest sign of each family in any of the readings of a sentence.

        They are to be folded by ``surface.plain``.
        """
        found: dict[str, float] = {}
        for text in readings:
            self._add(text, found)
        return found

    def _add(self, text: str, found: dict[str, float]) -> None:
        direct, requests = self._heads(text)
        places_of: dict[Where, Sequence[int]] = {
            "direct": direct,
            "request": requests,
            "start": (0,),
        }
        for where, places in places_of.items():
            some = self._some[where]
            for place in places:
                if some.match(text, place):
                    self._add_at(text, where, place, found)
        for needs, signs in self._anywhere.items():
            for word in needs:
                if word in text:
                    break
            else:
                continue
            for sign in signs:
                if found.get(sign.family, 0.0) < sign.weight and sign.pattern.search(text):
                    found[sign.family] = sign.weight

    def _add_at(self, text: str, where: Where, place: int, found: dict[str, float]) -> None:
        for sign in self._signs[where]:
            if found.get(sign.family, 0.0) < sign.weight and sign.pattern.match(text, place):
                found[sign.family] = sign.weight

    def _heads(self, text: str) -> tuple[list[int], list[int]]:
        """Where the verb of a bare imperative may stand, and that of any request."""
        begin = self._begin.match(text)
        direct = [begin.end() if begin else 0]
        for place in direct:
            opening = self._opening.match(text, place)
            if opening and len(direct) < _MOST_HEADS:
                direct.append(opening.end())
        requests = list(direct)
        for place in direct:
            if clause := self._clause.match(text, place):
                requests.append(clause.end())
        for place in list(requests):
            if asking := self._asking.match(text, place):
                requests.append(asking.end())
        for place in requests:
            manner = self._manner.match(text, place)
            if manner and manner.end() not in requests and len(requests) < _MOST_HEADS:
                requests.append(manner.end())
        return direct, requests


@functools.cache
def reader() -> Reader:
    """The one of the vocabulary that comes with the package."""
    return Reader(load())
