"""Recognises photo captions, credits, shared bylines and author biographies."""

from __future__ import annotations

import re

from index.english.letters import CAPITAL
from index.english.sentences import sentence_spans
from index.ingestion.block import ends_sentence
from index.ingestion.metadata.bylines import NAME, OFFICE, is_name
from index.ingestion.metadata.datelines import full_dates

_AGENCIES = (
    r"reuters|afp|ap|associated press|getty(?: images)?|tass|epa(?:-efe)?|aa|anadolu|bloomberg|upi"
    r"|zuma|shutterstock|sputnik|ria novosti|xinhua|dpa|ansa|efe|pa(?: media| wire)?|nurphoto|alamy"
    r"|istock|unsplash|pool|kremlin\.ru|white house|handout|istock|imago|sipa|polaris|redux|cnn|bbc"
    r"|wikimedia(?: commons)?|ukrinform|unian|kyodo|yonhap|ians|pti|ani"
)
_OWNERS = re.compile(r"\s?(?:[|/,•·–@-]|\bvia\b|\bfor\b)\s?")
_AGENCY_NAME = re.compile(rf"(?i:{_AGENCIES})(?:\s(?i:photo|images?|pictures?|news))?")
_AGENCY = re.compile(rf"\b(?:{_AGENCIES})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,120})[)\]]\s?\.?$")
_CREDITED = re.compile(
    r"(?:(?:photos?|images?|pictures?|credit|courtesy|handout)\b.*"
    r"|[^\s/]+(?:[\s/]+[^\s/]+){0,3}[\s/](?:photos?|images?|pictures?|handout))\W*",
    re.IGNORECASE,
)
"""What is in the brackets of a credit: its word stands first, or behind a short name."""
_GLUED_CREDIT = re.compile(
    rf"(?:Image|Photo|Picture|Foto|Bild)(?: credit)?: ?{CAPITAL}[^.!?]{{2,80}}$"
)
_BIOGRAPHY = re.compile(
    rf"(?:The author )?(?:{NAME},? )?(?:is|was|has been|works as|covers|reports on|writes about)\b"
    rf".{{0,80}}?\b(?:{OFFICE}s?|covers?|covering|reports? (?:on|for|from)|writes? (?:about|for"
    rf"|on))\b"
)
_CAREER = re.compile(
    r"\b(?:previously|joined|degree|studied|graduat\w+|holds? an?\b|experience|based in"
    r"|background in"
    r"|has worked|has been working|worked (?:at|for|as)|her work|his work|their work|covers"
    r"|covering"
    r"|reports on|writes (?:about|for|on)|can be reached|follow (?:him|her|them)|twitter|award|@\w+"
    r"|specializ\w+|specialis\w+|lives in|author of)\b",
    re.IGNORECASE,
)


def is_shared_byline(text: str) -> bool:
    """Return whether a line names an author and agencies: "Jane Roe with Reuters, AFP"."""
    name, found, agencies = text.partition(" with ")
    parts = re.split(r",\s|\sand\s", agencies)
    return bool(found) and is_name(name) and all(_AGENCY_NAME.fullmatch(part) for part in parts)


def is_credit(text: str) -> bool:
    """Return whether a line is only a photo credit: "Jane Roe | AFP | Getty Images"."""
    line = text.strip("()[] .")
    if len(line) > 90 or not _AGENCY.search(line):
        return False
    *names, agency = [part for part in _OWNERS.split(line) if part.strip()]
    owners = all(is_name(part) or _AGENCY_NAME.fullmatch(part) for part in names)
    return owners and _AGENCY_NAME.fullmatch(agency) is not None


def closing_credit(text: str) -> bool:
    """Return whether a text ends with a photo credit in brackets: "(AFP Photo)", "(Roe/Reuters)".

    The name of an agency alone is not a credit: stories end with "(Reuters)", too.
    """
    if _GLUED_CREDIT.search(text):
        return True
    match = _IN_BRACKETS.search(text)
    if match is None:
        return False
    *names, agency = match["inside"].rstrip(". ").split("/")
    owned = bool(names) and _AGENCY.fullmatch(agency.strip()) is not None
    return owned or _CREDITED.fullmatch(match["inside"]) is not None


def closing_agency(text: str) -> bool:
    """Return whether a text ends with the name of an agency in brackets: "(Reuters)"."""
    match = _IN_BRACKETS.search(text)
    return match is not None and _AGENCY.fullmatch(match["inside"].strip(". ")) is not None


def is_biography(text: str) -> bool:
    """Return whether a paragraph introduces an author, with a job and something of a career."""
    match = _BIOGRAPHY.match(text)
    return match is not None and _CAREER.search(text) is not None


