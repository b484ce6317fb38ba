"""Signs that a sentence is written for an AI assistant, and their weights."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

Where = Literal["request", "direct", "start", "anywhere"]

_DEFINED = re.compile(r"([A-Z_]+)(:| =) *(.*)")
_NAMED = re.compile(r"\{([A-Z_]+)\}")
_NEEDING = re.compile(r"\[([^\]]+)\](.+)")
_PLACES: dict[str, Where] = {"{REQUEST}": "request", "{DIRECT}": "direct", "^": "start"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern with the ``weight`` that it adds to a ``family`` of signs.

    ``where`` it has to match: at the verb of a request or of a bare imperative, at the start of
    the sentence, or anywhere. ``needs``: every match contains one of these words (the empty word
    if none are given).
    """

    family: str
    weight: float
    where: Where
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``pieces`` are regular expressions by name, ``words`` the plain words of lists by name."""

    pieces: dict[str, str]
    words: dict[str, tuple[str, ...]]
    signs: tuple[Sign, ...]

    def compiled(self, name: str) -> re.Pattern[str]:
        """Compile a piece by itself."""
        return re.compile(self.pieces[name])


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Read both data files. Raises KeyError for a name that is used before it is defined."""
    pieces: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for entry in _join_continuations(_lines("words.txt"), indent=1):
        found = _DEFINED.fullmatch(entry)
        if found is None:
            raise ValueError(f"words.txt: no definition: {entry[:60]}")
        name, mark, rest = found.groups()
        if mark == ":":
            words[name] = tuple(word.replace("_", " ") for word in rest.split())
            pieces[name] = f"(?:{'|'.join(words[name])})"
        else:
            pieces[name] = _expand(rest, pieces)
    return Vocabulary(pieces, words, tuple(_signs(pieces)))


def _signs(pieces: dict[str, str]) -> Iterator[Sign]:
    family, weight = "", 0.0
    for entry in _join_continuations(_lines("signs.txt"), indent=8):
        if not entry.startswith(" "):
            family, _, number = entry.partition(" ")
            weight = float(number)
            continue
        text = entry.replace(" ", "")
        needs: tuple[str, ...] = ("",)
        if needing := _NEEDING.fullmatch(text):
            words, text = needing.groups()
            needs = tuple(word.replace("_", " ") for word in words.split("|"))
        start = next((mark for mark in _PLACES if text.startswith(mark)), "")
        pattern = re.compile(_expand(text[len(start) :], pieces))
        yield Sign(family, weight, _PLACES.get(start, "anywhere"), pattern, needs)


def _lines(name: str) -> list[str]:
    text = (resources.files("index.guardrails") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _join_continuations(lines: list[str], indent: int) -> Iterator[str]:
    """Join lines with their continuations, which are indented by ``indent`` spaces or more."""
    entry = ""
    for line in lines:
        if line.startswith(" " * indent):
            entry += " " + line.strip()
        else:
            if entry:
                yield entry
            entry = line
    yield entry


def _expand(pattern: str, pieces: dict[str, str]) -> str:
    """Expand a pattern: remove the spaces of its layout, and replace names."""
    parts = _NAMED.split(pattern.replace(" ", ""))
    return "".join(
        pieces[part] if odd % 2 else part.replace("_", " ") for odd, part in enumerate(parts)
    )


PLANTED = 3.0
INVITES = "invites readers to sign up"
"""What newsletters and sites say to their readers everywhere: it is withheld, but no alarm."""
REASONS: Mapping[str, str] = {
    "output": "dictates the content of a bot's answer",
    "override": "tells a bot to ignore its instructions",
    "machine": "addresses a bot",
    "relay": "dictates what to tell readers",
    "form": "dictates the format of an answer",
    "task": "gives a task that is not part of the story",
    "lure": "sends readers elsewhere",
    "invitation": INVITES,
    "marks": "contains markup that only prompts and programs use",
}
"""How the families are described to people."""

_MAX_HEADS = 24  # possible positions of a verb; a chain of "please, please" is unlimited


class SignDetector:
    """Weighs sentences by a vocabulary. Thread-safe."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        heaviest = sorted(vocabulary.signs, key=lambda sign: -sign.weight)
        self._signs: dict[Where, list[Sign]] = {
            where: [sign for sign in heaviest if sign.where == where]
            for where in ("request", "direct", "start", "anywhere")
        }
        # one combined pattern per position: few sentences match any of its signs
        self._combined: dict[Where, re.Pattern[str]] = {
            where: re.compile("|".join(f"(?:{sign.pattern.pattern})" for sign in signs))
            for where, signs in self._signs.items()
            if where != "anywhere"
        }
        # searching for a needed word takes 1 % of the time of a pattern, and each set of words is
        # searched for once
        self._anywhere: dict[tuple[str, ...], list[Sign]] = {}
        for sign in self._signs["anywhere"]:
            self._anywhere.setdefault(sign.needs, []).append(sign)
        self._begin = vocabulary.compiled("BEGIN")
        self._opening = vocabulary.compiled("OPENING_WORD")
        self._clause = vocabulary.compiled("CLAUSE")
        self._asking = vocabulary.compiled("ASKING_TO")
        self._manner = vocabulary.compiled("MANNER_WORD")

    def weigh(self, *readings: str) -> dict[str, float]:
        """Return the weight of the heaviest sign of each family in any reading of a sentence.

        Readings must be normalized by ``index.guardrails.detection.normalize``.
        """
        found: dict[str, float] = {}
        for text in readings:
            self._add(text, found)
        return found

    def weigh_title(self, text: str) -> float:
        """Return the weight of all families but tasks in a title, which may ask a question."""
        found = self.weigh(text)
        found.pop("task", None)
        lure = max(found.pop(name, 0.0) for name in ("lure", "invitation"))
        return lure + sum(found.values())

    def _add(self, text: str, found: dict[str, float]) -> None:
        direct, requests = self._heads(text)
        places_of: dict[Where, Sequence[int]] = {
            "direct": direct,
            "request": requests,
            "start": (0,),
        }
        for where, places in places_of.items():
            some = self._combined[where]
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
        """Return where the verb of a bare imperative may be, and that of any request."""
        begin = self._begin.match(text)
        direct = [begin.end() if begin else 0]
        for place in direct:
            opening = self._opening.match(text, place)
            if opening and len(direct) < _MAX_HEADS:
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
            if manner and manner.end() not in requests and len(requests) < _MAX_HEADS:
                requests.append(manner.end())
        return direct, requests


@functools.cache
def sign_detector() -> SignDetector:
    """Return the detector for the package's own vocabulary."""
    return SignDetector(load_vocabulary())
