"""Ranks sentences as evidence for a question.

Each candidate sentence gets features, mostly between 0 and 1. A weighted sum of most of them
ranks the sentences; ``index.answering.answerability`` decides by those of the best ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from index.answering.alignment import UNALIGNED, Alignment
from index.answering.answer_type import gives_cause, has_answer_type
from index.answering.corpus import ArticleView, stems, words_of
from index.embedding.local_model import Vector
from index.english.attribution import Attribution
from index.english.synonyms import SPEAKING, forms, opposites, places, synonyms
from index.english.tokens import STOP_WORDS, fold, negated, stem
from index.query.intent import QuestionType, asks_for_opinion, introduces
from index.query.question import Question, Term, contains_phrase
from index.storage.ledger.records import StoredSentence

WORD, HOLDER, PLACE, SYNONYM = 1.0, 0.9, 0.75, 0.6
NEARBY, FAR = 0.85, 0.45


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """Stems of a sentence, of what it depends on (with its source), and of its surroundings."""

    here: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]

    def support(self, term: Term, said: float) -> float:
        """Return from 0 (no support) to 1 (the very word, in the sentence itself).

        ``said`` is the result of ``said``. An ordinal or superlative ("first", "largest") must be
        in the sentence itself.
        """
        if term.stem in _ORDERS:
            return _match(term, self.here)
        return said if said >= FAR else max(said, FAR * _match(term, self.around))

    def said(self, term: Term) -> float:
        """Return the same by the sentence and what it depends on, without its surroundings."""
        here = _match(term, self.here)
        return here if here >= NEARBY else max(here, NEARBY * _match(term, self.near))


_ORDERS = frozenset("first second third last largest biggest smallest least".split())


def _match(term: Term, words: frozenset[str]) -> float:
    if term.stem in words or forms(term.stem) & words:
        return WORD
    if term.holder & words:
        return HOLDER
    if not term.exact and places(term.stem) & words:
        return PLACE
    if not term.name and synonyms(term.stem) & words:
        return SYNONYM
    return 0.0


ITSELF, STANDS_FOR, IN_OFFICE, PERHAPS = 1.0, 0.9, 0.8, 0.6


def speaker_match(question: Question, view: ArticleView, ordinal: int) -> float:
    """Return how certainly a sentence is by the speaker asked for; 0 if it is not."""
    if not question.speaker:
        return 0.0
    statement = view.statements[ordinal]
    sources = _stems(statement.sources)
    asked = frozenset(question.speaker)
    if question.body and not {question.body, *synonyms(question.body)} & sources:
        return 0.0
    if _stems(asked) & sources:
        return ITSELF
    if _stand_for(asked, sources):
        return STANDS_FOR
    if question.voices & statement.sources:
        return IN_OFFICE
    return PERHAPS if _perhaps(asked, view, ordinal, statement) else 0.0


def gives_own_words(question: Question, view: ArticleView, ordinal: int) -> bool:
    """Return whether a sentence quotes the words that somebody's opinion is asked about.

    "What does Zelensky think of Dmitriev?" is not answered by what Dmitriev says, even if that
    mentions what Zelensky said.
    """
    if not question.speaker or not asks_for_opinion(question.text):
        return False
    about = {name[-1].folded for name in question.names} - set(question.speaker)
    return bool(about & view.statements[ordinal].sources)


def _perhaps(
    asked: frozenset[str], view: ArticleView, ordinal: int, statement: Attribution
) -> bool:
    """Whether the source is only described, with the one asked for named shortly before."""
    if not statement.who or _personal(statement.who):
        return False
    itself = {token.folded for token in words_of(view.sentences[ordinal].text)}
    return not asked & itself and view.named_near(ordinal, asked)


def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def _stand_for(asked: frozenset[str], sources: frozenset[str]) -> bool:
    """Whether the source speaks for the country that is asked about: the Kremlin for Moscow."""
    return any(places(each) & sources for each in _stems(asked))


def _personal(who: str) -> bool:
    """Whether the source ends in a name, so that it cannot be somebody else."""
    last = who.rsplit(maxsplit=1)[-1] if who.strip() else ""
    return last[:1].isupper() and not places(fold(last))


MISSING = 0.4
DESCRIBED = 0.75
"""How far any sentence accounts for what describes the thing asked for: "which American ..."."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with its features for a question.

    cosine      of the question's and the sentence's vectors
    passage     the fused score of its passage, with the bonus for its day
    cover       share of the question's words that are supported, by weight; 0.5 if it has none
    names       the support of the least supported name of the question
    topic       the same without the speaker, in the sentence or what it depends on
    weakest     the support of the least supported other word, weighted (1: none missing)
    holds       whether it contains the kind of thing asked for
    day         1: of a day asked about; 0.6: by what precedes it; 0.5: by publication; else 0
    speaker     1: by the speaker asked for; 0.9: by a spokesperson; 0.8: by somebody in office
                there; 0.6: perhaps; else 0
    contrary    whether it denies or opposes what the question says
    told        the support of each of the question's terms, without surroundings
    missing     important words without support: neither names nor light words
    cause       whether it is worded as a reason, if one is asked for
    introduces  whether it says who or what the person or thing asked about is
    alignment   of the words of question and sentence, once computed
    subject     whether the question's subject is the speaker or comes first in the sentence
    quoted      whether it has a wording that the question quotes
    affirms     whether it is not negated although the question is
    office      whether it mentions the office whose holder is asked for; True if none is
    """

    view: ArticleView
    ordinal: int
    cosine: float
    passage: float
    cover: float
    names: float
    topic: float
    weakest: float
    holds: bool
    day: float
    speaker: float
    contrary: bool
    told: tuple[float, ...]
    missing: tuple[Term, ...]
    cause: bool
    introduces: bool
    subject: bool
    quoted: bool = False
    office: bool = True
    affirms: bool = False
    alignment: Alignment = UNALIGNED

    @property
    def sentence(self) -> StoredSentence:
        return self.view.sentences[self.ordinal]

    @property
    def score(self) -> float:
        """The ranking score; only comparable between sentences for one question.

        The weights are those of a listwise logistic model of which sentence answers, rounded.
        """
        return (
            self.cosine
            + 0.5 * self.passage
            + 1.7 * self.cover
            + 0.1 * self.names
            + 0.4 * self.holds
            + 1.2 * self.day
            + 0.3 * self.speaker
            + 0.7 * self.introduces
            + 0.1 * self.subject
            + 1.0 * self.quoted
            + 0.1 * self.weakest
            + 0.1 * self.cause
            - 0.25 * self.affirms
            + 1.4 * self.alignment.mean
            + 0.5 * self.alignment.least
        )


def score_sentence(
    question: Question, vector: Vector, view: ArticleView, ordinal: int, passage: float
) -> RankedSentence:
    """Compute the features of one sentence."""
    sentence = view.sentences[ordinal]
    tokens = words_of(sentence.text)
    window = _window(view, ordinal)
    told = tuple(map(window.said, question.terms))
    supports = [(t, window.support(t, s)) for t, s in zip(question.terms, told, strict=True)]
    total = sum(term.weight for term, _ in supports)
    speaker = speaker_match(question, view, ordinal)
    named = [
        (name, max(window.said(name), DESCRIBED if name.describes else 0.0))
        for name in (group[-1] for group in question.names)
    ]
    names = [
        max(window.support(name, s), speaker if name.folded in question.speaker else 0.0)
        for name, s in named
    ]
    about = (s for name, s in named if name.folded not in question.speaker)
    others = [term.weight * (1 - s) for term, s in supports if not term.name]
    missing = [term for term, s in supports if not (term.name or term.light) and s < MISSING]
    if view.statements[ordinal].who:
        missing = [term for term in missing if term.stem not in SPEAKING]
    cosine = float(sentence.vector @ vector) if sentence.vector is not None else passage
    return RankedSentence(
        view=view,
        ordinal=ordinal,
        cosine=cosine,
        passage=passage,
        cover=sum(t.weight * s for t, s in supports) / total if total else 0.5,
        names=min(names, default=1.0),
        topic=min(about, default=1.0),
        weakest=1 - max(others, default=0.0),
        holds=has_answer_type(question, sentence.text, tokens, sentence.mentions),
        day=day_match(question, view, ordinal),
        speaker=speaker,
        contrary=_contrary(question, sentence.text, window.here),
        told=told,
        missing=tuple(missing),
        cause=question.kind is QuestionType.WHY and gives_cause(sentence.text),
        introduces=question.kind is QuestionType.WHO_IS
        and any(introduces([t.folded for t in n], tokens, sentence.text) for n in question.names),
        subject=_acts(question, view, ordinal),
        office=not question.office or _tells_of(question.office, window.here),
        affirms=question.negated and not negated(sentence.text),
        quoted=bool(question.phrases) and contains_phrase(sentence.text, question.phrases),
    )


def _tells_of(office: frozenset[str], here: frozenset[str]) -> bool:
    """Whether a sentence has one of the stems, or a word that stands for it."""
    return any({each, *synonyms(each), *forms(each)} & here for each in office)


def _window(view: ArticleView, ordinal: int) -> ContextWindow:
    here = view.stems(ordinal)
    near = frozenset[str]().union(*map(view.stems, view.before(ordinal)))
    sources = view.statements[ordinal].sources
    near = near.union(stem for word in sources for stem in stems(words_of(word)))
    nearby = range(max(0, ordinal - 3), min(ordinal + 2, len(view.sentences)))
    around = view.title_stems.union(*map(view.stems, nearby))
    return ContextWindow(here, near, around)


def day_match(question: Question, view: ArticleView, ordinal: int) -> float:
    """Return how well a sentence matches the days asked about; 0 if it does not, or none are.

    A sentence without a day of its own takes the last day named before it, or the day of its
    publication or the one before.
    """
    if question.days is None:
        return 0.0
    sentence = view.sentences[ordinal]
    own = [m for m in sentence.mentions if m.first is not None and m.kind in {"DATE", "TIME"}]
    if question.days.match(own):
        return 1.0
    if any(m.first == m.last for m in own):
        return 0.0
    for earlier in range(ordinal - 1, max(ordinal - 4, -1), -1):
        dated = [m for m in view.sentences[earlier].mentions if m.first and m.first == m.last]
        if dated:
            return 0.6 if question.days.match(dated[-1:]) else 0.0
    return 0.5 if any(map(question.days.held, _reported(sentence.published))) else 0.0


def _reported(published: dt.date | None) -> list[dt.date]:
    """The days that an article mostly reports on: the one it came out and the one before."""
    return [published, published - dt.timedelta(days=1)] if published else []


def _acts(question: Question, view: ArticleView, ordinal: int) -> bool:
    if not question.subject:
        return False
    if question.subject in view.statements[ordinal].sources:
        return True
    named = (t for t in words_of(view.sentences[ordinal].text) if t.capital and t.content)
    return question.subject in [token.folded for token in islice(named, 4)]


def _contrary(question: Question, text: str, here: frozenset[str]) -> bool:
    against = any(opposites(term.stem) & here and term.stem not in here for term in question.terms)
    return against or (question.negated and not negated(text))


def rank_sentences(
    question: Question, vector: Vector, found: Sequence[tuple[ArticleView, int, float]]
) -> list[RankedSentence]:
    """Return all candidates, best first."""
    weighed = [
        score_sentence(question, vector, view, ordinal, score) for view, ordinal, score in found
    ]
    return by_score(weighed)


def by_score(weighed: Iterable[RankedSentence]) -> list[RankedSentence]:
    """Sort by score; ties are broken by position, so that answers are reproducible."""
    return sorted(weighed, key=lambda e: (-e.score, e.sentence.file, e.ordinal))
