"""Makes the weights that tell which questions ask for a state: ``python -m train.states SHARED``.

Learned from written questions (``written/states.jsonl``, with the slots of the intents), and as
questions that do not ask for one from TREC (free) and QAMR (MIT). Prints the figures of
cross-validation in which the copies of a written line stay together.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np

from index.query.intent.classifier import intent_classifier
from index.query.state import features

WRITTEN = Path(__file__).parent / "written"
TARGET = Path(__file__).parent.parent / "index" / "query" / "state.json"
COPIES, SEED, FOLDS, STEPS, PENALTY, RATE = 6, 5, 5, 500, 0.0003, 8.0
LEAST = 2
"""Lines that have an n-gram."""
OTHERS = {"intent/trec_qc": 700, "qa/qamr": 700}


def examples(shared: Path) -> list[tuple[str, bool, str]]:
    """Return (question, whether it asks for a state, the line that it was made from)."""
    dice = random.Random(SEED)  # noqa: S311
    slots = json.loads((WRITTEN / "intent_slots.json").read_text("utf-8"))
    made = []
    for line in (WRITTEN / "states.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for _ in range(COPIES):
            text = re.sub(r"\{(\w+)\}", lambda m: dice.choice(slots[m[1]]), row["text"])
            made.append((text + dice.choice(("", "?")), bool(row["state"]), row["text"]))
    for name, most in OTHERS.items():
        with gzip.open(shared / "train" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        texts = [row.get("text") or row["question"] for row in rows[:: len(rows) // most]]
        made += [
            (text.lower().rstrip("?. ") + dice.choice(("", "?")), False, text) for text in texts
        ]
    return made


def fitted(x: Any, y: Any, weight: Any) -> Any:
    """Return the weights and, last, the bias: gradient descent on the penalised logistic loss."""
    b = np.zeros(x.shape[1] + 1)
    rows = np.c_[x, np.ones(len(x))]
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-rows @ b))
        slope = rows.T @ (weight * (p - y)) / weight.sum()
        slope[:-1] += PENALTY * b[:-1]
        b -= RATE * slope
    return b


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(prog="train.states", description=__doc__)
    parser.add_argument("shared", type=Path)
    found = examples(parser.parse_args().shared)
    known = intent_classifier().known
    bags = [features(text, known) for text, _, _ in found]
    lines: dict[str, set[str]] = collections.defaultdict(set)
    for bag, (_, _, line) in zip(bags, found, strict=True):
        for gram in bag:
            lines[gram].add(line)
    stated = {line for _, state, line in found if state}
    names = sorted(gram for gram, own in lines.items() if len(own) >= LEAST and own & stated)
    places = {gram: i for i, gram in enumerate(names)}
    x = np.zeros((len(found), len(names)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for gram in bag & places.keys():
            x[row, places[gram]] = 1 / np.sqrt(len(bag))
    y = np.array([state for _, state, _ in found], dtype=np.float32)
    weight = np.where(y == 1, (y == 0).sum() / (y == 1).sum(), 1.0)
    fold = np.array([hashlib.sha256(group.encode()).digest()[0] % FOLDS for *_, group in found])
    told = np.zeros(len(found))
    for part in range(FOLDS):
        b = fitted(x[fold != part], y[fold != part], weight[fold != part])
        told[fold == part] = 1 / (1 + np.exp(-x[fold == part] @ b[:-1] - b[-1]))
    for limit in (0.5, 0.7, 0.9):
        hits, wrong = (told[y == 1] >= limit).mean(), (told[y == 0] >= limit).mean()
        print(f"from {limit}: {hits:.1%} of states, {wrong:.1%} of others")
    b = fitted(x, y, weight)
    kept = {name: round(float(w), 3) for name, w in zip(names, b, strict=False) if abs(w) >= 0.2}
    TARGET.write_text(
        json.dumps({"bias": round(float(b[-1]), 3), "weights": kept}, indent=0) + "\n"
    )
    print(f"{len(kept)} weights")


if __name__ == "__main__":
    main()
