"""The role of a date in its sentence: day of the event, of a statement, of a plan, or a bound."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from enum import Enum

from index.english.calendar_words import SMALL, TENS
from index.english.saying import says

EXACT = 6
"""The largest count of days that is taken literally."""

_COUNTED = re.compile(
    r"\b(?P<unit>days?|weeks?|months?|nights?)\s+(?:ago|earlier|later|before|after|afterwards?|"
    r"previously|prior|since)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_MANY = re.compile(
    rf"\b(?:{'|'.join(word for word, number in SMALL.items() if number > EXACT)}|\w+teen|"
    rf"{'|'.join(TENS)}|hundred|dozen|few|several|couple|some|many)\b",
    re.IGNORECASE,
)
_ABOUT_WORDS = (
    r"(?:about|around|nearly|almost|roughly|some|approximately|over|under|barely|within|less|more|"
    r"fewer)\s+(?:than\s+)?"
)
_ABOUT = re.compile(rf"\b{_ABOUT_WORDS}$", re.IGNORECASE)
_ROUGH = re.compile(rf"^{_ABOUT_WORDS}|\bor (?:so|more)\b", re.IGNORECASE)
# The day belongs to a comparison or a subordinate clause, not to what the sentence reports.
_SIDE = re.compile(
    r"\b(?:than|since|as|unlike)\b[^,;]*$"
    r"|,\s*(?:which|who|that|where|when|after|before|until|though|although|first|already|only|"
    r"just|\w+ly|\w{3,}ed|begun|built|sent|made|set|held|written|taken|given|found|led)\b"
    r"[^,;]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^[^,;]*,\s*\S")


def is_counted(text: str) -> bool:
    """Return whether a time expression counts days from another day."""
    return _COUNTED.search(text) is not None


def is_in_passing(text: str, start: int, end: int) -> bool:
    """Return whether the counted day at ``text[start:end]`` is not what the sentence reports."""
    before, after = text[max(0, start - 110) : start], text[end : end + 110]
    side = _SIDE.search(before)
    if side is None:
        return False
    return not side.group().startswith(",") or _GOES_ON.match(after) is not None


def is_exact(text: str, before: str) -> bool:
    """Return whether a count means a certain day: "two days ago", but not "about a week ago"."""
    found = _COUNTED.search(text)
    if found is None:
        return True
    number = _NUMBER.search(text)
    return not (
        not found["unit"].lower().startswith(("day", "night"))
        or (number is not None and int(number.group()) > EXACT)
        or _MANY.search(text)
        or _ABOUT.search(before)
        or _ROUGH.search(text)
    )


def is_impossible(text: str, day: dt.date, published: dt.date | None) -> bool:
    """Return whether a count leads past the article's date, so that it counts from another day."""
    return is_counted(text) and published is not None and day > published


# Verbs of speech: a day next to one is the day of the statement.
SAYING = says("statement", bases=True)

# Words that turn a following verb or day into a plan, a duty or a threat.
FUTURE = (
    r"will|won['’]t|shall|['’]ll|would|may|might|could|should|must|"
    r"(?:is|are|was|were|be|been|being|get)\s+(?:also\s+|now\s+|still\s+|currently\s+|reportedly\s+)?"
    r"(?:set|due|scheduled|expected|slated|planned|planning|supposed|likely|going|poised|"
    r"preparing|hoping|aiming|ready|meant|able)(?:\s+to)?|"
    r"(?:is|are)\s+to|(?:plans?|planned|hopes?|hoped|intends?|intended|expects?|expected|aims?|"
    r"aimed|agreed|vowed|vows|pledged|threatened|threatens|promised|wants?|proposed|scheduled|"
    r"slated|due|set)\s+(?:to|for)|(?:expected|scheduled|slated|due)\s+on|upcoming|ahead\s+of"
)


REACH = 70  # characters around a day that are searched for its verb

