"""How many false sentences are caught, how many true ones refused, and how long a check takes."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median

from bench.paraphrases import Told
from bench.truths import corrupt, stories, truths
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.evidence import PreparedEvidence
from index.faithfulness.models import Evidence

SEED = 5
TRUE = ("copy", "paraphrase", "merged")


def catch(checker: FaithfulnessChecker, quotes: Path) -> None:
    """Check true sentences about the articles and the same made false, and print the shares."""
    dice = random.Random(SEED)  # noqa: S311
    found = stories(quotes)
    true = list(truths(found, dice))
    false = list(corrupt(true, found, dice))
    refused: defaultdict[str, list[bool]] = defaultdict(list)
    reasons: Counter[str] = Counter()
    times: list[float] = []
    worked: list[float] = []
    readings: dict[tuple[object, ...], list[PreparedEvidence]] = {}
    for told in [*true, *false]:
        evidence = _prepared(checker, told, readings)
        started, before = time.perf_counter(), time.process_time()
        verdict = checker.check(told.text, evidence)
        if told.kind != "copy":
            times.append(1000 * (time.perf_counter() - started))
            worked.append(1000 * (time.process_time() - before))
        refused[told.kind].append(not verdict.supported)
        if told.kind in TRUE:
            reasons.update({problem.kind for problem in verdict.problems})
    for kind, shares in refused.items():
        word = "refused" if kind in TRUE else "caught"
        print(f"{kind:12} {len(shares):5}  {word} {mean(shares):.1%}")
    print(f"true, all      {_share(refused, TRUE)} refused, because of {dict(reasons)}")
    print(f"corrupted, all {_share(refused, refused.keys() - set(TRUE))} caught")
    print(
        f"a check of what is no copy: median {median(times):.1f} ms, mean {mean(times):.1f} ms; ",
        end="",
    )
    print(f"of processor time {median(worked):.1f} ms and {mean(worked):.1f} ms")


def _share(refused: dict[str, list[bool]], kinds: Iterable[str]) -> str:
    return f"{mean(each for kind in kinds for each in refused[kind]):.1%}"


def _prepared(
    checker: FaithfulnessChecker,
    told: Told,
    readings: dict[tuple[object, ...], list[PreparedEvidence]],
) -> list[PreparedEvidence]:
    key = (told.article, *(each.start for each in told.evidence))
    if key not in readings:
        readings[key] = checker.prepare(
            [Evidence(each.text, each.raw, told.published) for each in told.evidence]
        )
    return readings[key]
