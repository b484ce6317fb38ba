"""A parsed question: terms, names, days, quoted phrases, and what it leans on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.query.days.asked import RequestedDays


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer should have, or a word that means it.

    ``weight`` (0 to 1) is its importance, ``name`` whether it is part of a name, ``known`` whether
    the coverage has it.
    """

    folded: str
    stem: str
    weight: float
    name: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One part of a message. ``text`` is the question by itself, with typing errors corrected.

    names         the terms that are names, grouped by name
    required      the last words of those that are nothing but names in the coverage: an article
                  without one of them is about somebody or something else
    latest        whether the newest is wanted
    state         whether it asks how things stand: the newest statement goes first
    phrases       the wordings that it quotes, folded
    also_unknown  first names that the coverage does not have, before a last name that it has; and
                  names in the question before that it does not have, if this one is about them
    earlier       the questions before it in the conversation, newest first, if it leans on them
    recalled      the terms of these that are not its own; they count less
    points_back   whether a word of it points to the conversation ("he", "there")
    focus         the files of the articles that the conversation was about
    undated       the text without the days that it asks about, if there are any: a sentence names
                  them otherwise ("on Tuesday"), and the cross-encoder cannot reckon with days
    """

    text: str
    terms: tuple[Term, ...]
    names: tuple[tuple[Term, ...], ...]
    days: RequestedDays | None
    required: tuple[Term, ...] = ()
    latest: bool = False
    state: bool = False
    phrases: tuple[str, ...] = ()
    also_unknown: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    recalled: tuple[Term, ...] = ()
    points_back: bool = False
    focus: frozenset[str] = frozenset()
    undated: str = ""

    @property
    def is_day_alone(self) -> bool:
        """Whether it asks for nothing but what happened on a day."""
        return self.days is not None and not (self.terms or self.recalled)

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """The names that the coverage does not have, in the form in which they are compared."""
        return (*(g[-1].folded for g in self.names if not g[-1].known), *self.also_unknown)

    @property
    def has_own_subject(self) -> bool:
        """Whether it names somebody or something of the coverage, and points to nothing before."""
        return bool(self.names) and not (self.points_back or self.unknown_names)

    @property
    def alone(self) -> Question:
        """The question without the conversation before it."""
        return replace(self, earlier=(), recalled=(), focus=frozenset())

    @property
    def searched(self) -> str:
        """The text whose words are searched: behind the question before it, if there is one."""
        return f"{self.earlier[0]} {self.text}" if self.earlier else self.text
