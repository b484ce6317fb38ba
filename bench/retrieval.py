"""Finding the right articles: words alone, vectors alone, and both fused, in one run.

DATA holds ``articles.jsonl`` (id, text) and ``queries.jsonl`` (query, relevant ids).
"""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import indexed, rows, write_articles, write_rows
from index.coverage import Coverage
from index.query.extraction import extract_question
from index.retrieval.hybrid import VECTOR_WEIGHT, PassageHit, RetrievalQuery, Tuning

DEPTH = 1000
SECOND_PASSAGE_WEIGHT = 0.5  # what the second nearest passage of an article counts
WAYS = (("words alone", 0.0), ("vectors alone", 1.0), ("hybrid (the product)", VECTOR_WEIGHT))


def run(data: Path, out: Path | None) -> int:
    """Index the articles, rank them for every query in three ways, print the scores."""
    queries = rows(data / "queries.jsonl")
    rankings = asyncio.run(_rank(data / "articles.jsonl", queries))
    print(f"{'':24}{'MAP':>8}{'MRR@10':>8}{'nDCG@10':>9}")
    for name, _ in WAYS:
        pairs = [(q["relevant"], r) for q, r in zip(queries, rankings[name], strict=True)]
        print(f"{name:24}" + "".join(f"{score:8.4f}" for score in _scores(pairs)))
    write_rows(out, ({"ranking": ranking} for ranking in rankings[WAYS[-1][0]]))
    return 0


async def _rank(path: Path, queries: Sequence[dict[str, Any]]) -> dict[str, list[list[Any]]]:
    with TemporaryDirectory() as folder:
        ids = write_articles(Path(folder), rows(path))
        async with indexed(Path(folder)) as coverage:
            return {
                name: [await _one(coverage, ids, q["query"], weight) for q in queries]
                for name, weight in WAYS
            }


async def _one(coverage: Coverage, ids: dict[str, Any], query: str, weight: float) -> list[Any]:
    retriever = (await coverage.query_engine()).retriever
    hits = retriever.search(RetrievalQuery(extract_question(query)), Tuning(DEPTH, weight))
    files = retriever.files([hit.key for hit in hits])
    return [ids[file] for file, _ in rank_articles(hits, files, weight)]


def rank_articles(
    hits: Sequence[PassageHit], files: dict[str, str], vector_weight: float
) -> list[tuple[str, float]]:
    """Rank articles by their two nearest passages (the second counts half) and best word score."""
    near: defaultdict[str, list[float]] = defaultdict(list)
    worded: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        if hit.key in files:
            file = files[hit.key]
            near[file].append(hit.vector_score)
            worded[file] = max(worded[file], hit.word_score)
    scored = {}
    for file, each in near.items():
        first, second = sorted([*each, 0.0], reverse=True)[:2]
        nearness = (first + SECOND_PASSAGE_WEIGHT * second) / (1 + SECOND_PASSAGE_WEIGHT)
        scored[file] = vector_weight * nearness + (1 - vector_weight) * worded[file]
    return sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))


def _scores(pairs: Sequence[tuple[Sequence[Any], Sequence[Any]]]) -> tuple[float, float, float]:
    """Mean average precision, mean reciprocal rank at 10, normalised discounted gain at 10."""
    each = [_score(set(relevant), ranking) for relevant, ranking in pairs]
    count = len(each)
    return (
        sum(a for a, _, _ in each) / count,
        sum(b for _, b, _ in each) / count,
        sum(c for _, _, c in each) / count,
    )


def _score(relevant: set[Any], ranking: Sequence[Any]) -> tuple[float, float, float]:
    hits = [rank for rank, article in enumerate(ranking, 1) if article in relevant]
    precision = sum(n / rank for n, rank in enumerate(hits, 1)) / len(relevant)
    first = 1 / hits[0] if hits and hits[0] <= 10 else 0.0
    gain = sum(1 / math.log2(rank + 1) for rank in hits if rank <= 10)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(relevant)) + 1))
    return precision, first, gain / best
