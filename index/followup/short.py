"""Short follow-ups to what was talked about: "Who else?", "Tell me more", "Is that true?"."""

from __future__ import annotations

import re

from index.followup import verbs
from index.followup.bare import LEADS
from index.followup.days import worded
from index.followup.frame import Frame, joined
from index.followup.talk import Talk
from index.followup.things import plural, things

_THAT = r"(?:that|this|it|all (?:that|this))"
_ELSE = re.compile(
    rf"{LEADS}(?:(?P<who>who else|any(?:one|body) else)|(?P<what>what else|anything else|else"
    r"|which others?|any others?)|(?P<how>where else|when else|why else|how else))",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{LEADS}(?:(?:can you |could you )?(?:tell|give|show) (?:me|us) (?:some |a bit |a little )?"
    rf"more(?: details?| information)?(?: (?:about|on|of) {_THAT})?|(?:any )?more(?: details?)?"
    rf"(?: (?:about|on) {_THAT})?|(?:any |more |the )?details?|go on|continue|elaborate"
    r"(?: on (?:that|this))?|what more)(?: please)?",
    re.IGNORECASE,
)
_ANY = re.compile(
    rf"{LEADS}(?:any |what |which |what about (?:the )?)?(?P<noun>reactions?|responses?|comments?|"
    r"updates?|news|quotes?|consequences|numbers|figures)",
    re.IGNORECASE,
)
_LATEST = re.compile(
    rf"{LEADS}(?:what(?:['’]s| is| was) )?(?:the )?latest(?: news)?(?: now)?", re.IGNORECASE
)
_NEXT = re.compile(
    rf"{LEADS}(?:what happened (?P<when>then|next|afterwards?|later|after (?:that|this)|before"
    r"(?: that| this)?)|then what|and then|what then|what next|after (?:that|this))",
    re.IGNORECASE,
)
_HAPPENED = re.compile(rf"{LEADS}what happened", re.IGNORECASE)
_WHO_SAID = re.compile(
    rf"{LEADS}(?:who (?:said|says|claims?|claimed|told (?:you )?)(?: ?(?:that|so|this|it))|"
    r"says who|according to who(?:m)?)",
    re.IGNORECASE,
)
_WHO_IS = re.compile(rf"{LEADS}who(?:['’]s| is| was) (?:that|this)", re.IGNORECASE)
_TRUE = re.compile(
    rf"{LEADS}(?:is|was) (?:that|this) (?:really )?(?:true|right|correct|so|confirmed|certain)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?:and |but |so )?(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)"
    r"(?:n['’]t)? (?:he|she|they|it)(?: not| really)?",
    re.IGNORECASE,
)
_JOINS = {
    "reaction": "to", "response": "to", "comment": "on", "update": "on", "news": "on",
    "quote": "about", "consequences": "of", "number": "on", "figure": "on",
}  # fmt: skip


def short(text: str, talk: Talk) -> str | None:
    """The question that a short follow-up means, or None where the text is none."""
    core = text.strip().rstrip("?!. ")
    for pattern, rewrite in (
        (_ELSE, _else), (_MORE, _more), (_ANY, _any), (_LATEST, _latest), (_NEXT, _next),
        (_HAPPENED, _happened), (_WHO_SAID, _who_said), (_WHO_IS, _who_is), (_TRUE, _is_true),
        (_TAG, _tag),
    ):  # fmt: skip
        match = pattern.fullmatch(core)
        if match:
            return rewrite(match, talk)
    return None


def _else(match: re.Match[str], talk: Talk) -> str | None:
    frame = talk.last.frame
    if frame is None:
        return None
    if match["how"]:
        return None if frame.acts else frame.asking(match["how"].lower())
    if frame.word in {"who", "whom"}:
        return _marked(r"\b(whom?)\b", r"\1 else", talk)
    return _who_else(frame, talk) if match["who"] else _what_else(frame, talk)


def _who_else(frame: Frame, talk: Talk) -> str | None:
    if talk.says():
        about = re.search(r"\b(?:about|on)\b.*", frame.rest)
        return joined("who else spoke", about.group() if about else f"about {talk.topic()}")
    if frame.base and not frame.acts and frame.auxiliary.lower() == "did":
        return joined("who else", verbs.past(frame.base), frame.rest)
    return None


def _what_else(frame: Frame, talk: Talk) -> str | None:
    if frame.noun:
        return _marked(r"\b(which|what)\b", r"\1 other", talk)
    if frame.word == "what":
        return _marked(r"\b(what)\b(?! else)", r"\1 else", talk)
    topic = talk.topic()
    return f"What else is reported about {topic}?" if topic else None


def _marked(word: str, put: str, talk: Talk) -> str:
    """The question before with its question word marked by "else" or "other"."""
    return re.sub(word, put, talk.last.question, count=1, flags=re.IGNORECASE)


def _more(match: re.Match[str], talk: Talk) -> str | None:
    topic = talk.event() or talk.topic()
    return f"Tell me more about {topic}." if topic else None


def _any(match: re.Match[str], talk: Talk) -> str | None:
    noun, topic = match["noun"].lower(), talk.topic()
    join = _JOINS.get(noun) or _JOINS.get(noun.removesuffix("s"))
    return f"What {noun} {'are' if plural(noun) else 'is'} there {join} {topic}?" if topic else None


def _latest(match: re.Match[str], talk: Talk) -> str | None:
    topic = talk.topic()
    return f"What is the latest on {topic}?" if topic else None


def _next(match: re.Match[str], talk: Talk) -> str | None:
    side = "before" if (match["when"] or "").lower().startswith("before") else "after"
    day, frame = talk.day(), talk.last.frame
    told = talk.statement() or next(iter(things(frame)), None)
    if day is not None and (told is None or (frame is not None and frame.verb == "happened")):
        told = worded(day)
    return f"What happened {side} {told}?" if told else None


def _happened(match: re.Match[str], talk: Talk) -> str | None:
    topic = talk.topic()
    return f"What happened with {topic}?" if topic else None


def _who_said(match: re.Match[str], talk: Talk) -> str | None:
    frame = talk.last.frame
    if frame is not None and frame.acts and frame.word == "who" and talk.says():
        return talk.last.question
    told, topic = talk.statement(), talk.topic()
    if told:
        return f"Who said that {told}?"
    return f"Who said that about {topic}?" if topic else None


def _who_is(match: re.Match[str], talk: Talk) -> str | None:
    found = talk.person(None)
    return f"Who is {found}?" if found else None


def _is_true(match: re.Match[str], talk: Talk) -> str | None:
    told = talk.statement()
    return f"Is it true that {told}?" if told else None


def _tag(match: re.Match[str], talk: Talk) -> str | None:
    frame = talk.last.frame
    return talk.last.question if frame is not None and not frame.asks else None
