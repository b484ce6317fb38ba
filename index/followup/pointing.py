""" "That", "this" and "there" in a follow-up: what was said, done, or where, before."""

from __future__ import annotations

import re

from index.followup import verbs
from index.followup.talk import Talk
from index.followup.things import things

_DO = re.compile(r"\bdo (?:that|this|it|so)\b(?=\s*(?:$|[?.!,]|on\b|in\b|at\b))", re.IGNORECASE)
_SAY = re.compile(
    r"\b(?P<verb>say|said|claim|claimed|think|announce|announced|tell \w+|told \w+) "
    r"(?:that|this|it|so)(?=\s*(?:$|[?.!,]))",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?<=\s)(?<!\bdo )(?<!\bdid )(?:that|this|all that|all this)"
    r"(?=\s*(?:$|[?.!,;]|on \d|in the|from\b|at\b))",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<before>(?:(?:and|but|so)\s+)?(?:(?:how|why|when|where|who|what)\s+)?"
    r"(?:was|is|were|are|did|does|will|would|has|had|could|can|should))\s+"
    r"(?:that|this|these|those)\s+(?P<next>[\w’'-]+)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:(?:that|this)\s+(?P<noun>[a-z]+[^\Ws])|(?:these|those)\s+(?P<several>[a-z]+s))\b", re.I
)
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )\bthere(?=\s*(?:$|[?.!]))",
    re.IGNORECASE,
)
_BE_THERE = re.compile(r"\b(?:was|were|is|are|be|been)\s+(?:\w+ )?there(?=\s*(?:$|[?.!]))", re.I)
_PLACE = re.compile(r"\b(?:in|at|near|aboard|outside) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")


_MEAN = re.compile(r"\bmean(?:s|t)? (?:by|with)\b", re.IGNORECASE)
_SHORT = 9  # words; in more of them, what is pointed at has room enough to stand itself
_PASSIVE = frozenset("is are was were".split())


def pointed(text: str, talk: Talk) -> str:
    """The text with what its pointing words stand for, where the talk before says it."""
    for rule in (_done, _said, _subject, _noun, _there, _end):
        made = rule(text, talk)
        if made is not None:
            return made
    return text


def _done(text: str, talk: Talk) -> str | None:
    """ "Why did he do that?": the verb of the question before with what it had."""
    frame = talk.last.frame
    if (
        not _DO.search(text)
        or len(text.split()) > _SHORT
        or frame is None
        or not frame.base
        or frame.acts
    ):
        return None
    if frame.word in {"what", "who", "whom", "which"} or frame.auxiliary.lower() in _PASSIVE:
        return None
    rest = frame.rest
    return _DO.sub(lambda _: f"{frame.base} {rest}".strip(), text, count=1)


def _said(text: str, talk: Talk) -> str | None:
    """ "Why did he say that?": about what."""
    topic = talk.topic()
    if topic is None or not _SAY.search(text) or not talk.says():
        return None
    return _SAY.sub(lambda match: f"{match.group()} about {topic}", text, count=1)


def _subject(text: str, talk: Talk) -> str | None:
    match = _SUBJECT.match(text)
    if match is None:
        return None
    word = match["next"].lower()
    after = word in {"not", "really", "so", "all", "ever", "his", "her", "their"} or (
        word in {"a", "an", "the"} and not re.search(r"\b(?:first|last|only|time)\b", text)
    )
    if not (after or verbs.is_base(word) or verbs.is_participle(word)):
        return None
    event = talk.event()
    return None if event is None else f"{match['before']} {event} {text[match.start('next') :]}"


def _noun(text: str, talk: Talk) -> str | None:
    """ "That meeting" where the talk before tells which."""
    if re.search(r"\s[A-Z]", text):
        return None
    for match in _NOUN.finditer(text):
        for turn in talk.turns:
            for phrase in things(turn.frame):
                head = re.split(r"\s(?:of|in|on|at|with|between|for|from|to|by|around)\s", phrase)
                noun = match["noun"] or match["several"]
                if head[0].split()[-1].lower() == noun.lower() and len(phrase) > 4:
                    put = re.sub(r"^(?:an?|the) |^", "the ", phrase, count=1)
                    return text[: match.start()] + put + text[match.end() :]
    return None


def _there(text: str, talk: Talk) -> str | None:
    match = _THERE.search(text) or _BE_THERE.search(text)
    if match is None or re.match(
        r"(?:how (?:many|much)|what|which)\b.* (?:is|are|was|were) there", text, re.I
    ):
        return None
    place = _PLACE.search(talk.last.question)
    if place is None:
        return None
    return re.sub(r"\bthere\b(?=\s*(?:$|[?.!]))", place.group(), text, flags=re.IGNORECASE)


def _end(text: str, talk: Talk) -> str | None:
    event = talk.topic() if _MEAN.search(text) else talk.event()
    if event is None or not _AT_END.search(text):
        return None
    return _AT_END.sub(lambda _: event, text, count=1)
