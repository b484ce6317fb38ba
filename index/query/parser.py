"""Parses a question with the vocabulary of the coverage.

Greetings and stories around it are removed, and typing errors corrected. A message with several
questions is split before it: ``index.query.splitting``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.english.offices import is_title
from index.english.phrasal_verbs import is_phrasal_verb, merge_phrasal_verbs
from index.english.spelling import Speller
from index.english.synonyms import forms, is_light, only_asks, places, synonyms
from index.english.tokens import Token, tokenize
from index.english.vocabulary import Lexicon, Rarity
from index.query.conversation import MAX_QUESTIONS, NOTHING_BEFORE, Conversation
from index.query.days.asked import requested_days, without_days
from index.query.days.follow_ups import with_days_resolved
from index.query.extraction import after_statement, extract_question, told_before
from index.query.language import scripts_of
from index.query.outlets import named_medium
from index.query.question import Question, Term
from index.query.quoted_phrases import quoted_phrases
from index.query.state import asks_for_state

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|recently|right now|currently|at the moment|so far|"
    r"up to date|today|nowadays|these days|(?:the )?(?:current |present )?(?:state|status) of|"
    r"(?:the )?current(?= (?:state|status|situation|position|stance))|(?:last|final|latest) word|"
    r"as of now|where (?:do|does) (?:things|it|that|this) stand)\b|\bnow\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:going|supposed|meant|need(?:s|ed)?)(?= to [a-z])", re.IGNORECASE)
"""Words of a question that only say that something was to come, or has to."""
_COUNTRY = re.compile(
    r"\b(?:the )?united (?P<which>states|kingdom)(?: of america)?\b", re.IGNORECASE
)


def _short(match: re.Match[str]) -> str:
    """The United States as the news calls them."""
    return "the US" if match.group("which").lower() == "states" else "the UK"


_SEVERAL = 2
LIGHT_WEIGHT = 0.15
PHRASE_WEIGHT = 0.55
"""The least weight of "called off", whose single words are common."""
_PERSON = re.compile(r"\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)
ENOUGH_TERMS = 3
"""Terms of a question that stands alone, if it is about nobody who was named before: what was asked
would only mislead the search. Of the follow-ups in ``bench.followups`` one in ten has as many, of
questions on a new subject nearly all.
"""
RECALLED_WEIGHT = 0.3
"""What a word of an earlier question counts, beside one of the question itself."""


@dataclass(frozen=True, slots=True)
class _Cased:
    """How a question is written: all in capitals, and whether its names have theirs.

    Someone who capitalises names does not mean one by a lower-case word: "which congress".
    """

    shouting: bool
    names: bool

    @staticmethod
    def of(text: str) -> _Cased:
        shouting = text.isupper()
        return _Cased(shouting, not shouting and any(t.capital for t in tokenize(text)[1:]))


class QuestionParser:
    """Parses questions with the vocabulary of one state of the coverage."""

    def __init__(
        self,
        lexicon: Lexicon,
        rarity: Rarity,
        newest: dt.date | None,
        covered: tuple[dt.date, ...] = (),
    ) -> None:
        """``newest`` is the newest publication date: "October 23" is the one nearest to it that is
        ``covered``, days of which there is anything, sorted.
        """
        self._lexicon = lexicon
        self._rarity = rarity
        self._newest = newest
        self._covered = covered
        self._speller = Speller(lexicon, rarity)

    @property
    def newest(self) -> dt.date | None:
        """The newest publication date of the coverage."""
        return self._newest

    @property
    def covered(self) -> tuple[dt.date, ...]:
        """The days of which there is anything in the coverage, sorted."""
        return self._covered

    def parse(
        self,
        asked: str,
        before: Conversation = NOTHING_BEFORE,
        today: dt.date | None = None,
    ) -> Question:
        """Return the question that is asked; several in one text are read as one.

        What is told before it counts if a word of it points there: "Brown resigned. Who replaced
        him?" ``today`` is the reader's; without it, the newest article's counts.
        """
        text = with_days_resolved(extract_question(asked), before.day)
        told, text = after_statement(self._mend(text))
        if not told and _PERSON.search(text):
            told = told_before(asked)
        earlier = ((told,) if told else ()) + before.questions
        return self._leaning(self._analyse(text, today), earlier, before.files)

    def is_name(self, folded: str) -> bool:
        """Return whether a word is mostly a name in the coverage."""
        return self._lexicon.name(folded)

    def scripts(self) -> frozenset[str]:
        """Return the scripts that words of the coverage have; see ``language.scripts_of``."""
        return scripts_of(self._lexicon.words())

    def _leaning(
        self, question: Question, earlier: Sequence[str], focus: frozenset[str]
    ) -> Question:
        """The question in its conversation, if it leans on it; ``earlier`` is newest first."""
        points_back = _leans_on_a_name(question)
        leans_on_a_name = not question.names and points_back
        leans = leans_on_a_name or len(question.terms) < ENOUGH_TERMS
        earlier = tuple(earlier[:MAX_QUESTIONS]) if leans else ()
        also_unknown = question.also_unknown
        if leans_on_a_name:
            also_unknown += self._unknown_names_of(earlier)
        own = {term.stem for term in question.terms}
        recalled: dict[str, Term] = {}
        for text in earlier:
            named = _COUNTRY.sub(_short, text)
            for term in self._terms(named, requested_days(named, self._newest)[1])[0]:
                if term.stem not in own:
                    weight = RECALLED_WEIGHT * term.weight
                    recalled.setdefault(term.stem, replace(term, weight=weight))
        return replace(
            question,
            also_unknown=also_unknown,
            earlier=earlier,
            recalled=tuple(recalled.values()),
            points_back=points_back,
            focus=focus,
        )

    def _unknown_names_of(self, earlier: Sequence[str]) -> tuple[str, ...]:
        """The names of the last earlier question that has any, if the coverage has none of them."""
        for asked in map(self._analyse, earlier):
            if asked.names:
                known = any(name[-1].known for name in asked.names) and not asked.also_unknown
                return () if known else asked.unknown_names
        return ()

    def _analyse(self, text: str, today: dt.date | None = None) -> Question:
        phrases = quoted_phrases(text)
        text = _COUNTRY.sub(_short, text)
        days, spans = requested_days(text, self._newest, today, self._covered)
        terms, names = self._terms(text, spans)
        return Question(
            text=text,
            terms=terms,
            names=names,
            days=days,
            required=tuple(n[-1] for n in names if self._lexicon.only_name(n[-1].folded)),
            latest=bool(_LATEST.search(text)),
            state=asks_for_state(text),
            phrases=phrases,
            also_unknown=(*self._unknown_first_names(text), *self._unknown_medium(text)),
            undated=without_days(text, spans) if days and days.exact and terms else "",
        )

    def _mend(self, text: str) -> str:
        """Correct typing errors, leaving everything else as it was written."""
        shouting = text.isupper()
        for token in reversed(tokenize(text)):
            name = token.capital and token.start > 0 and not shouting
            meant = self._speller.correct(token.folded, token.stem, name=name)
            if meant and meant != token.folded:
                meant = meant.capitalize() if self._lexicon.name(meant) else meant
                text = text[: token.start] + meant + text[token.end :]
        return text

    def _terms(
        self, text: str, dated: list[tuple[int, int]]
    ) -> tuple[tuple[Term, ...], tuple[tuple[Term, ...], ...]]:
        """The terms, and the names among them, each with the words that it is made of."""
        terms: dict[str, Term] = {}
        names: list[list[Term]] = []
        last = -2
        cased = _Cased.of(text)
        asking = [m.span() for pattern in (_LATEST, _AHEAD) for m in pattern.finditer(text)]
        tokens = merge_phrasal_verbs(tokenize(text))
        for position, token in enumerate(tokens):
            inside = any(start <= token.start < end for start, end in (*dated, *asking))
            if inside or not token.content or _says_nothing(token):
                continue
            term = self._term(token, cased, first=position == 0)
            if not term.name and self._is_given_name(text, *tokens[position : position + 2]):
                term = replace(term, name=True)
            if token.stem not in terms and term.name:
                beside = last == position - 1 and text[token.start - 1] == " "
                if beside and self._belong(names[-1][-1], term):
                    names[-1].append(term)
                else:
                    names.append([term])
                last = position
            terms.setdefault(token.stem, term)
        if all(is_light(stem) for stem in terms):
            return (), ()
        return tuple(terms.values()), tuple(tuple(name) for name in names)

    def _unknown_first_names(self, text: str) -> tuple[str, ...]:
        """The first names of people of whom the coverage has only namesakes: Ivanka Trump."""
        cased = _Cased.of(text)
        tokens = tokenize(text)
        return tuple(
            first.folded
            for first, last in pairwise(tokens)
            if text[first.end : last.start] == " "
            and self._strange(first, cased, begins=first is tokens[0])
            and (given := self._lexicon.first_names(last.folded))
            and not any(_short_for(first.folded, each) for each in given)
        )

    def _unknown_medium(self, text: str) -> tuple[str, ...]:
        """The medium that a question is limited to, if the coverage never names it.

        Each word of its name may be known: "new", "times". Outlets of the coverage are no longer in
        the text.
        """
        medium = named_medium(text)
        words = [token.folded for token in tokenize(medium or "")]
        if medium is None or len(words) < _SEVERAL:
            return ()  # a single word is a name like any other
        return () if self._lexicon.forms_one_name(*words[-_SEVERAL:]) else (medium,)

    def _is_given_name(self, text: str, first: Token, last: Token | None = None) -> bool:
        """Whether a word begins a name of the coverage, as "tobias" does before "greer".

        Names that mostly begin sentences are not told from other words by their capitals.
        """
        if last is None or text[first.end : last.start] != " " or is_title(first.folded):
            return False
        whole = self._lexicon.forms_one_name(first.folded, last.folded)
        return whole and self._lexicon.name(last.folded)

    def _strange(self, word: Token, cased: _Cased, *, begins: bool) -> bool:
        """Whether a word can be a first name that the coverage does not have."""
        if not word.content or self._lexicon.has(word.folded, word.stem) or is_title(word.folded):
            return False
        named = word.capital and not begins and not cased.shouting
        plain = self._rarity.word(word.folded) or forms(word.stem) or synonyms(word.stem)
        return len(word.folded) > 2 and (named or not plain)

    def _belong(self, first: Term, second: Term) -> bool:
        """Whether two names side by side are one: always where the coverage lacks either."""
        strange = not (first.known and second.known)
        return strange or self._lexicon.forms_one_name(first.folded, second.folded)

    def _term(self, token: Token, cased: _Cased, *, first: bool) -> Term:
        known = self._lexicon.has(token.folded, token.stem)
        written = token.capital and not first and not cased.shouting
        plain = cased.names and not token.capital and self._rarity.word(token.folded)
        name = written or (self._lexicon.name(token.folded) and not plain)
        name = name and not token.folded[:1].isdigit()
        related = bool(places(token.stem)) and any(
            self._lexicon.has(p, p) for p in places(token.stem)
        )
        weight = self._rarity.weight(token.folded)
        if known:
            weight = 0.5 * (weight + self._lexicon.weight(token.stem))
        weight = LIGHT_WEIGHT if is_light(token.stem) else weight
        weight = max(weight, PHRASE_WEIGHT) if is_phrasal_verb(token.stem) else weight
        return Term(token.folded, token.stem, weight, name, known or related)


def _leans_on_a_name(question: Question) -> bool:
    """Whether a question without names is about those of the question before: "why?", "his age"."""
    return not question.terms or _PERSON.search(question.text) is not None


def _says_nothing(token: Token) -> bool:
    """Whether a word is there only to ask; "called" is, "called off" is not."""
    return only_asks(token.folded) and not is_phrasal_verb(token.stem)


def _short_for(one: str, other: str) -> bool:
    """Whether one first name begins the other: Vlad and Vladimir."""
    return one.startswith(other) or other.startswith(one)
