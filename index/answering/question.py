"""What a question asks for: its kind, names, words, days and speaker."""

from __future__ import annotations

from dataclasses import dataclass

from index.answering.dates import Days
from index.answering.kinds import Kind


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer has to account for.

    ``weight`` is how much it tells (0 to 1), ``name`` whether it names somebody or something,
    ``known`` whether the coverage has it, ``light`` whether it tells little by itself ("get").
    ``exact`` says that nothing else can stand for it: "in Moscow" is not "in Russia". ``holder``
    are the stems of who is meant, where it is a word of an office ("the Russian leader").
    ``describes`` says that it tells what country the thing asked for is of ("which American
    paper"): texts that name the paper need not say.
    """

    folded: str
    stem: str
    weight: float
    name: bool
    known: bool
    light: bool
    exact: bool
    holder: frozenset[str] = frozenset()
    describes: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One part of what was asked. ``text`` is the question by itself, its slips mended.

    names     the terms that are names, those of one name together
    speaker   the folded words of whose words are asked for
    voices    the last names of those in office, where the speaker is a country or its government
    body      the stem of what the speaker is a body of ("the Moscow stock *exchange*"), or ""
    unit      the stems of what is counted
    latest    whether the newest is wanted
    negated   whether it says no to something
    eventful  whether it may ask just for what happened
    subject   the folded name of who acts
    verb      the stem of what is done
    phrases   the wordings that it quotes, folded
    strangers first names that the coverage does not have beside a last name that it has
    office    stems of which one has to be told of, where it asks for the holder of an office
    """

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    names: tuple[tuple[Term, ...], ...]
    days: Days | None
    speaker: tuple[str, ...]
    unit: tuple[str, ...]
    latest: bool
    negated: bool
    eventful: bool
    subject: str
    verb: str = ""
    voices: frozenset[str] = frozenset()
    body: str = ""
    phrases: tuple[str, ...] = ()
    office: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()

    @property
    def foreign(self) -> tuple[str, ...]:
        """The names that the coverage does not have, as they are compared."""
        return (*(g[-1].folded for g in self.names if not g[-1].known), *self.strangers)
