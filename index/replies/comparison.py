"""Compares outlets, days or people: a block for each, and what they agree on said once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from index.answering.pipeline import CoverageQueryEngine
from index.briefing.service import Briefing, BriefingService
from index.english.tokens import STOP_WORDS, tokenize
from index.models import (
    DOES_NOT_SAY,
    EVERYTHING,
    Answer,
    Citation,
    Scope,
    Statement,
    count,
    fold_outlet,
    numbered,
    written_day,
)
from index.query.days.requests import days_of
from index.query.intent.topic import topic_of
from index.query.outlets import named_outlets
from index.retrieval.hybrid import all_words_query

MAX_SIDES, MAX_STATEMENTS = 4, 3
"""Blocks of a comparison, and statements of a block."""
COMPARED: Mapping[str, Sequence[str]] = {
    "outlets": ("how do the outlets differ on it", "do the sources disagree about anything",
                "compare the coverage", "compare the papers on the war", "what do they agree on",
                "do the articles contradict each other", "is there disagreement in the press",
                "how do different newspapers cover the budget", "do all of them say the same",
                "what is the difference between the reports", "is everyone reporting the same",
                "do the stories match", "which outlet is the most critical"),
    "": ("compare the two leaders", "what is the difference between the two plans",
         "how did his position change", "before and after the storm", "which was worse",
         "did more people die in the flood or in the fire", "who said more about the tax",
         "the mayor's numbers versus the scientists' numbers", "is it larger than last year",
         "how do the two teams compare", "similarities between this outbreak and the last one",
         "how has the tone of the party changed", "are the results better than expected",
         "do the unions and the company agree"),
}  # fmt: skip
"""What is to be compared where a message names no two sides, with examples."""
MAX_NAMED = 4
"""Sides that are named among those left out."""
BOTH, ALL = "Both say:", "All say:"
NOTHING, NOTHING_ELSE = DOES_NOT_SAY, "Nothing else."
_LINKS = frozenset("in by between from of on since until before after".split())
_MARKS = " \t\n,;:.!?-–—(\"“'"
_TOPIC = re.compile(
    r"\b(?:about|on|over|regarding|covers?|coverage of|reports? of)\s+(?P<topic>\w.*?)\W*$",
    re.IGNORECASE,
)

Told = list[tuple[Statement, tuple[Citation, ...]]]
"""Statements, each with its own citations."""
Block = tuple[str, Told, str]
"""Its name, what is told, and what stands there if nothing is."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: its name, and an outlet, a range of publication days, or a person."""

    name: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Makes comparisons. Blocks; thread-safe."""

    engine: CoverageQueryEngine
    briefings: BriefingService
    frame: Collection[str]
    """Words that only ask."""

    def compare(
        self, text: str, scope: Scope, today: dt.date, *, outlets: bool = False
    ) -> tuple[tuple[Statement, ...], tuple[Citation, ...]] | None:
        """Return the statements and citations, or None where there are no two sides.

        Outlets come first, then days, then people whom the coverage has. Where nobody is named and
        ``outlets`` are to be compared, it is those with the most articles on the topic.
        """
        sides, topic, limits = self._sides(text, today)
        scope = scope.narrowed(limits)
        if outlets and all(side.scope is None for side in sides):
            whole = _topic(text, ())
            if self._asks_of_coverage(text.replace(whole, " ") if whole else text):
                topic = whole and topic_of(whole, self.frame)
                sides = [Side(each, Scope(outlet=each)) for each in self._outlets(topic, scope)]
        if len(sides) < 2:
            return None
        told = [self._told(side, topic, scope) for side in sides[:MAX_SIDES]]
        if not any(told):
            return None
        shared, own = self._agreed(told)
        blocks = [(BOTH if len(sides) == 2 else ALL, shared, "")] if shared else []
        blocks += self._differing(sides, own)
        for side, before, left in zip(sides, told, own, strict=False):
            blocks.append((f"{side.name}:", left, NOTHING_ELSE if before else NOTHING))
        statements, citations = numbered(_lines_of(blocks))
        if rest := [side.name for side in sides[MAX_SIDES:]]:
            line = f"I can compare {MAX_SIDES} at a time. Left out: {_listed(rest)}."
            statements = (*statements, Statement(line, ()))
        return statements, citations

    def _sides(self, text: str, today: dt.date) -> tuple[list[Side], str | None, Scope]:
        """What is compared, on which topic, and within which limits.

        The limits of outlets are the days that are named, those of days and people an outlet.
        """
        newest, covered = self.engine.days()
        named = named_outlets(text, self.engine.outlets(), small=True)
        spans = [(each.start, each.end) for each in named]
        sides = [Side(each.outlet, Scope(outlet=each.outlet)) for each in named]
        if len(set(sides)) > 1:
            limits, dates = days_of(text, today, newest, covered)
            for each in dates:
                text = _without(text, each.start, each.end)
        else:
            limits = sides[0].scope or EVERYTHING if sides else EVERYTHING
            days = [each for each in days_of(text, today, newest, covered)[1] if each.first]
            spans = [(day.start, day.end) for day in days]
            sides = [Side(_range(d.first, d.last), Scope(d.first, d.last)) for d in days]  # type: ignore[arg-type]
        if len(set(sides)) < 2:
            people = self.engine.names_as_written(text)
            spans = [(text.find(name), text.find(name) + len(name)) for name in people]
            sides = [Side(shown_name(name)) for name in people]
        return list(dict.fromkeys(sides)), _topic(text, spans), limits

    def _asks_of_coverage(self, beside: str) -> bool:
        """Whether what stands beside a topic asks about the articles, and names nobody."""
        asking = {token.text.lower() for token in tokenize(beside)} - STOP_WORDS
        return not asking.isdisjoint(self.frame) and not self.engine.names_as_written(beside)

    def _outlets(self, topic: str | None, scope: Scope) -> list[str]:
        """The outlets of the articles that mention a topic, those with the most first."""
        ledger = self.briefings.ledger
        articles = [each for each in ledger.articles() if scope.has(each)]
        if topic is not None and (query := all_words_query(topic)):
            having = dict(ledger.article_words(query, scope, ledger.article_count()))
            articles = [each for each in articles if each.file in having]
        counts = Counter(each.outlet for each in articles if each.outlet)
        return [outlet for outlet, _ in counts.most_common()]

    def _told(self, side: Side, topic: str | None, scope: Scope) -> Told:
        """What one side says, or what is said of it."""
        if side.scope is None:
            about = f" about {topic}" if topic else ""
            return _cited(self.engine.run(f"What did {side.name} say{about}?", scope).answer)
        if _is_outside(side.scope, scope):
            return []
        within = scope.narrowed(side.scope)
        told = _cited(self.briefings.brief(topic, within))
        if topic is not None and len(told) < MAX_STATEMENTS:
            asked = f"What is reported about {topic}?"
            places = {(c.file, c.start) for _, cited in told for c in cited}
            more = _cited(self.engine.run(asked, within).answer)
            told += [each for each in more if not places & {(c.file, c.start) for c in each[1]}]
        return told[:MAX_STATEMENTS]

    def _agreed(self, told: Sequence[Told]) -> tuple[Told, list[Told]]:
        """What all sides say, with the citations of all, and what each says beside that."""
        own = [list(each) for each in told]
        shared: Told = []
        for statement, citations in told[0]:
            echoes = [
                next((o for o in other if self.engine.says(statement.text, o[0].text)), None)
                for other in told[1:]
            ]
            if all(echoes) and echoes:
                found = [each for each in echoes if each is not None]
                own[0].remove((statement, citations))
                for side, each in zip(own[1:], found, strict=True):
                    if each in side:
                        side.remove(each)
                shared.append((statement, (*citations, *(c for e in found for c in e[1]))))
        return shared, own

    def _differing(self, sides: Sequence[Side], own: Sequence[Told]) -> list[Block]:
        """A block for each two statements that cannot both be true, taken out of ``own``."""
        places = [(i, each) for i, told in enumerate(own) for each in told]
        pairs = [(a, b) for a, b in combinations(places, 2) if a[0] != b[0]]
        differ = self.engine.contradict([(a[1][0].text, b[1][0].text) for a, b in pairs])
        found: list[Block] = []
        for (one, other), contradict in zip(pairs, differ, strict=True):
            if contradict and all(told in own[side] for side, told in (one, other)):
                for side, told in (one, other):
                    own[side].remove(told)
                name = f"{sides[one[0]].name} and {sides[other[0]].name} differ:"
                found.append((name, [one[1], other[1]], ""))
        return found


def shown_name(name: str) -> str:
    """Return a name without "'s", and with its capitals."""
    name = name.removesuffix("'s").removesuffix("’s")
    return name.title() if name.islower() else name


def _listed(names: Sequence[str]) -> str:
    """``BBC News, Reuters and 3 others``."""
    shown, more = names[:MAX_NAMED], len(names) - MAX_NAMED
    return ", ".join(shown) + (f" and {count(more, 'other')}" if more > 0 else "")


def _cited(made: Answer | Briefing) -> Told:
    """The statements with their own citations."""
    by_number = {citation.number: citation for citation in made.citations}
    return [(each, tuple(by_number[n] for n in each.numbers)) for each in made.statements]


def _topic(text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """The topic of a comparison: what is behind "on" or "about", outside what is compared."""
    last = max((end for _, end in spans), default=0)
    after = _TOPIC.search(text[last:])
    if after is not None:
        return after["topic"]
    first = min((start for start, _ in spans), default=0)
    before = _TOPIC.search(_without_link(text[:first]))
    return before["topic"] if before is not None else None


def _without(text: str, start: int, end: int) -> str:
    """A text with spaces in the place of a day and of the word that leads to it."""
    bare = _without_link(text[:start])
    return bare + " " * (end - len(bare)) + text[end:]


def _without_link(text: str) -> str:
    """A text without the word at its end that leads to what is compared."""
    bare = text.rstrip(_MARKS)
    *_, last = bare.rsplit(maxsplit=1) or [""]
    return bare[: -len(last)].rstrip(_MARKS) if last in _LINKS else bare


def _range(first: dt.date, last: dt.date) -> str:
    return written_day(first) if first == last else f"{written_day(first)} to {written_day(last)}"


def _is_outside(own: Scope, scope: Scope) -> bool:
    """Whether a side is an outlet other than the one that was chosen."""
    if own.outlet is None or scope.outlet is None:
        return False
    return fold_outlet(own.outlet) != fold_outlet(scope.outlet)


def _lines_of(blocks: Sequence[Block]) -> Iterator[tuple[Statement, tuple[Citation, ...]]]:
    """The statements of the blocks with what they cite, each block behind its name."""
    for name, told, otherwise in blocks:
        yield Statement(name, ()), ()
        yield from told or [(Statement(otherwise, ()), ())]
