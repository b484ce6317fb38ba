"""The figures of the model card.

    python -m train.evaluate SHARED WORK [--model FILE] [--only NAME ...] [--limit N]

Figures on the measuring sets of SHARED/bench (prediction files for `score.py` go to
WORK/predictions), on sets that were left out of training for their licence, on the dev rows, and
the time of 24 passages of 160 tokens. Nothing is fitted on any of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.abstention import auroc
from train import rows as row_files
from train.coder import CLASSES, READER_TOKEN
from train.data import JUDGED, nearest_sentences
from train.inference import Model, support, windows
from train.rows import EntailmentRow, ReaderRow
from train.text import sentences, words

Figures = dict[str, float]

WINDOW_WORDS = 110
"""Words of a window of evidence, as in training."""
WINDOWS = 6
"""Windows of a long document that are scored for a claim."""
READ_WORDS = 150
"""Words of a window that is read for an answer."""


def jsonl(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def answerable(model: Model, questions: Sequence[str], contexts: Sequence[str]) -> list[float]:
    """For each context the best of its windows: span less no answer."""
    pairs = [
        (number, question, part)
        for number, (question, context) in enumerate(zip(questions, contexts, strict=True))
        for part in windows(context, READ_WORDS)
    ]
    read = model.read([q for _, q, _ in pairs], [p for _, _, p in pairs], [[]] * len(pairs))
    best = [-np.inf] * len(questions)
    for (number, _, _), found in zip(pairs, read, strict=True):
        best[number] = max(best[number], found.answerable)
    return best


def likeliest(parts: list[str], claim: str) -> list[str]:
    """The `WINDOWS` parts that share most words with `claim`."""
    aim = set(words(claim))
    return sorted(parts, key=lambda part: -len(aim & set(words(part))))[:WINDOWS]


def supported(
    model: Model, claims: Sequence[str], evidence: Sequence[str]
) -> dict[str, np.ndarray]:
    """Support of each claim: the best window, the sentences nearest the claim as one window, and
    the mean of both."""
    pairs = [
        (number, claim, part)
        for number, (claim, text) in enumerate(zip(claims, evidence, strict=True))
        for part in likeliest(windows(text, WINDOW_WORDS), claim)
    ]
    scores = support(model.judge([c for _, c, _ in pairs], [p for _, _, p in pairs]))
    best = np.full(len(claims), -np.inf)
    np.maximum.at(best, [number for number, _, _ in pairs], scores)
    near = [nearest_sentences(t, c, WINDOW_WORDS) for c, t in zip(claims, evidence, strict=True)]
    gathered = support(model.judge(claims, near))
    return {"best window": best, "nearest sentences": gathered, "both": (best + gathered) / 2}


def abstention(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """SQuAD 2.0 sample: is the question answered by its paragraph?"""
    rows = jsonl(shared / "bench/abstention/dev.jsonl")
    scores = answerable(model, [r["question"] for r in rows], [r["context"] for r in rows])
    predictions(out / "abstention.jsonl", scores)
    return {"abstention AUROC": auroc([r["answerable"] for r in rows], scores)}


def qags(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """CNN/DailyMail articles and sentences of summaries."""
    rows = jsonl(shared / "bench/support/qags.jsonl")
    found = supported(model, [r["claim"] for r in rows], [r["article"] for r in rows])
    predictions(out / "qags.jsonl", found["both"])
    truth = [r["supported"] for r in rows]
    return {f"qags AUROC, {name}": auroc(truth, s) for name, s in found.items()}


def wice(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """Claims of Wikipedia and the pages that they cite; supported against the rest."""
    rows = jsonl(shared / "bench/support/wice.jsonl")
    evidence = ["\n".join(r["evidence"]) for r in rows]
    found = supported(model, [r["claim"] for r in rows], evidence)
    predictions(out / "wice.jsonl", found["both"])
    truth = [r["label"] == "supported" for r in rows]
    return {f"wice AUROC, {name}": auroc(truth, s) for name, s in found.items()}


def predictions(path: Path, scores: Sequence[float] | np.ndarray) -> None:
    """A file that `score.py auroc` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps({"score": float(s)}) + "\n" for s in scores))


