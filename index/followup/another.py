"""Follow-ups that name something else: "And Zelensky?", "what about Lavrov", "and on October 25?".

What is named is put in the place of the like part of the question before (index.followup.likes).
"""

from __future__ import annotations

import re

from index.followup import verbs
from index.followup.days import counted, is_day, with_day
from index.followup.frame import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS, joined
from index.followup.likes import beside, like_body, like_person, like_thing, of_words
from index.followup.people import is_body_or_place, people
from index.followup.talk import Talk
from index.followup.things import is_person

_LEAD = re.compile(
    r"^(?:(?:ok|okay|so|well|oh|hm+|yes|no)\b[,\s]*)*(?P<and>(?:and|but|or|also)\b[,\s]*)?"
    r"(?P<about>(?:(?:and )?(?:what|how) about|what of|(?:the )?same (?:question )?for|and for)"
    r"\s)?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:(?:to|by|from|with|about|for|of) )?(?P<who>him|her|he|she)$", re.I)
_PREPOSED = re.compile(rf"^(?P<by>{PREPOSITIONS}|to|of)\s+(?P<what>\S.*)$", re.IGNORECASE)
_HIS = re.compile(r"^(?P<whose>his|her) (?=[a-z])", re.IGNORECASE)
_ASKS_DAYS = re.compile(r"^(?:when|(?:on|in) (?:what|which) (?:day|date|month|year))\b", re.I)
_COMMON = re.compile(r"(?:s|tion|ment|fire|ness|ity|ing|al|ies|land|oil|gas|war)$")
_LONGEST = 7
"""Words of what is named."""


def another(text: str, talk: Talk) -> str | None:
    """The question before with X in it, where the text is only "and X?" or "what about X?"."""
    core = text.strip().rstrip("?!. ")
    lead = _LEAD.match(core)
    told = core[lead.end() :].strip() if lead else ""
    if lead is None or not told:
        return None
    day = counted(told, talk.day())
    if is_day(day):
        asks_days = _ASKS_DAYS.search(talk.last.question)
        return with_day("What happened?" if asks_days else talk.last.question, day)
    led = bool(lead["about"] or lead["and"])
    if not led or len(told.split()) > _LONGEST or _has_verb(told) or talk.last.frame is None:
        return None
    return _with(told, talk, switching=bool(lead["about"]))


def _has_verb(told: str) -> bool:
    words = [word.lower() for word in told.split()]
    if words[0] in QUESTION_WORDS or any(word in AUXILIARIES for word in words):
        return True
    return any(word in {"said", "says", "say"} for word in words[1:])


def _with(told: str, talk: Talk, *, switching: bool) -> str | None:
    """``switching``: "what about X" may begin something new, where "and X" goes on."""
    pronoun, his = _PRONOUN.match(told), _HIS.match(told)
    if pronoun:
        found = _meant(pronoun["who"], talk, other=True)
        return _with(told[: pronoun.start("who")] + found, talk, switching=False) if found else None
    if his:
        found = _meant(his["whose"], talk, other=False)
        return like_person(f"{found}’s {told[his.end() :]}", talk) if found else None
    preposed = _PREPOSED.match(told)
    if preposed:
        return _with_preposition(preposed["by"].lower(), _written(preposed["what"], talk), talk)
    told = re.sub(r"['’]s$", "", _written(told, talk))  # "Rubio's job?", "And Lavrov's?"
    if _one(told, talk):
        return like_person(told, talk)
    if is_body_or_place(told):
        return like_body(told, talk)
    return like_thing(told, talk, switching=switching)


def _meant(pronoun: str, talk: Talk, *, other: bool) -> str | None:
    """Whom "and her?" means; ``other``: not who acts in the question before."""
    frame = talk.last.frame
    acting = frame.subject if frame is not None and other else ""
    but = frozenset(one.last for one in talk.last.people if one.name in acting)
    return talk.person("man" if pronoun.lower() in {"him", "he", "his"} else "woman", but)


def _written(told: str, talk: Talk) -> str:
    """What was typed in lower case as a name is written: "lavrov" is "Lavrov"."""
    if told != told.lower():
        return told
    named = people(told, talk.known)
    if len(named) == 1 and named[0].start == 0 and named[0].end == len(told):
        return named[0].name
    single = re.fullmatch(r"[a-z][a-z'’-]+(?: [a-z][a-z'’-]+)?", told)
    if single and _may_be_name(told, talk):
        return " ".join(word.capitalize() for word in told.split())
    return told


def _may_be_name(told: str, talk: Talk) -> bool:
    """Whether lower case words can be a person's name, the question before being about one."""
    articles = {"the", "a", "an", "his", "her"}
    known = any(verbs.is_base(word) or word in articles for word in told.split())
    spoken = any(told in line.lower() for turn in talk.turns for line in turn.lines)
    return not (_COMMON.search(told) or known or spoken) and bool(talk.last.people)


def _one(told: str, talk: Talk) -> bool:
    """Whether it is one person, or two joined by "and"."""
    named = people(f"did {told}", talk.known)
    if len(named) == 2:
        return re.fullmatch(r"[A-Z]\S+ and [A-Z]\S+", told) is not None
    whole = len(named) == 1 and named[0].start <= 4 and named[0].end == len(told) + 4
    return whole and (named[0].sure or is_person(told))


def _with_preposition(by: str, what: str, talk: Talk) -> str | None:
    frame = talk.last.frame
    if frame is None:
        return None
    if by in {"about", "on", "regarding", "of"}:
        return of_words(f"about {what}", frame) if talk.says() else f"What is said about {what}?"
    if by in {"by", "for"} and _one(what, talk):
        return like_person(what, talk)
    old = re.search(rf"\b{by}\s(?:the\s)?[\w.’'-]+(?:\s[A-Z][\w’'-]+)*", frame.rest)
    if old is None and by == "with" and not frame.rest:
        return beside(what, talk)
    if old is None:
        return joined(talk.last.question.rstrip(" ?!."), by, what)
    end = frame.rest[: old.start()] + f"{by} {what}" + frame.rest[old.end() :]
    return joined(frame.asks, frame.auxiliary, frame.subject, frame.adverb, frame.verb, end)
