"""Who says what: the source of each statement in an article.

A source is the noun phrase next to a cue verb ("said", "told", "warned"), before or after it.
A pronoun or a bare description ("he", "the spokesman") refers to the last source or subject
that was named. Sentences that only continue a quotation keep its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.english.calendar_words import MONTHS, WEEKDAY_NAMES
from index.english.letters import CAPITAL, CAPITALS
from index.english.offices import OFFICES
from index.english.quotations import leaves_quote_open
from index.english.saying import says
from index.english.tokens import fold

_CUES = frozenset(
    f"{says('statement', 'speech', bases=True, going_on=True)}|{says('thought', 'act')}".split("|")
)
_WORD = re.compile(r"\b[a-z]+\b")
_NAME = re.compile(
    rf"\b(?:{CAPITAL}[\w’'-]+|{CAPITAL}\.)(?:\s+(?:{CAPITAL}[\w’'-]+|{CAPITAL}\.|de|von|van|al|bin))*"
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;]+)")
_DESCRIBED = re.compile(
    rf"\b[Tt]he (?:\w+[ -]){{0,3}}?(?P<office>{OFFICES})\b(?![ -](?:{OFFICES})\b)"
)
_QUOTES = re.compile(r"„[^“”\"]*(?:[“”\"]|$)|[“\"][^”\"]*(?:[”\"]|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """``sources`` are the folded words of the source's name, including its description.

    If a sentence has several sources ("..., after Zelensky said ..."), all of them count. ``who``
    is the first source as it was last named, or None. ``back`` is how many sentences before this
    one it was named: 0 in this one, and negative in one behind it.
    """

    sources: frozenset[str]
    who: str | None
    back: int


NOBODY = Attribution(frozenset(), None, 0)


def attribute(sentences: Sequence[str], paragraphs: Sequence[int]) -> list[Attribution]:
    """Return the source of each sentence of an article; ``paragraphs`` are paragraph numbers."""
    statements: list[Attribution] = []
    last: tuple[int, str] | None = None
    open_quote = False
    offices = _offices(sentences)
    introduced: dict[str, _Holders] = {}
    for i, sentence in enumerate(sentences):
        if i and paragraphs[i] != paragraphs[i - 1] and not re.match(r"\s*[“\"]", sentence):
            open_quote = False
        bare = _outside_quotes(sentence, open_quote)
        source = _source(bare)
        known = _person_described(source, introduced) if source else None
        if source and known:
            statements.append(
                Attribution(_words(known[1]) | _other_sources(bare), known[1], i - known[0])
            )
            last = known
        elif source and not _is_anaphor(source):
            source = _with_holder(source, offices) or source
            statements.append(Attribution(_words(source) | _other_sources(bare), source, 0))
            last = (i, source)
        elif (source or open_quote or _all_quote(sentence, bare)) and last:
            statements.append(Attribution(_words(last[1]), last[1], i - last[0]))
        else:
            statements.append(NOBODY)
            subject = _subject(bare)
            last = (i, subject) if subject else last
        for office, whole in _people_in_office(sentence):
            introduced.setdefault(_last_word(office), _Holders()).add(i, whole)
        open_quote = leaves_quote_open(sentence, open_quote)
    return _attribute_backwards(sentences, paragraphs, statements)


_OFFICES = frozenset(OFFICES.split("|"))
_BEFORE_NAME = re.compile(rf"\b(\w+)(?= {CAPITAL})")
_OFFICE = re.compile(rf"((?:{CAPITAL}[\w.’'-]* )*(?i:{OFFICES})) (?:{CAPITAL}[\w’'-]+ ?){{1,3}}")


@dataclass(slots=True)
class _Holders:
    """Who has an office according to the sentences so far: "US President Donald Trump".

    ``people`` are last names, and ``last`` is the number of the sentence that named one last, with
    the name as it stands there.
    """

    people: set[str] = field(default_factory=set)
    last: tuple[int, str] = (0, "")

    def add(self, sentence: int, whole: str) -> None:
        """Add somebody whom a sentence names."""
        self.people.add(_last_word(whole))
        self.last = sentence, whole


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].lower()


def _people_in_office(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the offices that a sentence names with their holders, and both together."""
    before_names = _BEFORE_NAME.findall(sentence)  # the other pattern is slow on many capitals
    if any(word.lower() in _OFFICES for word in before_names):
        for match in _OFFICE.finditer(sentence):
            yield match.group(1), match.group().strip()


def _offices(sentences: Sequence[str]) -> dict[frozenset[str], str]:
    """Return who holds which office according to the article."""
    found: dict[frozenset[str], str] = {}
    for sentence in sentences:
        for office, whole in _people_in_office(sentence):
            found.setdefault(_words(office), whole[len(office) :].strip())
    return found


def _person_described(source: str, introduced: Mapping[str, _Holders]) -> tuple[int, str] | None:
    """Return who a bare "the spokesman" is, and where last named, if the sentences before name
    nobody else in that office.
    """
    described = _DESCRIBED.match(source)
    if described is None or described.end() < len(source):
        return None
    holders = introduced.get(described["office"].lower())
    return holders.last if holders and len(holders.people) == 1 else None


def _with_holder(source: str, offices: dict[frozenset[str], str]) -> str | None:
    """Add the name of its holder to a source that is only an office: "The US President"."""
    name = offices.get(frozenset(_words(source) - {"the"}))
    return f"{source} {name}" if name else None


