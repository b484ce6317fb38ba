"""What OpenAI-compatible servers do differently from each other."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import httpx
import openai
import pytest
from llama_index.core.base.llms.types import ChatMessage

from bench.simulation.language_model.behaviours import in_turn, refusing, saying, writing
from bench.simulation.language_model.server import Asked, Behaviour, Exchange, serving
from index.config import LanguageModel
from index.generation.client import translate_error
from index.generation.errors import BUSY, TOO_LONG, ModelFailed
from index.generation.resilience import ModelCaller, Spent


async def said(behaviour: Behaviour, calls: int = 1) -> tuple[str, Spent, list[Asked]]:
    """What the last of some calls gave, what it cost, and all requests."""
    async with serving(behaviour) as server:
        caller = ModelCaller(LanguageModel(server.base_url, "m", seconds=5))
        for _ in range(calls):
            pieces: list[str] = []
            spent = Spent()

            async def take(piece: str, pieces: list[str] = pieces) -> bool:
                pieces.append(piece)
                return True

            await caller.call([ChatMessage(role="user", content="why?")], 50, take, spent)
        return "".join(pieces), spent, server.asked


async def test_one_that_counts_tokens() -> None:
    text, spent, (asked,) = await said(saying("Because."))
    assert (text, spent) == ("Because.", Spent(120))
    assert asked.body["stream_options"] == {"include_usage": True}


CHUNK = b'data: {"choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}\n\n'


async def test_one_that_counts_none_and_sends_comments() -> None:
    behaviour = writing(
        b": ping\n\n",
        CHUNK % (b'"role":"assistant","content":""', b"null"),
        CHUNK % (b'"content":"Because."', b"null"),
        CHUNK % (b"", b'"stop"'),
        b"data: [DONE]\n\n",
    )
    text, spent, _ = await said(behaviour)
    assert text == "Because."
    assert 1 < spent.tokens < 20


async def test_one_that_keeps_thoughts_apart() -> None:
    async def behave(exchange: Exchange) -> None:
        await exchange.say("", reasoning_content="Hmm, why would that be?")
        await exchange.say("Because.")
        await exchange.end()

    assert (await said(behave))[0] == "Because."


@pytest.mark.parametrize("name", [b"reasoning_content", b"reasoning"])
async def test_thoughts_cost_tokens_where_none_are_counted(name: bytes) -> None:
    behaviour = writing(
        CHUNK % (b'"role":"assistant","content":""', b"null"),
        CHUNK % (b'"%s":"%s"' % (name, b"hmm, " * 70), b"null"),
        CHUNK % (b'"content":"Because."', b"null"),
        CHUNK % (b"", b'"stop"'),
        b"data: [DONE]\n\n",
    )
    text, spent, _ = await said(behaviour)
    assert text == "Because."
    assert 100 < spent.tokens < 120


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize(
    ("message", "gone", "instead"),
    [
        (
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "max_tokens",
            {"max_completion_tokens": 50},
        ),
        ("'temperature' does not support 0 with this model", "temperature", {}),
        ("unknown field stream_options", "stream_options", {}),
    ],
)
async def test_one_that_does_not_know_an_option(
    status: int, message: str, gone: str, instead: dict[str, int]
) -> None:
    text, _, asked = await said(in_turn(refusing(status, message), saying("Because.")), calls=2)
    assert text == "Because."
    first, second, third = (request.body for request in asked)
    assert gone in first
    for later in (second, third):  # it is told once
        assert gone not in later
        assert instead.items() <= later.items()


async def test_too_much_text_is_no_unknown_option() -> None:
    told = "maximum context length is 4096 tokens; reduce max_tokens or the messages"
    with pytest.raises(ModelFailed) as caught:
        await said(refusing(400, told))
    assert caught.value.failure is TOO_LONG


async def test_one_that_is_busy_for_a_moment() -> None:
    busy = refusing(429, "slow down", {"Retry-After": "0"})
    text, _, asked = await said(in_turn(busy, saying("Because.")))
    assert (text, len(asked)) == ("Because.", 2)


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [("7", 7.0, 7.0), ("0.5", 0.5, 0.5), ("-3", 0.0, 0.0)],
)
def test_how_long_a_busy_one_wants_to_be_left_alone(header: str, least: float, most: float) -> None:
    error = _refused(429, header)
    assert error.failure == BUSY
    assert error.retry_after is not None
    assert least <= error.retry_after <= most


def test_a_wait_until_a_time() -> None:
    error = _refused(429, format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)))
    assert error.retry_after is not None
    assert 3000.0 <= error.retry_after <= 3600.0


@pytest.mark.parametrize("header", ["soon", "", "99/99/9999"])
def test_a_wait_that_nobody_understands(header: str) -> None:
    assert _refused(429, header).retry_after is None


def _refused(status: int, retry_after: str) -> ModelFailed:
    request = httpx.Request("POST", "http://127.0.0.1/v1/chat/completions")
    response = httpx.Response(status, headers={"Retry-After": retry_after}, request=request)
    return translate_error(openai.APIStatusError("no", response=response, body=None))
