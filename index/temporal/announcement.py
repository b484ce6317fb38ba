"""Whether a clause in the present tense announces a day: "voters go to the polls on Sunday".

News tells in the past tense what has happened. A clause without any past tense, whose verb is in
the present and says or shows nothing, tells what is to come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import Final

from index.english.calendar_words import WEEKDAYS
from index.english.saying import SPEAKING
from index.english.tokens import stem
from index.english.verb_forms import base_forms, past_forms
from index.english.word_lists import stems_of
from index.temporal.lexicon import words as _words

_AUXILIARIES: Final = _words("is are 're ’re do does")
_SHORT_IS: Final = _words("'s ’s")
_PRONOUNS: Final = _words("it he she there")
_PLURAL_SUBJECTS: Final = _words("they we you people police who which that")
DETERMINERS: Final = _words(
    "a an the this that these those his her its their our my your no some any all both each two "
    "three four five six seven eight nine ten hundred thousand million billion several many more "
    "most other such 's ’s -"
)
_PREPOSITIONS: Final = _words(
    "of in on at to for from with by about before during despite over under between into through "
    "against among without like than"
)
_BETWEEN_CLAUSES: Final = _words(
    ', ; : . ! ? “ ” " ( ) – — that and but because while as when after since whether if which'
)
_BEFORE_SUBJECTS: Final = _BETWEEN_CLAUSES | {"said"}
_RELATIVE: Final = _words("who which that")
_SENTENCE_ENDS: Final = _words(". ! ? ;")
_SUBORDINATE: Final = _words("as when while after since")
_SAID: Final = SPEAKING - stems_of(("report", "speak"))
"""Who "speaks on Friday" appears then, and who "reports on Friday" publishes figures."""
_TOLD_OF: Final = _SAID | stems_of("follow come mark show see depict reveal suggest".split())
"""Stems of verbs whose clause tells of a day that has been: "the vote follows talks on Friday"."""
_LIKE_PLURALS: Final = _words("news this his its as was has does is us always yes")
_PARTICLES: Final = _words("out into back up")
_REACH: Final = 40
_SHORTEST_PARTICIPLE: Final = 3
_PHRASE: Final = 4
"""Words before a verb that a phrase and the subject before it may have."""
_NEAR: Final = 8
"""The most words between a verb and its day."""


def announces(
    words: Sequence[str], start: int, end: int, tense: Callable[[int], int]
) -> bool | None:
    """Return whether the clause around ``words[start:end]`` announces that day.

    False: it says what was said or shown on it; None: it does neither. ``words`` are in lower case;
    ``tense`` returns the tense that the word at a place shows by itself, 0 for none.
    """
    first, last = _clause(words, start, end)
    opening = words[first:start] in ([], ["on"]) and (not first or words[first - 1] != "and")
    if "said" in words[first : start - 1]:  # "he said the inquiry begins"
        first = start - 1 - words[first : start - 1][::-1].index("said")
    attributive = start > 0 and words[start - 1] in DETERMINERS  # "a Sunday paper"
    joins = bool(first) and words[first - 1] in _SUBORDINATE
    if attributive or (joins and not _goes_on(words, first - 1, tense)):
        return None
    if opening and last < len(words) and words[last] == ",":
        last = _end(words, last + 1)
    after, before = range(end, last), range(start - 1, max(first, start - _NEAR) - 1, -1)
    places = after if opening else before
    for verb in places:
        of_team = joins and verb == first + 1 and _is_of_a_team(words, verb)
        if not (of_team or _is_present(words, verb) or _is_of_both(words, verb, tense)):
            continue
        # what is past before it belongs to its subject: "the deal signed on Monday takes effect"
        begins = verb + 1 if not opening and words[verb - 1] in WEEKDAYS else first
        others = (*range(begins, start), *range(end, last))
        # "is closed on Thursday", but not "is charged over the fire on Thursday"
        direct = words[verb] in _AUXILIARIES and [*words[verb + 2 : start]] in ([], ["on"])
        passive = verb + 1 if direct else -1
        if not any(
            tense(at) or _is_past(words, at) or words[at] == "could"
            for at in others
            if at != passive
        ):
            return _announces(words, verb, start, opening=opening)
    return None


def _announces(words: Sequence[str], verb: int, start: int, *, opening: bool) -> bool:
    """Whether a verb in the present tense tells of what is to come: not what is said or shown."""
    particle = not _PARTICLES.isdisjoint(words[verb + 1 : verb + 2])  # "comes out on Friday"
    last_word = [*words[verb + 1 : start]] == ["on"] and not opening
    alone = last_word and stem(words[verb]) not in _SAID
    return particle or alone or stem(words[verb]) not in _TOLD_OF


def _goes_on(words: Sequence[str], place: int, tense: Callable[[int], int]) -> bool:
    """Whether "as" joins two clauses in the present: "fans gather as the team plays on Sunday"."""
    begins = _clause(words, place, place)[0]
    told = any(tense(at) or _is_past(words, at) for at in range(begins, place))
    return words[place] == "as" and begins < place and not told


def _clause(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    first = start
    while first > max(0, start - _REACH) and words[first - 1] not in _BETWEEN_CLAUSES:
        first -= 1
    return first, _end(words, end)


def _end(words: Sequence[str], last: int) -> int:
    most = min(len(words), last + _REACH)
    while last < most and words[last] not in _BETWEEN_CLAUSES:
        last += 1
    return last


def _is_past(words: Sequence[str], place: int) -> bool:
    """Return whether a word is an irregular past tense: "heard", but not "is heard"."""
    return words[place] in past_forms() and (not place or words[place - 1] not in _AUXILIARIES)


def _is_present(words: Sequence[str], place: int) -> bool:
    """Return whether a word is a verb in the present tense, as far as its neighbours tell."""
    word, before = words[place], words[place - 1] if place else ""
    if word in _AUXILIARIES or (word in _SHORT_IS and before in _PRONOUNS):
        return True
    back = reversed(words[max(0, place - _PHRASE) : place])
    near = [*takewhile(lambda each: each not in _BETWEEN_CLAUSES, back)]
    preposition = next((at for at, each in enumerate(near) if each in _PREPOSITIONS), None)
    participle = len(before) > _SHORTEST_PARTICIPLE and (
        before.endswith("ed") or (before.endswith("ing") and _is_led_by_a_verb(words, place - 1))
    )
    if before == "," and word.endswith("s") and _closes_an_insertion(words, place - 1):
        return any(base in base_forms() for base in _bases(word))
    if before in DETERMINERS or not before.isalpha() or before.endswith("ss") or participle:
        return False
    if word.endswith("s"):
        alone = preposition is None or preposition > 1 or before in WEEKDAYS
        is_object = before in base_forms() and _is_present(words, place - 1)  # "they hold talks"
        return alone and not is_object and any(base in base_forms() for base in _bases(word))
    if _is_noun(words, place - 1):  # "judges hear the case on Monday"
        return word in base_forms()
    subject = before
    if before in WEEKDAYS:  # "ministers who met on Friday meet again"
        last = words[max(0, place - _NEAR) : place]
        subject = next((one for one, other in pairwise(last) if other in _RELATIVE), "")
    elif preposition is not None:  # "voters in Chile go"
        subject = near[preposition + 1] if 0 < preposition < len(near) - 1 else ""
    return word in base_forms() and (_is_plural(subject) or subject in _PLURAL_SUBJECTS)


def _is_of_both(words: Sequence[str], place: int, tense: Callable[[int], int]) -> bool:
    """Whether a word is the verb of two subjects: "France and Germany play on Friday"."""
    last = words[max(0, place - _PHRASE) : place]
    if "and" not in last[:-1] or last[-1] in DETERMINERS:
        return False
    if words[place] not in base_forms() - past_forms():
        return False
    joint = place - 1 - last[::-1].index("and")
    first = joint
    while first and words[first - 1] not in _BEFORE_SUBJECTS:
        first -= 1
    subjects = (*range(first, joint), *range(joint + 1, place))
    return 0 < joint - first < _NEAR and not any(
        words[at] in _BETWEEN_CLAUSES or tense(at) or _is_past(words, at) or _is_present(words, at)
        for at in subjects
    )


def _is_of_a_team(words: Sequence[str], place: int) -> bool:
    """Whether a word is a verb between one that is many and another: "as Norway meet Italy"."""
    subject, verb, *following = words[place - 1 : place + 2]
    beside = DETERMINERS | _PREPOSITIONS | _BETWEEN_CLAUSES
    apart = subject.isalpha() and subject not in beside and not beside & {*following}
    return apart and verb in base_forms() - past_forms()


def _is_led_by_a_verb(words: Sequence[str], place: int) -> bool:
    """Whether a word in its clause before ``place`` may be a verb: "it follows growing protests",
    but not "early voting begins".
    """
    for at in range(place - 1, max(-1, place - _NEAR), -1):
        if words[at] in _BETWEEN_CLAUSES:
            return False
        if words[at].endswith("s") and any(base in base_forms() for base in _bases(words[at])):
            return True
    return False


def _closes_an_insertion(words: Sequence[str], comma: int) -> bool:
    """Whether a comma ends what another one began: "the council, which met on Monday, votes"."""
    for at in range(comma - 1, max(0, comma - _REACH), -1):
        if words[at] in _SENTENCE_ENDS:
            return False
        if words[at] == ",":
            inside = words[at + 1 : comma]
            return inside[:1] != [] and (inside[0] in _RELATIVE or inside[0].endswith("ed"))
    return False


def _is_noun(words: Sequence[str], place: int) -> bool:
    """Whether a plural that could be a verb ("judges", "claims") is a noun where it stands."""
    opens = not place or words[place - 1] in DETERMINERS or words[place - 1] in _BETWEEN_CLAUSES
    return opens and words[place].endswith("s") and stem(words[place]) in _TOLD_OF


def _is_plural(word: str) -> bool:
    return word.endswith("s") and word not in _LIKE_PLURALS and stem(word) not in _TOLD_OF


def _bases(word: str) -> tuple[str, ...]:
    return word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y"