def dev_reader(model: Model, work: Path) -> Figures:
    """Own dev rows: is the first sentence by score one that answers, is the best span right, and
    do questions without an answer score lower? People's are set against the answered rows of the
    same sets alone: those of other sets are shorter, and length must not tell."""
    rows = [r for r in row_files.read(work / "rows/dev.jsonl") if isinstance(r, ReaderRow)]
    spans = [[(a, b) for a, b, _ in row.sentences] for row in rows]
    read = model.read([r.question for r in rows], [r.passage for r in rows], spans)
    first, overlap = [], []
    for row, found in zip(rows, read, strict=True):
        marks = [mark for _, _, mark in row.sentences]
        if 1 in marks and 0 in marks:
            first.append(marks[int(np.argmax(found.sentences))] == 1)
        if row.answer:
            overlap.append(found.span[0] < row.answer[1] and row.answer[0] < found.span[1])
    figures = {
        f"dev, gold sentence first ({len(first)})": float(np.mean(first)),
        f"dev, best span touches the answer ({len(overlap)})": float(np.mean(overlap)),
    }
    kinds: dict[str, list[float]] = defaultdict(list)
    for row, found in zip(rows, read, strict=True):
        kind = row.source.split(":")[0] if ":" in row.source else "people"
        kinds["answered" if row.answered else kind].append(found.answerable)
        if row.answered and row.source in JUDGED:
            kinds["judged"].append(found.answerable)
    good, judged = kinds.pop("answered"), kinds.pop("judged")
    for kind, bad in sorted(kinds.items()):
        against = judged if kind == "people" else good
        truth = [True] * len(against) + [False] * len(bad)
        figures[f"dev, no-answer AUROC, {kind} ({len(bad)})"] = auroc(truth, against + bad)
    return figures


