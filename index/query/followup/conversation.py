"""The earlier conversation, as far as follow-ups need it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.english import verbs
from index.english.attribution import attribute
from index.english.tokens import tokenize
from index.models import Turn
from index.query.extraction import extract_question
from index.query.followup.grammar import QuestionFrame, is_day, parse_frame
from index.query.followup.mentions import (
    Person,
    Sex,
    is_body_or_place,
    people,
    plural,
    things,
)
from index.temporal.tagger import find_dates

BACK = 3
"""Turns that are looked at, the last ones."""

_SAYING = frozenset(
    """say tell think claim announce comment warn argue state declare write post complain believe
    speak talk ask demand stress mention answer reply respond react describe call feel want
    accuse""".split()
)
_WORDS = frozenset("say tell think claim state comment speak".split())
_PLACE = re.compile(r"\b(?:in|at|near|aboard|outside) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_PAIR = re.compile(r"\b([A-Z][\w’'-]+ and [A-Z][\w’'-]+)\b")


@dataclass(frozen=True, slots=True)
class PastTurn:
    """One turn: its question, parsed, and the lines of its answer without markers.

    ``opening`` is the first line without the date after it, ``published`` is that date.
    """

    question: str
    frame: QuestionFrame | None
    lines: tuple[str, ...]
    opening: str
    published: dt.date | None
    people: tuple[Person, ...]
    answered: tuple[Person, ...]
    days: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last turns, newest first; never empty. ``known`` is everybody named in them."""

    turns: tuple[PastTurn, ...]
    known: tuple[Person, ...]

    @property
    def last(self) -> PastTurn:
        """The previous turn."""
        return self.turns[0]

    def person(self, sex: Sex | None, but: frozenset[str] = frozenset()) -> str | None:
        """Return whom "he" or "she" means: whom the question is about, else one in the answer."""
        for turn in self.turns:
            for one in _in_order(turn):
                if one.last not in but and sex in {None, one.sex or sex}:
                    return one.name
        return None

    def other(self, sex: Sex | None, but: frozenset[str] = frozenset()) -> str | None:
        """Return whom "he" means in "What did he reply?": the second person the question names."""
        for one in self.last.people[1:]:
            if one.last not in but and sex in {None, one.sex or sex}:
                return one.name
        return self.person(sex, but)

    def thing(self, *, several: bool) -> str | None:
        """Return what "it" or, with ``several``, "they" means."""
        for turn in self.turns:
            for phrase in self._things(turn):
                if plural(phrase) == several and len(phrase.split()) <= 9:
                    return re.sub(r"^an? ", "the ", phrase)
        return None if several else self._named()

    def _named(self) -> str | None:
        """What the last question names that is nobody for certain: a title, a country."""
        unsure = [one.name for one in self.last.people if not one.sure and one.sex is None]
        return unsure[0] if len(unsure) == 1 else place_named(self.last.question)

    def place(self) -> str | None:
        """Return where "there" is, with its preposition: "in Haiti"."""
        for turn in self.turns:
            country = place_named(turn.question)
            found = _located(turn.question) or (f"in {country}" if country else None)
            if found is not None:
                return found
        told = (_located(turn.opening) for turn in self.turns)
        return next(filter(None, told), None)

    def _things(self, turn: PastTurn) -> list[str]:
        """The things of a turn, without people whose names were typed in lower case."""
        names = {one.last for one in self.known}
        return [p for p in things(turn.frame) if len(p.split()) > 2 or p.split()[-1] not in names]

    def several(self, *, acting: bool, stems: frozenset[str] = frozenset()) -> str | None:
        """Return whom or what "they" means; ``acting``: they speak or act.

        Phrases with one of ``stems`` as head are excluded: the sanctions are not sanctioned.
        """
        for turn in self.turns:
            phrases = [p for p in self._things(turn) if plural(p) and not head_stems(p) & stems]
            found = _together(turn, phrases, acting=acting)
            if found:
                return re.sub(r"^an? ", "the ", found)
        return self.thing(several=False) if acting else None

    def day(self) -> dt.date | None:
        """Return the day talked about: the question's, else the answer's, else a citation's."""
        for turn in self.turns:
            reference = max(turn.days, default=None)
            named = _only_days(turn.question, reference) or _days_told(turn)
            if named:
                return named[-1]
            if turn.days:
                return turn.days[0]
        return None

    def topic(self) -> str | None:
        """Return the topic of the conversation, to follow "about"."""
        for turn in self.turns:
            found = self._things(turn) or [one.name for one in turn.people]
            if found:
                return found[0]
        return None

    def event(self) -> str | None:
        """Return what "that" means: "Trump cancelling the summit", "what Putin said about it"."""
        frame = self.last.frame
        if frame is None or not frame.verb or frame.acts:
            if frame is not None and frame.verb in {"happened", "happens"}:
                return f"what {frame.verb} {frame.rest}".strip()
            return self.topic()
        base = frame.base
        if frame.word == "what" and not frame.noun and frame.auxiliary.lower() == "did" and base:
            return " ".join(filter(None, ("what", frame.subject, verbs.past(base), frame.rest)))
        if frame.auxiliary.lower() in {"did", "does", "do", "has", "had"} and base:
            if frame.word in {"who", "whom", "which", "what"}:
                return self.topic()
            return " ".join(filter(None, (frame.subject, verbs.gerund(base), frame.rest)))
        return self.topic()

    def statement(self) -> str | None:
        """Return the previous question as a statement: "Trump cancelled the summit", or None.

        Only if nothing but a day, place, reason or yes was asked for.
        """
        frame = self.last.frame
        if frame is None or frame.acts or not frame.verb:
            return None
        if frame.word in {"who", "whom", "what", "which", "whose"} and " " not in frame.asks:
            return None
        if frame.noun and not re.match(r"(?:day|date|month|year|city|place)\b", frame.noun):
            return None
        auxiliary = frame.auxiliary.lower()
        if auxiliary == "did" and frame.base:
            told = (frame.subject, frame.adverb, verbs.past(frame.base), frame.rest)
        elif auxiliary in {"do", "does"} or auxiliary.endswith("n't"):
            return None
        else:
            told = (frame.subject, auxiliary, frame.adverb, f"{frame.verb} {frame.rest}".strip())
        return " ".join(part for part in told if part)

    def says(self) -> bool:
        """Return whether the previous question asks for somebody's words."""
        frame = self.last.frame
        return frame is not None and (
            frame.base in _WORDS or (frame.base in _SAYING and frame.word == "what")
        )


