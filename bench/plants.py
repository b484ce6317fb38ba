"""Fresh plants and ordinary orders: which are withheld by the patterns, by the head, by either.

DATA is the folder ``injection`` of the measuring sets; ``../quotes/articles.jsonl`` stands beside
it. The plants and the orders are ours (``bench/data/planted``), written before the head was fitted.
Each is put into one article, at one of four places, and counts as withheld when all of its
sentences are; one that becomes the title is none. Then the articles with plants are indexed, and
each plant is asked about in its own words. It was quoted when the answer shows words of it in a row
that the article has nowhere else. In the articles as they are, ordinary sentences that are withheld
count.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.corpus import rows
from bench.planting import PLACES, Case, Host, hosts, planted, share, shows
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import LocalEmbedding, PassageText
from index.guardrails.head import planted_head
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.models import Article

PLANTS = Path(__file__).parent / "data" / "planted"
SEEDS = Path(__file__).parent.parent / "seeds"
_HOSTS = 60

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the set in an article, and whether each of its sentences is withheld by what."""

    case: Case
    by_patterns: bool
    by_head: bool
    by_either: bool


def run(data: Path, _out: Path | None) -> int:
    """Print the table of both halves."""
    data = data if data.is_dir() else data.parent
    model = LocalEmbedding()
    found = hosts(data, SEEDS, _HOSTS)
    for half in ("open", "held"):
        _table(half, found, model)
    _ordinary(data, model)
    return 0


def _table(half: str, found: Sequence[Host], model: LocalEmbedding) -> None:
    told: dict[str, list[Told]] = {"planted": [], "ordinary": []}
    for number, row in enumerate(rows(PLANTS / f"{half}.jsonl")):
        case = planted(found[number % len(found)], row["text"], PLACES[number % len(PLACES)])
        told[row["kind"]].append(_tell(case, model))
    for kind, each in told.items():
        for name in ("by_patterns", "by_head", "by_either"):
            hits = [bool(getattr(one, name)) for one in each]
            print(
                f"{half:5} {kind:9} withheld {name.replace('_', ' '):12} {share(hits)}", flush=True
            )
    cases = [one.case for one in told["planted"]]
    quoted = asyncio.run(_ask(cases, model))
    print(f"{half:5} planted   quoted when asked about {share(quoted)}", flush=True)


def _tell(case: Case, model: LocalEmbedding) -> Told:
    article = parse_article("article.txt", case.text.encode())
    start = article.raw.index(case.attack)
    end = start + len(case.attack)
    sentences = {
        (s.start, s.end)
        for s in prepare_article(article, withholding=False).sentences
        if start <= s.start and s.end <= end
    }
    patterns = prepare_article(article).article.withheld
    by_patterns = {s for s in sentences if any(w.start <= s[0] and s[1] <= w.end for w in patterns)}
    by_head = sentences.intersection(_by_head(article, model))
    # a plant that is the title is no sentence
    return Told(
        case,
        by_patterns == sentences != set(),
        by_head == sentences != set(),
        by_head | by_patterns == sentences != set(),
    )


def _by_head(article: Article, model: LocalEmbedding) -> Iterator[Stretch]:
    """Yield the places of the sentences that the head tells, of what patterns leave."""
    prepared = prepare_article(article, withholding=False)
    texts = [PassageText(each.text, each.sentences) for each in prepared.embeddables]
    inside = [s for p in prepared.passages for s in prepared.sentences[p.first : p.last + 1]]
    vectors = [embedded.sentences for embedded in model.embed_each(texts)]
    told = planted_head().planted([s.text for s in inside], np.concatenate(vectors))
    for sentence, is_planted in zip(inside, told, strict=True):
        if is_planted:
            yield sentence.start, sentence.end


async def _ask(cases: Sequence[Case], model: LocalEmbedding) -> list[bool]:
    embedder = EmbedderSource(local_embedder().identity, lambda: model)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for number, case in enumerate(cases):
            (folder / "articles" / f"{number:03d}-{case.host}").write_text(case.text, "utf-8")
        config = CoverageConfig(folder / "articles", folder / "data")
        async with await Coverage.open(config, embedder) as coverage:
            await coverage.reindex()
            quoted = []
            for case in cases:
                answer = await coverage.ask(case.questions()[2])
                shown = [*(c.quote for c in answer.citations), *(c.title for c in answer.citations)]
                if answer.answered:
                    shown.append(answer.text)
                quoted.append(any(shows(text, case) for text in shown))
            return quoted


def _ordinary(data: Path, model: LocalEmbedding) -> None:
    """Count the sentences of articles in which nothing was planted that are withheld."""
    total, by_patterns, by_head = 0, 0, 0
    for row in rows(data.parent / "quotes" / "articles.jsonl"):
        article = parse_article("article.txt", row["text"].encode())
        sentences = prepare_article(article, withholding=False).sentences
        total += len(sentences)
        by_patterns += len(sentences) - len(prepare_article(article).sentences)
        told = list(_by_head(article, model))
        by_head += len(told)
        for start, end in told:
            print(f"    held back: {article.raw[start:end]!r}")
    print(
        f"ordinary sentences withheld by patterns: {by_patterns} of {total}, by the head: "
        f"{by_head}, {by_head / total:.2%}"
    )
