"""The tense of the clause around a word: past or future."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

from index.english.calendar_words import MONTH_ABBREVIATIONS, WEEKDAYS
from index.english.offices import SHORT_TITLES
from index.temporal.announcement import DETERMINERS, announces
from index.temporal.lexicon import words as _words

PAST: Final = -1
UNKNOWN: Final = 0
FUTURE: Final = 1

_FUTURE_WORDS: Final = _words(
    "will shall ll would scheduled expected expects expect due upcoming tomorrow plan "
    "plans planning intend intends ending expire expires payable deadline "
    "tentatively must should may might hopes hope wants slated likely "
    "seeks"
)
_ALSO_NOUNS: Final = _words("plan plans hope hopes")
_PAST_WORDS: Final = _words(
    "said told was were had did has have been came went took made got gave found fell "
    "rose led began became held met won lost left kept sent shot spoke struck broke "
    "brought built bought sold paid ran saw showed stood thought wrote died cut hit put "
    "quit read hurt drew drove flew grew knew threw hung sank slid plunged sat slept "
    "spent stole swore taught tore wore ate bore chose dealt dug fed fled fought felt "
    "froze hid laid lay lent lit meant rode rang sought shook shrank sang shut spread "
    "sprang stuck swept swam swung understood woke wound last ended since"
)
# Words that end in "ed" or look like a past tense, but are not.
_NOT_PAST: Final = _words(
    "indeed united red bed seabed riverbed hundred limited based related armed aged alleged "
    "so-called named unified naked sacred shed sled"
)
# Verbs whose past tense equals the present: "to put", "will hit".
_UNCHANGED: Final = _words("put cut hit read hurt quit shut set spread split bet cost let")
_BEFORE_BASE: Final = _words(
    "to will would could should may might must can shall ll likely not n't n’t"
)
_WAS: Final = frozenset(("was", "were"))
_STARTING: Final = frozenset(("begin", "start", "resume"))
# Behind these a participle tells no past: "will be held", "is to stay closed".
_BEFORE_PARTICIPLE: Final = _words("be being get become stay remain keep kept left")
_BE: Final = frozenset(("is", "are", "'s", "’s", "'re", "set", "going", "due"))
_SOUGHT: Final = _words("reached located found contacted")
_NOT: Final = frozenset(("not", "n't", "n’t"))
_AS_EARLY: Final = frozenset(("soon", "early"))
_LOOKING: Final = _words("look looks looked looking")
_POSSESSIVE: Final = frozenset(("'s", "’s"))
_DASHES: Final = frozenset(("-", "–", "—"))
_QUOTATION_MARKS: Final = frozenset(("“", "”", '"'))
_BREAKS: Final = frozenset((".", "!", "?", ";")) | _QUOTATION_MARKS
_PAUSES: Final = frozenset((".", "!", "?", ";", ",", ":"))
_TERM: Final = 5
"""The most words of a term in quotation marks: a "static kill" procedure."""
# Abbreviations, besides single letters.
_SHORT: Final = _words("st mt inc corp co ltd bros jr sr no vs etc a.m p.m").union(
    MONTH_ABBREVIATIONS, SHORT_TITLES
)
# "agreed to meet Friday" is about the future in spite of the past tense.
_INTENDED: Final = _words(
    "planned agreed vowed promised intended hoped supposed decided wanted pledged threatened "
    "asked ordered invited preparing prepares aims aiming"
)
_AHEAD: Final = frozenset(("effective", "starting", "beginning"))
_OF: Final = frozenset(("of", "from", "than"))
_SPANS: Final = _words("year month quarter week season summer winter spring autumn fall")
_REACH: Final = 40


def _word_at(words: list[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _cue(words: list[str], at: int) -> int:
    """Return the tense that a word suggests."""
    word, before, after = words[at], _word_at(words, at - 1), _word_at(words, at + 1)
    if word == "to" and (after == "be" or before in _BE):
        return PAST if before == "had" or _word_at(words, at - 2) == "been" else FUTURE
    if word in _FUTURE_WORDS:
        if before == "to" or _is_plan(words, at):  # "was due to expire": the verb before says when
            return UNKNOWN
        return PAST if before == "been" else FUTURE
    if _intends(words, at) or _looks_ahead(words, at):
        return FUTURE
    unchanged = word in _UNCHANGED and before in _BEFORE_BASE
    # "the profit of last year when it reports on Tuesday", "it flies its last route on Tuesday"
    of_another = before in DETERMINERS or (before in _OF and after in _SPANS)
    if unchanged or (word == "last" and of_another):
        return UNKNOWN
    verb = before if not before.endswith("ly") else _word_at(words, at - 2)
    is_past = verb not in _BEFORE_PARTICIPLE and (word in _PAST_WORDS or _is_past_form(word, verb))
    return PAST if is_past else UNKNOWN


def _is_plan(words: list[str], at: int) -> bool:
    """Whether "plan" or "hope" is no verb: "approved the plan on Monday", but not "a plan to"."""
    before, after = _word_at(words, at - 1), _word_at(words, at + 1)
    return words[at] in _ALSO_NOUNS and after != "to" and (before in DETERMINERS or after == "on")


def _is_ahead_of(words: list[str]) -> bool:
    """ "Ahead of the vote", "looks forward to it", "could rain", but not "could not be reached"."""
    word, after, later = words[0], _word_at(words, 1), _word_at(words, 2)
    if word == "could":
        return after not in _NOT and not (after == "be" and later in _SOUGHT)
    # "ahead of the trip, the ministry on Sunday" is another clause
    looks = word in _LOOKING and (after, later) == ("forward", "to")
    return (looks or (word == "ahead" and after == "of")) and "," not in words


def _looks_ahead(words: list[str], at: int) -> bool:
    """ "A hearing set for", "an operation to begin", but not "it was to begin"."""
    if words[at] == "set":
        return _word_at(words, at + 1) == "for"
    planned = words[at] in _STARTING and _word_at(words, at - 1) == "to"
    return planned and _word_at(words, at - 2) not in _WAS


def _intends(words: list[str], at: int) -> bool:
    """ "Agreed to meet"."""
    return words[at] in _INTENDED and _word_at(words, at + 1) == "to"


def _is_past_form(word: str, before: str) -> bool:
    """Return whether a word ends like a past tense ("rejected", "denied", not "succeed")."""
    if not word.endswith("ed") or len(word) <= 3 or word.endswith("eed"):
        return False
    return word not in _NOT_PAST and before not in _DASHES


def tense_around(words: list[str], start: int, end: int, *, near: bool = False) -> int:
    """Return PAST, FUTURE or UNKNOWN for the expression in ``words[start:end]``.

    An entry of a chronology ("July 15 - ...") is past; "until", "as soon as", "effective" and,
    before a day of this week, "for" place it in the future whatever the verb. With ``near``, for a
    day of this week, what announces it comes next ("voters go to the polls on Sunday"); other days
    may be of any year.
    Else the nearest verb before it in its sentence decides, else the nearest one after it; behind
    "that" ("he said that on Monday ...") the other way round.
    """
    if _word_at(words, end) == ":" or (
        _word_at(words, end) in _DASHES and (start == 0 or not words[start - 1][:1].isalnum())
    ):
        return PAST  # an entry of a chronology: "July 15 - BP closes the cap"
    near = near and _word_at(words, end) not in _POSSESSIVE  # "as of Friday's close"
    if near and _word_at(words, start - 1) == "and" and _word_at(words, start - 2) in WEEKDAYS:
        start -= 2  # "on Thursday and Friday"
    if _leads_ahead(words, start, end, near=near):
        return FUTURE
    before = range(start - 1, max(-1, start - _REACH), -1)
    after = range(end, min(len(words), end + _REACH))
    opens = (
        _word_at(words, start - 2 if _word_at(words, start - 1) == "on" else start - 1) == "that"
    )
    first, second = (after, before) if opens else (before, after)  # "he said that on Monday ..."
    if near:
        ahead = announces(words, start, end, lambda place: _cue(words, place))
        if ahead is not None:
            return FUTURE if ahead else PAST
    return _first_cue(words, first, near=near) or _first_cue(words, second, near=near)


def _leads_ahead(words: list[str], start: int, end: int, *, near: bool) -> bool:
    """Return whether the word before a day places it ahead, whatever the tense of its clause."""
    before, earlier = _word_at(words, start - 1), _word_at(words, start - 2)
    if before == "for":  # "she set a hearing for Wednesday", not "a vote for Friday was cancelled"
        return near and _word_at(words, end) not in _WAS
    if before == "until":
        return start > 1 and earlier not in _BREAKS
    return before in _AHEAD or (before == "as" and earlier in _AS_EARLY)


def _first_cue(words: list[str], positions: range, *, near: bool) -> int:
    for at in _of_the_clause(words, positions):
        if near and _is_ahead_of(words[at : max(at, positions.start) + 1]):
            return FUTURE
        cue = _cue(words, at)
        if cue == FUTURE and positions.step > 0 and _intends(words, at):
            return PAST  # "on Wednesday they agreed to meet": the day is that of agreeing
        if cue:
            return cue
    return UNKNOWN


def _of_the_clause(words: list[str], positions: range) -> Iterator[int]:
    """The positions up to the end of the clause; what a term in quotation marks says is none."""
    places = iter(positions)
    for at in places:
        following = range(at, at + positions.step * (_TERM + 2), positions.step)
        if length := _term([_word_at(words, place) for place in following]):
            deque(islice(places, length), maxlen=0)
        elif words[at] in _BREAKS and not _is_abbreviation(words, at):
            return
        else:
            yield at


def _term(words: list[str]) -> int:
    """How many words after a quotation mark, the first, end a term; 0 where nothing is one."""
    if words[0] not in _QUOTATION_MARKS:
        return 0
    for length, word in enumerate(words[1:], start=1):
        if word in _QUOTATION_MARKS:
            return length if length > 1 else 0
        if word in _PAUSES:
            return 0
    return 0


def _is_abbreviation(words: list[str], at: int) -> bool:
    """Return whether a full stop belongs to an abbreviation (Inc., Mr., U.S.)."""
    before = _word_at(words, at - 1)
    return words[at] == "." and (len(before) == 1 or before in _SHORT) and at + 1 < len(words)
