"""Briefings of news topics against timelines that journalists wrote of them.

DATA is the folder of timelines. Every topic is indexed, and its briefing is compared with each of
its gold timelines, all entries in a row. Two baselines pick as many sentences from the same
articles: "lead" takes the first sentence of articles evenly spread over the days, and "centroid"
the sentences nearest to the mean of all (Radev et al. 2004), in vectors of the same model, leaving
out those like one that was taken. ROUGE-1 and ROUGE-2 are F measures of n-grams of stemmed words,
clipped (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004), over the first
``WORDS`` words of each summary.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import snowballstemmer

from bench.corpus import indexed, rows, write_articles, write_rows
from index.briefing.selection import Opening, choose, length_of
from index.models import EVERYTHING
from index.storage.ledger.records import StoredSentence

WORDS = 150
_STEMMER = snowballstemmer.stemmer("english")
_ALIKE = 0.8


def run(data: Path, out: Path | None) -> int:
    """Print a line for each method: the mean over all gold timelines."""
    topics = sorted(path.parent for path in data.glob("*/articles.jsonl"))
    found = asyncio.run(_all(topics))
    print(f"{'':12}{'ROUGE-1':>9}{'ROUGE-2':>9}   {len(found)} timelines")
    for method in ("lead", "centroid", "briefing"):
        scores = [rouge(row[method], row["gold"]) for row in found]
        one, two = (sum(score[i] for score in scores) / len(scores) for i in (0, 1))
        print(f"{method:12}{one:9.3f}{two:9.3f}")
    write_rows(out, found)
    return 0


async def _all(topics: Sequence[Path]) -> list[dict[str, Any]]:
    made = []
    for topic in topics:
        summaries = await _summaries(topic)
        for name, text in _timelines(topic).items():
            made.append({"topic": topic.name, "timeline": name, "gold": text, **summaries})
    return made


def _timelines(topic: Path) -> dict[str, str]:
    golds = sorted(topic.glob("gold-*.jsonl"))
    return {gold.stem: " ".join(row["text"] for row in rows(gold)) for gold in golds}


async def _summaries(topic: Path) -> dict[str, str]:
    """Index a topic and summarise it in three ways."""
    with TemporaryDirectory() as folder:
        write_articles(Path(folder), rows(topic / "articles.jsonl"))
        async with indexed(Path(folder)) as coverage:
            service = await coverage.briefings()
            openings = service.openings(None, EVERYTHING)
    most = length_of(len(openings))
    return {
        "lead": _text(lead(openings, most)),
        "centroid": _text(centroid(openings, most)),
        "briefing": _text(choose(openings, most)),
    }


def lead(openings: Sequence[Opening], most: int) -> list[StoredSentence]:
    """Return the first sentences of articles that are evenly spread."""
    places = np.linspace(0, len(openings) - 1, most).astype(int)
    return [openings[place].sentences[0] for place in places]


def centroid(openings: Sequence[Opening], most: int) -> list[StoredSentence]:
    """Return the sentences nearest to the mean of all, without those like one before."""
    sentences = [sentence for each in openings for sentence in each.sentences]
    vectors = np.stack([s.vector for s in sentences if s.vector is not None])
    order = np.argsort(-(vectors @ vectors.mean(axis=0)), kind="stable")
    chosen: list[int] = []
    for place in order.tolist():
        if len(chosen) < most and all(vectors[place] @ vectors[i] < _ALIKE for i in chosen):
            chosen.append(place)
    return [sentences[place] for place in chosen]


def rouge(summary: str, gold: str) -> tuple[float, float]:
    """Return F of ROUGE-1 and of ROUGE-2."""
    one, other = _stems(summary)[:WORDS], _stems(gold)
    return _overlap(one, other, 1), _overlap(one, other, 2)


def _overlap(one: Sequence[str], other: Sequence[str], n: int) -> float:
    made, wanted = (
        Counter(zip(*(words[i:] for i in range(n)), strict=False)) for words in (one, other)
    )
    shared = sum((made & wanted).values())
    return 2 * shared / max(1, sum(made.values()) + sum(wanted.values()))


def _stems(text: str) -> list[str]:
    stems: list[str] = _STEMMER.stemWords(re.findall(r"[a-z0-9]+", text.lower()))
    return stems


def _text(sentences: Sequence[StoredSentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)
