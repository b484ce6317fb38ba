"""Answers as a good model words them, against the checks and the judge of what is left."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bench.seed_sets import FOLDER
from index.answering.pipeline import CoverageQueryEngine, RankedEvidence
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.generation.prompt import select_sources
from index.generation.relevance import RelevanceJudge
from index.generation.stream import StreamSplitter
from index.generation.verification import SourceVerifier, VerifiedSentence, verify
from index.storage.chroma import Chroma
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore
from tests.helpers.generation import embedder, index_seeds

pytestmark = pytest.mark.slow

PAIRS = FOLDER / "written_answers.jsonl"
_PLAIN = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True)
class Tried:
    """A written answer: what was found for its question, and what the check left of it.

    ``shown`` is None where a sentence was refused; ``cited`` says whether its quote was found.
    """

    question: str
    found: RankedEvidence
    answered: bool
    cited: bool
    shown: VerifiedSentence | None


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> list[Tried]:
    data = tmp_path_factory.mktemp("indexed")
    return asyncio.run(_try_all(data))


async def _try_all(data: Path) -> list[Tried]:
    await index_seeds(data)
    ledger = Ledger(data)
    chroma = Chroma(data, None)
    try:
        store = VectorStore(chroma, ledger)
        engine = CoverageQueryEngine(ledger, store, model(), cross_encoder())
        pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
        return [_try(engine, pair) for pair in pairs]
    finally:
        chroma.close()
        ledger.close()


def _try(engine: CoverageQueryEngine, pair: dict[str, str]) -> Tried:
    result = engine.run(pair["question"])
    sources = select_sources(result, 2500)
    wanted = pair["cites"].translate(_PLAIN)
    numbers = [s.number for s in sources if wanted in s.text.translate(_PLAIN)]
    splitter = StreamSplitter()
    text = f"{pair['text']} {''.join(f'[{n}]' for n in numbers)}\n"
    [written] = [*splitter.feed(text), *splitter.finish()]
    candidate = verify(written, SourceVerifier(sources, FaithfulnessChecker(model())))
    shown = None if candidate is None else candidate.verified
    answered = result.answer.answered
    return Tried(pair["question"], result.found, answered, bool(numbers), shown)


def model() -> LocalEmbedding:
    local = embedder().load()
    assert isinstance(local, LocalEmbedding)
    return local


@cache
def cross_encoder() -> CrossEncoder:
    return CrossEncoder()


def test_the_quotes_that_a_model_is_given_have_the_answer(tried: list[Tried]) -> None:
    missing = [each.question for each in tried if not each.cited]
    assert len(missing) <= 0.05 * len(tried), missing


def test_true_sentences_in_a_models_own_words_are_shown(tried: list[Tried]) -> None:
    refused = [each.question for each in tried if each.cited and each.shown is None]
    assert len(refused) <= 0.12 * len(tried), refused


def test_what_answers_is_an_answer(tried: list[Tried]) -> None:
    judge = RelevanceJudge(model(), cross_encoder())
    good = [each for each in tried if each.answered and each.shown is not None]
    failing = [t.question for t in good if t.shown and not judge.answers(t.found, [t.shown])]
    assert len(good) >= 30
    assert len(failing) <= 0.15 * len(good), failing


def test_what_answers_another_question_is_none(tried: list[Tried]) -> None:
    judge = RelevanceJudge(model(), cross_encoder())
    passing = []
    pairs = list(zip(tried, tried[5:] + tried[:5], strict=True))
    for one, other in pairs:
        if one.answered and other.shown and judge.answers(one.found, [other.shown]):
            passing.append((one.question, other.shown.text))
    assert len(passing) <= 0.08 * len(pairs), passing
