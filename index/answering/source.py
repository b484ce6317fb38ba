"""Whether a sentence is told by whom a question asks for."""

from __future__ import annotations

from index.answering.kinds import asks_for_opinion
from index.answering.question import Question
from index.answering.view import ArticleView, words_of
from index.language.speech import Statement
from index.language.synonyms import places, synonyms
from index.language.words import STOP_WORDS, fold, stem

ITSELF, STANDS_FOR, IN_OFFICE, PERHAPS = 1.0, 0.9, 0.8, 0.6


def told_by(question: Question, view: ArticleView, ordinal: int) -> float:
    """How surely a sentence is by whom is asked for: one of the values above, 0 if it is not."""
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


def answers_itself(question: Question, view: ArticleView, ordinal: int) -> bool:
    """Whether a sentence has the words that somebody's opinion is asked of, not the opinion.

    "What does Zelensky think of Dmitriev?" is not answered by what Dmitriev says, even where it
    says what Zelensky said.
    """
    if not question.speaker or not asks_for_opinion(question.text):
        return False
    about = {name[-1].folded for name in question.names} - set(question.speaker)
    return bool(about & view.statements[ordinal].sources)


def _perhaps(asked: frozenset[str], view: ArticleView, ordinal: int, statement: Statement) -> bool:
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
