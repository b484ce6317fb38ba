"""Expands elliptical follow-ups: "Why?", "Who else?", "Tell me more", "And Zelensky?"."""

from __future__ import annotations

import re

from index.english import verbs
from index.query.followup.conversation import Conversation, answered_person, is_of_people
from index.query.followup.grammar import (
    AUXILIARIES,
    PREPOSITIONS,
    QUESTION_WORDS,
    QuestionFrame,
    counted,
    is_day,
    joined,
    with_day,
    worded,
)
from index.query.followup.mentions import (
    Person,
    is_body_or_place,
    is_person,
    people,
    plural,
    things,
)

LEADS = r"(?:(?:and|but|so|ok|okay|oh|then|yes|no|hm+|well|also|now|please)\b[,\s]*)*"
_THAT = r"(?:that|this|it|all (?:that|this))"
_THEM = r"(?:them|those|these)"
_WORD = re.compile(
    rf"{LEADS}(?P<word>why not|why|when|where|how come|how long|how often|how much|how many"
    rf"(?: of {_THEM})?|how|since when|until when|what for|which(?: ones?| of {_THEM})?"
    rf"|(?:{PREPOSITIONS}|to|of) (?:whom|who|what|which(?: [a-z]+)?|what [a-z]+"
    r"|how (?:long|much|many)(?: [a-z]+)?)|whom?)"
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


def expand_question_word(text: str, talk: Conversation) -> str | None:
    """Return the question that a bare question word means, or None if the text is not one."""
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


def _taken_over(word: str, frame: QuestionFrame, talk: Conversation) -> str | None:
    if word.startswith(("which", "how many")):
        return _of_several("which" if word.startswith("which") else "how many", frame, talk)
    if word in {"who", "whom"}:
        return _who(frame, talk)
    if word == "why not":
        return _why_not(frame)
    return _acted_on(word, frame, talk) if frame.acts else _asked(word, frame, talk)


def _asked(word: str, frame: QuestionFrame, talk: Conversation) -> str | None:
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


def _why_not(frame: QuestionFrame) -> str | None:
    if frame.asks:
        return None
    auxiliary = frame.auxiliary.lower()
    if not auxiliary.endswith("n't"):
        auxiliary = f"{_IRREGULAR_NOT.get(auxiliary, auxiliary)}n't"
    return joined("why", auxiliary, frame.subject, frame.adverb, frame.verb, frame.rest)


def _with_object(frame: QuestionFrame, put: str) -> tuple[str, ...]:
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


def _acted_on(word: str, frame: QuestionFrame, talk: Conversation) -> str | None:
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


def _who(frame: QuestionFrame, talk: Conversation) -> str | None:
    if frame.word in {"who", "whom"}:
        return talk.last.question
    if frame.auxiliary.lower() in {"is", "are", "was", "were"} and frame.verb.endswith("ed"):
        return frame.asking("by whom")
    objectless = not frame.acts and frame.verb and not things(frame)
    return frame.asking("who") if objectless and frame.word in _NO_NEED else None


def _of_several(word: str, frame: QuestionFrame, talk: Conversation) -> str | None:
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
_COUNT = re.compile(rf"{LEADS}how many(?: of {_THEM})? (?P<be>are|were) there", re.IGNORECASE)
_TAG = re.compile(
    r"(?:and |but |so )?(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)"
    r"(?:n['’]t)? (?:he|she|they|it)(?: not| really)?",
    re.IGNORECASE,
)
_JOINS = {
    "reaction": "to", "response": "to", "comment": "on", "update": "on", "news": "on",
    "quote": "about", "consequences": "of", "number": "on", "figure": "on",
}  # fmt: skip


def expand_short_question(text: str, talk: Conversation) -> str | None:
    """Return the question that a short follow-up means, or None if the text is not one."""
    core = text.strip().rstrip("?!. ")
    for pattern, rewrite in (
        (_ELSE, _else), (_MORE, _more), (_ANY, _any), (_LATEST, _latest), (_NEXT, _next),
        (_HAPPENED, _happened), (_WHO_SAID, _who_said), (_WHO_IS, _who_is), (_TRUE, _is_true),
        (_TAG, _tag), (_COUNT, _count),
    ):  # fmt: skip
        match = pattern.fullmatch(core)
        if match:
            return rewrite(match, talk)
    return None


def _else(match: re.Match[str], talk: Conversation) -> str | None:
    frame = talk.last.frame
    if frame is None:
        return None
    if match["how"]:
        return None if frame.acts else frame.asking(match["how"].lower())
    if frame.word in {"who", "whom"}:
        return _marked(r"\b(whom?)\b", r"\1 else", talk)
    return _who_else(frame, talk) if match["who"] else _what_else(frame, talk)


def _who_else(frame: QuestionFrame, talk: Conversation) -> str | None:
    if talk.says():
        about = re.search(r"\b(?:about|on)\b.*", frame.rest)
        return joined("who else spoke", about.group() if about else f"about {talk.topic()}")
    if frame.base and not frame.acts and frame.auxiliary.lower() == "did":
        return joined("who else", verbs.past(frame.base), frame.rest)
    return None


def _what_else(frame: QuestionFrame, talk: Conversation) -> str | None:
    if frame.noun:
        return _marked(r"\b(which|what)\b", r"\1 other", talk)
    if frame.word == "what":
        return _marked(r"\b(what)\b(?! else)", r"\1 else", talk)
    topic = talk.topic()
    return f"What else is reported about {topic}?" if topic else None


def _marked(word: str, put: str, talk: Conversation) -> str:
    """The question before with its question word marked by "else" or "other"."""
    return re.sub(word, put, talk.last.question, count=1, flags=re.IGNORECASE)


def _more(match: re.Match[str], talk: Conversation) -> str | None:
    topic = talk.event() or talk.topic()
    return f"Tell me more about {topic}." if topic else None


def _any(match: re.Match[str], talk: Conversation) -> str | None:
    noun, topic = match["noun"].lower(), talk.topic()
    join = _JOINS.get(noun) or _JOINS.get(noun.removesuffix("s"))
    return f"What {noun} {'are' if plural(noun) else 'is'} there {join} {topic}?" if topic else None


def _latest(match: re.Match[str], talk: Conversation) -> str | None:
    topic = talk.topic()
    return f"What is the latest on {topic}?" if topic else None


def _next(match: re.Match[str], talk: Conversation) -> str | None:
    side = "before" if (match["when"] or "").lower().startswith("before") else "after"
    day, frame = talk.day(), talk.last.frame
    told = talk.statement() or next(iter(things(frame)), None)
    if day is not None and (told is None or (frame is not None and frame.verb == "happened")):
        told = worded(day)
    return f"What happened {side} {told}?" if told else None


def _happened(match: re.Match[str], talk: Conversation) -> str | None:
    topic = talk.topic()
    return f"What happened with {topic}?" if topic else None


def _who_said(match: re.Match[str], talk: Conversation) -> str | None:
    frame = talk.last.frame
    if frame is not None and frame.acts and frame.word == "who" and talk.says():
        return talk.last.question
    told, topic = talk.statement(), talk.topic()
    if told:
        return f"Who said that {told}?"
    return f"Who said that about {topic}?" if topic else None


def _who_is(match: re.Match[str], talk: Conversation) -> str | None:
    found = talk.person(None)
    return f"Who is {found}?" if found else None


def _is_true(match: re.Match[str], talk: Conversation) -> str | None:
    told = talk.statement()
    return f"Is it true that {told}?" if told else None


def _count(match: re.Match[str], talk: Conversation) -> str | None:
    several = talk.thing(several=True)
    noun = re.sub(r"^the ", "", several or "")
    return f"How many {noun} {match['be'].lower()} there?" if noun else None


def _tag(match: re.Match[str], talk: Conversation) -> str | None:
    frame = talk.last.frame
    return talk.last.question if frame is not None and not frame.asks else None


_ACTIVE = frozenset("did does do will".split())
_NUMBERS = {"was": "were", "is": "are", "has": "have", "does": "do"}
_NUMBERS |= {several: one for one, several in _NUMBERS.items()}


def like_person(told: str, talk: Conversation) -> str | None:
    """Ask the previous question about another person.

    If that person is already in the question, the two are swapped.
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


def _for_actor(told: str, frame: QuestionFrame, talk: Conversation) -> str | None:
    """In the place of who acts, where that is no person: "Who asked?", "And Trump?"."""
    if frame.acts:
        return _acted(told, frame)
    if frame.subject and frame.verb and frame.auxiliary.lower() in _ACTIVE:
        return talk.last.question.replace(frame.subject, told, 1)
    return beside(told, talk)


def _defines(frame: QuestionFrame) -> bool:
    """Whether it is asked who or what somebody or something is: "Who is Peskov?"."""
    asked = frame.word in {"who", "what"} and frame.auxiliary.lower() in {"is", "are", "was"}
    plain = not re.search(r"\s(?:of|on|in|at|about|for)\s|['’]", frame.subject)
    return bool(asked and not frame.verb and frame.subject and plain and not frame.noun)


def _asked_about(named: tuple[Person, ...], frame: QuestionFrame) -> Person | None:
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


def _acted(told: str, frame: QuestionFrame) -> str | None:
    """ "Who requested missiles?", "And Trump?": did Trump request missiles?"""
    if frame.auxiliary:
        auxiliary = frame.auxiliary.lower()
        several = auxiliary in {"were", "are", "have"}
        auxiliary = auxiliary if several == plural(told) else _NUMBERS.get(auxiliary, auxiliary)
        return joined(auxiliary, told, frame.adverb, frame.verb, frame.rest)
    base = verbs.base_of(frame.verb)
    return joined("did", told, base, frame.rest) if base else None


def like_body(told: str, talk: Conversation) -> str | None:
    """Ask the previous question about another country or institution: its subject, or another."""
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


def like_thing(told: str, talk: Conversation, *, switching: bool) -> str | None:
    """Ask the previous question about another thing: the topic of a statement, or the object.

    With ``switching`` not the object, which would often make a wrong question.
    """
    frame, question = talk.last.frame, talk.last.question
    if frame is None or frame.verb == "happened":
        return None
    if _defines(frame):
        return f"What {'are' if plural(told) else 'is'} {told}?"
    actors = is_of_people(frame.subject) if frame.subject else False
    if actors and is_of_people(told):
        return question.replace(frame.subject, told, 1)
    if talk.says() and not frame.acts:
        return of_words(f"about {told}", frame)
    old = next((phrase for phrase in things(frame) if phrase in question), None)
    if switching and frame.verb and old != frame.subject:
        return None
    return _in_place(old, told, talk, frame)


def _in_place(old: str | None, told: str, talk: Conversation, frame: QuestionFrame) -> str | None:
    question = talk.last.question
    if frame.acts and frame.noun:
        return _acted(told, frame)
    if old is None:
        return beside(told, talk)
    return _agreeing(question.replace(old, told, 1), old, told, frame)


def _agreeing(made: str, old: str, new: str, frame: QuestionFrame) -> str:
    """The auxiliary in the number of the new subject: "was the summit", "were the talks"."""
    if old != frame.subject or plural(old) == plural(new):
        return made
    word = frame.auxiliary.lower()
    return re.sub(rf"\b{word}\b", _NUMBERS.get(word, word), made, count=1, flags=re.IGNORECASE)


def of_words(phrase: str, frame: QuestionFrame) -> str:
    """Return the question for somebody's words about something else."""
    old = re.search(r"\b(?:about|on|of|regarding)\s", frame.rest)
    kept = frame.rest[: old.start()].strip() if old else frame.rest
    if re.match(r"(?:on|in) (?:\d|[A-Z])", kept):  # the day is the old topic's, not the new one's
        kept = ""
    return joined(
        frame.asks, frame.auxiliary, frame.subject, frame.adverb, frame.verb, kept, phrase
    )


def beside(told: str, talk: Conversation) -> str | None:
    """Return a question about both, if nothing in the question is of the same kind."""
    topic = talk.topic()
    return f"What is said about {told} and {topic}?" if topic else None


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


def substitute_subject(text: str, talk: Conversation) -> str | None:
    """Return the previous question about X, if the text is only "and X?" or "what about X?"."""
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


def _with(told: str, talk: Conversation, *, switching: bool) -> str | None:
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


def _meant(pronoun: str, talk: Conversation, *, other: bool) -> str | None:
    """Whom "and her?" means; ``other``: not who acts in the question before."""
    frame = talk.last.frame
    acting = frame.subject if frame is not None and other else ""
    but = frozenset(one.last for one in talk.last.people if one.name in acting)
    return talk.person("man" if pronoun.lower() in {"him", "he", "his"} else "woman", but)


def _written(told: str, talk: Conversation) -> str:
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


def _may_be_name(told: str, talk: Conversation) -> bool:
    """Whether lower case words can be a person's name, the question before being about one."""
    articles = {"the", "a", "an", "his", "her"}
    known = any(verbs.is_base(word) or word in articles for word in told.split())
    spoken = any(told in line.lower() for turn in talk.turns for line in turn.lines)
    return not (_COMMON.search(told) or known or spoken) and bool(talk.last.people)


def _one(told: str, talk: Conversation) -> bool:
    """Whether it is one person, or two joined by "and"."""
    named = people(f"did {told}", talk.known)
    if len(named) == 2:
        return re.fullmatch(r"[A-Z]\S+ and [A-Z]\S+", told) is not None
    whole = len(named) == 1 and named[0].start <= 4 and named[0].end == len(told) + 4
    return whole and (named[0].sure or is_person(told))


def _with_preposition(by: str, what: str, talk: Conversation) -> str | None:
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
