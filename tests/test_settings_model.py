"""The settings of the language model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.environment import read_environment
from index.config import LanguageModel
from index.errors import UnusableSetting

SECRET = "sk-canary-1234567890"
URL = "BOT_LLM_BASE_URL=http://127.0.0.1:11434/v1\n"


@pytest.fixture(autouse=True)
def _nothing_set() -> Iterator[None]:
    """A developer's own model stays out of these tests."""
    kept = {name: value for name, value in os.environ.items() if name.upper().startswith("BOT_")}
    for name in kept:
        del os.environ[name]
    yield
    os.environ.update(kept)


def model(folder: Path, text: str) -> LanguageModel | None:
    dotenv = folder / ".env"
    dotenv.write_text(text, encoding="utf-8")
    return read_environment(dotenv).settings.language_model


def refused(folder: Path, text: str) -> str:
    with pytest.raises(UnusableSetting) as raised:
        model(folder, text)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_no_model_is_the_default(tmp_path: Path) -> None:
    assert model(tmp_path, "") is None


def test_everything_that_is_set(tmp_path: Path) -> None:
    found = model(
        tmp_path,
        f"{URL}BOT_LLM_MODEL=llama3.2\nBOT_LLM_API_KEY={SECRET}\nBOT_LLM_CONTEXT=8192\n"
        "BOT_LLM_SECONDS=12.5\nBOT_LLM_GUILD_TOKENS=0\nBOT_LLM_PERSON_TOKENS=5\n",
    )
    assert found is not None
    assert (found.base_url, found.name) == ("http://127.0.0.1:11434/v1", "llama3.2")
    assert (found.context, found.seconds) == (8192, 12.5)
    assert (found.guild_tokens, found.person_tokens) == (None, 5)
    assert found.key is not None
    assert found.key.get_secret_value() == SECRET
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://localhost:1234/", "http://localhost:1234/v1"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
    ],
)
def test_addresses_as_people_write_them(tmp_path: Path, given: str, used: str) -> None:
    found = model(tmp_path, f"BOT_LLM_BASE_URL={given}\nBOT_LLM_MODEL=m\n")
    assert found is not None
    assert found.base_url == used


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:11434",
        "ftp://127.0.0.1",
        "http://",
        "http://host:99999/v1",
        f"http://me:{SECRET}@host/v1",
        f"http://host/v1?key={SECRET}",
    ],
)
def test_unusable_addresses(tmp_path: Path, url: str) -> None:
    told = refused(tmp_path, f"BOT_LLM_BASE_URL={url}\nBOT_LLM_MODEL=m\n")
    assert told.startswith("BOT_LLM_BASE_URL=")
    assert "http://127.0.0.1:11434/v1" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        (URL, "BOT_LLM_BASE_URL is set", "BOT_LLM_MODEL"),
        ("BOT_LLM_MODEL=m\n", "BOT_LLM_MODEL is set", "BOT_LLM_BASE_URL"),
        (f"BOT_LLM_API_KEY={SECRET}\n", "BOT_LLM_API_KEY is set", "BOT_LLM_BASE_URL"),
    ],
)
def test_half_a_model_is_no_model(tmp_path: Path, text: str, first: str, then: str) -> None:
    told = refused(tmp_path, text)
    assert told.startswith(first)
    assert then in told
    assert SECRET not in told


@pytest.mark.parametrize("key", [f"{SECRET} more", f"“{SECRET}”", f"{SECRET}é"])
def test_a_key_that_cannot_be_sent(tmp_path: Path, key: str) -> None:
    told = refused(tmp_path, f"{URL}BOT_LLM_MODEL=m\nBOT_LLM_API_KEY='{key}'\n")
    assert told.startswith("BOT_LLM_API_KEY cannot be used")
    assert SECRET not in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_LLM_CONTEXT", "12"),
        ("BOT_LLM_SECONDS", "0"),
        ("BOT_LLM_SECONDS", "soon"),
        ("BOT_LLM_PERSON_TOKENS", "-1"),
    ],
)
def test_limits_within_reason(tmp_path: Path, name: str, value: str) -> None:
    assert refused(tmp_path, f"{URL}BOT_LLM_MODEL=m\n{name}={value}\n").startswith(
        f"{name}={value} "
    )
