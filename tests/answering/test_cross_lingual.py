"""Questions in other languages, compared by meaning: the order, the decision, and who is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import assembly
from index.answering import cross_lingual
from index.answering.answerability import Decision, decide, threshold
from index.answering.calibration import calibration
from index.answering.ranking import RankedSentence, compare_best, skim
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import local_embedder
from index.embedding.local_model import Vector
from index.models import Answer
from tests.helpers.answering import axis, read, story_of

NEAR, FAR = 0.9, 0.7
REPAIR = "Für die Sanierung veranschlagt das Rathaus drei Millionen Euro."
TEXT = (
    f"Die Stadt hat die Brücke am Montag gesperrt. {REPAIR} "
    "Der Busverkehr wurde eingestellt. Händler in der Altstadt fürchten um ihre Kundschaft."
)
ASKED = "Was kostet die Reparatur der Brücke?"
UNCOVERED = "Wie alt ist der Bürgermeister der Stadt?"


class Knowing:
    """A matcher that knows one sentence for one question; notes the questions."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def cosines(self, question: str, sentences: Sequence[str]) -> Vector:
        self.questions.append(question)
        known = [REPAIR in text and "Reparatur" in question for text in sentences]
        return np.where(known, NEAR, FAR).astype(np.float32)


def compared(asked: str) -> list[RankedSentence]:
    story = story_of(TEXT)
    places = [(story.view, sentence.ordinal, 0.5) for sentence in story.view.sentences]
    question = read(asked)
    return compare_best(Knowing(), question, skim(question, axis(0), places))


def test_the_nearest_sentence_goes_first() -> None:
    first, second, *_ = compared(ASKED)
    assert first.sentence.text == REPAIR
    assert first.meaning == pytest.approx(NEAR)
    assert first.share > 0.9
    assert first.probability > second.probability


def test_shared_words_order_what_is_equally_near() -> None:
    assert compared("Wann wurde der Busverkehr eingestellt?")[0].sentence.text.startswith("Der Bus")


def test_only_the_best_of_the_skimmed_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_lingual, "COMPARED", 2)
    found = compared(ASKED)
    assert [each.meaning is not None for each in found] == [True, True, False, False]


def test_the_cosine_decides() -> None:
    near = decide(read("what costs money?"), compared(ASKED))
    assert near.ruled_out == ""
    assert not near.doubtful
    far = decide(read("what costs money?"), compared(UNCOVERED))
    assert (far.ruled_out, far.sure) == ("not answered", cross_lingual.SURE)


def test_scripts_without_spaces_need_a_higher_cosine() -> None:
    best = replace(compared(ASKED)[0], meaning=0.835)
    assert decide(read("what costs money?"), [best]).ruled_out == ""
    assert decide(read("修理大桥花了多少钱？"), [best]).ruled_out == "not answered"


def test_further_evidence_is_held_to_the_threshold_of_what_compared_it() -> None:
    best = compared(ASKED)[0]
    assert threshold(read("what costs money?"), best) == cross_lingual.THRESHOLD
    assert threshold(read("修理大桥花了多少钱？"), best) == cross_lingual.UNSPACED_THRESHOLD
    by_reader = replace(best, meaning=None)
    assert threshold(read("what costs money?"), by_reader) == calibration().threshold


def test_what_is_doubtful_depends_on_who_decided() -> None:
    between = (calibration().sure + cross_lingual.SURE) / 2
    assert not Decision(between, "").doubtful
    assert Decision(between, "", cross_lingual.SURE).doubtful


@pytest.mark.slow
@pytest.mark.parametrize("switched_on", [True, False])
def test_german_is_compared_and_english_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switched_on: bool
) -> None:
    matcher = Knowing()
    monkeypatch.setattr(assembly, "multilingual_model", lambda: matcher)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bruecke.txt").write_text(f"Brücke ist zu\n\n{TEXT}\n", "utf-8")
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data", languages=switched_on)
    right, uncovered, _ = asyncio.run(
        _asked(config, [ASKED, UNCOVERED, "Who closed the bridge on Monday?"])
    )
    assert uncovered.citations == ()
    if switched_on:
        assert right.citations[0].quote == REPAIR
        assert matcher.questions == [ASKED, UNCOVERED]
    else:
        assert matcher.questions == []


async def _asked(config: CoverageConfig, questions: Sequence[str]) -> list[Answer]:
    async with await Coverage.open(config, embedder=local_embedder()) as coverage:
        await coverage.refresh()
        return [await coverage.ask(question) for question in questions]
