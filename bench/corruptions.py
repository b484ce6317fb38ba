"""True sentences made false: one thing is changed, or a clause is added that nobody wrote."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.paraphrases import Told

_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_NUMBER = re.compile(rf"(?<![\w$£€.,-])[$£€]?\d[\d,.]*\d|\b\d\b|\b(?:{'|'.join(_WORDS)})\b")
_DAY = re.compile(
    rf"\b(?:{'|'.join(_WEEKDAYS)})\b|\b(?:{'|'.join(_MONTHS)})\b(?=[ ,.]|$)|\b(?:19|20)\d\d\b"
)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|has|have|had|does|did|do|must)\b"
    r"(?! (?:not|never)\b)(?=\s[a-z])"
)
_NOT = re.compile(r"\b(?:not|never) |(?<=[a-z])n[’']t\b")
_CONTRARIES = [
    pair.split("/")
    for pair in (
        "rose/fell increased/decreased won/lost accepted/rejected approved/rejected win/lose "
        "supports/opposes support/oppose supported/opposed increase/decrease agreed/refused "
        "raise/lower confirmed/denied allowed/banned began/ended praised/criticized "
        "increases/decreases higher/lower raised/lowered start/stop accept/reject wins/loses"
    ).split()
]
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_DAYS_AND_MONTHS = frozenset([*_WEEKDAYS, *_MONTHS])


@dataclass(frozen=True, slots=True)
class Spans:
    """Who says what in an article, as annotated: offsets of sources into its text."""

    text: str
    sources: tuple[tuple[int, int], ...]


def number(told: Told, rng: random.Random) -> str | None:
    """One digit of a figure is another, or a number word is another."""
    found = [m for m in _NUMBER.finditer(told.text) if not _DAY.fullmatch(m.group())]
    if not found:
        return None
    match = rng.choice(found)
    if match.group() in _WORDS:
        return _put(told.text, match, rng.choice([w for w in _WORDS if w != match.group()]))
    places = [i for i, c in enumerate(match.group()) if c.isdigit()]
    place = rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != match.group()[place]])
    return _put(told.text, match, match.group()[:place] + digit + match.group()[place + 1 :])


def day(told: Told, rng: random.Random) -> str | None:
    """A weekday, month or year is another."""
    found = list(_DAY.finditer(told.text))
    if not found:
        return None
    match = rng.choice(found)
    word = match.group()
    if word.isdigit():
        return _put(told.text, match, str(int(word) + rng.choice((-3, -2, -1, 1, 2, 3))))
    others = _WEEKDAYS if word in _WEEKDAYS else _MONTHS
    return _put(told.text, match, rng.choice([w for w in others if w != word]))


def name(told: Told, rng: random.Random, names: Sequence[str]) -> str | None:
    """A name is another of the same or another article, of no common word with it."""
    found = [m for m in _NAME.finditer(told.text) if m.group() not in _DAYS_AND_MONTHS]
    if not found:
        return None
    match = rng.choice(found)
    words = set(re.findall(r"\w+", told.text))
    others = [n for n in names if not set(n.split()) & words and not _alike(n, match.group())]
    return _put(told.text, match, rng.choice(others)) if others else None


def _alike(one: str, other: str) -> bool:
    """Of one stem: Ukraine and Ukrainian."""
    return one[:4] == other[:4]


def names_of(text: str) -> list[str]:
    """Names inside the sentences of a text."""
    found = dict.fromkeys(m.group() for m in _NAME.finditer(text))
    return [n for n in found if not set(n.split()) & _DAYS_AND_MONTHS and len(n) > 3]


def negation(told: Told, rng: random.Random) -> str | None:
    """A "not" is put in or taken out, or a verb becomes its contrary."""
    outside = re.sub(r"[“\"][^”\"]*[”\"]", lambda m: "_" * len(m.group()), told.text)
    changes = [_put(told.text, m, "") for m in _NOT.finditer(outside) if m.group()[0] in "n"]
    changes += [_put(told.text, m, f"{m.group()} not") for m in _AUXILIARY.finditer(outside)]
    for left, right in _CONTRARIES:
        for one, other in ((left, right), (right, left)):
            changes += [_put(told.text, m, other) for m in re.finditer(rf"\b{one}\b", outside)]
    return rng.choice(changes) if changes else None


def speaker(told: Told, rng: random.Random, spans: Spans) -> str | None:
    """The source of a statement is another source, one of the evidence if there is one."""
    inside = [
        (spans.text[s:e], quoted is told.evidence[0])
        for s, e in spans.sources
        for quoted in told.evidence
        if quoted.start <= s and e <= quoted.end
    ]
    own = [t for t, first in inside if first and t in told.text and _person(t)]
    if not own:
        return None
    source = rng.choice(own)
    others = [t for t, _ in inside if _person(t) and not _shared(t, source)]
    others = others or [
        t for s, e in spans.sources if _person(t := spans.text[s:e]) and not _shared(t, source)
    ]
    if not others:
        return None
    other = rng.choice(others)
    if other in told.text:
        swapped = told.text.replace(source, "\0").replace(other, source)
        return swapped.replace("\0", other)
    return told.text.replace(source, other, 1)


def _person(text: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z][\w.’'-]+ ?){1,4}", text)) and text not in _PRONOUNS


_PRONOUNS = frozenset(
    "He She They I We It You Who The Most Many Some Both Others One All Two Few Several".split()
)


def _shared(one: str, other: str) -> bool:
    """Whether they may name the same: Ryan, Ryan’s."""
    return bool({w[:4] for w in one.split()} & {w[:4] for w in other.split()})


def _put(text: str, match: re.Match[str], new: str) -> str:
    return re.sub(r" +", " ", text[: match.start()] + new + text[match.end() :]).strip()


_CLAUSES = (
    "which surprised many observers",
    "because of the bad weather",
    "as expected",
    "amid growing public anger",
    "despite strong opposition",
    "which critics called shameful",
    "to the relief of many families",
    "for fear of losing votes",
    "after weeks of heated debate",
    "because the money had run out",
    "leaving thousands without work",
    "which experts consider unlikely",
    "following a long dispute with neighbours",
    "since nobody had been warned",
    "in an attempt to calm the markets",
    "causing prices to rise sharply",
    "a decision that was widely praised",
    "although doubts remain",
    "the first such case in decades",
    "without giving any reasons",
)


def clause(told: Told) -> str | None:
    """A clause of the kind that language models add is hung onto the end."""
    if not told.text.endswith(".") or set(told.text) & set('“”"'):
        return None
    added = _CLAUSES[zlib.crc32(told.text.encode()) % len(_CLAUSES)]
    return f"{told.text[:-1].rstrip()}, {added}."


def false(told: Told, text: str | None, kind: str) -> Told | None:
    """The changed sentence with the evidence of the true one."""
    return replace(told, kind=kind, text=text) if text and text != told.text else None
