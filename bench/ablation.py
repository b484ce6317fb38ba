"""What each rule that stayed, and each feature, is worth: the fresh questions without it.

DATA is the folder of the measuring sets. Each line leaves one thing out and prints the same
figures as ``bench.questions``, over both halves; the last column is how many of the answers
changed. A rule whose line is no worse than the first has no reason to stay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from unittest.mock import patch

from bench.corpus import write_rows
from bench.fresh import HALVES, FreshCoverages
from bench.questions import HEAD, Asked, ask_elsewhere, ask_half, figures, next_to
from index.answering import answerability, pipeline, ranking, windows
from index.answering.ranking import RankedSentence
from index.answering.selection import MAX_STATEMENTS
from index.cross_encoder.model import CrossEncoder, Entailment, ReaderScores, Window
from index.english.spelling import Speller

Change = Callable[[], AbstractContextManager[object]]


def _without(*names: str) -> Change:
    """Features that are taken for 0."""
    whole = RankedSentence.features.fget  # type: ignore[attr-defined]

    def features(self: RankedSentence) -> dict[str, float]:
        return {name: 0.0 if name in names else value for name, value in whole(self).items()}

    return lambda: patch.object(RankedSentence, "features", property(features))


def _nothing(*_: object, **__: object) -> frozenset[str]:
    return frozenset()


CHANGES: dict[str, Change] = {
    "everything": nullcontext,
    "no reader": _without("answers", "span"),
    "no neighbours read": lambda: patch.multiple(windows, BEFORE=0, AFTER=0),
    "no cosine": _without("cosine"),
    "no rank of the passage": _without("passage"),
    "no shared words": _without("cover"),
    "no synonyms": lambda: patch.object(ranking, "synonyms", _nothing),
    "no other forms of words": lambda: patch.object(ranking, "forms", _nothing),
    "no other names of a country": lambda: patch.object(ranking, "places", _nothing),
    "no days": _without("day"),
    "no quoted wording": _without("quoted"),
    "no newest": _without("newest"),
    "no mending of typing errors": lambda: patch.object(Speller, "correct", lambda *_, **__: None),
    "no refusal by a missing name": lambda: _gate("name"),
    "no refusal by a day": lambda: _gate("day"),
    "no refusal by another name": lambda: _gate("another name"),
    "one statement": lambda: patch("index.answering.selection.MAX_STATEMENTS", 1),
}


def _gate(name: str) -> AbstractContextManager[object]:
    decides = answerability.ruled_out_by

    def ruled_out_by(*given: object) -> str:
        found = decides(*given)  # type: ignore[arg-type]
        return "" if found == name else found

    every = ExitStack()
    for module in (answerability, pipeline):  # whether it answers, and what it answers with
        every.enter_context(patch.object(module, "ruled_out_by", ruled_out_by))
    return every


def run(data: Path, out: Path | None) -> int:
    """Ask everything once for each change, and print a line for each."""
    assert MAX_STATEMENTS > 1
    with _remembering():
        found = asyncio.run(_ask(FreshCoverages(data)))
    print(f"{'':30}{HEAD}{'changed':>9}")
    first = found["everything"]
    for name, asked in found.items():
        pairs = zip(first, asked, strict=True)
        changed = sum(one.answer.text != other.answer.text for one, other in pairs)
        print(f"{name:30}{figures(asked)}{changed:>9}")
    write_rows(out, ({"change": name, "line": figures(asked)} for name, asked in found.items()))
    return 0


def _remembering() -> AbstractContextManager[object]:
    """Let the cross-encoder read and judge nothing twice: most changes leave its input as it is."""
    read, judge = CrossEncoder.read, CrossEncoder.judge
    readings: dict[tuple[str, Window], ReaderScores] = {}
    judgements: dict[tuple[str, str], Entailment] = {}

    def read_once(
        self: CrossEncoder, question: str, windows: Sequence[Window]
    ) -> list[ReaderScores]:
        new = [each for each in dict.fromkeys(windows) if (question, each) not in readings]
        for window, reading in zip(new, read(self, question, new), strict=True):
            readings[question, window] = reading
        return [readings[question, each] for each in windows]

    def judge_once(self: CrossEncoder, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        new = [each for each in dict.fromkeys(evidence) if (claim, each) not in judgements]
        for text, judged in zip(new, judge(self, claim, new), strict=True):
            judgements[claim, text] = judged
        return [judgements[claim, each] for each in evidence]

    return patch.multiple(CrossEncoder, read=read_once, judge=judge_once)


async def _ask(sets: FreshCoverages) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {name: [] for name in CHANGES}
    async for coverage_name, coverage in sets.indexed():
        for name, change in CHANGES.items():
            with change():
                for half in HALVES:
                    found[name] += await ask_half(coverage, sets, coverage_name, half)
                    found[name] += await ask_elsewhere(coverage, next_to(coverage_name), half)
    return found