def read_history(history: Sequence[Turn]) -> Conversation | None:
    """Parse the last turns; None if there are none."""
    recent = [turn for turn in history if turn.question.strip()][-BACK:][::-1]
    if not recent:
        return None
    known: list[Person] = []
    for turn in reversed(recent):
        for text in (turn.question, *turn.answer):
            known.extend(people(text, known))
    known = sorted(known, key=lambda one: (one.sure, one.sex is not None))
    return Conversation(tuple(_past(turn, known) for turn in recent), tuple(known))


def _past(turn: Turn, known: Sequence[Person]) -> PastTurn:
    question = extract_question(turn.question)
    lines = turn.answer
    first = turn.statements[:1]
    same_line = [s.text for s in turn.statements[: _first_line(turn)]]
    answered = [one for line in lines for one in people(line, known)]
    asked = tuple(people(question, known))
    return PastTurn(
        question=question,
        frame=parse_frame(question),
        lines=lines,
        opening=" ".join(same_line),
        published=first[0].published if first else None,
        people=asked,
        answered=tuple(answered),
        days=turn.days,
    )


def _first_line(turn: Turn) -> int:
    """How many statements stand on the first line of an answer."""
    later = (i for i, statement in enumerate(turn.statements) if i and statement.opens)
    return next(later, len(turn.statements))


def _located(text: str) -> str | None:
    """Return the first place of a text with its preposition: "in Haiti", "at the White House"."""
    found = (match.group() for match in _PLACE.finditer(text))
    return next((place for place in found if not is_day(place.partition(" ")[2])), None)


