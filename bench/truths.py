"""Sentences about the articles of a measuring set that are true, and the same made false."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import rows
from bench.corruptions import Spans, clause, day, false, name, names_of, negation, number, speaker
from bench.paraphrases import Quoted, Told, merge, paraphrase
from index.ingestion.article_files import list_articles
from index.ingestion.parser import parse_article, read_article
from index.ingestion.preparation import prepare_article

SHORTEST, LONGEST = 45, 260
A_PIECE = 3
SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@dataclass(frozen=True, slots=True)
class Story:
    """An article: its sentences in order, and the sources in it where they are annotated."""

    text: str
    published: dt.date | None
    sentences: tuple[Quoted, ...]
    spans: Spans


def stories(quotes: Path) -> list[Story]:
    """The annotated articles of ``quotes`` and the seed articles."""
    found = [_annotated(number, row) for number, row in enumerate(rows(quotes))]
    for file in list_articles(SEEDS):
        article = read_article(SEEDS, file)
        found.append(_story(article.raw, article.published, prepare_article(article).sentences, ()))
    return found


def _annotated(number: int, row: dict[str, Any]) -> Story:
    article = parse_article(f"{number}.txt", row["text"].encode())
    sources = tuple(
        (start, end) for each in row["attributions"] for start, end in each.get("source", ())[:1]
    )
    published = dt.date.fromisoformat(row["published"])
    return _story(article.raw, published, prepare_article(article).sentences, sources)


def _story(
    raw: str, published: dt.date | None, sentences: Sequence[Any], sources: tuple[Any, ...]
) -> Story:
    quoted = tuple(Quoted(s.text, raw[s.start : s.end], s.start, s.end) for s in sentences)
    return Story(raw, published, quoted, Spans(raw, sources))


def truths(found: Sequence[Story], rng: random.Random) -> Iterator[Told]:
    """From each article up to three sentences, each as it is and paraphrased, and two merged.

    The evidence is the sentence itself with up to two neighbours that are cited beside it.
    """
    for place, story in enumerate(found):
        usable = [i for i, s in enumerate(story.sentences) if SHORTEST <= len(s.text) <= LONGEST]
        chosen = [_told(story, place, i) for i in rng.sample(usable, min(A_PIECE, len(usable)))]
        for told in chosen:
            yield told
            changed = paraphrase(told, rng)
            if changed:
                yield changed
        short = [t for t in chosen if len(t.text) < LONGEST // 2 and not set(t.text) & set('“”"')]
        if len(short) > 1:
            yield merge(short[0], short[1], rng)


def _told(story: Story, place: int, i: int) -> Told:
    near = story.sentences[max(0, i - 1) : i] + story.sentences[i + 1 : i + 2]
    here = story.sentences[i]
    return Told("copy", here.text, (here, *near), story.published, place)


def corrupt(told: Sequence[Told], found: Sequence[Story], rng: random.Random) -> Iterator[Told]:
    """Every change that each true sentence admits, half of the names from its own article."""
    names = [names_of(story.text) for story in found]
    for each in told:
        elsewhere = rng.random() < 0.5
        others = names[rng.randrange(len(names))] if elsewhere else names[each.article]
        spans = found[each.article].spans
        made = (
            false(each, number(each, rng), "number"),
            false(each, name(each, rng, others), "name"),
            false(each, day(each, rng), "day"),
            false(each, negation(each, rng), "negation"),
            false(each, speaker(each, rng, spans), "speaker"),
            false(each, clause(each), "clause"),
        )
        yield from (change for change in made if change)
