"""Follow-ups that are only a question word: "Why?", "When was that?", "How many of them?".

Each takes over the question before, whatever that one asked: "Which companies were hit?", "When?"
is "When were the companies hit?", and "What did he say about it?", "Where?" is "Where did he say
that about it?".
"""

from __future__ import annotations

import re

from index.followup import verbs
from index.followup.frame import PREPOSITIONS, Frame, joined
from index.followup.talk import Talk, answered_person
from index.followup.things import plural, things

LEADS = r"(?:(?:and|but|so|ok|okay|oh|then|yes|no|hm+|well|also|now|please)\b[,\s]*)*"
_THAT = r"(?:that|this|it|all (?:that|this))"
_THEM = r"(?:them|those|these)"
_WORD = re.compile(
    rf"{LEADS}(?P<word>why not|why|when|where|how come|how long|how often|how much|how many"
    rf"(?: of {_THEM})?|how|since when|until when|what for|which(?: ones?| of {_THEM})?"
    rf"|(?:{PREPOSITIONS}|to|of) (?:whom|who|what|which(?: [a-z]+)?|what [a-z]+)|whom?)"
    r"(?: (?:exactly|precisely|though|then|so|again))*"
    rf"(?: (?:is|was|did|does|has|will|would) {_THAT}"
    r"(?: (?:be|been|happen(?:ed|ing)?|(?:take|taken|taking) place|the case|come about|so))?)?",
    re.IGNORECASE,
)
_BECAUSE = frozenset({"how come", "what for"})
_NO_NEED = frozenset({"when", "where", "why", "how", ""})
_BEFORE_OBJECT = frozenset("did does do will would can could has have had".split())
_GIVING = frozenset("tell ask give offer show inform promise send".split())
_IRREGULAR_NOT = {"will": "wo", "can": "ca", "shall": "sha"}


def bare(text: str, talk: Talk) -> str | None:
    """The question that a bare question word means, or None where the text is none."""
    match = _WORD.fullmatch(text.strip().rstrip("?!. "))
    frame = talk.last.frame
    if match is None:
        return None
    word = match["word"].lower()
    word = "why" if word in _BECAUSE else word
    made = _taken_over(word, frame, talk) if frame is not None else None
    if made is None and word in _NO_NEED:
        return f"{word.capitalize()}? {talk.last.question}"
    return made


def _taken_over(word: str, frame: Frame, talk: Talk) -> str | None:
    if word.startswith(("which", "how many")):
        return _of_several("which" if word.startswith("which") else "how many", frame, talk)
    if word in {"who", "whom"}:
        return _who(frame, talk)
    if word == "why not":
        return _why_not(frame)
    return _acted(word, frame, talk) if frame.acts else _asked(word, frame, talk)


def _asked(word: str, frame: Frame, talk: Talk) -> str | None:
    """Another question word before the same auxiliary, subject and verb."""
    before = re.match(rf"(?:{PREPOSITIONS})\b", frame.asks.lower())
    if before or (frame.word in _NO_NEED and not frame.noun):
        return frame.asking(word)
    if not frame.verb:
        return frame.asking(word) if frame.word == "what" and word in {"when", "where"} else None
    put = "that"
    if frame.noun:
        put = frame.noun if frame.noun.startswith("the ") else f"the {frame.noun}"
    elif frame.word in {"who", "whom"}:
        put = answered_person(talk.last) or "them"
    behind = _with_object(frame, put)
    return joined(word, frame.auxiliary.lower(), frame.subject, frame.adverb, *behind)


def _why_not(frame: Frame) -> str | None:
    if frame.asks:
        return None
    auxiliary = frame.auxiliary.lower()
    if not auxiliary.endswith("n't"):
        auxiliary = f"{_IRREGULAR_NOT.get(auxiliary, auxiliary)}n't"
    return joined("why", auxiliary, frame.subject, frame.adverb, frame.verb, frame.rest)


def _with_object(frame: Frame, put: str) -> tuple[str, ...]:
    """The verb and the rest with what was asked for in its place: "say that about homework"."""
    rest = frame.rest
    stranded = re.match(rf"((?:{PREPOSITIONS}|to|of)\b)(?= (?:{PREPOSITIONS}) |$)", rest)
    infinitive = re.match(r"to ([a-z]+)\b", rest)
    if stranded is None and infinitive and verbs.is_base(infinitive.group(1)):
        stranded = infinitive
    if stranded:
        return frame.verb, stranded.group(), put, rest[stranded.end() :].strip()
    if re.search(rf"\s(?:{PREPOSITIONS}|to|of)$", rest):
        return frame.verb, rest, put
    if frame.base in _GIVING and rest and not re.match(rf"(?:{PREPOSITIONS})\b", rest):
        told, about, topic = rest.partition(" about ")
        return frame.verb, told, put, f"{about}{topic}".strip()
    return frame.verb, put, rest


def _acted(word: str, frame: Frame, talk: Talk) -> str | None:
    """The same for a question whose question word was who acted."""
    subject = f"the {frame.noun}" if frame.noun else "that"
    if frame.word == "who":
        subject = answered_person(talk.last) or ""
    if not subject:
        return None
    if frame.auxiliary:
        return joined(word, frame.auxiliary, subject, frame.adverb, frame.verb, frame.rest)
    base = verbs.base_of(frame.verb)
    if base is None:
        return joined(word, "do", subject, frame.verb, frame.rest)
    auxiliary = "does" if frame.verb.endswith("s") and frame.verb != base else "did"
    return joined(word, auxiliary, subject, base, frame.rest)


def _who(frame: Frame, talk: Talk) -> str | None:
    if frame.word in {"who", "whom"}:
        return talk.last.question
    if frame.auxiliary.lower() in {"is", "are", "was", "were"} and frame.verb.endswith("ed"):
        return frame.asking("by whom")
    objectless = not frame.acts and frame.verb and not things(frame)
    return frame.asking("who") if objectless and frame.word in _NO_NEED else None


def _of_several(word: str, frame: Frame, talk: Talk) -> str | None:
    """Which ones, or how many of them, of what the question was about."""
    if frame.noun:
        noun = re.sub(r"^the ", "of the ", frame.noun) if word == "how many" else frame.noun
        return joined(
            word, noun, frame.auxiliary, frame.subject, frame.adverb, frame.verb, frame.rest
        )
    if frame.subject and plural(frame.subject) and frame.auxiliary.lower() in {"are", "were"}:
        noun = re.sub(r"^the ", "of the " if word == "how many" else "", frame.subject)
        return joined(word, noun, frame.auxiliary.lower(), frame.adverb, frame.verb, frame.rest)
    several = None if talk.says() else talk.thing(several=True)
    if several is None or not frame.rest.endswith(several):
        return None
    if frame.acts or frame.auxiliary.lower() not in _BEFORE_OBJECT:
        return None
    noun, left = re.sub(r"^the ", "", several), frame.rest.removesuffix(several).strip()
    return joined(
        word, noun, frame.auxiliary.lower(), frame.subject, frame.adverb, frame.verb, left
    )
