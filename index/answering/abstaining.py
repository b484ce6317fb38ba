"""Why the coverage does not answer a question, as a value that pages are made from."""

from __future__ import annotations

from dataclasses import replace

from index.answering.question import Question
from index.language.unspaced import RUN
from index.language.words import tokenize
from index.models import Abstention, ArticleSummary

MOST_WORDS = 6


def abstain(
    question: Question, articles: int, nearest: ArticleSummary | None, *, narrowed: bool
) -> Abstention:
    """What was searched for and is missing, in how many articles.

    The nearest article is left out where nothing but missing names was asked about.
    """
    here = Abstention("no topic", narrowed, articles)
    if question.foreign:
        missing = tuple(_as_written(question, name) for name in question.foreign)
        near = None if len(question.terms) == len(question.foreign) else nearest
        return replace(here, reason="not mentioned", missing=missing, nearest=near)
    if question.terms:
        words = tuple(_looked_for(question)[:MOST_WORDS])
        return replace(here, reason="not answered", looked_for=words, nearest=nearest)
    if question.days:
        return replace(here, reason="day not covered", nearest=nearest)
    return here


def _as_written(question: Question, folded: str) -> str:
    """The word as the person wrote it."""
    written = (token.text for token in tokenize(question.text) if token.folded == folded)
    return next(written, folded).removesuffix("'s").removesuffix("\u2019s")


def _looked_for(question: Question) -> list[str]:
    """The words that were looked for; pairs of letters that overlap are one word again."""
    words: list[str] = []
    for word in (_as_written(question, term.folded) for term in question.terms):
        if words and RUN.match(word) and words[-1][-1] == word[0]:
            words[-1] += word[1:]
        else:
            words.append(word)
    return words
