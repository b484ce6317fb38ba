"""People and things mentioned in questions and answers, to which pronouns can refer."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.english import verbs
from index.english.synonyms import is_seat_of_power, places
from index.english.tokens import STOP_WORDS, fold, stem
from index.english.verbs import read_words
from index.query.followup.grammar import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS, QuestionFrame
from index.temporal.tagger import find_dates

Sex = Literal["woman", "man"]

_NAME = re.compile(
    r"(?<!\w-)[A-Z][\w’'-]*\w(?:(?: [A-Z]\.)?(?: (?:de|van|von|bin|al|der|la|du)(?= [A-Z]))?"
    r" [A-Z][\w’'-]*\w)*"
)
_OFFICES = (
    "president|minister|chancellor|secretary|spokes(?:man|woman|person)|envoy|negotiator|leader|"
    "chief|executive|mayor|governor|senator|ambassador|general|admiral|commander|captain|colonel|"
    "judge|professor|director|chairman|chairwoman|king|queen|prince|princess|pope|doctor|lawyer|"
    "congressman|congresswoman|diplomat|journalist|reporter|activist|mr|mrs|ms|miss|dr|sir|ceo|"
    "sen|gov|gen|adm|rep|lord|lady|coach|singer|actor|actress|author|analyst|aide|adviser|advisor"
)
_OFFICE_WORDS = re.compile(rf"(?:{_OFFICES})s?", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:(?:the )?(?:[A-Za-z.’'-]+ ){{0,3}})?(?:{_OFFICES})\.? $", re.IGNORECASE
)
_BODIES = frozenset(
    """house department fund party ministry council union university company bank group inc corp
    ltd plc agency society institute times post news guard court street force committee congress
    senate parliament commission association federation army police navy summit treasury assembly
    state states nations kingdom republic oblast province sea gulf ocean island islands river city
    mountain airport bridge park east west north south horizon war treaty act deal bill tower
    petroleum oil energy airlines media radio television international press service organization
    organisation center centre office bureau league cup prize""".split()
)
_NO_NAME = (
    frozenset(
        """monday tuesday wednesday thursday friday saturday sunday january february march april
        may june july august september october november december jan feb mar apr jun jul aug sep
        sept oct nov dec according meanwhile however earlier later i tell give explain please hello
        hi and but so then also ok okay thanks first second last this that these those
        there here foreign prime vice former deputy""".split()
    )
    | QUESTION_WORDS
    | AUXILIARIES
    | frozenset(PREPOSITIONS.split("|"))
    | (STOP_WORDS - {"may"})
)


@dataclass(frozen=True, slots=True)
class Person:
    """``name`` is without titles, as written; ``text[start:end]`` is the name with its titles.

    ``sure``: more than the capital letter shows that it is a person.
    """

    name: str
    start: int
    end: int
    sex: Sex | None
    sure: bool

    @property
    def last(self) -> str:
        """The folded surname, by which two mentions are compared."""
        return fold(self.name.split()[-1])


def people(text: str, known: Iterable[Person] = ()) -> list[Person]:
    """Return who is named in a text, in order; ``known`` are people named elsewhere."""
    familiar = {person.last: person for person in known}
    return [_completed(person, familiar) for person in _named(text, familiar)]


def _completed(person: Person, familiar: dict[str, Person]) -> Person:
    other = familiar.get(person.last)
    if other is None:
        return person
    sex, sure = person.sex or other.sex, person.sure or other.sure
    return Person(person.name, person.start, person.end, sex, sure)


def _named(text: str, familiar: dict[str, Person]) -> Iterator[Person]:
    if text == text.lower():  # typed in a hurry: only who is known already can be told
        for match in re.finditer(r"\b[^\W\d_][\w’'-]*", text):
            last = fold(match.group())
            end = match.start() + len(re.sub(r"['’]s?$", "", match.group()))
            if last in familiar:
                found = familiar[last]
                yield Person(found.name.split()[-1], match.start(), end, found.sex, True)
            elif last in _leaders():
                yield Person(last.capitalize(), match.start(), end, _leaders()[last], True)
        return
    for match in _NAME.finditer(text):
        for start, end in _parts(text, match.start(), match.end()):
            person = _person(text, start, end)
            if person is not None:
                yield person


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of capitals without words that only begin a sentence, cut at possessives."""
    begin = start
    for word in re.finditer(r"\S+", text[start:end]):
        at, after = start + word.start(), start + word.end()
        possessive = re.search(r"['’]s?$", word.group())
        if fold(word.group()) in _NO_NAME or _OFFICE_WORDS.fullmatch(word.group().rstrip(".")):
            if begin < at:
                yield begin, at - 1
            begin = after + 1
        elif possessive:
            yield begin, after - len(possessive.group())
            begin = after + 1
    if begin < end:
        yield _from_first_name(text, begin, end), end


