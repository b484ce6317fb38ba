"""Makes the weights that tell the language of a message: ``python -m train.languages SHARED``.

Learned from sentences that were written for this project (``written/languages.txt``), and for
English from the written requests and from public questions: TREC (free), CLINC150 (CC BY 3.0) and
QAMR (MIT). Multinomial naive Bayes with additive smoothing; every language counts the same.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.query.language import ENGLISH, pieces

WRITTEN = Path(__file__).parent / "written"
TARGET = Path(__file__).parent.parent / "index" / "query" / "language.npz"
SMOOTHING = 0.3
ENGLISH_SETS = {"trec_qc": 3000, "clinc150": 3000}
LEAST = 2
"""Times that a feature of English has to occur; one of the other languages may occur once."""


def sentences(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield (language, sentence)."""
    for line in (WRITTEN / "languages.txt").read_text("utf-8").splitlines():
        language, _, sentence = line.partition("\t")
        yield language, sentence
    for line in (WRITTEN / "intents.jsonl").read_text("utf-8").splitlines():
        yield ENGLISH, str(json.loads(line)["text"])
    for name, most in ENGLISH_SETS.items():
        with gzip.open(
            shared / "train" / "intent" / f"{name}.jsonl.gz", "rt", encoding="utf-8"
        ) as lines:
            rows = [json.loads(line)["text"] for line in lines]
        yield from ((ENGLISH, text) for text in rows[:: max(1, len(rows) // most)])


def main() -> None:
    """Count, smooth and write the weights."""
    parser = argparse.ArgumentParser(prog="train.languages", description=__doc__)
    parser.add_argument("shared", type=Path)
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for language, sentence in sentences(parser.parse_args().shared):
        words = "".join(c if c.isalpha() or c in "'’" else " " for c in sentence.lower()).split()
        counts[language].update(piece for word in words for piece in pieces(word))
    languages = [ENGLISH, *sorted(set(counts) - {ENGLISH})]
    kept = {piece for language in languages[1:] for piece in counts[language]}
    kept |= {piece for piece, n in counts[ENGLISH].items() if n >= LEAST}
    features = sorted(kept)
    table = np.array([[counts[name][f] for name in languages] for f in [*features, ""]])
    shares = (table / table.sum(axis=0) * 10_000 + SMOOTHING) / 10_000
    weights = np.log(shares / shares.sum(axis=0)).astype(np.float16)
    np.savez_compressed(
        TARGET,
        languages=np.frombuffer("\n".join(languages).encode(), dtype=np.uint8),
        features=np.frombuffer("\n".join(features).encode(), dtype=np.uint8),
        weights=weights,
    )
    data = TARGET.read_bytes()
    print(f"{len(data):,} bytes, {len(features):,} features")
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
