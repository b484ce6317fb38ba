"""Which part of a question something named afterwards stands for: person for person, and so on."""

from __future__ import annotations

import re

from index.followup import verbs
from index.followup.frame import Frame, joined
from index.followup.people import Person, is_body_or_place, people
from index.followup.talk import Talk
from index.followup.things import plural, things

_ACTIVE = frozenset("did does do will".split())
_NUMBERS = {"was": "were", "is": "are", "has": "have", "does": "do"}
_NUMBERS |= {several: one for one, several in _NUMBERS.items()}


def like_person(told: str, talk: Talk) -> str | None:
    """A person in the place of the one that the question is about.

    Where that person is in the question already, the two change places.
    """
    frame, question = talk.last.frame, talk.last.question
    if frame is None:
        return None
    if _defines(frame):
        return f"Who is {told}?"
    if frame.verb == "happened":
        return joined("what did", told, "do", frame.rest)
    target = _asked_about(talk.last.people, frame)
    if target is None:
        return _for_actor(told, frame, talk)
    named = people(f"did {told}", talk.known)
    present = [one for one in talk.last.people if named and one.last == named[0].last]
    if not present or re.search(r"['’]s ", told):
        return question[: target.start] + told + question[target.end :]
    return None if target in present else _swapped(question, target, present[0])


def _for_actor(told: str, frame: Frame, talk: Talk) -> str | None:
    """In the place of who acts, where that is no person: "Who asked?", "And Trump?"."""
    if frame.acts:
        return _acted(told, frame)
    if frame.subject and frame.verb and frame.auxiliary.lower() in _ACTIVE:
        return talk.last.question.replace(frame.subject, told, 1)
    return beside(told, talk)


def _defines(frame: Frame) -> bool:
    """Whether it is asked who or what somebody or something is: "Who is Peskov?"."""
    asked = frame.word in {"who", "what"} and frame.auxiliary.lower() in {"is", "are", "was"}
    plain = not re.search(r"\s(?:of|on|in|at|about|for)\s|['’]", frame.subject)
    return bool(asked and not frame.verb and frame.subject and plain and not frame.noun)


def _asked_about(named: tuple[Person, ...], frame: Frame) -> Person | None:
    """The one that the question is about: who acts, else the first that it names."""
    if frame.acts and frame.word == "who":
        return None
    acting = [one for one in named if one.name in frame.subject]
    sure = [one for one in named if one.sure or not one.name.endswith("s")]
    return next(iter([*acting, *sure]), None)


def _swapped(question: str, one: Person, other: Person) -> str:
    first, second = sorted((one, other), key=lambda person: person.start)
    return (
        question[: first.start]
        + question[second.start : second.end]
        + question[first.end : second.start]
        + question[first.start : first.end]
        + question[second.end :]
    )


def _acted(told: str, frame: Frame) -> str | None:
    """ "Who requested missiles?", "And Trump?": did Trump request missiles?"""
    if frame.auxiliary:
        auxiliary = frame.auxiliary.lower()
        several = auxiliary in {"were", "are", "have"}
        auxiliary = auxiliary if several == plural(told) else _NUMBERS.get(auxiliary, auxiliary)
        return joined(auxiliary, told, frame.adverb, frame.verb, frame.rest)
    base = verbs.base_of(frame.verb)
    return joined("did", told, base, frame.rest) if base else None


def like_body(told: str, talk: Talk) -> str | None:
    """A country or institution: in the place of who acts, or of another one."""
    frame, question = talk.last.frame, talk.last.question
    if frame is None or frame.verb == "happened":
        return None
    if _defines(frame):
        return f"What is {told}?"
    if frame.acts:
        return _acted(told, frame)
    if frame.subject and (talk.says() or is_body_or_place(frame.subject)):
        return question.replace(frame.subject, told, 1)
    other = next((phrase for phrase in things(frame) if is_body_or_place(phrase)), None)
    return question.replace(other, told, 1) if other else beside(told, talk)


def like_thing(told: str, talk: Talk, *, switching: bool) -> str | None:
    """A thing: what words are about, what is asked of, or what the verb has.

    With ``switching`` not the last, which would often put a false question.
    """
    frame, question = talk.last.frame, talk.last.question
    if frame is None or frame.verb == "happened":
        return None
    if _defines(frame):
        return f"What {'are' if plural(told) else 'is'} {told}?"
    if talk.says() and not frame.acts:
        return of_words(f"about {told}", frame)
    old = next((phrase for phrase in things(frame) if phrase in question), None)
    if switching and frame.verb and old != frame.subject:
        return None
    return _in_place(old, told, talk, frame)


def _in_place(old: str | None, told: str, talk: Talk, frame: Frame) -> str | None:
    question = talk.last.question
    if frame.acts and frame.noun:
        return _acted(told, frame)
    if old is None:
        return beside(told, talk)
    return _agreeing(question.replace(old, told, 1), old, told, frame)


def _agreeing(made: str, old: str, new: str, frame: Frame) -> str:
    """The auxiliary in the number of the new subject: "was the summit", "were the talks"."""
    if old != frame.subject or plural(old) == plural(new):
        return made
    word = frame.auxiliary.lower()
    return re.sub(rf"\b{word}\b", _NUMBERS.get(word, word), made, count=1, flags=re.IGNORECASE)


def of_words(phrase: str, frame: Frame) -> str:
    """The question for somebody's words, about something else."""
    old = re.search(r"\b(?:about|on|of|regarding)\s", frame.rest)
    kept = frame.rest[: old.start()].strip() if old else frame.rest
    if re.match(r"(?:on|in) (?:\d|[A-Z])", kept):  # the day is the old topic's, not the new one's
        kept = ""
    return joined(
        frame.asks, frame.auxiliary, frame.subject, frame.adverb, frame.verb, kept, phrase
    )


def beside(told: str, talk: Talk) -> str | None:
    """Both together, where nothing in the question is alike."""
    topic = talk.topic()
    return f"What is said about {told} and {topic}?" if topic else None
