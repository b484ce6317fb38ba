"""Settings: valid values, and the one line about invalid ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.cli.setting_checks import check_settings
from bot.environment import read_environment
from bot.logs import secrets_of
from index.errors import UnusableSetting
from tests.helpers.fixture_types import ReadSettings, SettingsError

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
API_KEY = "sk-canary-1234567890"
URL = "BOT_LLM_BASE_URL=http://127.0.0.1:11434/v1\n"


def test_defaults_without_a_file(tmp_path: Path) -> None:
    environment = read_environment(tmp_path / ".env")
    settings = environment.settings
    assert (settings.articles, settings.data) == (Path("seeds"), Path("data"))
    assert (settings.chroma_url, settings.collection) == (None, "coverage")
    assert (settings.read_only, settings.discord_token) == (False, None)
    assert settings.languages is True
    assert (settings.read_messages, settings.ask_channel_ids) == (False, frozenset())
    assert settings.language_model is None
    assert environment.warnings == ()


def test_values_of_the_file(read_settings: ReadSettings, tmp_path: Path) -> None:
    settings = read_settings(
        f"BOT_ARTICLES={tmp_path}\nBOT_DATA=~/there\nBOT_CHROMA_URL=https://chroma.example:8000/\n"
        f"BOT_COLLECTION=Europe.2025-a_b\nBOT_READ_ONLY=Yes\nDISCORD_TOKEN={TOKEN}\n"
        "BOT_READ_MESSAGES=yes\nBOT_ASK_CHANNELS= 12, 345\nBOT_LANGUAGES=no\n",
    ).settings
    assert settings.articles == tmp_path
    assert settings.data == Path("~/there").expanduser()
    assert settings.chroma_url == "https://chroma.example:8000"
    assert settings.collection == "Europe.2025-a_b"
    assert settings.read_only is True
    assert settings.languages is False
    assert settings.ask_channel_ids == {12, 345}
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN


def test_settings_of_the_language_model(read_settings: ReadSettings) -> None:
    found = read_settings(
        f"{URL}BOT_LLM_MODEL=llama3.2\nBOT_LLM_API_KEY={API_KEY}\nBOT_LLM_CONTEXT=8192\n"
        "BOT_LLM_SECONDS=12.5\nBOT_LLM_GUILD_TOKENS=0\nBOT_LLM_PERSON_TOKENS=5\n"
        "BOT_LLM_JUDGE=false\n",
    ).settings.language_model
    assert found is not None
    assert (found.base_url, found.name) == ("http://127.0.0.1:11434/v1", "llama3.2")
    assert (found.context, found.seconds) == (8192, 12.5)
    assert (found.guild_tokens, found.person_tokens) == (None, 5)
    assert not found.judges
    assert found.key is not None
    assert found.key.get_secret_value() == API_KEY
    assert API_KEY not in repr(found)


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
def test_base_url_is_normalised(read_settings: ReadSettings, given: str, used: str) -> None:
    found = read_settings(f"BOT_LLM_BASE_URL={given}\nBOT_LLM_MODEL=m\n").settings.language_model
    assert found is not None
    assert found.base_url == used


def test_environment_variables_take_precedence_and_empty_ones_are_ignored(
    read_settings: ReadSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_COLLECTION", "from-environment")
    monkeypatch.setenv("BOT_CHROMA_URL", "")
    settings = read_settings("BOT_COLLECTION=from-file\nBOT_CHROMA_URL=http://h:1\n").settings
    assert settings.collection == "from-environment"
    assert settings.chroma_url == "http://h:1"


def test_byte_order_mark_before_the_first_name(read_settings: ReadSettings) -> None:
    assert read_settings(b"\xef\xbb\xbfBOT_COLLECTION=abc\n").settings.collection == "abc"


def test_settings_are_frozen(read_settings: ReadSettings) -> None:
    settings = read_settings("").settings
    with pytest.raises(ValidationError):
        settings.collection = "other"


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("BOT_ARTICLES=/no/such/folder", "there is no such folder"),
        ("BOT_ARTICLES=pyproject.toml", "this is a file; name the folder"),
        ("BOT_DATA=pyproject.toml", "name a folder"),
        ("BOT_COLLECTION=a", "3 to 63"),
        ("BOT_COLLECTION=a b c", "3 to 63"),
        ("BOT_READ_ONLY=maybe", "true or false"),
        ("BOT_QUESTIONS_PER_MINUTE=0", "write a whole number from 1 to 600"),
        ("BOT_ANSWERS_AT_ONCE=many", "write a whole number from 1 to 1000"),
        ("BOT_NEWS_CHANNEL=general", "write the id of the channel, a number"),
        ("BOT_FEED_MINUTES=2.5", "write a whole number from 5 to 1440"),
        ("BOT_LLM_CONTEXT=12", "write a whole number from 1024 to 10000000"),
        ("BOT_LLM_SECONDS=0", "write a number from 1 to 840"),
        ("BOT_LLM_SECONDS=soon", "write a number from 1 to 840"),
        ("BOT_LLM_PERSON_TOKENS=-1", "write a whole number of 0 or more"),
    ],
)
def test_an_invalid_value_is_named_with_advice(
    settings_error: SettingsError, line: str, advice: str
) -> None:
    message = settings_error(f"{line}\n")
    assert message.startswith(f"{line} cannot be used: ")
    assert advice in message


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("BOT_CHROMA_URL=localhost:8000", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=ftp://host", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=http://host:99999", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=http://host/path", "nothing after the port"),
        ("BOT_LLM_BASE_URL=127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("BOT_LLM_BASE_URL=ftp://127.0.0.1", "http://127.0.0.1:11434/v1"),
        ("BOT_LLM_BASE_URL=http://", "http://127.0.0.1:11434/v1"),
        ("BOT_LLM_BASE_URL=http://host:99999/v1", "http://127.0.0.1:11434/v1"),
        (f"BOT_LLM_BASE_URL={API_KEY}", "http://127.0.0.1:11434/v1"),
        (f"BOT_NEWS_CHANNEL={TOKEN}", "write the id of the channel"),
        (f"BOT_COLLECTION={API_KEY * 4}", "3 to 63"),
        (f"BOT_LLM_CONTEXT={API_KEY}", "write a whole number"),
    ],
)
def test_an_invalid_value_that_may_be_secret_is_not_shown(
    settings_error: SettingsError, line: str, advice: str
) -> None:
    message = settings_error(f"{line}\n")
    name, _, value = line.partition("=")
    assert message.startswith(f"{name} cannot be used: ")
    assert advice in message
    assert value not in message.replace(advice, "")


def test_a_token_with_space_around_it_is_used_and_hidden_without_it(
    read_settings: ReadSettings, settings_error: SettingsError
) -> None:
    settings = read_settings(f'DISCORD_TOKEN=" {TOKEN}\\n"\n').settings
    assert secrets_of(settings) == [TOKEN]
    assert read_settings('DISCORD_TOKEN=" "\n').settings.discord_token is None
    message = settings_error(f'DISCORD_TOKEN="{TOKEN} {TOKEN}"\n')
    assert message.startswith("DISCORD_TOKEN cannot be used: ")
    assert TOKEN not in message


@pytest.mark.parametrize(
    ("text", "start", "advice"),
    [
        ("BOT_ASK_CHANNELS=12\n", "BOT_ASK_CHANNELS needs", "BOT_READ_MESSAGES=true"),
        ("BOT_READ_MESSAGES=true\nBOT_ASK_CHANNELS=#news\n", "BOT_ASK_CHANNELS", "channel ids"),
        (URL, "BOT_LLM_BASE_URL is set", "BOT_LLM_MODEL"),
        ("BOT_LLM_MODEL=m\n", "BOT_LLM_MODEL is set", "BOT_LLM_BASE_URL"),
        (f"BOT_LLM_API_KEY={API_KEY}\n", "BOT_LLM_API_KEY is set", "BOT_LLM_BASE_URL"),
    ],
)
def test_settings_that_need_each_other(
    settings_error: SettingsError, text: str, start: str, advice: str
) -> None:
    message = settings_error(text)
    assert message.startswith(start)
    assert advice in message
    assert API_KEY not in message


def test_without_the_default_folder_it_says_what_to_do(
    settings_error: SettingsError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings_error("") == (
        "there is no folder 'seeds' here: put your articles (text, Markdown, HTML, PDF, Word, "
        "e-mail, table, feed or JSON files) in a folder and name it: BOT_ARTICLES=path "
        "coverage-bot"
    )


def test_a_bot_that_reads_a_shared_index_needs_no_articles(read_settings: ReadSettings) -> None:
    missing = "BOT_ARTICLES=/no/such/folder\n"
    assert read_settings("BOT_READ_ONLY=true\n" + missing).settings.read_only
    settings = read_settings("BOT_CHROMA_URL=http://h:1\n" + missing).settings
    assert settings.articles == Path("/no/such/folder")


def test_a_file_is_never_a_folder(settings_error: SettingsError) -> None:
    message = settings_error("BOT_READ_ONLY=true\nBOT_ARTICLES=pyproject.toml\n")
    assert message.startswith("BOT_ARTICLES=pyproject.toml cannot be used: this is a file")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"BOT_COLLECTION=caf\xe9\n", "not UTF-8"),
        ("# fine\n\n\nBOT COLLECTION=abc\n", "line 4"),
        ("BOT_COLLECTION=abc\nBOT_READ_ONLY\n", "line 2"),
        (f'A=1\n\nDISCORD_TOKEN="{TOKEN}\n', "line 3"),
    ],
)
def test_a_broken_file_is_reported_without_its_content(
    settings_error: SettingsError, text: str | bytes, place: str
) -> None:
    message = settings_error(text)
    assert place in message
    assert TOKEN not in message


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(UnusableSetting, match="is not a file: make it one"):
        read_environment(tmp_path / ".env")


def test_a_pipe_in_place_of_the_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    with pytest.raises(UnusableSetting, match="is not a file: make it one"):
        read_environment(tmp_path / ".env")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("BOT_ARTICLE", "did you mean BOT_ARTICLES?"),
        ("bot_chromaurl", "did you mean BOT_CHROMA_URL?"),
        ("DISCORD_TOKN", "did you mean DISCORD_TOKEN?"),
        ("BOT_FAVOURITE_COLOUR", "see .env.example for the full list"),
    ],
)
def test_an_unknown_name_gives_a_warning(
    read_settings: ReadSettings, name: str, advice: str
) -> None:
    (warning,) = read_settings(f"{name}={TOKEN}\n").warnings
    assert name.upper() in warning
    assert advice in warning
    assert TOKEN not in warning


def test_a_misspelled_name_is_no_failure(read_settings: ReadSettings) -> None:
    checks = check_settings(read_settings("BOT_ARTICLE=x\n"))
    (found,) = [check for check in checks if not check.ok]
    assert "did you mean BOT_ARTICLES?" in found.detail
    assert found.advice is not None
    assert not found.failed


def test_what_only_compose_reads_is_no_misspelling(read_settings: ReadSettings) -> None:
    environment = read_settings("BOT_UID=1001\nBOT_GID=1001\n")
    assert environment.warnings == ()
    assert all(check.ok for check in check_settings(environment))


def test_names_of_other_programs_are_ignored(read_settings: ReadSettings) -> None:
    assert read_settings("PATH_TO=1\nDISCORD_CHANNEL=2\nROBOT_ARTICLES=3\n").warnings == ()


def test_secrets_are_never_shown(read_settings: ReadSettings) -> None:
    model = f"{URL}BOT_LLM_MODEL=m\nBOT_LLM_API_KEY={API_KEY}\n"
    environment = read_settings(f"DISCORD_TOKEN={TOKEN}\n{model}")
    checks = str(check_settings(environment))
    shown = f"{environment!r} {environment.settings} {environment.settings.model_dump()} {checks}"
    assert TOKEN not in shown
    assert API_KEY not in shown
    assert "DISCORD_TOKEN is set" in checks


@pytest.mark.parametrize("key", [f"{API_KEY} more", f"“{API_KEY}”", f"{API_KEY}é"])
def test_an_invalid_key_is_not_shown(settings_error: SettingsError, key: str) -> None:
    message = settings_error(f"{URL}BOT_LLM_MODEL=m\nBOT_LLM_API_KEY='{key}'\n")
    assert message.startswith("BOT_LLM_API_KEY cannot be used")
    assert API_KEY not in message


@pytest.mark.parametrize(
    "url",
    [
        "BOT_CHROMA_URL=http://ann:hunter2@host:8000",
        "BOT_CHROMA_URL=ann:hunter2@host",
        "BOT_CHROMA_URL=ftp://ann:hunter2@host",
        "BOT_CHROMA_URL=//ann:hunter2@host",
        "BOT_LLM_BASE_URL=http://ann:hunter2@host/v1",
        "BOT_LLM_BASE_URL=http://host/v1?key=hunter2",
        "BOT_LLM_BASE_URL=http://ann:hunter2?x@host/v1",
        "BOT_LLM_BASE_URL=http://ann:hunter2#x@host/v1",
        "BOT_LLM_BASE_URL=http://ann:hunter2/x@host/v1",
        "BOT_LLM_BASE_URL=http://host/v1#hunter2",
        'BOT_FEEDS="https://ann:hunter2@a.example/f https://ben:more@b.example/f"',
        'BOT_FEEDS="https://a.example/f https://ben:hunter2@b.example/f ftp://c.example"',
    ],
)
def test_a_password_in_a_url_is_not_shown(settings_error: SettingsError, url: str) -> None:
    message = settings_error(f"{url}\nBOT_LLM_MODEL=m\n")
    assert "hunter2" not in message
    assert "ann" not in message.partition(" cannot")[0]
    assert "cannot be used" in message
