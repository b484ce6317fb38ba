"""Checking a sentence against its source.

DATA is the folder with ``qags.jsonl`` (an article, a sentence about it, whether the article
supports it) and ``wice.jsonl`` (a claim, the sentences of the page it cites, a label), or one of
the files. Predictions have the checker's score. Beside the AUROC of the score on all rows stand
those of models of the same features, and of fewer, that were fitted on other rows. From a folder,
sentences made by code are checked, too: true ones and corrupted ones (``bench.catching``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bench.abstention import auroc
from bench.catching import catch
from bench.corpus import files, rows, write_rows
from bench.logistic import Rows, cross_validated, fit
from index.embedding.local_model import LocalEmbedding
from index.english.tokens import tokenize
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.evidence import EmbeddedText, PreparedEvidence, embed_text, parse_text
from index.faithfulness.models import Evidence
from index.faithfulness.scoring import Features, score

_NAMES = [field.name for field in fields(Features)]


@dataclass(frozen=True)
class _Judged:
    """What came of the rows of one file."""

    name: str
    truth: list[bool]
    scores: list[float]
    features: list[Features]
    overlap: list[float]
    cosines: list[float]
    group: list[str]


def run(data: Path, out: Path | None) -> int:
    """Print the figures; write one prediction a row, the files in alphabetical order."""
    model = LocalEmbedding()
    checker = FaithfulnessChecker(model)
    found = [_judge(checker, model, file) for file in files(data)]
    for judged in found:
        print(f"{judged.name}: {len(judged.truth)} rows, {sum(judged.truth)} supported")
        print(f"  AUROC of the score             {auroc(judged.truth, judged.scores):.4f}")
        print(f"  AUROC of best sentence cosine  {auroc(judged.truth, judged.cosines):.4f}")
        print(f"  AUROC of overlap in words      {auroc(judged.truth, judged.overlap):.4f}")
    _validate([_rows(judged) for judged in found])
    write_rows(out, ({"score": score} for judged in found for score in judged.scores))
    if out is not None and len(found) > 1:
        for judged in found:
            path = out.with_name(f"{out.stem}-{judged.name}{out.suffix}")
            write_rows(path, ({"score": score} for score in judged.scores))
    quotes = data.parent / "quotes" / "articles.jsonl"
    if data.is_dir() and quotes.exists():
        catch(checker, quotes)
    return 0


def _judge(checker: FaithfulnessChecker, model: LocalEmbedding, file: Path) -> _Judged:
    """Check each row's claim; the rows of one source stand together and share its reading."""
    judged = _Judged(file.stem, [], [], [], [], [], [])
    length = 1 if file.stem == "wice" else 2
    source: tuple[str, list[PreparedEvidence]] = ("", [])
    for row in rows(file):
        claim, text, supported = claim_of(row)
        if source[0] != text:
            source = text, checker.prepare([Evidence(text, text)])
        features = checker.weigh(claim, source[1])
        judged.truth.append(supported)
        judged.scores.append(score(features))
        judged.features.append(features)
        judged.overlap.append(_overlap(claim, text, length))
        judged.cosines.append(_nearest(model, claim, source[1][0].seen))
        judged.group.append(text)
    return judged


def claim_of(row: dict[str, Any]) -> tuple[str, str, bool]:
    """Claim, source and truth."""
    if "article" in row:
        return _joined(row["claim"]), _joined(row["article"]), row["supported"]
    lines = "\n".join(line for line in row["evidence"] if line.strip())
    return row["claim"], lines, row["label"] == "supported"


def _joined(text: str) -> str:
    """Without the blanks that this set has inside its figures: "$ 36, 000", "98. 7 %"."""
    text = re.sub(r"(?<=\d), (?=\d{3}\b)", ",", text)
    text = re.sub(r"(?<=\d)\. (?=\d)", ".", text)
    return re.sub(r"(?<=[$£€]) (?=\d)|(?<=\d) (?=%)", "", text)


def _overlap(claim: str, text: str, length: int) -> float:
    """Share of the claim's runs of so many words that stand in the source."""
    own, known = _runs(claim, length), set(_runs(text, length))
    return sum(run in known for run in own) / max(len(own), 1)


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = [token.folded for token in tokenize(text)]
    return [tuple(words[i : i + length]) for i in range(len(words) - length + 1)]


def _nearest(model: LocalEmbedding, claim: str, seen: EmbeddedText) -> float:
    """The best cosine of the claim with a sentence of the source."""
    own = embed_text(model, parse_text(claim)).vectors.sum(axis=0)
    begins = np.flatnonzero(np.r_[True, seen.sentences[1:] != seen.sentences[:-1]])
    pooled = np.add.reduceat(seen.vectors, begins, axis=0)
    lengths = np.linalg.norm(pooled, axis=1) * np.linalg.norm(own)
    return float((pooled @ own / lengths).max())


def _rows(judged: _Judged) -> Rows:
    group = np.unique(judged.group, return_inverse=True)[1]
    x = np.array([astuple(each) for each in judged.features], dtype=float)
    return Rows(judged.name, x, np.array(judged.truth), group)


def _validate(sets: Sequence[Rows]) -> None:
    """Models that were fitted on nine parts of all sets, on the tenth; five times."""
    print("cross-validated AUROC, and without one of the features")
    _line("all features", cross_validated(sets))
    for i, name in enumerate(_NAMES):
        fewer = [Rows(s.name, np.delete(s.x, i, axis=1), s.truth, s.group) for s in sets]
        _line(f"without {name}", cross_validated(fewer))
    weights, intercepts = fit(sets, [np.ones(len(s.truth), dtype=bool) for s in sets])
    fitted = ", ".join(f"{name} {w:.2f}" for name, w in zip(_NAMES, weights, strict=True))
    print(f"weights fitted on all rows: {fitted}; intercepts {np.round(intercepts, 2).tolist()}")


def _line(name: str, figures: dict[str, float]) -> None:
    print(f"  {name:28}", "  ".join(f"{key} {value:.4f}" for key, value in figures.items()))