_BOUND = re.compile(
    r"\b(?:since|until|till|by|before|after|from|through|between|beyond|prior\s+to|"
    r"following|ahead\s+of|as\s+of|up\s+to|starting|beginning|effective|dated|no\s+later\s+than|"
    r"like|unlike|than|versus|compared\s+(?:to|with))"
    r"\s+(?:the\s+|late\s+|early\s+|at\s+least\s+|around\s+|about\s+|mid-?\s*|last\s+)?$",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"\b(?:from|between)\b[^,;]{0,40}\b(?:to|and|-|–)\s+$", re.IGNORECASE)
# "Approval fell (27-28 September)": the date of a poll, not of an event
_ALONE = re.compile(r"(?:\(|-LRB-)\s?(?:\w+\s)?(?:\d{1,2}\s?[-–]\s?)?$")
_CLOSES = re.compile(r"^\s?(?:[-–]\s?\d{1,2}\s?)?(?:,?\s\d{4}\s?)?(?:\)|-RRB-)")
# "Oil has been leaking since the rig exploded on 20 April" is about today
_EVER_SINCE = re.compile(r"\b(?:has|have|had)\s(?:\S+\s){1,12}?(?:ever\s)?since\s[^.;:]*$")
# "Tuesday 15 June 2010 16.27 BST": the date of the page
_HOUR_AFTER = re.compile(
    r"^(?:\s?,?\s?\d{4})?\s*[;,|]?\s*\d{1,2}[:.]\d\d\s?(?:[apAP]\.?[mM]|[A-Z]{2,4})\b"
)
# "The April 20 explosion killed 11", "In the May 9 vote, ...": what the sentence is about
_OPENING = re.compile(r"^\W*(?:(?:In|At|During|On)\s)?(?:(?:[Tt]he|[Aa]n?|[Ii]ts)\s(?:\w+\s)?)?$")
_WHICH = re.compile(r",\s*(?:which|who|whom|where)\b[^,]*$")
_AFTER = re.compile(
    r"(?P<main>.*\S)\s(?:after|before|until|since)\s(?P<clause>[^;.:]{3,120})$", re.DOTALL
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|did|does|\w{3,}ed|began|took|made|came|"
    r"went|said|says|rose|fell|met|held|left|gave|got|put|cut|set|sent|told|saw|won|lost)\b"
)
_POSSESSED = re.compile(r"^\s?['’]s\s+\w")
_ARTICLE = re.compile(
    r"\b(?:the|a|an|its|his|her|their|our|this|that|another|\w+['’]s)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"^\s+(?!(?:in|on|at|to|that|when|where|while|as|and|or|but|by|for|with|after|before|from|of|"
    r"said|says|was|were|is|are|has|had|have|will|would|could|did|who|which|because|if|against|"
    r"into|about|over|during|near|local|morning|afternoon|evening|night)\b)[a-z]+",
)
_CLAUSE_END = re.compile(r"[;:—]|,\s+(?:and|but|while|which|who|where|when|after|before|as)\b")
_CUE = re.compile(rf"\b(?P<saying>{SAYING})\b|(?P<future>(?<![\w])(?:{FUTURE})\b)", re.IGNORECASE)
_LOWER_CUE = re.compile(_CUE.pattern)  # for lower-case text: four times as fast
_VERB_BETWEEN = re.compile(
    r"\b(?:that|was|were|had|has|have|is|are|did|went|began|met|took|came|left|made|\w{2,}ed)\b"
    r"|(?:\S+\s+){7}",
)
_WAS_BETWEEN = re.compile(r"\b(?:was|were|had|did|has|have)\b", re.IGNORECASE)
_ACTED = re.compile(
    r"\b(?:had|did|went|began|met|took|came|left|made|got|gave|saw|showed|sank|fell|rose|held|"
    r"\w{3,}ed)\b"
)
_TO_VERB = re.compile(
    r"\bto\s+(?:be\s+\w+|meet|hold|visit|travel|arrive|begin|start|end|open|close|resume|vote|"
    r"decide|appear|speak|testify|return|leave|launch|sign|host|attend|take|go|come|discuss|"
    r"announce|release|publish|present|happen|join|step|stand|retire|play|face|hear)\b"
    r"[^,;]*$",
    re.IGNORECASE,
)


class Role(Enum):
    """The role of a day in its sentence."""

    HAPPENED = "happened"
    SAID = "said"
    PLANNED = "planned"
    MODIFIER = "modifier"  # "The April 20 explosion killed 11"
    RELATIVE = "relative"  # "the rig, which sank on Thursday"
    ATTRIBUTE = "attribute"  # "since the April 20 explosion": the sentence is about something else
    BOUND = "bound"  # "since Wednesday": the sentence is not about that day


def role(text: str, start: int, end: int) -> Role:
    """Return the role of the day at ``text[start:end]``."""
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if _is_bound(text, start, end, before, after):
        return Role.BOUND
    if _POSSESSED.match(after) or (_ARTICLE.search(before) and _NOUN_AFTER.match(after)):
        return Role.MODIFIER if _OPENING.match(text[:start]) else Role.ATTRIBUTE
    if _WHICH.search(before):
        return Role.RELATIVE
    cue = _nearest_cue(before, after, leading=not text[:start].strip(" ,\"'“‘OoNnIi"))
    if cue == "saying":
        return Role.SAID
    if cue == "future":
        return Role.PLANNED
    return Role.HAPPENED


def _is_bound(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Return whether the day only says since when, until when, or like what."""
    return bool(
        _BOUND.search(before)
        or _RANGE_BEFORE.search(before)
        or (_ALONE.search(before) and _CLOSES.match(after))
        or (is_counted(text[start:end]) and is_in_passing(text, start, end))
        or _EVER_SINCE.search(text[:start])
        or _HOUR_AFTER.match(after)
        or _is_time_clause(text[:start])
    )


def _is_time_clause(before: str) -> bool:
    """Return whether the day is in a clause that only says when something else happened.

    "Drilling was halted after the rig exploded on 20 April" reports the halt.
    """
    opening = _AFTER.match(before)
    if opening is None or not _FINITE.search(opening["main"]):
        return False
    return _ACTED.search(opening["clause"]) is not None


def _nearest_cue(before: str, after: str, *, leading: bool) -> str | None:
    """Return the kind of cue for the day: the last one before it, else the first one after it."""
    if not leading:
        clause = _CLAUSE_END.split(before)[-1]
        cues = list(_CUE.finditer(clause))
        if cues:
            last = cues[-1]
            if last.lastgroup == "saying" and _is_future_saying(cues, clause):
                return "future"
            others = (_VERB_BETWEEN,) if last.lastgroup == "saying" else (_WAS_BETWEEN, _RULED)
            between = any(other.search(clause, last.end()) for other in others)
            return None if between else last.lastgroup
        if _TO_VERB.search(clause):
            return "future"
        return None
    clause = _CLAUSE_END.split(after.lstrip(" ,"))[0]
    cue = _CUE.search(clause)
    if cue is None or (cue.lastgroup == "future" and _ACTED.search(clause, 0, cue.start())):
        return None  # "A day later, he showed that he could"
    return cue.lastgroup


_RULED = re.compile(
    r",[”\"’']?\s(?:[^\s,;]{1,30}\s){1,8}(?<!\bbe\s)\w{2,20}ed\s(?:late\s|early\s)?(?:on\s)?$",
    re.IGNORECASE,
)
"""What happened on the day behind what is to be: "must be counted, the judge ruled on"."""


def _is_future_saying(cues: Sequence[re.Match[str]], clause: str) -> bool:
    """Return whether a statement is in the future: "will announce today"."""
    if len(cues) < 2 or cues[-2].lastgroup != "future":
        return False
    return len(clause[cues[-2].end() : cues[-1].start()].split()) < 2


def has_future_cue(text: str) -> bool:
    """Return whether the first verb of planning or saying is one of planning."""
    cue = _LOWER_CUE.search(text.lower())
    return cue is not None and cue.lastgroup == "future"
