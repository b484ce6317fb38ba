"""The settings of the bot on Discord."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import read_environment
from bot.settings import Settings
from index.errors import UnusableSetting


def read(folder: Path, text: str) -> Settings:
    dotenv = folder / ".env"
    dotenv.write_text(text, "utf-8")
    return read_environment(dotenv).settings


def test_without_any_it_reads_no_messages(tmp_path: Path) -> None:
    settings = read(tmp_path, "")
    assert not settings.read_messages
    assert settings.asking_channels == frozenset()
    assert settings.discord_token is None


def test_channels_for_asking(tmp_path: Path) -> None:
    settings = read(tmp_path, "BOT_READ_MESSAGES=yes\nBOT_ASK_CHANNELS= 12, 345\n")
    assert settings.asking_channels == {12, 345}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BOT_READ_MESSAGES=true\nBOT_ASK_CHANNELS=#general\n", "write ids of channels"),
        ("BOT_ASK_CHANNELS=12\n", "BOT_READ_MESSAGES is not true"),
        ("BOT_QUESTIONS_PER_MINUTE=0\n", "BOT_QUESTIONS_PER_MINUTE=0 cannot be used"),
        ("BOT_ANSWERS_AT_ONCE=many\n", "BOT_ANSWERS_AT_ONCE=many cannot be used"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UnusableSetting, match=told):
        read(tmp_path, text)
