"""The settings: one frozen object, read from the environment and from ``.env``.

A variable of the environment wins over the same name in ``.env``; an empty one counts as not
set. Names: ``DISCORD_TOKEN``, and everything else with the prefix ``BOT_``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import SettingsConfigDict

from bot.discord_settings import DiscordSettings
from bot.model_settings import ModelSettings
from bot.yes_or_no import YesOrNo

# Chroma takes names of 3 to 512 such characters; the index adds a fingerprint to this one.
_COLLECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")


def _path(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("a path has no NUL characters")
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError("write the path without '~'") from error


def _folder_for_data(path: Path) -> Path:
    path = _path(path)
    if path.exists() and not path.is_dir():
        raise ValueError("this is a file; name a folder, which is made when it does not exist")
    return path


def _server(url: str) -> str:
    right = "write the server's address like http://127.0.0.1:8000"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(right) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ValueError(right)
    if parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(f"{right}, with nothing else in it")
    return url.rstrip("/")


def _name_of_collection(name: str) -> str:
    if not _COLLECTION.fullmatch(name):
        raise ValueError("write 3 to 63 of the letters a-z, digits, '.', '_' and '-'")
    return name


class Settings(DiscordSettings, ModelSettings):
    """Every setting. ``description`` is the sentence that explains it to a user."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    articles: Annotated[Path, AfterValidator(_path)] = Field(
        default=Path("seeds"),
        description="The folder with the articles.",
    )
    data: Annotated[Path, AfterValidator(_folder_for_data)] = Field(
        default=Path("data"),
        validate_default=True,
        description="The folder in which the index is kept.",
    )
    chroma_url: Annotated[str, AfterValidator(_server)] | None = Field(
        default=None,
        description="The address of a Chroma server; without it Chroma runs inside the bot.",
    )
    collection: Annotated[str, AfterValidator(_name_of_collection)] = Field(
        default="coverage",
        description="The name that the index has on a Chroma server.",
    )
    read_only: YesOrNo = Field(
        default=False,
        description="Whether never to index, and to answer from what is indexed already.",
    )

    @model_validator(mode="after")
    def _has_something_to_answer_from(self) -> Self:
        """A bot that indexes needs articles; one that follows another bot, or only reads, not."""
        follows = self.read_only or self.chroma_url is not None
        if self.articles.is_dir() or (follows and not self.articles.exists()):
            return self
        what = "this is a file" if self.articles.exists() else "there is no such folder"
        raise ValueError(
            f"BOT_ARTICLES={self.articles} cannot be used: {what}; name the folder that has your "
            "articles"
        )
