"""Event candidates of one article: which sentence reports on which day.

Extracted when an article is indexed. Sentences are also rated by how well they are understood
on their own; boilerplate in the text (credits, captions, comment forms) is left out.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from index.english.calendar_words import MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAY_NAMES
from index.english.corrections import tells_of_an_earlier_version
from index.english.quotations import has_unpaired_marks
from index.english.tokens import Token, tokenize
from index.events.date_roles import Role, has_future_cue, is_exact, is_impossible, role
from index.models import EventCandidate, Sentence, TimeExpression

_UNINFORMATIVE = frozenset(
    """
    said say says saying told tell also although among another around cannot else ever every
    however least less let like many many may much must near neither nor often others perhaps
    quite rather since shall still though thus toward towards upon via whether within without yet
    today yesterday tomorrow tonight week weeks weekend month months day days year years mr mrs ms
    dr lrb rrb
    """.split()
).union(MONTHS, WEEKDAY_NAMES, WEEKDAY_ABBREVIATIONS)
"""Besides stop words: words of news that say nothing about what happened."""


def terms(text: str) -> tuple[int, ...]:
    """Return the distinct terms of a text as sorted hashes, without stop words."""
    return tuple(sorted({_hash(t.stem) for t in tokenize(text) if _is_telling(t)}))


def _is_telling(token: Token) -> bool:
    return token.content and token.folded not in _UNINFORMATIVE


@lru_cache(maxsize=100_000)
def _hash(stemmed: str) -> int:
    return zlib.crc32(stemmed.encode())


_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_APPARATUS = re.compile(
    r"\bReport abuse\b|\bPosted by\s?:|\bA version (?:of this article )?appeared (?:on|in)\b|"
    r"\bThis article was (?:amended|corrected|updated)\b|\bViews expressed in the comments\b|"
    r"\bPhoto credits?\s?:|\bAll rights reserved\b|\bWatch the next program\b",
    re.IGNORECASE,
)
_APPARATUS_WORDS = (
    "report abuse",
    "posted by",
    "a version",
    "this article was",
    "views expressed",
    "photo credit",
    "all rights",
    "watch the next",
)
_PREPOSED = r"(?<!\bon )(?<!\bof )(?<!\bby )(?<!\bin )(?<!\bto )(?<!\bfor )(?<!\bfrom )(?<!since )"
# "A worker ties a boom in Gulf Shores, June 24, 2010."
_DATED_END = re.compile(
    rf"(?:,\s*(?:\w+day\s*,?\s*)?|\s){_PREPOSED}(?:{_MONTHS}\s\d{{1,2}}|\d{{1,2}}\s{_MONTHS})"
    r"\s?,?\s\d{4}\s*[.)]?$"
)
# "AP June 17: The head of the company testifies."
_AGENCY_DAY = re.compile(
    rf"\W*(?:AP|AFP|EPA|REUTERS|Reuters|Getty Images)\s+{_MONTHS}\s\d{{1,2}}[^:]{{0,8}}:"
)
_PICTURE = re.compile(
    r"\b[Ii]n this (?:\w+\s)?(?:image|photo|photograph|picture|frame)\b"
    r"|\b[Ff]ile (?:photo|image)\b"
    r"|(?:-LRB-|\()\s?(?:left|right|L|R|top|bottom|centre|center)\s?(?:-RRB-|\))"
    r"|\b(?:is|are)\s(?:seen|shown|pictured)\b"
)
_PICTURE_WORDS = ("photo", "image", "picture", "frame", "(", "-LRB-", "seen", "shown")
_HOUR_LIKE = re.compile(r"\d[:.]\d\d")
_HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?|[AP]M|GMT|BST|E[SD]T|IST|ET|CET)\b")
_AGENCY = re.compile(r".{0,100}?(?:-LRB-|\()\s?(?:Reuters|AP|AFP|REUTERS)\s?(?:-RRB-|\))\s?[-–—]")


def is_apparatus(text: str) -> bool:
    """Return whether a sentence belongs to the page and not to the story."""
    low = text.lower()
    return any(map(low.__contains__, _APPARATUS_WORDS)) and _APPARATUS.search(text) is not None


def is_caption(text: str) -> bool:
    """Return whether a sentence reads like a photo caption."""
    if text.rstrip(".)").rstrip()[-1:].isdigit() and _DATED_END.search(text):
        return True
    if any(map(text.__contains__, _PICTURE_WORDS)) and _PICTURE.search(text):
        return True
    return _AGENCY_DAY.match(text) is not None


def has_date_line(text: str) -> bool:
    """Return whether a line with place, date and time has been joined to the sentence."""
    if _HOUR_LIKE.search(text) and _HOUR.search(text):
        return True
    return ("-LRB-" in text or "(" in text) and _AGENCY.match(text) is not None


TERMS = 8  # content words of a sentence about one thing, neither a fragment nor a paragraph
SPREAD = 2.0  # of the logarithm of the length: 60 words score about a third

_STARTS_WITH_PRONOUN = re.compile(
    r"^[\"“'‘(\[`]*\s*(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|There|Such|"
    r"Then|Here|Both|Another|Others|Some|The\s+(?:two|pair|company|call|meeting|move|decision|"
    r"statement|announcement|comments?|remarks?|claim|spokes(?:man|woman|person)|official))\b"
)
_STARTS_WITH_CONJUNCTION = re.compile(
    r"^[\"“'‘(\[`]*\s*(?:But|And|Or|So|Yet|Also|However|Meanwhile|Moreover|Still|Instead|"
    r"Nevertheless|Besides|Because|Although|Though|While|Particularly|For\s+example)\b",
)
_POINTING = re.compile(
    r"\b(?:that|those|this|these)\s+(?:\w+\s+)?(?:call|talks?|meetings?|comments?|remarks?|day|"
    r"time|move|decision|visit|event|incident|period|point|statement|same)\b|\bthe\s+latter\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"^\W*(?:[\w’'.,-]+\s+){1,8}also\s+(?:said|told|added|announced|warned)\b")
_PERSONAL = re.compile(r"\b(?:I|I['’]m|we|We|our|Our|you|You|your|my|My|me|us)\b")
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them)\b")
_QUESTION = re.compile(r"\?\s*[\"”'’)\]]*\s*$")


def clarity(text: str, terms: int) -> float:
    """Rate from 0 to 1 how well a sentence is understood on its own.

    ``terms`` is the number of distinct content words of ``text``.
    """
    if terms < 2:
        return 0.0
    score = math.exp(-((math.log((terms + 1) / TERMS) / SPREAD) ** 2))
    for pattern, factor in (
        (_STARTS_WITH_PRONOUN, 0.6),
        (_STARTS_WITH_CONJUNCTION, 0.85),
        (_POINTING, 0.75),
        (_QUESTION, 0.4),
        (_ALSO, 0.85),
    ):
        if pattern.search(text):
            score *= factor
    if is_caption(text):
        score *= 0.5
    if has_date_line(text):
        score *= 0.7
    outside = _without_quotes(text)
    if _PERSONAL.search(outside):
        score *= 0.7
    if not _unbalanced(text) and len(outside) < len(text) / 2:
        score *= 0.8  # mostly a quotation
    elif _unbalanced(text):
        score *= 0.7
    if _PRONOUN.search(outside) and not re.search(r"\b[A-Z]\w+", outside[1:]):
        score *= 0.7  # nobody is named
    return score


def _without_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”|\"[^\"]*\"|``.*?''", " ", text)


def _unbalanced(text: str) -> bool:
    """Return whether a quotation begins or ends outside the sentence."""
    return has_unpaired_marks(text) or text.count("``") != text.count("''")


# Days further ahead of their article than AHEAD are rejected; beyond AHEAD_UNSAID, a day needs a
# verb of planning: without one, "June 15" in January is last year's.
AHEAD = dt.timedelta(days=3 * 366)
AHEAD_UNSAID = dt.timedelta(days=60)
LEAST_TERMS = 3
LONGEST = 400  # characters; longer ones report several things, or have lost their full stops
MODIFIED = 0.7  # clarity of a sentence that names the day only in passing

# "The next day" depends on a day named before, and is only reliable if that day is near.
_HANGING = re.compile(
    r"\b(?:(?:next|following|previous|preceding|same|that|very)\s+"
    r"(?:day|morning|afternoon|evening|night)|"
    r"\w+\s+(?:days?|weeks?)\s+(?:before|after|earlier|later))\b",
    re.IGNORECASE,
)
# The truncated beginnings of several other articles.
_TEASERS = re.compile(r"\w ?(?:\.{3}|…) .{20,}\w ?(?:\.{3}|…) ")
# A number that the tagger did not accept as a year, and that counts nothing: a calendar day before
# it has no other year.
_YEAR_AFTER = re.compile(r",?\s\d{4,}\b(?!\s+[^\W\d_])")
# An ongoing state, not an event.
_GOING_ON = re.compile(
    r"^\W*(?:Since|Ever since)\b|\b(?:has|have) (?:also |now |already )?been \w+ing\b|"
    r"\b(?:has|have) \w+(?: \w+){0,8} since\b",
)
_VERBLIKE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|did|does|do|"
    r"said|says|told|met|went|made|took|came|gave|left|held|won|lost|fell|rose|hit|cut|put|"
    r"began|struck|shot|sank|sent|kept|broke|set|led|ran|saw|got|spoke|brought|built|bought|sold|"
    r"found|felt|flew|grew|heard|knew|lay|paid|sought|spent|stood|thought|threw|wore|wrote|drew|"
    r"drove|dealt|fought|taught|swept|burnt|blew|dug|fled|hung|hurt|shut|tore|woke|quit|"
    r"\w{2,}ed|\w{3,}s)\b"
)


def find_candidates(
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[TimeExpression]],
    published: dt.date | None,
) -> tuple[EventCandidate, ...]:
    """Return the candidates of an article; ``mentions[i]`` belongs to ``sentences[i]``.

    A sentence has at most one candidate per day. Without a publication date, only days that the
    sentences name are used.
    """
    found: list[EventCandidate] = []
    named_in = None  # the paragraph of the previous sentence, if that names a day
    for sentence, all_expressions in zip(sentences, mentions, strict=True):
        expressions = _drop_hanging(
            all_expressions, day_named_before=named_in == sentence.paragraph
        )
        named_in = sentence.paragraph if any(map(_is_day, expressions)) else None
        words = terms(sentence.text)
        if len(words) < LEAST_TERMS or is_apparatus(sentence.text):
            continue
        if tells_of_an_earlier_version(sentence.text):
            continue
        clarity_score = clarity(sentence.text, len(words))
        readable = len(sentence.text) <= LONGEST and not _is_teaser(sentence.text)
        said = [each for each in expressions if _is_of_a_speaker(sentence.text, each)]
        expressions = [each for each in expressions if each not in said]
        days = list(_named_days(sentence.text, expressions, published))
        if said and not days:
            continue
        if days:
            dated = _dated(sentence.ordinal, days, words, clarity_score, published)
            found.extend(replace(each, tells=each.tells and readable) for each in dated)
        elif published is not None and _may_be_news(sentence.text, expressions, published):
            found.append(
                EventCandidate(
                    sentence.ordinal, published, "reported", False, readable, clarity_score, words
                )
            )
    return tuple(found)


def _is_teaser(text: str) -> bool:
    return ("..." in text or "…" in text) and _TEASERS.search(text) is not None


def _is_ongoing(text: str) -> bool:
    return ("ince" in text or "been" in text) and _GOING_ON.search(text) is not None


def _is_day(expression: TimeExpression) -> bool:
    return expression.first is not None and expression.first == expression.last


_OF_A_SPEAKER = re.compile(r"\b(?:today|tonight|tomorrow|yesterday)\b", re.IGNORECASE)
_MARKS = re.compile(r"[“”\"]")


def _is_of_a_speaker(text: str, expression: TimeExpression) -> bool:
    """Return whether a day is counted from that of a speaker: "today" in quotation marks."""
    if not _OF_A_SPEAKER.search(expression.text):
        return False
    before = _MARKS.findall(text, 0, expression.start)
    if before:
        return before[-1] == "“" or (before[-1] == '"' and len(before) % 2 == 1)
    after = _MARKS.search(text, expression.end)
    return after is not None and after.group() == "”"  # the quotation began in an earlier sentence


def _drop_hanging(
    expressions: Sequence[TimeExpression], *, day_named_before: bool
) -> list[TimeExpression]:
    """Drop a dependent day unless the sentence, or the one before it, names another day first."""
    kept: list[TimeExpression] = []
    for expression in expressions:
        if day_named_before or any(map(_is_day, kept)) or not _HANGING.search(expression.text):
            kept.append(expression)
    return kept


def _named_days(
    text: str, expressions: Sequence[TimeExpression], published: dt.date | None
) -> Iterator[tuple[dt.date, Role]]:
    if not any(map(_is_day, expressions)):
        return
    has_verb = _VERBLIKE.search(text) is not None  # without a verb, nothing is reported
    for expression in expressions:
        day = expression.first
        if day is None or not _is_day(expression):
            continue
        if not is_exact(expression.text, text[: expression.start]) or is_impossible(
            expression.text, day, published
        ):
            continue
        found = role(text, expression.start, expression.end) if has_verb else Role.BOUND
        if found is Role.HAPPENED and day == published and has_future_cue(text[: expression.start]):
            found = Role.PLANNED  # "is to ask for it when he speaks today"
        if not _has_other_year(text, expression) and _is_plausible(day, found, published):
            yield day, found


def _has_other_year(text: str, expression: TimeExpression) -> bool:
    numbered = any(map(str.isdigit, expression.text))
    return numbered and _YEAR_AFTER.match(text, expression.end) is not None


def _is_plausible(day: dt.date, found: Role, published: dt.date | None) -> bool:
    if published is None or day - published <= AHEAD_UNSAID:
        return True
    return day - published <= AHEAD and found is Role.PLANNED


def _dated(
    ordinal: int,
    named: list[tuple[dt.date, Role]],
    words: tuple[int, ...],
    clarity_score: float,
    published: dt.date | None,
) -> Iterator[EventCandidate]:
    """Yield one candidate per day, by the strongest role of the day in the sentence."""
    roles: dict[dt.date, Role] = {}
    strength = list(Role)
    for day, found in named:
        if day not in roles or strength.index(found) < strength.index(roles[day]):
            roles[day] = found
    happened = [day for day, found in roles.items() if found is Role.HAPPENED]
    for day, found in roles.items():
        planned = _is_planned(day, found, published)
        announcement = found is Role.SAID and any(other != day for other in happened)
        outdated_plan = planned and published is not None and day < published
        yield EventCandidate(
            ordinal,
            day,
            "dated",
            planned,
            found not in {Role.BOUND, Role.ATTRIBUTE} and not announcement and not outdated_plan,
            clarity_score * (MODIFIED if found in {Role.MODIFIER, Role.RELATIVE} else 1.0),
            words,
        )


def _is_planned(day: dt.date, found: Role, published: dt.date | None) -> bool:
    if published is None:
        return found is Role.PLANNED
    return day > published or found is Role.PLANNED


def _may_be_news(text: str, expressions: Sequence[TimeExpression], published: dt.date) -> bool:
    """Return whether an undated sentence may report on the day its article was published."""
    for expression in expressions:
        first, last = expression.first, expression.last
        if first is not None and last is not None and not first <= published <= last:
            return False
    asks = text.rstrip("\"”'’ ").endswith("?")
    return (
        not (asks or _is_ongoing(text))
        and not has_future_cue(text)
        and bool(_VERBLIKE.search(text))
    )
