"""What a question is about beside people: what "it" and "they" can stand for afterwards."""

from __future__ import annotations

import datetime as dt
import re

from index.dates import find_dates
from index.followup import verbs
from index.followup.frame import PREPOSITIONS, Frame
from index.followup.people import people

_PLURAL = frozenset("people men women children media police".split())
_NOT_PLURAL = re.compile(r"(?:ss|us|is|news|series|crisis|politics|[A-Z]S)$")
_END = re.compile(
    r"[,;:(]|\s(?:according to|if|that|when|while|because|after|before|since|until|who|which|"
    r"where|was|were|is|are|had|has|have|would|could|will|did|does|so|being)\b|\sto (?!the\b|[A-Z])"
)
_NO_THING = re.compile(
    rf"(?:{PREPOSITIONS}|to|of|as|according|now|if|or|that|what|away|his|her|their|its|my|your|"
    r"he|she|they|possible)\b|.*[“”\"]"
)
_VIEW = re.compile(
    r",?\s+(?:according to [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
    r"|in [A-Z][\w’' -]*['’]s? (?:view|opinion|words|eyes))$"
)
_EMPTY = re.compile(
    r"(?:it|that|this|whom|person|(?:the )?(?:phone|plane|interview|reasons?|latest)|them|they|he|"
    r"she|him|her|there|what|who|anything|something|nothing|place|so|home|one|everything|"
    r"reporters|journalists|part|well)$",
    re.IGNORECASE,
)


def plural(phrase: str) -> bool:
    """Whether a noun phrase is one of several: "the sanctions on Rosneft", "A and B"."""
    core = re.split(rf"\s(?:{PREPOSITIONS}|to|of)\s", phrase)[0]
    if " and " in core:
        return True
    last = core.split()[-1] if core.split() else ""
    return last.lower() in _PLURAL or (last.endswith("s") and not _NOT_PLURAL.search(last))


def head(phrase: str) -> str:
    """ "The sanctions" of "the sanctions on Rosneft": enough where the question names somebody.

    Who answers would otherwise have to say it all once more.
    """
    short = re.match(rf"the (?:\S+ )*?\S+(?= (?:{PREPOSITIONS}|of|to) )", phrase)
    return short.group() if short else phrase


def without_days(text: str, newest: dt.date | None = None) -> str:
    """A phrase without the days that it ends with: "the summit on October 22" is the summit."""
    while True:
        found = [m for m in find_dates(text, newest) if m.end >= len(text.rstrip(" ,")) and m.start]
        if not found:
            return text.rstrip(" ,")
        text = re.sub(
            r"[\s,]*(?:\band\b)?\s*(?:\b(?:on|in|at|of|by|since|until|from|between))?\s*$",
            "",
            text[: found[-1].start],
        )


def things(frame: Frame | None) -> list[str]:
    """Noun phrases that are no people, the one that the question is most about first."""
    if frame is None:
        return []
    found: list[str] = []
    if frame.noun and not re.match(r"(?:day|date|month|year|time)\b", frame.noun, re.IGNORECASE):
        found.append(frame.noun if frame.noun.startswith("the ") else f"the {frame.noun}")
    subject = "" if frame.acts else without_days(frame.subject)
    about = _object(frame.rest)
    passive = frame.auxiliary.lower() in {"is", "are", "was", "were"}
    ordered = [subject, *about] if passive or not frame.verb else [*about, subject]
    found += [p for p in ordered if p and not _EMPTY.match(p) and not _NO_THING.match(p)]
    return list(dict.fromkeys(phrase for phrase in found if not is_person(phrase)))


def is_person(phrase: str) -> bool:
    """Whether a phrase is the name of a person, with or without titles."""
    named = people(f"did {phrase}")
    whole = bool(named) and named[0].end == len(phrase) + 4 and named[0].start <= 4
    return whole and (named[0].sure or not phrase.endswith("s"))


def _object(rest: str) -> list[str]:
    """The phrase behind the verb, and the one behind a later "about" or "on"."""
    infinitive = re.match(r"to (?P<verb>[a-z]+)\b ?", rest)
    if infinitive and verbs.is_base(infinitive.group("verb")):
        rest = rest[infinitive.end() :]
    text = without_days(_VIEW.sub("", rest))
    clause = re.match(
        r"that ((?:the|a|an)?\s?.+?) (?:was|were|is|are|will|would|had|has|could|did)\b",
        text,
    )
    if clause:
        return [clause.group(1)]
    later = re.search(r"\b(?:about|on|of|regarding) (?P<about>(?:the |a |an )?\w.*)$", text)
    first = re.sub(rf"^(?:{PREPOSITIONS}|to|of)\s+", "", text)
    found = [_ended(first)]
    if later and not re.match(r"(?:the|a|an)\b", first):
        found.insert(0, _ended(later.group("about")))
    return [re.sub(r"\s(?:in|on|at|to|for|from)$", "", phrase) for phrase in found if phrase]


def _ended(phrase: str) -> str:
    return without_days(_END.split(phrase)[0].strip())
