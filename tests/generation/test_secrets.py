"""The key reaches the server it is for, and nothing else; nothing else reaches that server."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bench.simulation.language_model.behaviours import hanging_up, refusing, replying
from bench.simulation.language_model.server import Behaviour, serving
from index.config import CoverageConfig, LanguageModel
from index.health.language_model import check_language_model
from index.models import Draft
from tests.helpers import SEEDS
from tests.helpers.generation import WHY, asking, because

pytestmark = pytest.mark.slow

CANARY = "sk-canary-7d1f0c2b9e"
STRAY = "sk-stray-4b1e77aa03"


@pytest.fixture
def _stray_variables() -> Iterator[None]:
    """What other programs leave in the environment for OpenAI's servers, and a dead proxy."""
    stray = {
        "OPENAI_API_KEY": STRAY,
        "OPENAI_ADMIN_KEY": STRAY,
        "OPENAI_ORG_ID": STRAY,
        "OPENAI_PROJECT_ID": STRAY,
        "OPENAI_CUSTOM_HEADERS": f"X-Stray: {STRAY}\nAuthorization: Bearer {STRAY}",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "OPENAI_API_BASE": "http://127.0.0.1:9/v1",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    before = {name: os.environ.get(name) for name in stray}
    os.environ.update(stray)
    yield
    for name, value in before.items():
        del os.environ[name]
        if value is not None:
            os.environ[name] = value


@pytest.mark.usefixtures("_stray_variables")
@pytest.mark.parametrize("key", [None, CANARY])
async def test_what_the_server_is_sent(indexed: Path, key: str | None) -> None:
    secret = SecretStr(key) if key else None
    async with serving(replying(because), key=key) as server:
        async with asking(indexed, server.base_url, key=secret) as coverage:
            answer = await coverage.ask(WHY)
        writing, judging = server.asked
    assert answer.mode == "llm"
    for asked in (writing, judging):
        assert asked.headers.get("authorization") == (f"Bearer {key}" if key else None)
        assert set(asked.headers) <= {
            *("host", "connection", "content-length", "content-type", "accept", "user-agent"),
            *("authorization", "transfer-encoding"),
        }
        assert STRAY not in f"{asked.headers} {asked.body}"


@pytest.mark.parametrize(
    "behaviour",
    [
        replying(lambda asked: because(asked) if WHY in asked.prompt else "ready"),
        hanging_up("Trump "),
        refusing(401, f"Incorrect API key provided: {CANARY}"),
        refusing(500, f"no luck with {CANARY}"),
    ],
)
async def test_the_key_is_in_no_output_and_no_log(
    indexed: Path, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    drafts: list[Draft] = []
    with caplog.at_level(logging.DEBUG):
        for name in ("openai", "httpx", "httpcore", "llama_index"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        async with serving(behaviour) as server:
            key = SecretStr(CANARY)
            async with asking(indexed, server.base_url, key=key, seconds=3) as coverage:
                answer = await coverage.ask(WHY, show=drafts.append)
                checks = await coverage.checks()
            model = LanguageModel(server.base_url, "m", key)
    config = CoverageConfig(SEEDS, indexed, language_model=model)
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    assert CANARY not in f"{answer!r} {drafts!r} {checks!r} {config!r} {model} {caplog.text}"


async def test_the_error_itself_carries_nothing(indexed: Path) -> None:
    async with serving(refusing(401, f"Incorrect API key provided: {CANARY}")) as server:
        check = await check_language_model(LanguageModel(server.base_url, "m", SecretStr(CANARY)))
    assert not check.ok
    assert not check.failed, "answers are then quoted from the articles"
    assert check.detail == f"m at {server.base_url}: it refused the key"
    assert check.advice == "correct BOT_LLM_API_KEY"
