"""Words that stand for each other in the news, by stem.

Forms of one word (give, gave); synonyms, which may have a direction (a question's "weapon" is met
by "missile", not the other way round); countries with their people, capitals and seats of power
("Moscow" speaks for Russia); opposites, which look alike to an embedding model and are not; and
words that tell little. The lists in ``index/language/data`` hold words of news English in general,
none of any one coverage.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from index.language.thesaurus import Groups, Thesaurus, read_lines, stems_of

FORMS = ("forms.txt", "spellings.txt")
FAMILIES = ("families.txt",)
PHRASES = "phrasal.txt"
SYNONYMS = ("verbs.txt", PHRASES, "nouns.txt", "qualities.txt", "kinds.txt")
COUNTRIES, OPPOSITES, LIGHT = "countries.txt", "opposites.txt", "light.txt"

_THESAURUS = Thesaurus(
    Groups(read_lines(*FORMS)), Groups(read_lines(*FAMILIES)), Groups(read_lines(*SYNONYMS))
)
_PLACES = Groups(line.replace("|", " ") for line in read_lines(COUNTRIES))


def _both_ways() -> Iterator[str]:
    for line in read_lines(OPPOSITES):
        left, right = line.split("/")
        yield f"{left}>{right}"
        yield f"{right}>{left}"


_CONTRARY = Groups(_both_ways())


SPEAKING = stems_of(
    """say said tell told speak spoke spoken state remark comment declare announce write wrote
    written post tweet claim argue complain express mention describe explain voice utter accuse
    answer reply respond react think thought believe feel felt view opinion judge call stress
    insist warn add note ask talk""".split()
)
"""What a statement with a source is an instance of, whichever verb it has."""


@functools.cache
def forms(stemmed: str) -> frozenset[str]:
    """Stems of other forms and spellings of the same word: gave, given; children; labor."""
    return _THESAURUS.forms(stemmed)


@functools.cache
def synonyms(stemmed: str) -> frozenset[str]:
    """Stems in a text that can meet this one in a question, the forms of the word among them."""
    return _THESAURUS.synonyms(stemmed)


@functools.cache
def _seats() -> frozenset[str]:
    return stems_of(w for line in read_lines(COUNTRIES) for w in line.partition("|")[2].split())


def seat(stemmed: str) -> bool:
    """Whether it is a town or building that can stand for a country's government."""
    return stemmed in _seats()


@functools.cache
def places(stemmed: str) -> frozenset[str]:
    """Stems that name the same country: its people, its capital, its seat of power."""
    return stems_of(_PLACES.members(_PLACES.spelled(stemmed))) - {stemmed}


@functools.cache
def opposites(stemmed: str) -> frozenset[str]:
    """Stems that mean the contrary."""
    heads = [head for each in (stemmed, *forms(stemmed)) for head in _CONTRARY.spelled(each)]
    against = stems_of(w for head in heads for group in _CONTRARY.of(head) for w in group.members)
    return against.union(*map(forms, against))


@functools.cache
def _light() -> frozenset[str]:
    return stems_of(word for line in read_lines(LIGHT) for word in line.split())


def light(stemmed: str) -> bool:
    """Whether it tells so little in a question that an answer need not account for it."""
    return stemmed in _light()
