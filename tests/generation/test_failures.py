"""A model that fails: a cited answer comes all the same, promptly, and says why."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import (
    endless,
    hanging_up,
    refusing,
    replying,
    sentences_of,
    stalling,
    writing,
)
from bench.simulation.language_model.server import Asked, Behaviour, Exchange, serving
from index.config import CoverageConfig, LanguageModel
from index.coverage import Coverage
from index.english.sentences import sentence_spans
from index.models import Answer, Draft
from tests.helpers import SEEDS
from tests.helpers.generation import QUOTED, WHY, asking, because, embedder, sound

pytestmark = pytest.mark.slow


async def ask(indexed: Path, behaviour: Behaviour) -> tuple[Answer, list[Draft]]:
    """The answer of the articles' own sentences, and the drafts that were shown on the way."""
    drafts: list[Draft] = []
    async with (
        serving(behaviour) as server,
        asking(indexed, server.base_url, seconds=9) as coverage,
    ):
        answer = await coverage.ask(WHY, show=drafts.append)
    assert sound(answer)
    assert (answer.mode, answer.answered) == ("extractive", True)
    assert answer.citations
    return answer, drafts


def reading(then: Callable[[str], Behaviour]) -> Behaviour:
    """Begins with a true sentence, and then goes wrong."""

    async def behave(exchange: Exchange) -> None:
        await then(f"{because(exchange.asked)} And then he went on to")(exchange)

    return behave


def event(text: str) -> bytes:
    delta = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
    return f"data: {json.dumps(delta)}\n\n".encode()


@pytest.mark.parametrize(
    ("then", "why"),
    [
        (hanging_up, "lost the connection"),
        (stalling, "stopped in the middle"),
        (lambda text: writing(event(text), b"data: {rubbish\n\n"), "bot cannot read"),
        (lambda text: writing(event(text), b"data: [1]\n\n"), "bot cannot read"),
        (
            lambda text: writing(event(text), b'data: {"error": {"message": "x"}}\n\n'),
            "lost the connection",
        ),
        (lambda text: writing(event(text)), "lost the connection"),
    ],
)
async def test_the_plug_is_pulled_in_the_middle(
    indexed: Path, then: Callable[[str], Behaviour], why: str
) -> None:
    answer, drafts = await ask(indexed, reading(then))
    assert len(drafts) == 1
    assert answer.note is not None
    assert answer.note.startswith(f"{QUOTED} ")
    assert why in answer.note


@pytest.mark.parametrize(
    ("status", "message", "why"),
    [
        (401, "Incorrect API key provided: sk-secret", "refused the key"),
        (403, "not yours", "refused the key"),
        (402, "Insufficient credits", "had no credit left"),
        (429, "You exceeded your current quota: insufficient_quota", "had no credit left"),
        (404, "model not found", "was not found on its server"),
        (307, "over there", "had moved to another address"),
        (400, "the request exceeds the available context size", "more text than it can read"),
        (422, "what?", "refused the request"),
    ],
)
async def test_a_refusal(indexed: Path, status: int, message: str, why: str) -> None:
    answer, drafts = await ask(indexed, refusing(status, message))
    assert drafts == []
    assert answer.note is not None
    assert why in answer.note
    assert message not in answer.note


@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
async def test_no_stream_at_all(indexed: Path, content_type: str) -> None:
    """A login page, or the whole answer at once: asking again is of no use."""

    async def behave(exchange: Exchange) -> None:
        await exchange.refuse(200, "<html>sk-secret</html>", {"X-Kind": content_type})

    answer, drafts = await ask(indexed, behave)
    assert drafts == []
    assert answer.note == f"{QUOTED} sent something that the bot cannot read."


async def test_nobody_is_there(indexed: Path) -> None:
    async with asking(indexed, "http://127.0.0.1:9/v1", seconds=3) as coverage:
        answer = await coverage.ask(WHY)
    assert answer.note == f"{QUOTED} could not be reached."
    assert answer.advice == "start the server, or correct BOT_LLM_BASE_URL"
    assert answer.citations