def _outside_quotes(sentence: str, open_quote: bool) -> str:
    """Replace quotations by blanks of the same length."""
    if open_quote:
        closing = re.search(r"[”\"]", sentence)
        end = closing.end() if closing else len(sentence)
        sentence = " " * end + sentence[end:]
    return _QUOTES.sub(lambda quote: " " * len(quote.group()), sentence)


def _cues(bare: str) -> Iterator[re.Match[str]]:
    """Yield the verbs of saying; much faster than an expression with hundreds of alternatives."""
    return (word for word in _WORD.finditer(bare) if word.group() in _CUES)


def _source(bare: str) -> str | None:
    """Return the noun phrase next to the first cue verb outside quotations."""
    for cue in _cues(bare):
        clause = _CLAUSE.split(bare[: cue.start()])[-1]
        found = (
            _noun_phrase(clause) or _noun_phrase(bare[: cue.start()]) or _after(bare[cue.end() :])
        )
        if found:
            return found
    according = _ACCORDING.search(bare)
    return _noun_phrase(according.group(1)) if according else None


def _other_sources(bare: str) -> frozenset[str]:
    """Return the words of names directly before further cue verbs."""
    found: frozenset[str] = frozenset()
    for cue in _cues(bare):
        name = _RIGHT_BEFORE.search(bare[: cue.start()])
        if name and not _is_no_name(name.group(1)):
            found |= _words(name.group(1))
    return found


_RIGHT_BEFORE = re.compile(rf"((?:{CAPITAL}[\w’'-]+\s+)+)$")
_CLAUSE = re.compile(r"\s{3,}|[;:]|(?<!,) (?:and|but|that|as|while|when|after) |, (?!who|which)")
_CUT = re.compile(
    r"\s(?:also|later|previously|last|had|has|have|was|were|is|are|who|which|to|against|after|"
    r"before|in|on|at|over|about|from|with|while|appeared|seemed|pushed|went|then|still|even|"
    r"reportedly|repeatedly|publicly|himself|herself|\w+ing)\b.*|,.*"
)


def _noun_phrase(text: str) -> str | None:
    """Return the first name with its description, or the last pronoun or description."""
    names = [name for name in _NAME.finditer(text) if not _is_no_name(name.group())]
    anaphors = [*_PRONOUN.finditer(text), *_DESCRIBED.finditer(text)]
    if anaphors and (not names or anaphors[-1].end() >= names[-1].end()):
        return anaphors[-1].group()
    if not names:
        return None
    words = text[names[0].start() :].split()
    while words and fold(words[0]) in _NO_SOURCE:
        words.pop(0)
    return _CUT.sub("", " ".join(words)).strip(" ,.") or None


_BEHIND = re.compile(
    rf"\s*((?:[\w’'-]+\s){{0,5}}?{CAPITAL}[\w’'-]+(?:\s{CAPITAL}[\w’'-]+)*\s?"
    rf"(?:(?:\w+ )?(?i:{OFFICES})\s{CAPITAL}[\w’'-]+(?:\s{CAPITAL}[\w’'-]+)*\s?)?)"
)


def _after(rest: str) -> str | None:
    """Return a source after its verb: '..., said Kremlin spokesman Dmitry Peskov.'"""
    found = _BEHIND.match(rest)
    return _noun_phrase(found.group(1)) if found else None


def _is_no_name(name: str) -> bool:
    """Return whether capitalised words are not a name: a weekday, the first word of a sentence."""
    return all(fold(word) in _NO_SOURCE for word in name.split())


_NO_SOURCE = frozenset(
    """the on in at after before when while as but and also still meanwhile however earlier
    this that these those it there particularly despite commenting speaking although if for from
    his her their its he she they we i you another some many most both various no one a an
    labelling asked further later last then now even particularly following during since until
    under""".split()
).union(MONTHS, WEEKDAY_NAMES)


def _is_anaphor(source: str) -> bool:
    return bool(_PRONOUN.fullmatch(source) or _DESCRIBED.fullmatch(source))


def _subject(bare: str) -> str | None:
    """Return the first name of a sentence, whom a later "he" probably means."""
    for name in _NAME.finditer(bare):
        if not _is_no_name(name.group()):
            return _noun_phrase(name.group())
    return None


def _words(source: str) -> frozenset[str]:
    """Return the words of a source; in "Putin's envoy Dmitriev", Putin is not the source."""
    found = re.findall(rf"(?:[{CAPITALS}a-z]\.)+|[\w’']+", source)
    owners = {w for w in found[:-1] if re.search(r"['’]s?$", w)}
    return frozenset(fold(w) for w in found if w not in owners)


def _all_quote(sentence: str, bare: str) -> bool:
    return bool(re.match(r"\s*[“\"]", sentence)) and len(bare.strip()) < 0.2 * len(sentence)


def _attribute_backwards(
    sentences: Sequence[str], paragraphs: Sequence[int], statements: list[Attribution]
) -> list[Attribution]:
    """Give a quotation that opens its paragraph the source that is named after it."""
    open_quote = False
    opened: list[int] = []
    for i, sentence in enumerate(sentences):
        if i and paragraphs[i] != paragraphs[i - 1]:
            open_quote, opened = False, []
        starts = bool(re.match(r"\s*[“\"]", sentence))
        continues = open_quote
        open_quote = leaves_quote_open(sentence, open_quote)
        if continues and statements[i].back == 0 and statements[i].who:
            for earlier in opened:
                statements[earlier] = Attribution(
                    statements[i].sources, statements[i].who, earlier - i
                )
        opened = [*opened, i] if open_quote and (starts or continues) else []
    return statements
