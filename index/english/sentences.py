"""Splits paragraphs of news into sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from index.english.calendar_words import MONTH_ABBREVIATIONS, MONTH_NAMES, WEEKDAY_NAMES
from index.english.letters import CAPITAL, UNSPACED
from index.english.offices import SHORT_TITLES

MAX_LENGTH = 600  # characters; longer sentences are split between words
_MAX_CACHED = 20_000  # characters; longer paragraphs are not cached

_ABBREVIATIONS = frozenset(
    "rear st ste ft mt vice-adm min vs v approx ca cf eg ie viz".split()
).union(SHORT_TITLES)
"""Behind these, a full stop never ends a sentence."""
_BEFORE_NUMBER = frozenset("no nos p pp art fig vol ch para pt sec".split())
_DAY_OF_MONTH = re.compile(
    r"\b(?i:on|since|until|before|after|the|am|vom|bis|zum|seit|den|ab|der|dem)\s(?:[12]?\d|3[01])$"
)
"""What stands before the full stop of "on 3. November", as other languages write days."""
_FOREIGN_MONTHS = frozenset(
    "januar jänner februar märz marts mai maj juni juli oktober dezember desember".split()
)
"""Months that are no English words: "12. Mai" is a day without any preposition."""
_NUMBER_OF_DAY = re.compile(r"(?<![\w.])(?:[12]?\d|3[01])$")
_MAY_END = frozenset(  # abbreviations that may also be the last word of a sentence
    """inc corp co ltd llc plc bros jr sr etc al dept univ assn mass calif fla ga conn ariz ill
    ore wash va pa tenn mich minn wis ala ark colo del ind kan ky la md mo mont neb nev
    okla tex vt wyo ave blvd rd est""".split()
)
_STARTERS = frozenset(
    """a after all although an and another as at because before both but by despite during each
    earlier even every few for from he her here his how however if in instead it its last
    later many meanwhile more most moreover much my neither no nor not now of officials on
    one only or others our over she since so some still such than that the their then
    there these they this those though through to today under until we what when where
    whether which while who why with yet you your i i'm i've it's that's there's we're
    they're he's she's""".split()
)
_CLOCK_FOLLOWS = frozenset(
    """et est edt pt pst pdt ct cst cdt mt gmt utc bst cet eastern central pacific moscow kyiv
    local""".split()
).union(WEEKDAY_NAMES, (name[:3] for name in WEEKDAY_NAMES), MONTH_NAMES)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_END = re.compile(
    r"(?P<mark>[.!?…‽]+|[。！？؟۔।॥።]+)"
    r"(?P<close>(?:\s?''|\s?-RRB-|[\"'”’»›)\]}」』】）])*)"
)
_TOKEN = re.compile(r"[^\s\"“”‘’'(\[{«/—–|]{0,40}$")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
_OPENING = re.compile(r"[\"'“‘«‹(\[{`\s–—-]*")
_SPEAKER_SAYS = (
    rf"(?:(?:{CAPITAL}[\w’'.-]{{0,40}}|[a-z]{{1,40}}) ){{1,6}}?"
    r"(?:said|says|asked|asks|added|told \w+|wondered|wrote|replied|responded|shouted|explained"
    r"|noted|insisted|tweeted|posted|continued|exclaimed)\b"
)
_ASKED = re.compile(_SPEAKER_SAYS)
_ATTRIBUTION = re.compile(_SPEAKER_SAYS + r"(?: [\w,’'-]+){0,3}[.!](?=\s|$)")
_JOINED = re.compile(r"[A-Z][a-z’']+[\s,;:]|[\"“][A-Z]|(?:I|A)\s")


QUESTION_MARKS = ("?", "？", "؟")
"""Of Latin, of Chinese and Japanese, and of Arabic script."""


def word_count(text: str) -> int:
    """Count words; in scripts without spaces, two characters count as a word."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences of a paragraph, in order, without outer white space.

    They cover every character except white space between them. None is longer than
    ``MAX_LENGTH``. A stretch without a letter or digit belongs to the sentence before it.
    """
    return list(_cached_spans(text)) if len(text) <= _MAX_CACHED else _find_spans(text)


@lru_cache(maxsize=256)
def _cached_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Cached, because indexing needs an article's sentences twice."""
    return tuple(_find_spans(text))