def _from_first_name(text: str, start: int, end: int) -> int:
    """Where the person begins in "State Marco Rubio": at a first name that has more behind it."""
    words = list(re.finditer(r"\S+", text[start:end]))
    firsts = (word.start() for word in words[:-1] if _sex_of(word.group()))
    return start + next(firsts, 0)


def _person(text: str, start: int, end: int) -> Person | None:
    words = text[start:end].split()
    while words and _is_place(words[0]) and len(words) > 1:  # "US President", "Russian leader X"
        start += len(words[0]) + 1
        words.pop(0)
    if not words or _is_body(words):
        return None
    title = _BEFORE.search(text[:start])
    before = text[:start].split()
    of_place = len(words) == 1 and bool(before) and _is_place(before[-1])
    if of_place and title is None and fold(words[0]) not in _leaders():
        return None  # "British Airways"
    if title is None and (_is_place(words[-1]) or _is_thing(text, start, end, words)):
        return None
    sex = (
        _sex_of(words[0])
        or _sex_of_title(text[:start])
        or _sex_of_ending(words[-1])
        or (_leaders().get(fold(words[-1])) if len(words) == 1 else None)
    )
    sure = title is not None or (len(words) > 1 and _sex_of(words[0]) is not None)
    sure = sure or (len(words) == 1 and fold(words[0]) in _leaders())
    if not sure:
        sure = bool(re.match(rf"(?:['’]s)? (?:{_SPEAKING})\b", text[end:]))
    begin = _title_start(text, start) if title is not None else start
    return Person(" ".join(words), begin, end, sex, sure)


def _is_thing(text: str, start: int, end: int, words: list[str]) -> bool:
    """Whether what stands beside a name without a title shows that it is nobody's."""
    if text[:start].lower().endswith("the ") or re.match(r"-", text[end:]):
        return True
    if re.search(
        r"\b(?:compan(?:y|ies)|firms?|giants?|banks?|agency|platform|network|newspaper|maker|group|"
        r"sanctions on),? (?:[A-Z][\w’'-]+(?:, | and ))*$",
        text[:start],
    ):
        return True
    if len(words) > 1:
        return False
    located = re.search(r"\b(?:in|at|near|from|outside) $", text[:start].lower())
    owns = re.match(r"['’]s?\b", text[end:])
    modifies = re.match(r" (?!says\b|tells\b|claims\b|thinks\b|wants\b)[a-z]{3,}s\b", text[end:])
    opens = not text[:start].strip() and words[0].endswith("ing")
    return bool((located and not owns) or modifies or opens)


_SPEAKING = "said|says|say|told|tell|tells|added|warned|claimed|claim|think|thinks|announced"


def _title_start(text: str, start: int) -> int:
    """Where the titles before a name begin: "US President" of "did US President Trump"."""
    words = list(re.finditer(r"\S+", text[:start]))
    begin = start
    for word in reversed(words):
        bare = word.group().rstrip(".")
        office = _OFFICE_WORDS.fullmatch(bare) or bare.lower() in _BESIDE_OFFICE or _is_place(bare)
        if not office:
            break
        begin = word.start()
    return begin


