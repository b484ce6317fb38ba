"""Resolves pronouns and demonstratives in follow-ups: "he", "they", "that", "there"."""

from __future__ import annotations

import re

from index.english import verbs
from index.english.tokens import tokenize
from index.query.followup.conversation import Conversation
from index.query.followup.grammar import PREPOSITIONS, parse_frame
from index.query.followup.mentions import Sex, head, people, plural, things

_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|hers?|they|them|theirs?|its?)(?:(?=['’](?:s|d|ll|re|ve)\b)|\b(?!['’]))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_BOUNDARY = re.compile(
    r"[,;:?!.]|\b(?:if|when|while|because|after|before|since|until|that|who|which|where|whether|"
    r"how|why|what|as|and|or|but|than|though|although|unless|says|said|claims|claimed|thinks|so)\b"
    r"|\b(?:say|think|claim|believe|hope|know|mean)\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:when|after|before|while|if|since|as|although|though|because|once|in|on|by|with|during)\b"
    r"[^,]*$",
    re.IGNORECASE,
)
_THEN_ASKS = re.compile(
    r",\s*(?:who|what|when|where|why|how|which|did|does|is|was|will|would|has)\b", re.IGNORECASE
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|isn['’]t|wasn['’]t|does|did|will|would|has|how|that|if|whether|find|makes?|made)"
    r"\s+it\s+(?:(?:really|still|now|also|ever|been|be|become)\s+)*"
    r"(?:true|possible|likely|unlikely|clear|known|necessary|important|certain|correct|fair|legal|"
    r"safe|worth|hard|easy|difficult|too late|okay|ok|common|right|good|bad|seem|appear|matter|"
    r"take|look|cost|mean)\b.*?\b(?:that|to|for|if|whether|like|as)\b"
    r"|\b(?:is|was)\s+it\s+\S.*?\b(?:who|whom|that|which)\b"
    r"|\bit(?:['’]s| is| was)\s+(?:\w+\s+){0,2}(?:that|to|for|if|whether)\b"
    r"|\bwhat time is it\b|\bhow is it (?:going|that)\b|\bwhen it comes to\b|\bis it over\b"
    r"|\bdoes it take\b|\bworth it\b|\bit (?:if|when|that)\b"
    r"|\bit\b[^?]*,\s*(?:what|that|this|how|when|to|if|whether)\b"
    r"|\b(?:is|was)\s+it\s+(?:(?!\w+ed\b)\w+\s+){1,4}(?:that|to|if|whether|when)\b"
    r"|\bcall it\b.*\bthat\b",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset("his her its their".split())
_AFTER_OBJECT = re.compile(
    rf"^\s*(?:$|[?.!,;:]|(?:{PREPOSITIONS}|and|or|to|if|when|that|again|then|too|first|say|do|"
    r"did|was|is|so|because|why|how|what)\b)",
    re.IGNORECASE,
)
_REPLYING = frozenset("reply answer respond react".split())
_ROLES = re.compile(
    r"\b(?:president|minister|leader|"
    r"spokes\w+|envoy|official|reporter|journalist|secretary|chief|diplomat|chancellor|man|woman|"
    r"person|governor|mayor|judge|king|queen|prince|pope|lawyer|actor|singer|coach|player|pilot|"
    r"soldier|author|candidate|expert|director|manager|worker|captain|fisherman|grandfather|"
    r"colleague|mother|father|wife|husband|chairman|senator)\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|his|her|its|their|my|our|your|any|no|new|which|what|how"
    r" (?:many|much)|[\w-]+['’]s|\w+s['’])\s+(?!(?:did|does|do|is|was|were|are|has|had|will|would|"
    r"could|can|should|else|about|exactly)\b)[\w’'-]+|(?<=\s)[A-Z][\w’'-]+|"
    r"\b[a-z]{3,}(?:s|tion|ment|fire|ness|ity)\b"
)
_SEXES: dict[str, Sex] = {
    "he": "man", "him": "man", "his": "man", "she": "woman", "her": "woman", "hers": "woman",
}  # fmt: skip


def resolve_pronouns(text: str, talk: Conversation) -> str:
    """Replace one pronoun of each kind that needs it by a name."""
    masked = _QUOTED.sub(lambda quote: "~" * len(quote.group()), text)
    pieces: list[str] = []
    done: set[str] = set()
    cursor = 0
    for match in _PRONOUN.finditer(masked):
        kind = _kind(match.group())
        if kind in done or _inside(masked, match, talk):
            done.add(kind)
            continue
        put = _stand_in(masked, match, talk)
        if put is None:
            continue
        done.add(kind)
        pieces += [text[cursor : match.start()], put]
        cursor = match.end()
    return "".join([*pieces, text[cursor:]])


def _kind(pronoun: str) -> str:
    """He and him are one, she and her, they and them, it and its."""
    return (
        {"h": "he", "s": "she", "t": "they", "i": "it"}[pronoun[0].lower()]
        if (not pronoun.lower().startswith("her"))
        else "she"
    )


def _inside(text: str, match: re.Match[str], talk: Conversation) -> bool:
    """Whether whom or what it stands for is in the question itself."""
    pronoun, before = match.group().lower(), text[: match.start()]
    if _kind(pronoun) == "it" and _EXPLETIVE.search(text):
        return True
    if _OPENS.match(before) and _THEN_ASKS.search(text[match.end() :]):
        return True
    frame = parse_frame(text)
    if frame is not None and re.search(r"[A-Z]", frame.noun):  # "What ASEAN summit was it?"
        return True
    possessive = pronoun in _POSSESSIVE and not (
        pronoun == "her" and _AFTER_OBJECT.match(text[match.end() :])
    )
    ends = _antecedents(text, match, talk)
    return any(possessive or _apart(before[end:]) for end in ends)