def _find_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*_boundaries(text), len(text)]:
        first, last = _trim(text, start, end)
        if first >= last:
            continue
        if (
            spans
            and not any(map(str.isalnum, text[first:last]))
            and last - spans[-1][0] <= MAX_LENGTH
        ):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.extend(_split_long(text, first, last))
        start = end
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split at ``MAX_LENGTH``: after a clause if one ends late enough, else at a space."""
    pieces = []
    while end - start > MAX_LENGTH:
        limit = start + MAX_LENGTH
        cut = max(
            text.rfind(mark, start + MAX_LENGTH // 2, limit) for mark in ("; ", ", ", " – ", " — ")
        )
        cut = cut + 1 if cut > 0 else text.rfind(" ", start + 1, limit + 1)
        if cut <= start:
            cut = limit
        pieces.append(_trim(text, start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        pieces.append((start, end))
    return pieces


def _boundaries(text: str) -> list[int]:
    """Return the offsets at which a new sentence begins."""
    ends = []
    start = 0
    quotes, counted = 0, 0
    for match in _END.finditer(text):
        end = match.end()
        if end >= len(text):
            break
        if text[end] == " " and text[end + 1 : end + 2] == '"' and text[match.start() - 1] == " ":
            # Tokenized text: a lone quotation mark after the stop closes an open quotation.
            quotes += text.count('"', counted, end)
            counted = end
            if quotes % 2 and text[end + 2 : end + 3] in ("", " "):
                end += 2
        if (
            end < len(text)
            and not _is_inside_brackets(text, start, match)
            and _ends_at(text, start, match, end)
        ):
            ends.append(end)
            start = end
    return ends


def _ends_at(text: str, start: int, match: re.Match[str], end: int) -> bool:
    if match["mark"][0] in "。！？؟۔।॥።":
        return text[end] not in "，、"
    if not text[end].isspace():
        return _ends_without_space(text, match, end)
    return _ends(text, start, match, end)


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Judge a full stop, or another mark, of the Latin script that is followed by white space."""
    mark = match["mark"]
    opening = _OPENING.match(text, end)
    at = opening.end() if opening else end
    following = text[at : at + 1]
    if not following or following.islower() or following in ",;:.!?…%&":
        return False
    if mark == "." and not match["close"]:
        return _full_stop_ends(text, start, match.start(), at)
    if "…" in mark or len(mark) >= 3:
        elided = text[match.start() - 1].isspace() or _has_open_quotation(text, start, end)
        return following.isupper() and not elided
    return not (match["close"].strip(")]") and _is_attributed(text, mark, at))


def _is_inside_brackets(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether a stop is the end of brackets within a sentence: "(6 ft.)"."""
    if ")" not in match["close"]:
        return False
    opening = text.rfind("(", start, match.start())
    return opening > start and any(map(str.isalnum, text[start:opening]))


def _ends_without_space(text: str, match: re.Match[str], end: int) -> bool:
    """Return whether a sentence ends although no space follows: "to recover.Still, Putin"."""
    before = text[max(0, match.start() - 3) : match.start()]
    if not (before.isalpha() and before.islower() and len(before) == 3):
        return False
    if not _JOINED.match(text, end):
        return False
    word = _TOKEN.search(text, max(0, match.start() - 40), match.start())
    return not (word and re.search(r"[@/]|www|https?:", word.group()))


def _full_stop_ends(text: str, start: int, stop: int, at: int) -> bool:
    """Return whether a single full stop ends the sentence, or belongs to the word before it."""
    token = _token(text, start, stop)
    word = token.lower()
    following = _next_word(text, at)
    if not word or token.isdigit():
        is_item = not text[start : stop - len(token)].strip("\"'“‘( ")  # "1. Rosneft", of a list
        is_day = (following in MONTH_NAMES and _DAY_OF_MONTH.search(text, stop - 10, stop)) or (
            following in _FOREIGN_MONTHS and _NUMBER_OF_DAY.search(text, stop - 10, stop)
        )
        return not (word and (is_item or is_day))
    if word in _BEFORE_NUMBER or word in MONTH_ABBREVIATIONS:
        return not following[:1].isdigit() and (word in _BEFORE_NUMBER or following in _STARTERS)
    if word in ("a.m", "p.m", "am", "pm"):
        return following not in _CLOCK_FOLLOWS
    if word in _MAY_END or _INITIALISM.match(token):
        return following in _STARTERS
    if len(token) == 1 and token.isupper():
        return following in _STARTERS and following != "i"
    return word not in _ABBREVIATIONS


def _token(text: str, start: int, stop: int) -> str:
    head = text[max(start, stop - 40) : stop].rstrip()
    match = _TOKEN.search(head)
    return match.group() if match else ""


def _next_word(text: str, at: int) -> str:
    match = re.compile(r"[\w’'.-]+").match(text, at, at + 40)
    return match.group().replace("’", "'").strip(".'").lower() if match else ""


def _has_open_quotation(text: str, start: int, end: int) -> bool:
    """Return whether a quotation that began in this sentence is still open."""
    piece = text[max(start, end - MAX_LENGTH) : end]  # a longer sentence is split
    return piece.count("“") > piece.count("”") or piece.count('"') % 2 == 1


def _is_attributed(text: str, mark: str, at: int) -> bool:
    """Return whether the words after a closed quotation say who said it: `"Why?" he asked.`

    A question is never followed by a comma, so any speaker after it belongs to it; after a full
    stop, only a clause that says nothing else does.
    """
    pattern = _ASKED if mark[-1] in "?!" else _ATTRIBUTION
    return pattern.match(text, at, at + 90) is not None
