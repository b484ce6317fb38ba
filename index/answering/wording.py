"""What is said when the coverage does not answer."""

from __future__ import annotations

from collections.abc import Sequence

from index.answering.question import Question
from index.language.unspaced import RUN
from index.language.words import tokenize
from index.models import ArticleSummary

MOST_WORDS = 6


def abstain(
    question: Question, articles: int, nearest: ArticleSummary | None, *, narrowed: bool
) -> str:
    """One sentence that says so and what was looked for, and where to read on, if anywhere."""
    where = _where(articles, narrowed)
    if question.foreign:
        missing = _listed([_as_written(question, name) for name in question.foreign])
        said = f"The coverage does not say: {where} mentions {missing}."
    elif question.terms:
        looked = _listed(_looked_for(question)[:MOST_WORDS])
        said = f"The coverage does not say: {where} answers this (looked for {looked})."
    elif question.days:
        said = f"The coverage does not say: {where} dates anything to the day asked about."
    else:
        return "The coverage does not say: this does not ask about anything in the articles."
    if nearest is None or (question.foreign and len(question.terms) == len(question.foreign)):
        return said
    return f"{said} The nearest article is “{nearest.title}” ({_source(nearest)})."


def empty(narrowed: bool) -> str:
    """There is nothing to look in."""
    if narrowed:
        return "The coverage does not say: no article is within those limits."
    return "The coverage does not say: no article is indexed yet."


def _where(articles: int, narrowed: bool) -> str:
    if narrowed:  # how many of them fit is not known here
        return "no article within those limits"
    return "the only article" if articles == 1 else f"none of the {articles:,} articles"


def _as_written(question: Question, folded: str) -> str:
    """The word as the person wrote it."""
    written = (token.text for token in tokenize(question.text) if token.folded == folded)
    return next(written, folded).removesuffix("'s").removesuffix("’s")


def _looked_for(question: Question) -> list[str]:
    """The words that were looked for; pairs of letters that overlap are one word again."""
    words: list[str] = []
    for word in (_as_written(question, term.folded) for term in question.terms):
        if words and RUN.match(word) and words[-1][-1] == word[0]:
            words[-1] += word[1:]
        else:
            words.append(word)
    return words


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _source(article: ArticleSummary) -> str:
    parts = [article.file]
    if article.outlet:
        parts.append(article.outlet)
    if article.published:
        parts.append(f"{article.published.day} {article.published:%B %Y}")
    return ", ".join(parts)