def place_named(text: str) -> str | None:
    """Return the first country or capital that a text names."""
    words = (word.group() for word in re.finditer(r"\b[A-Z][\w’'-]+", text))
    bare = (re.sub(r"['’]s?$", "", word) for word in words)
    return next((word for word in bare if not word.isupper() and is_body_or_place(word)), None)


def _in_order(turn: PastTurn) -> Iterator[Person]:
    """People, the one that the turn is most about first."""
    frame = turn.frame
    if frame is not None and frame.word == "who" and not frame.verb:
        owners = {one.last for one in turn.people if re.search(rf"{one.name}['’]", frame.subject)}
        if owners:  # "Who is Wade's spokesman?" is about the spokesman
            whole = (one for one in turn.answered if " " in one.name or one.sure)
            yield from (one for one in whole if one.last not in owners)
    if frame is not None and frame.acts and frame.word in {"who", "which"}:
        asked = {one.last for one in turn.people}
        yield from (one for one in _speakers(turn) if one.last not in asked)
        yield from (one for one in turn.answered if one.last not in asked and one.sure)
    subject = frame.subject if frame is not None else ""
    yield from (one for one in turn.people if one.name in subject)
    yield from (one for one in turn.people if one.sure or not one.name.endswith("s"))
    yield from (one for one in turn.answered if one.sure)


def _speakers(turn: PastTurn) -> Iterator[Person]:
    """Where it was asked who said something: the source of what the answer quotes."""
    if turn.frame is None or turn.frame.base not in _SAYING or not turn.lines:
        return
    sources = attribute([turn.opening], [0])[0].sources
    yield from (one for one in turn.answered if one.last in sources)


def answered_person(turn: PastTurn) -> str | None:
    """Return who the answer to a "who" question says it was."""
    if turn.frame is None or turn.frame.word != "who":
        return None
    return next((one.name for one in _in_order(turn)), None)


def _together(turn: PastTurn, phrases: Sequence[str], *, acting: bool) -> str | None:
    """What the turn names that is several: people or bodies where they act, else anything."""
    subject = turn.frame.subject if turn.frame is not None else ""
    for phrase in sorted(phrases, key=lambda phrase: phrase != subject):
        if _PAIR.fullmatch(phrase) or (acting and is_of_people(phrase)):
            return phrase
    names = list(dict.fromkeys(one.name for one in turn.people))
    if len(names) == 2 and acting:
        return " and ".join(names)
    asks = turn.frame is not None and bool(turn.frame.noun)
    told = (_PAIR.search(line) for line in turn.lines) if asks else ()
    pair = next(filter(None, told), None)
    if pair is None and not phrases and not acting:
        pair = _PAIR.search(turn.question)
    if pair:
        return pair.group(1)
    return None if acting or not phrases else phrases[0]


def head_stems(phrase: str) -> frozenset[str]:
    """Return the stems of a noun phrase up to its first preposition."""
    head = re.split(r"\s(?:of|in|on|at|from|with|for|to|between)\s", phrase)[0]
    return frozenset(token.stem for token in tokenize(head) if token.content)


def is_of_people(phrase: str) -> bool:
    """Whether a plural phrase is of people: leaders, officials, allies, the Europeans."""
    head = re.split(r"\s(?:of|in|on|at|from|with|for|to)\s", phrase)[0].split()[-1]
    ends = re.search(r"(?:ers|ors|ists|ials|ies|ans|ents|ants|ees|men|women|people|police)$", head)
    return bool(ends) and head not in {"companies", "centers", "papers", "missiles", "events"}


def _only_days(text: str, reference: dt.date | None) -> list[dt.date]:
    found = find_dates(text, reference)
    return [m.first for m in found if m.first is not None and m.first == m.last]


def _days_told(turn: PastTurn) -> list[dt.date]:
    """The days that the first line of an answer tells of, by the day that it came out."""
    if not turn.lines:
        return []
    published = turn.published or max(turn.days, default=None)
    return _only_days(turn.opening, published)[:1]
