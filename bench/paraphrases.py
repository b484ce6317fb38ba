"""True sentences about articles: copies, light paraphrases by rules, and merged sentences.

The rules are a copy editor's, with word lists of this benchmark's own: a day becomes a date, a
number is spelled another way, a word gives way to another with the same meaning, an attribution
goes from the end to the front, an opening or an aside is left out. None changes what is said.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_SAME = dict(
    line.split(" = ")
    for line in """big = large
started = began
began = started
told reporters = said
also = additionally
about = around
approximately = about
attempted = tried
tried to = sought to
obtained = got
purchased = bought
bought = purchased
stated = said
many = numerous
nearly = almost
however = still
assist = help
difficult = hard
children = kids
people who = those who
because = since
such as = like
in order to = to
showed = revealed
want to = wish to
wants to = wishes to
talk about = discuss
talked about = discussed
said = stated
says = said""".splitlines()
)
_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_OPENING = re.compile(
    r"^(?:But|And|Meanwhile|However|Still|Yet|Also|Indeed|In fact|Of course|So)(?:,| )\s*"
)
_ASIDE = re.compile(r", (?:who|which|where) [^,“”\"]{8,80},(?= [a-z])")
_TRAILING = re.compile(
    r"^(?P<said>[A-Z][^“”\"]{20,}), (?P<who>(?:[A-Z][\w.’'-]+ ){1,3})(?P<cue>said|says)\.$"
)
_CONTRACTED = {"n’t": " not", "n't": " not"}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an article as it is read, with its offsets in the article's text."""

    text: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that is true by its evidence; ``kind`` says how it was made."""

    kind: str
    text: str
    evidence: tuple[Quoted, ...]
    published: dt.date | None
    article: int


def trim(text: str) -> str:
    """Without its opening word, or an aside."""
    shorter = _OPENING.sub("", _ASIDE.sub("", text))
    return shorter[:1].upper() + shorter[1:]


def respell(text: str) -> str:
    """Small numbers the other way, "percent" as "%", millions in short; not in quotations."""
    if re.search(r"[“”\"]", text):
        return text
    text = re.sub(r"(?<=\d) (?:percent|per cent)\b", "%", text)
    text = re.sub(r"(\$\d[\d.]*) (b|m)illion\b", lambda m: f"{m[1]}{m[2]}n", text)
    text = re.sub(
        r"\b(?:" + "|".join(_NUMBERS) + r")\b(?=\s[a-z]+s\b)",
        lambda m: str(_NUMBERS.index(m[0]) + 2),
        text,
    )
    return re.sub(
        r"(?<![\d.,$:/-])\b([2-9]|1[0-2])\b(?=\s[a-z]+s\b)", lambda m: _NUMBERS[int(m[1]) - 2], text
    )


def date_days(text: str, published: dt.date | None) -> str:
    """ "On Tuesday" as the date of the last Tuesday, where the sentence tells of the past."""
    past = re.search(r"\b(?:said|told|was|were|had|did)\b", text)
    if published is None or not past or re.search(r"[“”\"]", text):
        return text

    def dated(match: re.Match[str]) -> str:
        back = (published.weekday() - _WEEKDAYS.index(match[1])) % 7
        day = published - dt.timedelta(days=back)
        return f"on {day.day} {day:%B %Y}"

    return re.sub(rf"\bon ({'|'.join(_WEEKDAYS)})\b(?! (?:night|morning|after|even))", dated, text)


def reword(text: str, rng: random.Random) -> str:
    """Up to two words for others of the same meaning, outside quotations; contractions in full."""
    if re.search(r"[“”\"]", text):
        return text
    for short, full in _CONTRACTED.items():
        text = re.sub(rf"(?<!ca)(?<!wo){short}\b", full, text)
    known = [word for word in _SAME if re.search(rf"\b{word}\b", text)]
    for word in rng.sample(known, min(2, len(known))):
        text = re.sub(rf"\b{word}\b", _SAME[word], text, count=1)
    return text


def front(text: str) -> str:
    """The attribution first: "..., Smith said." as "Smith said that ..."."""
    found = _TRAILING.match(text)
    if not found:
        return text
    said = found["said"]
    first = said.split()[0]
    lowered = said[0].lower() + said[1:] if first in _LOWERED else said
    return f"{found['who']}{found['cue']} that {lowered}."


_LOWERED = frozenset("The A An It This That These Those There He She They We But In On If".split())


def paraphrase(told: Told, rng: random.Random) -> Told | None:
    """Every rule that applies, or None when none does."""
    edits: list[Callable[[str], str]] = [
        front, trim, respell, lambda t: date_days(t, told.published), lambda t: reword(t, rng),
    ]  # fmt: skip
    text = told.text
    for edit in edits:
        text = edit(text)
    return replace(told, kind="paraphrase", text=text) if text != told.text else None


def merge(one: Told, two: Told, rng: random.Random) -> Told:
    """Two sentences of one article as one."""
    first = one.text.rstrip().removesuffix(".")
    second = two.text
    if second.split()[0] in _LOWERED:
        second = second[0].lower() + second[1:]
    joined = f"{first}{rng.choice((', and ', ', while ', '; '))}{second}"
    return replace(one, kind="merged", text=joined, evidence=_together(one, two))


def _together(one: Told, two: Told) -> tuple[Quoted, ...]:
    found: Sequence[Quoted] = [*one.evidence[:1], *two.evidence[:1], *one.evidence[1:]]
    return tuple(dict.fromkeys(found))[:4]
