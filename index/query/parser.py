"""Parses a question with the vocabulary of the coverage.

Greetings and stories around it are removed, typing errors corrected, and several questions
split, each with the names that an earlier one introduced.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from index.english.offices import is_title
from index.english.synonyms import forms, is_light, is_seat_of_power, places, synonyms
from index.english.tokens import Token, fold, negated, stem, tokenize
from index.english.verbs import is_phrasal_verb, merge_phrasal_verbs
from index.english.vocabulary import Lexicon, Rarity, Speller
from index.query.extraction import extract_question, split_questions
from index.query.intent import (
    TYPE_NOUNS,
    QuestionType,
    counted_unit,
    question_type,
    requested_office,
    requested_speaker,
)
from index.query.question import Question, Term, numbered, quoted_phrases, requested_days

_AUXILIARIES = frozenset(
    "did does do has have had will would can could should is are was were".split()
)
_ASKING = frozenset("who what which whom".split())
_FIRST_WORDS = 6


def main_verb(text: str, skipped: Collection[str]) -> str:
    """Return the stem of the first content word after the auxiliary, else after "who", or "".

    ``skipped`` are folded words that are not verbs: names, and words that only ask.
    """
    tokens = merge_phrasal_verbs(tokenize(text))
    folded = [token.folded for token in tokens]
    first = next((i for i, w in enumerate(folded[:_FIRST_WORDS]) if w in _AUXILIARIES), None)
    if first is None:
        first = next((i for i, word in enumerate(folded) if word in _ASKING), -1)
    for token in tokens[first + 1 :]:
        if (
            token.content
            and not token.capital
            and (is_phrasal_verb(token.stem) or token.folded not in skipped)
        ):
            return token.stem
    return ""


_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|recently|right now|currently|at the moment|so far|"
    r"up to date|today|nowadays|these days|(?:the )?(?:current |present )?(?:state|status) of|"
    r"(?:the )?current(?= (?:state|status|situation|position|stance))|(?:last|final|latest) word|"
    r"as of now|where (?:do|does) (?:things|it|that|this) stand)\b|\bnow\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:going|supposed|meant|need(?:s|ed)?)(?= to [a-z])", re.IGNORECASE)
"""Words of a question that only say that something was to come, or has to."""
_EMPTY = frozenset(
    """tell say please know like want ask article articles coverage report reports news thing
    things someone somebody anybody anyone something anything kind sort type exactly precisely
    plainly hello hi hey thank thanks happen happened happening happens latest newest recent
    recently currently moment say said according long many much old far often date day time
    name called quote reaction mean yes hear heard give every everything bit question moment
    around week weeks month months year years reason today yesterday tomorrow""".split()
)


_COUNTRY = re.compile(
    r"\b(?:the )?united (?P<which>states|kingdom)(?: of america)?\b", re.IGNORECASE
)


def _short(match: re.Match[str]) -> str:
    """The United States as the news calls them."""
    return "the US" if match.group("which").lower() == "states" else "the UK"


LIGHT_WEIGHT = 0.15
PHRASE_WEIGHT = 0.55
"""The least weight of "called off", whose single words are common."""

_GOVERNMENT = frozenset(
    """government governments leadership leader leaders side officials official authorities
    administration people allies delegation team president capital seat""".split()
)
"""What says no more than the country beside it: its words are those of whoever speaks for it."""
_LOCATES = re.compile(r"\b(?:in|at|to|near|outside|visit|visits|visited|visiting) $", re.IGNORECASE)
_EVENTFUL = re.compile(r"\bwhat\b|\bwho\b|\bhappen|\bnews\b|\bevents?\b|\bdid\b", re.IGNORECASE)
_ASKED_FOR = re.compile(r"^(?:\w+ )?(?:which|what) $", re.IGNORECASE)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:in|at|on|of|with|about|to|from|for|by|between|against|over|near) (?:the )?(?:\w+ )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cased:
    """How a question is written: all in capitals, and whether its names have theirs.

    Who writes names with capitals means no name by a plain word: "which congress".
    """

    shouting: bool
    names: bool

    @staticmethod
    def of(text: str) -> _Cased:
        shouting = text.isupper()
        return _Cased(shouting, not shouting and any(t.capital for t in tokenize(text)[1:]))


class QuestionParser:
    """Parses questions with the vocabulary of one state of the coverage."""

    def __init__(self, lexicon: Lexicon, rarity: Rarity, newest: dt.date | None) -> None:
        """``newest`` is the newest publication date: "October 23" is the one nearest to it."""
        self._lexicon = lexicon
        self._rarity = rarity
        self._newest = newest
        self._speller = Speller(lexicon, rarity)

    def parse(self, asked: str) -> tuple[Question, ...]:
        """Return the question, or its parts in order."""
        text = self._mend(numbered(_COUNTRY.sub(_short, extract_question(asked))))
        return tuple(
            self._analyse(each) for part in split_questions(text) for each in self._speakers(part)
        )

    def _speakers(self, text: str) -> list[str]:
        """A question for the words of two people is two questions."""
        match = requested_speaker(text)
        if match is None:
            return [text]
        pair = re.fullmatch(r"(.+?) and (.+)", match.group("who"))
        if pair is None or not all(self._lexicon.name(fold(w.split()[-1])) for w in pair.groups()):
            return [text]
        start, end = match.span("who")
        return [text[:start] + who + text[end:] for who in pair.groups()]

    def _analyse(self, text: str) -> Question:
        kind = question_type(text)
        speaker, body = self._speaker(text)
        if speaker and kind in {QuestionType.OTHER, QuestionType.WHO_IS}:
            kind = QuestionType.SAID
        days, spans = requested_days(text, self._newest)
        terms, names = self._terms(text, spans)
        return Question(
            text=text,
            kind=kind,
            terms=self._telling(terms, kind),
            names=names,
            days=days,
            speaker=speaker,
            unit=counted_unit(text) if kind is QuestionType.COUNT else (),
            latest=bool(_LATEST.search(text)),
            negated=negated(text),
            eventful=bool(_EVENTFUL.search(text)),
            subject=_subject(text, names),
            verb=main_verb(text, _EMPTY | {term.folded for name in names for term in name}),
            phrases=quoted_phrases(text),
            office=requested_office(text),
            strangers=self._strangers(text),
            voices=self._voices(speaker) if not body else frozenset(),
            body=body,
        )

    def _mend(self, text: str) -> str:
        """Mend slips of the keys, leaving everything else as it was written."""
        shouting = text.isupper()
        for token in reversed(tokenize(text)):
            name = token.capital and token.start > 0 and not shouting
            meant = self._speller.correct(token.folded, token.stem, name=name)
            if meant and meant != token.folded:
                meant = meant.capitalize() if self._lexicon.name(meant) else meant
                text = text[: token.start] + meant + text[token.end :]
        return text

    def _terms(
        self, text: str, dated: list[tuple[int, int]]
    ) -> tuple[tuple[Term, ...], tuple[tuple[Term, ...], ...]]:
        """The terms, and the names among them, each with the words that it is made of."""
        terms: dict[str, Term] = {}
        names: list[list[Term]] = []
        last = -2
        cased = _Cased.of(text)
        offices = self._lexicon.offices.named(text)
        asking = [m.span() for pattern in (_LATEST, _AHEAD) for m in pattern.finditer(text)]
        for position, token in enumerate(merge_phrasal_verbs(tokenize(text))):
            inside = any(start <= token.start < end for start, end in (*dated, *asking))
            if inside or not token.content or _says_nothing(token):
                continue
            exact = is_seat_of_power(token.stem) and bool(_LOCATES.search(text[: token.start]))
            holders = (o.names for o in offices if o.start <= token.start < o.end)
            term = replace(
                self._term(token, cased, first=position == 0),
                describes=_describes(text, token),
                exact=exact,
                holder=frozenset(stem(name) for names in holders for name in names),
            )
            if token.stem not in terms and term.name:
                beside = last == position - 1 and text[token.start - 1] == " "
                if beside and self._belong(names[-1][-1], term):
                    names[-1].append(term)
                else:
                    names.append([term])
                last = position
            terms.setdefault(token.stem, term)
        return tuple(terms.values()), tuple(tuple(name) for name in names)

    def _strangers(self, text: str) -> tuple[str, ...]:
        """The first names of people of whom the coverage has only namesakes: Ivanka Trump."""
        cased = _Cased.of(text)
        tokens = tokenize(text)
        return tuple(
            first.folded
            for first, last in pairwise(tokens)
            if text[first.end : last.start] == " "
            and self._strange(first, cased, begins=first is tokens[0])
            and (given := self._lexicon.first_names(last.folded))
            and not any(_short_for(first.folded, each) for each in given)
        )

    def _strange(self, word: Token, cased: _Cased, *, begins: bool) -> bool:
        """Whether a word can be a first name that the coverage does not have."""
        if not word.content or self._lexicon.has(word.folded, word.stem) or is_title(word.folded):
            return False
        named = word.capital and not begins and not cased.shouting
        plain = self._rarity.word(word.folded) or forms(word.stem) or synonyms(word.stem)
        return len(word.folded) > 2 and (named or not plain)

    def _belong(self, first: Term, second: Term) -> bool:
        """Whether two names side by side are one: always where the coverage lacks either."""
        strange = not (first.known and second.known)
        return strange or self._lexicon.forms_one_name(first.folded, second.folded)

    def _term(self, token: Token, cased: _Cased, *, first: bool) -> Term:
        known = self._lexicon.has(token.folded, token.stem)
        light = is_light(token.stem)
        written = token.capital and not first and not cased.shouting
        plain = cased.names and not token.capital and self._rarity.word(token.folded)
        name = written or (self._lexicon.name(token.folded) and not plain)
        name = name and not token.folded[:1].isdigit()
        related = bool(places(token.stem)) and any(
            self._lexicon.has(p, p) for p in places(token.stem)
        )
        weight = self._rarity.weight(token.folded)
        if known:
            weight = 0.5 * (weight + self._lexicon.weight(token.stem))
        weight = LIGHT_WEIGHT if light else weight
        weight = max(weight, PHRASE_WEIGHT) if is_phrasal_verb(token.stem) else weight
        return Term(token.folded, token.stem, weight, name, known or related, light, exact=False)

    def _voices(self, speaker: tuple[str, ...]) -> frozenset[str]:
        """The last names of those in office where the speaker is a country or its government.

        A capital or a building has to be named by the coverage: not everything that is said in
        America is said by the Pentagon.
        """
        lands = [stem(word) for word in speaker if places(stem(word))]
        named = [s for s in lands if not is_seat_of_power(s) or self._lexicon.has(s, s)]
        return self._lexicon.offices.of_place(named)

    @staticmethod
    def _telling(terms: tuple[Term, ...], kind: QuestionType) -> tuple[Term, ...]:
        """Terms without the noun that only says the kind ("which city"); none if all are light."""
        told = tuple(
            replace(t, light=True, weight=LIGHT_WEIGHT) if t.stem in TYPE_NOUNS[kind] else t
            for t in terms
        )
        return () if all(t.light for t in told) else told

    def _speaker(self, text: str) -> tuple[tuple[str, ...], str]:
        """The folded words of whose words are asked for, and the stem of the body they make up."""
        match = requested_speaker(text)
        if not match:
            return (), ""
        office = next(iter(self._lexicon.offices.named(match["who"])), None)
        if office is not None and office.end == len(match["who"]):
            return tuple(office.names), ""
        words = [t for t in tokenize(match["who"]) if t.content and t.folded not in _EMPTY]
        owners = [t for t in words[:-1] if re.search(r"['’]s?$", t.text)]
        words = [t for t in words if t not in owners]
        names = [t.folded for t in words if self._lexicon.name(t.folded) or t.capital]
        whole = tuple(names or [t.folded for t in words])
        last = words[-1] if names and words else None
        if last is None or last.folded in names or last.folded in _GOVERNMENT:
            return whole, ""
        return whole, last.stem


def _says_nothing(token: Token) -> bool:
    """Whether a word is there only to ask; "called" is, "called off" is not."""
    return token.folded in _EMPTY and not is_phrasal_verb(token.stem)


def _describes(text: str, token: Token) -> bool:
    """Whether a word says of what country the thing asked for is; of officials, articles say it."""
    asked = re.match(r" ([a-z]+)", text[token.end :])
    return (
        asked is not None
        and asked.group(1) not in _GOVERNMENT
        and bool(_ASKED_FOR.search(text[: token.start]))
        and bool(places(token.stem))
    )


def _short_for(one: str, other: str) -> bool:
    """Whether one first name begins the other: Vlad and Vladimir."""
    return one.startswith(other) or other.startswith(one)


def _subject(text: str, names: tuple[tuple[Term, ...], ...]) -> str:
    """The folded name of who acts in the question: the first name without a preposition."""
    wanted = {name[-1].folded for name in names}
    for token in tokenize(text):
        if token.folded in wanted and not _AFTER_PREPOSITION.search(text[: token.start]):
            return token.folded
    return ""
