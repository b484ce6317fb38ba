"""Fit the weights that rank sentences and decide whether they answer.

    python -m train.calibrate SETS [--write]

SETS is the folder of the measuring sets. What is fitted on: the open half of the fresh questions
(``bench.fresh``), each also asked of a coverage that has nothing to do with it; the questions over
the seed articles (``bench.seed_sets``), without the held-out ones; and questions over a third of
the articles of Wikinews of 2019 (``train/written/world``), from which the reader does not learn. No
held half is read. The product's own code retrieves, skims and reads; then

- ``skim`` and ``rank`` are listwise logistic models of which candidate is a right one,
- ``relates`` is a logistic model of whether a question has to do with the coverage, over the best
  sentence, and ``related`` the limit below which two in a hundred questions with an answer are,
- ``answers`` is a logistic model of whether a sentence answers, over the best of each question,
- ``further`` is the least share of the ranking at which one in four further sentences is right,
- ``threshold`` is the limit at which at most five in a hundred questions with an answer are refused
  (the aim), be it by this limit, by ``related`` or by a fact,
- ``sure`` is where "the first sentence is right" is most often true above and false below.

Whether to answer, and how surely, is learned from coverage that nobody had worked on: the questions
over the seeds, many of which the product was built with, only teach ranking and ``further``. Every
group of questions has the same weight. Features are scaled to unit variance for the L2
penalty. ``--write`` writes ``index/answering/calibration.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.corpus import indexed
from bench.echoes import compared
from bench.fresh import FreshCoverages, Place, echoes, of_half
from bench.questions import next_to, overlaps
from bench.seed_sets import FOLDER, Question, load_questions, load_refusals, occurs
from index.answering.answerability import FACTS
from index.answering.echoes import EchoDetector
from index.answering.ranking import RankedSentence
from index.answering.selection import MAX_STATEMENTS
from index.coverage import Coverage
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding
from index.models import EVERYTHING
from index.storage.ledger.records import StoredSentence
from train.news import WORLD, for_calibration, questions, wikinews

ROOT = Path(__file__).parent.parent
ANSWERED_BY_SEEDS = ("questions", "everyday_questions")
REFUSED_BY_SEEDS = ("near_misses", "everyday_near_misses", "unrelated")
"""Sets of ``bench.seed_sets``; those whose name begins with "held_out" are only reported."""
SKIM = ("cosine", "passage", "cover", "day", "quoted", "newest")
RANK = (*SKIM[1:], "answers", "span")
RELATES = ("answers", "span", "cosine", "cover")
ANSWERS = ("answers", "span")
TALK_SKIM, TALK_RANK = 0.65, 0.6
"""Weights of ``talk``, set by hand on the open conversations of ``bench.followups``.