async def test_where_nothing_is_quoted_the_note_does_not_say_so(indexed: Path) -> None:
    async with asking(indexed, "http://127.0.0.1:9/v1", seconds=3) as coverage:
        answer = await coverage.ask("How many people attended the summit?")
    assert answer.abstention is not None
    assert answer.note == "The language model could not be reached."


async def test_a_server_that_speaks_no_tls(indexed: Path) -> None:
    async with serving(stalling()) as server:
        secure = server.base_url.replace("http://", "https://")
        async with asking(indexed, secure, seconds=3) as coverage:
            answer = await coverage.ask(WHY)
        assert server.asked == []
    assert answer.note is not None
    assert "certificate" in answer.note


async def test_nothing_at_all_comes_in_time(indexed: Path) -> None:
    async with (
        serving(stalling()) as server,
        asking(indexed, server.base_url, seconds=1) as coverage,
    ):
        answer = await coverage.ask(WHY)
        await asyncio.wait_for(server.deserted.wait(), 10)
    assert answer.note == f"{QUOTED} did not answer in time."


@pytest.mark.parametrize("text", ["No number here. ", "never a full stop ", "\n"])
async def test_endless_output_is_not_listened_to_for_ever(indexed: Path, text: str) -> None:
    async with serving(endless(text)) as server, asking(indexed, server.base_url) as coverage:
        answer = await coverage.ask(WHY)
        await asyncio.wait_for(server.deserted.wait(), 10)
    assert answer.mode == "extractive"
    assert answer.note is not None


async def test_endless_good_sentences_end_as_well(indexed: Path) -> None:
    def reply(asked: Asked) -> str:
        quotes = sentences_of(asked).items()
        return "\n".join(
            f"{text[a:b]} [{n}]" for n, text in quotes for a, b in sentence_spans(text)
        )

    drafts: list[Draft] = []
    async with (
        serving(replying(reply, piece=200)) as server,
        asking(indexed, server.base_url) as coverage,
    ):
        answer = await coverage.ask(WHY, show=drafts.append)
    assert answer.mode == "llm"
    assert len(drafts) == 8


async def test_cancelling_closes_the_connection(indexed: Path) -> None:
    async with (
        serving(stalling("Trump ")) as server,
        asking(indexed, server.base_url) as coverage,
    ):
        asked = asyncio.create_task(coverage.ask(WHY))
        await server.called.wait()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await asyncio.wait_for(server.deserted.wait(), 10)


async def test_articles_that_change_while_the_model_writes(tmp_path: Path) -> None:
    """A quote that is gone by the end is not shown: the question is answered from what is live."""
    folder = tmp_path / "articles"
    shutil.copytree(SEEDS, folder)
    ask_and_change = asyncio.Event()

    async def behave(exchange: Exchange) -> None:
        await exchange.say(f"{because(exchange.asked)} ")
        await ask_and_change.wait()
        await exchange.end()

    async with serving(behave) as server:
        model = LanguageModel(server.base_url, "scripted")
        config = CoverageConfig(folder, tmp_path / "data", language_model=model)
        async with await Coverage.open(config, embedder()) as coverage:
            await coverage.reindex()
            asked = asyncio.create_task(coverage.ask(WHY))
            await server.called.wait()
            for path in folder.glob("*.txt"):
                text = path.read_text("utf-8")
                path.write_text(text.replace("didn’t feel right", "felt wrong"), "utf-8")
            await coverage.reindex()
            ask_and_change.set()
            answer = await asked
            texts = {c.file: await coverage.article_text(c.file) for c in answer.citations}
    assert answer.note == f"{QUOTED} used articles that have changed since."
    assert "felt wrong" in answer.text
    assert all(texts[c.file][c.start : c.end] == c.quote for c in answer.citations)
