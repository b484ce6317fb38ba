"""Verbs of saying, from one list, by their forms and by their stems."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from index.english.word_lists import SAYING, read_lines, stems_of

Kind = Literal["statement", "speech", "mention", "thought", "act"]


class _Verb(NamedTuple):
    kind: str
    base: str
    noun: bool
    others: tuple[str, ...]


def _read() -> tuple[_Verb, ...]:
    lines = (line.partition(":") for line in read_lines(SAYING))
    verbs = ((kind, *forms.split()) for kind, _, forms in lines)
    return tuple(
        _Verb(kind, base.removesuffix("*"), base.endswith("*"), tuple(others))
        for kind, base, *others in verbs
    )


_VERBS: Final = _read()


def forms(*kinds: Kind) -> tuple[str, ...]:
    """Return all forms of the verbs of these kinds."""
    return tuple(form for verb in _of(kinds) for form in (verb.base, *verb.others))


def says(*kinds: Kind, bases: bool = False, going_on: bool = False) -> str:
    """Return alternatives for an expression: forms that have a subject ("says", "said").

    With ``bases``, also the base forms that are no nouns ("warn", not "report"), and with
    ``going_on`` those in -ing.
    """
    found = [
        form
        for verb in _of(kinds)
        for form in (verb.base, *verb.others)
        if (bases and not verb.noun if form == verb.base else going_on or form[-3:] != "ing")
    ]
    return "|".join(sorted(found, key=len, reverse=True))


def _of(kinds: tuple[Kind, ...]) -> list[_Verb]:
    return [verb for verb in _VERBS if verb.kind in kinds]


SPEAKING: Final = stems_of((*forms("statement", "speech", "mention", "thought"), "opinion"))
"""Stems that any attributed statement is an instance of, whichever verb it uses."""
