"""Settings: what can be used, and the one line about what cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.doctor import configured
from bot.environment import Environment, read_environment
from index.errors import UnusableSetting

SECRET = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
MODEL = "BOT_LLM_BASE_URL=http://127.0.0.1:1/v1\nBOT_LLM_MODEL=m\n"


@pytest.fixture(autouse=True)
def _nothing_set() -> Iterator[None]:
    """A developer's own settings stay out of these tests."""
    kept = {name: value for name, value in os.environ.items() if _ours(name)}
    for name in kept:
        del os.environ[name]
    yield
    for name in [name for name in os.environ if _ours(name)]:
        del os.environ[name]
    os.environ.update(kept)


def _ours(name: str) -> bool:
    return name.upper().startswith(("BOT_", "DISCORD_"))


def read(tmp_path: Path, text: str | bytes) -> Environment:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_environment(dotenv)


def complaint(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(UnusableSetting) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_defaults_without_a_file(tmp_path: Path) -> None:
    environment = read_environment(tmp_path / ".env")
    settings = environment.settings
    assert (settings.articles, settings.data) == (Path("seeds"), Path("data"))
    assert (settings.chroma_url, settings.collection) == (None, "coverage")
    assert (settings.read_only, settings.discord_token) == (False, None)
    assert environment.warnings == ()


def test_values_of_the_file(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        f"BOT_ARTICLES={tmp_path}\nBOT_DATA=~/there\nBOT_CHROMA_URL=https://chroma.example:8000/\n"
        f"BOT_COLLECTION=Europe.2025-a_b\nBOT_READ_ONLY=Yes\nDISCORD_TOKEN={SECRET}\n",
    ).settings
    assert settings.articles == tmp_path
    assert settings.data == Path("~/there").expanduser()
    assert settings.chroma_url == "https://chroma.example:8000"
    assert settings.collection == "Europe.2025-a_b"
    assert settings.read_only is True
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == SECRET


def test_the_environment_wins_and_empty_counts_as_not_set(tmp_path: Path) -> None:
    os.environ["BOT_COLLECTION"] = "from-environment"
    os.environ["BOT_CHROMA_URL"] = ""
    settings = read(tmp_path, "BOT_COLLECTION=from-file\nBOT_CHROMA_URL=http://h:1\n").settings
    assert settings.collection == "from-environment"
    assert settings.chroma_url == "http://h:1"


def test_byte_order_mark_before_the_first_name(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfBOT_COLLECTION=abc\n").settings.collection == "abc"


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = read(tmp_path, "").settings
    with pytest.raises(ValidationError):
        settings.collection = "other"


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("BOT_ARTICLES=/no/such/folder", "no such folder"),
        ("BOT_ARTICLES=pyproject.toml", "this is a file; name the folder"),
        ("BOT_DATA=pyproject.toml", "name a folder"),
        ("BOT_CHROMA_URL=localhost:8000", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=ftp://host", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=http://host:99999", "http://127.0.0.1:8000"),
        ("BOT_CHROMA_URL=http://host/path", "nothing else"),
        ("BOT_COLLECTION=a", "3 to 63"),
        ("BOT_COLLECTION=a b c", "3 to 63"),
        ("BOT_READ_ONLY=maybe", "true or false"),
    ],
)
def test_unusable_value_names_setting_value_and_what_is_right(
    tmp_path: Path, line: str, right: str
) -> None:
    message = complaint(tmp_path, line + "\n")
    assert message.startswith(f"{line} cannot be used: ")
    assert right in message


def test_a_bot_that_does_not_index_needs_no_articles(tmp_path: Path) -> None:
    missing = "BOT_ARTICLES=/no/such/folder\n"
    assert read(tmp_path, "BOT_READ_ONLY=true\n" + missing).settings.read_only
    settings = read(tmp_path, "BOT_CHROMA_URL=http://h:1\n" + missing).settings
    assert settings.articles == Path("/no/such/folder")


def test_a_file_is_no_folder_for_anyone(tmp_path: Path) -> None:
    message = complaint(tmp_path, "BOT_READ_ONLY=true\nBOT_ARTICLES=pyproject.toml\n")
    assert message.startswith("BOT_ARTICLES=pyproject.toml cannot be used: this is a file")


def test_password_in_an_address_is_not_told(tmp_path: Path) -> None:
    message = complaint(tmp_path, "BOT_CHROMA_URL=http://ann:pass-word@host:8000\n")
    assert "BOT_CHROMA_URL" in message
    assert "pass-word" not in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"BOT_COLLECTION=caf\xe9\n", "not UTF-8"),
        ("# fine\n\n\nBOT COLLECTION=abc\n", "line 4"),
        ("BOT_COLLECTION=abc\nBOT_READ_ONLY\n", "line 2"),
        (f'A=1\n\nDISCORD_TOKEN="{SECRET}\n', "line 3"),
    ],
)
def test_broken_file_is_one_line_without_its_content(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    message = complaint(tmp_path, text)
    assert told in message
    assert SECRET not in message


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(UnusableSetting, match="cannot be read"):
        read_environment(tmp_path / ".env")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("BOT_ARTICLE", "did you mean BOT_ARTICLES?"),
        ("bot_chromaurl", "did you mean BOT_CHROMA_URL?"),
        ("DISCORD_TOKN", "did you mean DISCORD_TOKEN?"),
        ("BOT_FAVOURITE_COLOUR", ".env.example lists them all"),
        ("BOT_LLM_MODELL", "did you mean BOT_LLM_MODEL?"),
    ],
)
def test_a_name_that_means_nothing_is_warned_of(tmp_path: Path, name: str, told: str) -> None:
    (warning,) = read(tmp_path, f"{name}={SECRET}\n").warnings
    assert name.upper() in warning
    assert told in warning
    assert SECRET not in warning


def test_names_of_others_are_left_alone(tmp_path: Path) -> None:
    assert read(tmp_path, "PATH_TO=1\nDISCORD_CHANNEL=2\nROBOT_ARTICLES=3\n").warnings == ()


def test_the_token_is_never_shown(tmp_path: Path) -> None:
    environment = read(tmp_path, f"DISCORD_TOKEN={SECRET}\n{MODEL}BOT_LLM_API_KEY={SECRET}\n")
    shown = f"{environment!r} {environment.settings} {environment.settings.model_dump()}"
    assert SECRET not in shown
    assert SECRET not in str(configured(environment))
    assert "DISCORD_TOKEN is set" in str(configured(environment))


@pytest.mark.parametrize(
    "url", ["ann:hunter2@host", "ftp://ann:hunter2@host", "//ann:hunter2@host"]
)
def test_a_password_in_an_address_is_not_shown(tmp_path: Path, url: str) -> None:
    message = complaint(tmp_path, f"BOT_CHROMA_URL={url}\n")
    assert "hunter2" not in message
    assert "ann" not in message.partition(" cannot")[0]
    assert "…@host cannot be used" in message
