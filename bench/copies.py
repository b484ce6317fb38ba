"""Near copies: what the candidates of LSH miss, compared with every pair of articles.

DATA is a folder with files ``articles.jsonl`` somewhere below it, of rows with ``id`` and ``text``.
Predictions are the pairs of near copies with the shares of the shorter and of the longer article.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from bench.corpus import rows, write_rows
from index.copies.candidates import Candidates, signature_of
from index.copies.shingles import FEWEST, Shingles, are_near_copies, shingles
from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article
from index.ingestion.splitter import split_article

Pairs = set[tuple[int, int]]


def run(data: Path, out: Path | None) -> int:
    """Print how many pairs are near copies, and how many of them are found; 1 for no article."""
    read = [row for path in sorted(data.rglob("articles.jsonl")) for row in rows(path)]
    if not read:
        print(f"there is no articles.jsonl below {data}")
        return 1
    sentences = [_sentences(str(row["text"])) for row in read]
    started = time.perf_counter()
    texts = [shingles(each) for each in sentences]
    signed = {i: signature_of(each) for i, each in enumerate(texts) if len(each) >= FEWEST}
    made = time.perf_counter()
    candidates = Candidates(signed)
    pairs = {(min(i, j), max(i, j)) for i in signed for j in candidates.of(i)}
    looked = time.perf_counter()
    found = {pair for pair in pairs if _are_copies(texts, *pair)}
    compared = time.perf_counter()
    true = {pair for pair in _sharing(texts) if _are_copies(texts, *pair)}
    print(
        f"{len(read)} articles, {len(true)} pairs of near copies among "
        f"{len({i for pair in true for i in pair})} articles\n"
        f"candidates {len(pairs)}: recall {len(found) / max(1, len(true)):.3f}, precision "
        f"{len(found) / max(1, len(pairs)):.3f} before the exact comparison, 1 after it\n"
        f"milliseconds: {1000 * (made - started) / len(read):.2f} an article to sign, "
        f"{1000 * (looked - made):.0f} for all candidates, {1000 * (compared - looked):.0f} to "
        "compare them"
    )
    write_rows(out, (_row(read, texts, *pair) for pair in sorted(true)))
    return 0


def _sentences(text: str) -> list[str]:
    try:
        return [each.text for each in split_article(parse_article("a.txt", text.encode()))[0]]
    except UnreadableArticle:  # some are empty
        return []


def _are_copies(texts: Sequence[Shingles], one: int, other: int) -> bool:
    return are_near_copies(texts[one], texts[other])


def _sharing(texts: Sequence[Shingles]) -> Pairs:
    """All pairs that share as many shingles as the smallest near copies have to."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(texts):
        for shingle in each:
            holders[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        shared.update(combinations(numbers, 2))
    return {pair for pair, count in shared.items() if count >= FEWEST // 2}


def _row(
    read: Sequence[dict[str, object]], texts: Sequence[Shingles], one: int, other: int
) -> dict[str, object]:
    shorter, longer = sorted((len(texts[one]), len(texts[other])))
    shared = len(texts[one] & texts[other])
    return {
        "one": read[one]["id"],
        "other": read[other]["id"],
        "of_shorter": round(shared / shorter, 3),
        "of_longer": round(shared / longer, 3),
    }