These are about one article each, so that a fit would let every follow-up stay with its article.
They are the largest at which questions about something else, asked behind a question on a near
subject, lose none of their first answers.
"""
RULED_OUT = FACTS | {"nothing asked", "empty", "words"}
"""What nothing fitted here decides."""
PENALTY = 0.01
UNRELATED, REFUSED = 0.02, 0.05
"""The shares of questions with an answer that may be taken for unrelated, and be refused."""
BEST = 3
"""Sentences of a question that ``answers`` is fitted on."""
FURTHER = 1 / 4
"""The share of further sentences that have to be right."""
FALSE_ECHOES = 0.03
"""The share of what is cited as an echo that may say something else."""

SEEDS = "seeds"
Judge = Callable[[StoredSentence], bool]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with its features, and whether it is a right answer."""

    features: dict[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's candidates; ``group`` is the set that it is from.

    ``related`` says whether it has to do with the coverage, ``refused`` whether a rule refuses it.
    """

    group: str
    text: str
    answerable: bool
    refused: bool
    read: list[Candidate] = field(default_factory=list)
    skimmed: list[Candidate] = field(default_factory=list)
    related: bool = True


async def collect(sets: Path) -> list[Asked]:
    """Ask all questions of the data that is fitted on."""
    fresh = FreshCoverages(sets)
    found: list[Asked] = []
    async for name, coverage in fresh.indexed():
        for row in of_half("questions", "open"):
            if row["coverage"] == name:
                gold = [fresh.place(name, where) for where in row["gold"]]
                answers = partial(_overlapping, gold) if gold else None
                found.append(await _ask(coverage, "fresh", row["question"], answers))
            elif row["coverage"] == next_to(name) and row["gold"]:
                found.append(await _ask(coverage, "fresh", row["question"], None, related=False))
    world = wikinews()
    async for name, coverage in world.indexed():
        chosen = for_calibration(world.articles[name])
        for each in questions(world, name, WORLD):
            if each.file not in chosen:
                continue
            gold = [Place(each.file, each.quote, "")] if each.quote else []
            answers = partial(_overlapping, gold) if gold else None
            found.append(await _ask(coverage, name, each.question, answers))
    async with indexed(ROOT / "seeds") as coverage:
        async for asked in _seeds(coverage):
            found.append(asked)
    return found


async def _seeds(coverage: Coverage) -> AsyncIterator[Asked]:
    for name in ANSWERED_BY_SEEDS:
        for question in load_questions(FOLDER / f"{name}.jsonl"):
            if question.scope == EVERYTHING:
                yield await _ask(coverage, SEEDS, question.question, partial(_told, question))
    for name in REFUSED_BY_SEEDS:
        for refusal in load_refusals(FOLDER / f"{name}.jsonl"):
            if refusal.scope == EVERYTHING:
                related = name != "unrelated"
                yield await _ask(coverage, SEEDS, refusal.question, None, related=related)


def _told(question: Question, sentence: StoredSentence) -> bool:
    """Whether a sentence has a wording that answers a question over the seeds, in its file."""
    wanted = (fragment for group in question.wanted for fragment in group)
    return (
        any(sentence.file in files for files in question.files)
        and any(occurs(fragment, sentence.text) for fragment in wanted)
        and not any(occurs(fragment, sentence.text) for fragment in question.unwanted)
    )


def _overlapping(gold: Sequence[Place], sentence: StoredSentence) -> bool:
    return any(sentence.file == g.file and overlaps(sentence.quote, g.text) for g in gold)


async def _ask(
    coverage: Coverage, group: str, question: str, answers: Judge | None, *, related: bool = True
) -> Asked:
    """Ask a question; ``answers`` tells which sentences answer it, None that none does."""
    engine = await coverage.query_engine()
    result = await engine.arun(question, EVERYTHING)
    part = result.found

    def candidate(each: RankedSentence) -> Candidate:
        return Candidate(each.features, answers is not None and answers(each.sentence))

    every = (*part.ranked, *part.others)
    refused = part.decision.ruled_out in RULED_OUT
    return Asked(
        group,
        question,
        answers is not None,
        refused,
        [candidate(each) for each in every if each.read is not None],
        [candidate(each) for each in every],
        related,
    )


def listwise(asked: Sequence[Asked], names: Sequence[str], *, read: bool) -> Floats:
    """Fit weights that put right candidates before the others of their question."""
    lists = [each.read if read else each.skimmed for each in asked]
    usable = [
        (a, found)
        for a, found in zip(asked, lists, strict=True)
        if any(c.right for c in found) and not all(c.right for c in found)
    ]
    tables = [_table(found, names) for _, found in usable]
    rights = [np.array([c.right for c in found]) for _, found in usable]
    scale = np.concatenate(tables).std(axis=0) + 1e-9
    tables = [table / scale for table in tables]
    shares = _shares([a.group for a, _ in usable])

    def gradient(weights: Floats) -> Floats:
        total: Floats = 2 * PENALTY * weights
        for table, right, share in zip(tables, rights, shares, strict=True):
            scores = table @ weights
            every = np.exp(scores - scores.max())
            every /= every.sum()
            own = np.where(right, every, 0.0)
            own /= own.sum()
            total += share * (table.T @ (every - own))
        return total

    fitted: Floats = _descend(gradient, len(names)) / scale
    return fitted


def answering(asked: Sequence[Asked], names: Sequence[str]) -> tuple[Floats, float]:
    """Fit weights and bias: does a sentence, one of the best of its question, answer?"""
    pairs = [(a, c) for a in asked if a.related and not a.refused for c in a.read[:BEST]]
    return logistic(
        _table([c for _, c in pairs], names),
        np.array([c.right for _, c in pairs], dtype=float),
        np.array(_shares([a.group for a, _ in pairs])),
    )


def relating(asked: Sequence[Asked], names: Sequence[str]) -> tuple[Floats, float]:
    """Fit weights and bias: has a question to do with the coverage, judged by its best sentence?

    Related and unrelated questions count the same in sum.
    """
    read = [each for each in asked if each.read]
    groups = [f"{each.group} {each.related}" for each in read]
    return logistic(
        _table([each.read[0] for each in read], names),
        np.array([each.related for each in read], dtype=float),
        np.array(_shares(groups)),
    )


def logistic(table: Floats, right: Floats, shares: Floats) -> tuple[Floats, float]:
    """Fit the weights and the bias of a logistic model; ``shares`` are weights of the rows."""
    middle, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    table = np.c_[(table - middle) / scale, np.ones(len(table))]

    def gradient(weights: Floats) -> Floats:
        chance = 1 / (1 + np.exp(-table @ weights))
        penalty = 2 * PENALTY * np.r_[weights[:-1], 0.0]
        return np.asarray(table.T @ (shares * (chance - right)) + penalty)

    fitted = _descend(gradient, table.shape[1])
    weights = fitted[:-1] / scale
    return weights, float(fitted[-1] - weights @ middle)


def _table(found: Sequence[Candidate], names: Sequence[str]) -> Floats:
    return np.array([[c.features[name] for name in names] for c in found])


def _shares(groups: Sequence[str]) -> list[float]:
    """Weights that add up to one, the same for each group."""
    sizes = {group: groups.count(group) for group in groups}
    return [1 / (len(sizes) * sizes[group]) for group in groups]


def _descend(gradient: Any, size: int, steps: int = 1500) -> Floats:
    """Minimise with Adam (Kingma and Ba, 2015), the steps becoming smaller."""
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        slope = gradient(weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = 0.05 * (1 - step / steps)
        weights = weights - rate * (first / (1 - 0.9**step)) / (
            np.sqrt(second / (1 - 0.999**step)) + 1e-9
        )
    return weights


def fit(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return what ``calibration.json`` holds, apart from the limit for echoes."""
    skim = listwise(asked, SKIM, read=False)
    rank = listwise(asked, RANK, read=True)
    for each in asked:
        each.read.sort(key=lambda c: -float(_table([c], RANK)[0] @ rank))
    unseen = [each for each in asked if each.group != SEEDS]
    relates, answers = relating(unseen, RELATES), answering(unseen, ANSWERS)
    relations = np.array([_chance(each, RELATES, relates) for each in unseen])
    related = losing(unseen, relations, UNRELATED)
    chances = np.array([_chance(each, ANSWERS, answers) for each in unseen])
    chances[[each.refused for each in unseen]] = 0.0
    chances[relations < related] = 0.0
    about = [each for each in unseen if each.related]
    its_chances = np.array([c for c, each in zip(chances, unseen, strict=True) if each.related])
    shares = [_softmax(_table(each.read, RANK) @ rank) if each.read else rank for each in asked]
    return {
        "skim": {"weights": _named(SKIM, skim) | {"talk": TALK_SKIM}},
        "rank": {"weights": _named(RANK, rank) | {"talk": TALK_RANK}},
        "relates": _model(RELATES, relates),
        "answers": _model(ANSWERS, answers),
        "related": related,
        "threshold": losing(unseen, chances, REFUSED),
        "sure": best_split(about, its_chances),
        "further": least_share(asked, shares, FURTHER),
    }


def _chance(asked: Asked, names: Sequence[str], model: tuple[Floats, float]) -> float:
    """The probability that a model gives for the best sentence of a question; 0 without one."""
    if not asked.read:
        return 0.0
    weights, bias = model
    return float(1 / (1 + np.exp(-(_table(asked.read[:1], names)[0] @ weights + bias))))


def _model(names: Sequence[str], fitted: tuple[Floats, float]) -> dict[str, Any]:
    return {"weights": _named(names, fitted[0]), "bias": round(fitted[1], 3)}


def losing(asked: Sequence[Asked], chances: Floats, share: float) -> float:
    """Return the limit below which at most ``share`` of the questions with an answer are, in each
    group. Those that something else refuses have the chance 0, and count.
    """
    found = []
    for group in {each.group for each in asked}:
        mine = [
            chance
            for chance, each in zip(chances, asked, strict=True)
            if each.group == group and each.answerable
        ]
        found.append(float(np.quantile(mine, share)) if mine else 1.0)
    return round(min(found) - 0.005, 2)


def least_share(asked: Sequence[Asked], shares: Sequence[Floats], right: float) -> float:
    """Return the least share from which ``right`` of the sentences after the first are right.

    ``shares`` are those of each question's sentences, best first. Only questions with an answer
    count, and each group the same.
    """
    groups = {each.group for each in asked}
    usable = [
        (each.group, list(zip(values, each.read, strict=True))[1:MAX_STATEMENTS])
        for each, values in zip(asked, shares, strict=True)
        if each.answerable and each.read
    ]

    def right_among(group: str, limit: float) -> float:
        shown = [
            candidate.right
            for of, further in usable
            for share, candidate in further
            if of == group and share >= limit
        ]
        return sum(shown) / max(1, len(shown))

    def mean(limit: float) -> float:
        return float(np.mean([right_among(group, limit) for group in groups]))

    limits = [round(0.01 * i, 2) for i in range(1, 50)]
    return next((t for t in limits if mean(t) >= right), 0.5)


def _softmax(scores: Floats) -> Floats:
    every = np.exp(scores - scores.max(initial=0.0))
    return np.asarray(every / max(1e-9, every.sum()))


def best_split(asked: Sequence[Asked], chances: Floats) -> float:
    """Return the limit that tells best whether the first sentence is a right one.

    Only questions that are not refused count, each group the same.
    """
    read = [i for i, each in enumerate(asked) if not each.refused and each.read]
    rights = np.array([asked[i].read[0].right for i in read])
    shares = np.array(_shares([asked[i].group for i in read]))
    limits = [round(0.01 * i, 2) for i in range(1, 100)]
    agree = [float(shares[(chances[read] >= limit) == rights].sum()) for limit in limits]
    good = [limit for limit, worth in zip(limits, agree, strict=True) if worth > max(agree) - 1e-9]
    return good[len(good) // 2]


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def fit_echo(sets: Path) -> float:
    """Return the least probability at which few of the cited echoes are false, on the open half."""
    detector, model = EchoDetector(CrossEncoder()), LocalEmbedding()
    pairs = echoes(FreshCoverages(sets), "open")
    chances = detector.probabilities([compared(model, pair) for pair in pairs])
    limits = [round(0.01 * i, 2) for i in range(1, 100)]

    def few_are_false(limit: float) -> bool:
        cited = [pair for chance, pair in zip(chances, pairs, strict=True) if chance >= limit]
        return sum(not pair["says_same"] for pair in cited) <= FALSE_ECHOES * len(cited)

    return next((limit for limit in limits if few_are_false(limit)), 0.99)


def main() -> None:
    """Collect, fit, print, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    fitted = fit(asyncio.run(collect(options.sets)))
    fitted["echo"] = fit_echo(options.sets)
    text = json.dumps(fitted, indent=2) + "\n"
    print(text)
    if options.write:
        (ROOT / "index" / "answering" / "calibration.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