_MAX_WORDS = 75
_SIDE = re.compile(
    r"[(\[](?:left|right|center|centre|[LR]-[LR]|from left|top|bottom|above|below"
    r"|pictured"
    r"|file|file photo|2nd [LR])[)\],]|\b(?:left|right|cent(?:er|re)),|\b(?:pictured|is seen|are"
    r" seen"
    r"|seen here|seen (?:in|on|during|after|at)|in this (?:photo|image|picture|file|handout"
    r"|undated|pool"
    r"|screengrab|combination|aerial|\w+ \d)|file photo|poses? for|in a photo)",
)
_STANDS = re.compile(r"\((?:L|R|C|left|right|cent(?:er|re)|from left|2nd [LR]|[LR]-[LR])\)")
_DEPICTING_VERBS = (
    "address addresses answer answers applaud applauds arrive arrives attend attends board"
    " boards burn"
    " burns carry carries chair chairs chat chats clean cleans clear clears climb climbs cross"
    " crosses"
    " deliver delivers depart departs deplane deplanes disembark disembarks embrace embraces enter"
    " enters exit exits extinguish extinguishes fire fires fly flies gather gathers gesture"
    " gestures"
    " give gives greet greets hold holds hug hugs inspect inspects is leave leaves lie lies listen"
    " listens look looks march marches meet meets move moves pass passes perform performs pose"
    " poses"
    " prepare prepares protest protests rally rallies receive receives review reviews ride rides"
    " rise"
    " rises salute salutes shake shakes show shows sign signs sit sits smile smiles smoke speak"
    " speaks"
    " stand stands step steps take takes talk talks tour tours visit visits wait waits walk"
    " walks watch"
    " watches wave waves wear wears welcome welcomes work works"
).split()
_DEPICTING = re.compile(rf"(?<!to )(?<!will )\b(?:{'|'.join(_DEPICTING_VERBS)})\b")
_PAST = re.compile(
    r"\b(?:said|told|was|were|did|had|has|have|will|would|could|might|may|can|should|must|says?"
    r"|\w{2,}ed|met|took|gave|held"
    r"|went|came"
    r"|began|left|won|lost|died|fell|rose|hit|struck|made|saw|sent|led|spoke|put|kept|grew"
    r"|called)\b"
)
_SPEECH = re.compile(
    r"\b(?:said|told|says that|announced|warned|added|insisted|according to|claimed|noted|argued)\b"
    r"|[“\"]",
)
_AFTER_DATE = 4  # characters; a caption without a credit ends with its date
_PLANS = re.compile(
    r"\b(?:effect|takes? (?:place|force|over)|due|scheduled|deadline|until|begins?|starts?|ends?"
    r"|expires?|is|are)\b"
)
_LAST_ASIDE = re.compile(r"\s\([^()]{2,60}\)\.?$")
_ASIDE = re.compile(r"\([^()]{0,60}\)")
_POINTS_BACK = re.compile(r"(?:he|she|they|it|this|that|these|those|i|we|but|and|however)\b", re.I)
_SUBJECT_WORDS = 22  # the verb of a caption comes early


def is_caption(text: str) -> bool:
    """Return whether a line is a caption, judged without its neighbours."""
    if len(text.split()) > _MAX_WORDS:
        return False
    if closing_credit(text):
        return True
    if _SPEECH.search(text) or not (depicts(text) or _has_no_verb(text)) or _PLANS.search(text):
        return False
    placed = _STANDS.search(text) or closing_agency(text)
    return bool(placed or (not ends_sentence(text) and _SIDE.search(text)) or _ends_with_date(text))


def _ends_with_date(text: str) -> bool:
    """Return whether a single sentence ends with a date."""
    text = _LAST_ASIDE.sub("", text)
    dates = full_dates(text)
    if not dates or len(sentence_spans(text)) > 1:
        return False
    return len(text) - dates[-1].end <= _AFTER_DATE


def may_be_caption(text: str) -> bool:
    """Return whether a line next to a photo credit, or one that is repeated, is its caption."""
    if len(text.split()) > _MAX_WORDS or _SPEECH.search(text) or _POINTS_BACK.match(text):
        return False
    return bool(
        closing_credit(text)
        or _SIDE.search(text)
        or depicts(text)
        or _has_no_verb(text)
        or (full_dates(text) and not _PAST.search(text))
    )


def depicts(text: str) -> bool:
    """Return whether a text describes in the present tense what can be seen."""
    head = " ".join(_ASIDE.sub("", text).split()[:_SUBJECT_WORDS])
    match = _DEPICTING.search(head)
    if match is None:
        return False
    past = _PAST.search(head)
    return past is None or match.start() < past.start()


def _has_no_verb(text: str) -> bool:
    """Return whether a text has no verb that news use: "The president on October 15."."""
    return len(text.split()) <= 40 and not _PAST.search(text)