def _apart(between: str) -> bool:
    """Whether what stands between a noun and a pronoun lets the pronoun mean the noun."""
    infinitive = re.search(r"\bto ([a-z]+)\b", between)
    return (
        not between.strip()
        or _BOUNDARY.search(between) is not None
        or (infinitive is not None and verbs.is_base(infinitive.group(1)))
    )


def _antecedents(text: str, match: re.Match[str], talk: Conversation) -> list[int]:
    """Where phrases end that the pronoun may stand for, if the grammar allows it."""
    kind, before = _kind(match.group()), text[: match.start()]
    named = [one for one in people(text, talk.known) if one.end <= match.start()]
    asker = r"which \w+" if kind == "it" else r"who|whose|which \w+"
    asks_who = re.match(rf"\W*(?:{asker})\b(?! (?:is|was|are|were) $)", before, re.I)
    ends = [asks_who.end()] if asks_who else []
    if kind in {"he", "she"}:
        sex = _SEXES[kind]
        ends += [one.end for one in named if sex == (one.sex or sex)]
        return ends + [role.end() for role in _ROLES.finditer(before)]
    if kind == "they":
        ends += [named[1].end] if len(named) > 1 else []
    taken = [(one.start, one.end) for one in named if one.sure]
    for noun in _NOUN_BEFORE.finditer(before):
        asking = re.match(r"(?:what|which)\b", noun.group(), re.IGNORECASE)
        if kind == "it" and not asking and plural(noun.group()):
            continue
        head = noun.end() - len(noun.group().split()[-1])
        if not any(head < end and start < noun.end() for start, end in taken):
            ends.append(noun.end())
    return ends


def _stand_in(text: str, match: re.Match[str], talk: Conversation) -> str | None:
    pronoun, behind = match.group().lower(), text[match.end() :]
    kind = _kind(pronoun)
    possessive = pronoun in _POSSESSIVE and not (pronoun == "her" and _AFTER_OBJECT.match(behind))
    but = frozenset(one.last for one in people(text, talk.known))
    frame = parse_frame(text)
    verb = frame.base if frame is not None else ""
    if kind in {"he", "she"}:
        find = talk.other if verb in _REPLYING else talk.person
        found = find(_SEXES[kind], but)
    elif kind == "they":
        acting = bool(re.match(rf"\s+(?:\w+ly\s+|also\s+)?{_ACTING}\b", behind))
        stems = frozenset(token.stem for token in tokenize(text) if token.content)
        found = talk.several(acting=acting, stems=stems)
    else:
        found = talk.thing(several=False)
        if found is None and (possessive or re.match(r"\s*(?:$|[?.!,])", behind)):
            found = talk.thing(several=True)
    if found is None or found.lower() in text.lower():
        return None
    if kind in {"it", "they"} and re.search(r"\s[A-Z]", text):
        found = head(found)
    return _possessed(found) if possessive else found


_ACTING = (
    r"(?:say|said|think|want|agree|meet|met|talk|talked|discuss|discussed|respond|react|reply|plan|"
    r"decide|tell|told|announce|demand|ask|claim|do|hope|believe|know|expect|promise|warn|speak|"
    r"propose|call|support|offer|accuse|deny|really|going|still|want)"
)


def _possessed(name: str) -> str:
    return f"{name}’" if name.endswith("s") and " " in name else f"{name}’s"


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


_MEAN = re.compile(r"\bmean(?:s|t)? (?:by|with)\b", re.IGNORECASE)
_SHORT = 9  # words; in more of them, what is pointed at has room enough to stand itself
_PASSIVE = frozenset("is are was were".split())


def resolve_demonstratives(text: str, talk: Conversation) -> str:
    """Replace demonstratives by what they refer to, if the conversation says it."""
    for rule in (_done, _said, _subject, _noun, _there, _end):
        made = rule(text, talk)
        if made is not None:
            return made
    return text


def _done(text: str, talk: Conversation) -> str | None:
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


def _said(text: str, talk: Conversation) -> str | None:
    """ "Why did he say that?": about what."""
    topic = talk.topic()
    if topic is None or not _SAY.search(text) or not talk.says():
        return None
    return _SAY.sub(lambda match: f"{match.group()} about {topic}", text, count=1)


def _subject(text: str, talk: Conversation) -> str | None:
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


def _noun(text: str, talk: Conversation) -> str | None:
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


def _there(text: str, talk: Conversation) -> str | None:
    match = _THERE.search(text) or _BE_THERE.search(text)
    if match is None or re.match(
        r"(?:how (?:many|much)|what|which)\b.* (?:is|are|was|were) there", text, re.I
    ):
        return None
    place = talk.place()
    if place is None:
        return None
    return re.sub(r"\bthere\b(?=\s*(?:$|[?.!]))", place, text, flags=re.IGNORECASE)


def _end(text: str, talk: Conversation) -> str | None:
    event = talk.topic() if _MEAN.search(text) else talk.event()
    if event is None or not _AT_END.search(text):
        return None
    return _AT_END.sub(lambda _: event, text, count=1)
