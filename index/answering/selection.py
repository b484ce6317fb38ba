"""Selects the sentences that answer together, and makes numbered statements of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.answering.answer_type import says_because
from index.answering.corpus import words_of
from index.answering.quoting import Quote, quote
from index.answering.ranking import RankedSentence
from index.embedding.local_model import Vector
from index.english.tokens import is_unreadable
from index.models import Citation, Statement
from index.query.intent import QuestionType
from index.query.question import Question

MOST_STATEMENTS = 4
MOST_CHARACTERS = 900
MARGIN = 1.0
LESS_COVER = 0.35
SAME = 0.86
SHARED_WORDS = 0.6
_BRIEF = frozenset(
    {
        QuestionType.WHEN,
        QuestionType.COUNT,
        QuestionType.AGE,
        QuestionType.MONEY,
        QuestionType.DURATION,
        QuestionType.WHERE,
    }
)


class SentenceWithVector(Protocol):
    """What is compared of a sentence; ``vector`` has length 1."""

    @property
    def text(self) -> str: ...

    @property
    def vector(self) -> Vector | None: ...


@dataclass(frozen=True, slots=True)
class SelectedStatement:
    """One statement of the answer, and all quotes that say it; the first one is shown."""

    quotes: tuple[Quote, ...]
    evidence: RankedSentence


def select_statements(
    question: Question,
    ranked: Sequence[RankedSentence],
    read: Callable[[str], str],
    others: Sequence[RankedSentence] = (),
) -> list[SelectedStatement]:
    """Select up to four statements: the best sentence, then those that add to it.

    ``ranked`` has acceptable evidence only, in order of preference, and is not empty; ``read``
    returns the text of a file. What another article says in the same words becomes a further
    citation, also from ``others``, which are not good enough to be shown by themselves. What is
    said differently, or contradicts, becomes another statement.
    """
    best = ranked[0].score
    chosen: list[SelectedStatement] = []
    length = 0
    going_on = _going_on(question, ranked[0], (*ranked, *others))
    for evidence in _second(ranked, going_on):
        if evidence is not going_on:
            if evidence.score < best - MARGIN:
                break
            if not _adds(question, ranked[0], evidence):
                continue
        cut = quote(question, evidence, read(evidence.sentence.file))
        known = next((s for s in chosen if _same(s, evidence, cut)), None)
        if known is not None:
            chosen[chosen.index(known)] = _with(known, cut, longer=evidence is going_on)
            continue
        if len(chosen) == _most(question) or length + len(cut.text) > MOST_CHARACTERS:
            continue
        chosen.append(SelectedStatement((cut,), evidence))
        length += len(cut.text)
    return [_echoed(question, statement, others, read) for statement in chosen]


def _with(statement: SelectedStatement, cut: Quote, *, longer: bool) -> SelectedStatement:
    """The statement with another article's quote, or with its own one gone on with."""
    if all(q.sentence.file != cut.sentence.file for q in statement.quotes):
        return SelectedStatement((*statement.quotes, cut), statement.evidence)
    first, *rest = statement.quotes
    if longer and set(first.ordinals) < set(cut.ordinals):
        return SelectedStatement((cut, *rest), statement.evidence)
    return statement


def _going_on(
    question: Question, best: RankedSentence, known: Sequence[RankedSentence]
) -> RankedSentence | None:
    """What whoever is quoted says next, where a reason is asked for and not given yet."""
    if question.kind is not QuestionType.WHY or says_because(best.sentence.text):
        return None
    says = best.view.statements
    after = best.ordinal + 1
    if after >= len(says) or not says[after].sources & says[best.ordinal].sources:
        return None
    file = best.sentence.file
    return next((e for e in known if e.ordinal == after and e.sentence.file == file), None)


def _second(
    ranked: Sequence[RankedSentence], second: RankedSentence | None
) -> list[RankedSentence]:
    """The ranked with one of them, or another, in the second place."""
    if second is None:
        return list(ranked)
    return [ranked[0], second, *(e for e in ranked[1:] if e is not second)]


def _echoed(
    question: Question,
    statement: SelectedStatement,
    others: Sequence[RankedSentence],
    read: Callable[[str], str],
) -> SelectedStatement:
    """The statement with every other article that says the same."""
    quotes = list(statement.quotes)
    for other in others:
        known = any(q.sentence.file == other.sentence.file for q in quotes)
        if not known and says_same(statement.evidence.sentence, other.sentence):
            quotes.append(quote(question, other, read(other.sentence.file)))
    return SelectedStatement(tuple(quotes), statement.evidence)


def _adds(question: Question, best: RankedSentence, other: RankedSentence) -> bool:
    """Whether a further sentence is about as much to the point as the best one, word for word."""
    lacking = {term.stem for term in other.missing} - {term.stem for term in best.missing}
    return (
        len(lacking) <= 1
        and other.cover >= best.cover - LESS_COVER
        and other.names >= min(best.names, 0.4)
        and (not question.speaker or other.speaker >= min(best.speaker, 0.6))
        and (question.days is None or other.day >= min(best.day, 0.5))
    )


def _most(question: Question) -> int:
    return 3 if question.kind in _BRIEF else MOST_STATEMENTS


def _same(statement: SelectedStatement, evidence: RankedSentence, cut: Quote) -> bool:
    """Whether a sentence says again what a statement says, or is in one of its quotes."""
    for shown in statement.quotes:
        if shown.sentence.file == cut.sentence.file and set(shown.ordinals) & set(cut.ordinals):
            return True
    known = statement.evidence.sentence
    if known.file == evidence.sentence.file:
        return False
    return says_same(known, evidence.sentence)


def says_same(one: SentenceWithVector, other: SentenceWithVector) -> bool:
    """Return whether two sentences of different articles count as one statement."""
    left = {t.stem for t in words_of(one.text) if t.content}
    right = {t.stem for t in words_of(other.text) if t.content}
    shared = len(left & right) / max(1, min(len(left), len(right)))
    near = 0.0
    if one.vector is not None and other.vector is not None:
        near = float(one.vector @ other.vector)
    if shared >= SHARED_WORDS and near >= 0.7:
        return True
    return near >= SAME and not is_unreadable(one.text)


def compose(
    chosen: Sequence[SelectedStatement],
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return the statements, and the citations in order of their numbers."""
    days = {q.sentence.published for each in chosen for q in each.quotes}
    statements: list[Statement] = []
    citations: list[Citation] = []
    for each in chosen:
        first = len(citations) + 1
        citations += [_citation(first + i, cut) for i, cut in enumerate(each.quotes)]
        shown = each.quotes[0]
        day = shown.sentence.published if len(days) > 1 else None
        numbers = tuple(range(first, len(citations) + 1))
        statements.append(Statement(shown.text, numbers, day))
    return tuple(statements), tuple(citations)


def _citation(number: int, cut: Quote) -> Citation:
    sentence = cut.sentence
    return Citation(
        number=number,
        file=sentence.file,
        title=sentence.title,
        outlet=sentence.outlet,
        published=sentence.published,
        start=cut.start,
        end=cut.end,
        quote=cut.quote,
        text=cut.text,
    )