_BESIDE_OFFICE = frozenset("the former prime foreign vice press deputy white house kremlin".split())


def is_body_or_place(phrase: str) -> bool:
    """Return whether a phrase names a country, a government or an institution: "the Kremlin"."""
    words = phrase.removeprefix("the ").split()
    if not words or not words[0][:1].isupper() or "-" in words[0]:
        return False
    return _is_body(words) or _is_place(words[-1])


@functools.cache
def _is_place(word: str) -> bool:
    """Whether a word names a country, its people, its capital or its seat of power."""
    folded = fold(word)
    if "-" in word:
        return True  # "Trump-Putin", "US-Russian": no one person
    return bool(places(stem(folded))) or is_seat_of_power(stem(folded))


def _is_body(words: list[str]) -> bool:
    shout = len(words) == 1 and words[0].isupper() and len(words[0]) > 1
    return shout or any(fold(word) in _BODIES for word in words)


@functools.cache
def _first_names() -> dict[str, Sex]:
    found: dict[str, Sex] = {}
    for name, sex in (("men.txt", "man"), ("women.txt", "woman")):
        for line in read_words(name):
            for word in line.split():
                found[fold(word)] = "man" if sex == "man" else "woman"
    return found


@functools.cache
def _leaders() -> dict[str, Sex]:
    rows = [line.split() for line in read_words("leaders.txt")]
    return {fold(name): "woman" if row[0] == "woman" else "man" for row in rows for name in row[1:]}


def is_first_name(word: str) -> bool:
    """Return whether a word is a known first name."""
    return _sex_of(word) is not None


def _sex_of(word: str) -> Sex | None:
    return _first_names().get(fold(word))


def _sex_of_ending(surname: str) -> Sex | None:
    """By the ending that Slavic surnames of women have."""
    woman = re.search(r"(?:[oe]va|[^c]ina|skaya|ska|aya)$", surname) and len(surname) > 5
    return "woman" if woman else None


def _sex_of_title(before: str) -> Sex | None:
    title = re.search(
        r"\b(?:(?P<woman>mrs|ms|miss|queen|lady|princess|actress|\w+woman)"
        r"|(?P<man>mr|king|sir|lord|prince|pope|(?:spokes|chair|congress|business)man))\.? $",
        before,
        re.IGNORECASE,
    )
    if title is None:
        return None
    return "woman" if title.group("woman") else "man"


_PLURAL = frozenset("people men women children media police".split())
_NOT_PLURAL = re.compile(r"(?:ss|us|is|news|series|crisis|politics|[A-Z]S)$")
_END = re.compile(
    r"[,;:(]|\s(?:according to|if|that|when|while|because|after|before|since|until|who|which|"
    r"where|was|were|is|are|had|has|have|would|could|will|did|does|so|being)\b|\sto (?!the\b|[A-Z])"
)
_NO_THING = re.compile(
    rf"(?:{PREPOSITIONS}|to|of|as|according|now|if|or|that|what|away|his|her|their|its|my|your|"
    r"he|she|they|possible)\b|.*[“”\"]"
)
_VIEW = re.compile(
    r",?\s+(?:according to [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
    r"|in [A-Z][\w’' -]*['’]s? (?:view|opinion|words|eyes))$"
)
_EMPTY = re.compile(
    r"(?:it|that|this|whom|person|(?:the )?(?:phone|plane|interview|reasons?|latest)|them|they|he|"
    r"she|him|her|there|what|who|anything|something|nothing|place|so|home|one|everything|"
    r"reporters|journalists|part|well)$",
    re.IGNORECASE,
)


def plural(phrase: str) -> bool:
    """Return whether a noun phrase is plural: "the sanctions on Rosneft", "A and B"."""
    core = re.split(rf"\s(?:{PREPOSITIONS}|to|of)\s", phrase)[0]
    if " and " in core:
        return True
    last = core.split()[-1] if core.split() else ""
    return last.lower() in _PLURAL or (last.endswith("s") and not _NOT_PLURAL.search(last))


