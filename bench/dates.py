"""Time expressions on documents annotated with TIMEX3: spans, values, calendar days."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.corpus import files, rows, write_rows
from index.models import TimeExpression
from index.temporal.tagger import find_dates_in_sequence

_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def predict(text: str, published: dt.date | None) -> list[TimeExpression]:
    """Return the expressions of a document with offsets into it, read paragraph by paragraph."""
    parts = list(_PARAGRAPH.finditer(text))
    found = find_dates_in_sequence([part.group() for part in parts], published)
    return [
        _moved(one, part.start()) for part, row in zip(parts, found, strict=True) for one in row
    ]


def _moved(one: TimeExpression, by: int) -> TimeExpression:
    return TimeExpression(
        one.start + by, one.end + by, one.text, one.kind, one.value, one.first, one.last
    )


def _count(gold: list[dict[str, Any]], found: list[TimeExpression]) -> Counter[str]:
    counts = Counter(gold=len(gold), found=len(found))
    counts["gold days"] = sum(bool(_DAY.fullmatch(g["value"] or "")) for g in gold)
    counts["found days"] = sum(bool(_DAY.fullmatch(one.value or "")) for one in found)
    used: set[int] = set()
    for g in gold:
        for number, one in enumerate(found):
            if number not in used and one.start < g["end"] and g["start"] < one.end:
                used.add(number)
                counts["spans"] += 1
                counts["exact spans"] += (one.start, one.end) == (g["start"], g["end"])
                counts["values"] += one.value == g["value"]
                counts["days"] += one.value == g["value"] and bool(_DAY.fullmatch(g["value"] or ""))
                break
    return counts


def _f1(hits: int, gold: int, found: int) -> float:
    return 2 * hits / (gold + found) if gold + found else 0.0


def run(data: Path, out: Path | None) -> int:
    """Print strict and relaxed span F1, value F1, day F1 and the time an article takes."""
    documents = [document for path in files(data) for document in rows(path)]
    counts: Counter[str] = Counter()
    made, seconds, words = [], 0.0, 0
    for document in documents:
        published = document["published"]
        begun = time.perf_counter()
        found = predict(document["text"], published and dt.date.fromisoformat(published))
        seconds += time.perf_counter() - begun
        words += len(document["text"].split())
        counts += _count(document["timexes"], found)
        made.append(
            {"timexes": [{"start": t.start, "end": t.end, "value": t.value} for t in found]}
        )
    write_rows(out, made)
    for name, hits in (("strict", "exact spans"), ("relaxed", "spans"), ("value", "values")):
        print(f"{name} F1: {_f1(counts[hits], counts['gold'], counts['found']):.4f}")
    print(f"day F1: {_f1(counts['days'], counts['gold days'], counts['found days']):.4f}")
    print(
        f"{len(documents)} documents, {1000 * seconds * 500 / max(words, 1):.2f} ms for 500 words"
    )
    return 0