def news(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """Own dev rows of a round over news: of all sentences that were read for a question, is the
    first one right? And do questions that nothing answers score lower? (Those whose answer was not
    among what was read do not count.)"""
    asked: dict[str, list[ReaderRow]] = defaultdict(list)
    for row in row_files.read(out.parent / "rows/dev.jsonl"):
        if isinstance(row, ReaderRow) and row.asked:
            asked[row.asked].append(row)
    first, best, span, truth = [], [], [], []
    for rows in asked.values():
        spans = [[(a, b) for a, b, _ in row.sentences] for row in rows]
        read = model.read([r.question for r in rows], [r.passage for r in rows], spans)
        marks = [mark for row in rows for _, _, mark in row.sentences]
        scores = [score for found in read for score in found.sentences]
        answered = any(row.answered for row in rows)
        if answered and 1 in marks:
            first.append(marks[int(np.argmax(scores))] == 1)
        if (1 in marks) == answered and scores:
            best.append(max(scores))
            span.append(max(found.answerable for found in read))
            truth.append(answered)
    if not first:
        return {}
    return {
        f"news dev, right sentence first of all read ({len(first)})": float(np.mean(first)),
        f"news dev, no-answer AUROC, best sentence ({truth.count(False)})": auroc(truth, best),
        "news dev, no-answer AUROC, best span": auroc(truth, span),
    }


def dev_entailment(model: Model, work: Path) -> Figures:
    """Own dev rows: accuracy over three classes where known, supported or not everywhere."""
    rows = [r for r in row_files.read(work / "rows/dev.jsonl") if isinstance(r, EntailmentRow)]
    verdict = model.judge([r.claim for r in rows], [r.evidence for r in rows])
    guess, score = verdict.argmax(1), support(verdict)
    figures: Figures = {}
    for name in ("people", "made"):
        here = [i for i, r in enumerate(rows) if r.source.startswith("made:") == (name == "made")]
        three = [guess[i] == CLASSES.index(rows[i].label) for i in here if rows[i].label in CLASSES]
        truth = [rows[i].label == "supported" for i in here]
        two = [(guess[i] == 0) == t for i, t in zip(here, truth, strict=True)]
        figures[f"dev {name}, three classes ({len(three)})"] = float(np.mean(three))
        figures[f"dev {name}, supported or not ({len(two)})"] = float(np.mean(two))
        figures[f"dev {name}, AUROC"] = auroc(truth, [score[i] for i in here])
    return figures


def dev(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """Both halves of the dev rows."""
    return dev_reader(model, out.parent) | dev_entailment(model, out.parent)


def elsewhere(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """Sets that were not learned from, a sample of `limit` rows each."""
    figures: Figures = {}
    for name in ("realtimeqa", "newsqa_windows"):
        rows = sample(shared / f"train/qa/{name}.jsonl.gz", limit)
        rows = [r for r in rows if r.get("how") != "retrieved"]
        scores = answerable(model, [r["question"] for r in rows], [r["context"] for r in rows])
        figures[f"{name}, no-answer AUROC"] = auroc([bool(r["answers"]) for r in rows], scores)
        held = [r for r in rows if r["answers"]]
        figures[f"{name}, gold sentence first"] = sentence_first(model, held)
    for name in ("summedits_news", "fib_xsum_human", "lfqa_verification", "rte"):
        rows = sample(shared / f"train/support/{name}.jsonl.gz", limit)
        near = [nearest_sentences(r["evidence"], r["claim"], WINDOW_WORDS) for r in rows]
        score = support(model.judge([r["claim"] for r in rows], near))
        truth = [r["label"] == "supported" for r in rows]
        figures[f"{name}, AUROC"] = auroc(truth, list(score))
    return figures


def sample(path: Path, limit: int) -> list[dict[str, Any]]:
    """`limit` rows of a set, always the same ones."""
    rows = jsonl(path)
    random.Random(0).shuffle(rows)  # noqa: S311
    return rows[:limit]


def sentence_first(model: Model, rows: list[dict[str, Any]]) -> float:
    """Share of passages (of several sentences) whose best sentence holds the answer."""
    spans = [sentences(r["context"]) for r in rows]
    read = model.read([r["question"] for r in rows], [r["context"] for r in rows], spans)
    hits = []
    for row, marks, found in zip(rows, spans, read, strict=True):
        if len(marks) > 1:
            left, right = marks[int(np.argmax(found.sentences))]
            hits.append(any(left <= a["start"] < right for a in row["answers"]))
    return float(np.mean(hits))


def speed(model: Model, shared: Path, out: Path, limit: int) -> Figures:
    """Milliseconds for 24 passages of 160 tokens, median of nine, in batches of 16."""
    row = model.coder.encode(READER_TOKEN, "who said so", "word " * 400, 160)
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        model.run([row] * 24)
        times.append(1000 * (time.perf_counter() - begin))
    return {"24 passages of 160 tokens, ms": float(np.median(times)), "at best, ms": min(times)}


STEPS: dict[str, Callable[[Model, Path, Path, int], Figures]] = {
    "abstention": abstention,
    "qags": qags,
    "wice": wice,
    "dev": dev,
    "news": news,
    "elsewhere": elsewhere,
    "speed": speed,
}


def main() -> None:
    """Print the figures, and keep them beside the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--model", type=Path, help="default: WORK/final/model.onnx")
    parser.add_argument("--only", nargs="*", choices=list(STEPS), default=list(STEPS))
    parser.add_argument("--limit", type=int, default=400, help="rows of the sets left out")
    options = parser.parse_args()
    path: Path = options.model or options.work / "final/model.onnx"
    model = Model(path, path.with_name("tokenizer.json"))
    figures: Figures = {}
    for name in options.only:
        found = STEPS[name](model, options.shared, options.work / "predictions", options.limit)
        for key, value in found.items():
            print(f"{value:8.3f}  {key}", flush=True)
        figures |= found
    target = path.with_name(f"figures-{path.name.removesuffix('.onnx')}.json")
    target.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