def head(phrase: str) -> str:
    """Return "the sanctions" of "the sanctions on Rosneft", if the question names somebody.

    The full phrase would have to be matched by the answer.
    """
    short = re.match(rf"the (?:\S+ )*?\S+(?= (?:{PREPOSITIONS}|of|to) )", phrase)
    return short.group() if short else phrase


def without_days(text: str, newest: dt.date | None = None) -> str:
    """Remove the days that a phrase ends with: "the summit on October 22" is the summit."""
    while True:
        found = [m for m in find_dates(text, newest) if m.end >= len(text.rstrip(" ,")) and m.start]
        if not found:
            return text.rstrip(" ,")
        text = re.sub(
            r"(?<![\s,])[\s,]*+(?:\band\b\s*+)?"
            r"(?:\b(?:on|in|at|of|by|since|until|from|between)\b\s*+)?$",
            "",
            text[: found[-1].start],
        )


def things(frame: QuestionFrame | None) -> list[str]:
    """Return noun phrases that are not people, the one most central to the question first."""
    if frame is None:
        return []
    found: list[str] = []
    counted = re.match(r"how (?:many|much)\b", frame.asks, re.IGNORECASE)
    if (
        frame.noun
        and not counted
        and not re.match(r"(?:day|date|month|year|time)\b", frame.noun, re.IGNORECASE)
    ):
        found.append(frame.noun if frame.noun.startswith("the ") else f"the {frame.noun}")
    subject = "" if frame.acts else without_days(frame.subject)
    about = _object(frame.rest)
    passive = frame.auxiliary.lower() in {"is", "are", "was", "were"}
    ordered = [subject, *about] if passive or not frame.verb else [*about, subject]
    named = [p for p in ordered if p and not _EMPTY.match(p) and not _NO_THING.match(p)]
    found += sorted(named, key=lambda phrase: not _is_definite(phrase))
    if frame.noun and counted:  # what is counted is rarely what "it" means
        found.append(f"the {frame.noun.removeprefix('the ')}")
    return list(dict.fromkeys(phrase for phrase in found if not is_person(phrase)))


def _is_definite(phrase: str) -> bool:
    """Whether a phrase means something that is known already: "the plan", not "wildlife"."""
    return bool(re.match(r"(?:the|an?|his|her|its|their)\b", phrase) or re.search("[A-Z]", phrase))


def is_person(phrase: str) -> bool:
    """Return whether a phrase is the name of a person, with or without titles."""
    named = people(f"did {phrase}")
    whole = bool(named) and named[0].end == len(phrase) + 4 and named[0].start <= 4
    return whole and (named[0].sure or not phrase.endswith("s"))


def _object(rest: str) -> list[str]:
    """The phrase behind the verb, and the one behind a later "about" or "on"."""
    infinitive = re.match(r"to (?P<verb>[a-z]+)\b ?", rest)
    if infinitive and verbs.is_base(infinitive.group("verb")):
        rest = rest[infinitive.end() :]
    text = without_days(_VIEW.sub("", rest))
    clause = re.match(
        r"that ((?:the|a|an)?\s?.+?) (?:was|were|is|are|will|would|had|has|could|did)\b",
        text,
    )
    if clause:
        return [clause.group(1)]
    later = re.search(r"\b(?:about|on|of|regarding) (?P<about>(?:the |a |an )?\w.*)$", text)
    first = re.sub(rf"^(?:{PREPOSITIONS}|to|of)\s+", "", text)
    found = [_ended(first)]
    if later and not re.match(r"(?:the|a|an)\b", first):
        found.insert(0, _ended(later.group("about")))
    return [re.sub(r"\s(?:in|on|at|to|for|from)$", "", phrase) for phrase in found if phrase]


def _ended(phrase: str) -> str:
    return without_days(_END.split(phrase)[0].strip())
