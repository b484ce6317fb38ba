"""llama.cpp serving a model of 135 million weights: it writes badly, which is a good test."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.simulation.language_model.real import real_model
from index.config import LanguageModel
from index.health.language_model import check_language_model
from index.models import Draft
from tests.helpers.generation import WHY, asking, embedder, sound

pytestmark = pytest.mark.slow

QUESTIONS = (WHY, "Who is Kirill Dmitriev?")


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with real_model() as url:
        yield url


@pytest.mark.parametrize("question", QUESTIONS)
async def test_only_what_the_articles_bear_out_is_shown(
    indexed: Path, base_url: str, question: str
) -> None:
    from index.embedding.local_model import LocalEmbedding
    from index.faithfulness.checker import FaithfulnessChecker
    from index.faithfulness.models import Evidence

    drafts: list[Draft] = []
    async with asking(indexed, base_url, context=480, seconds=200) as coverage:
        answer = await coverage.ask(question, show=drafts.append)
    assert answer.answered
    assert sound(answer)
    model = embedder().load()
    assert isinstance(model, LocalEmbedding)
    checker = FaithfulnessChecker(model)
    for draft in drafts:
        quotes = [Evidence(c.quote, c.quote, c.published, c.title) for c in draft.citations]
        last = draft.text.splitlines()[-1].rsplit("] ", 1)[-1].partition(" [")[0]
        assert checker.check(last, quotes).score > 0.3
    if answer.mode == "llm":
        assert drafts[-1].text == answer.text
    else:
        assert answer.note is not None


async def test_a_limit_of_a_second_is_kept(indexed: Path, base_url: str) -> None:
    async with asking(indexed, base_url, context=480, seconds=0.5) as coverage:
        answer = await coverage.ask(WHY)
        assert answer.note == "Quoted from the articles: the language model did not answer in time."
        assert answer.citations


async def test_a_cancelled_answer_leaves_the_server_to_others(indexed: Path, base_url: str) -> None:
    async with asking(indexed, base_url, context=480, seconds=200) as coverage:
        asked = asyncio.create_task(coverage.ask(WHY))
        await asyncio.sleep(0.5)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    check = await check_language_model(
        LanguageModel(base_url, "SmolLM2-135M-Instruct", seconds=200)
    )
    assert check.ok, check.detail


async def test_the_doctor_calls_it(base_url: str) -> None:
    check = await check_language_model(
        LanguageModel(base_url, "SmolLM2-135M-Instruct", seconds=200)
    )
    assert check.ok, check.detail
    assert "answered in" in check.detail
    assert "did not judge 6 test statements rightly" in check.detail
