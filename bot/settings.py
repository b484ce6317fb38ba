"""The settings: one frozen object, read from the environment and from ``.env``.

A variable of the environment wins over the same name in ``.env``; an empty one counts as not
set. Names: ``DISCORD_TOKEN``, and everything else with the prefix ``BOT_``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from bot.model_settings import ModelSettings

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}
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


def _channel_numbers(text: str) -> str:
    if not re.fullmatch(r"\s*[0-9]{1,20}(?:\s*[,\s]\s*[0-9]{1,20})*\s*", text):
        raise ValueError("write ids of channels, with commas between them")
    return text


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise ValueError("write true or false")
    return word in _YES


class Settings(ModelSettings):
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

    discord_token: SecretStr | None = Field(
        default=None,
        validation_alias="DISCORD_TOKEN",
        description="The token of your Discord bot.",
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
    read_only: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=False,
        description="Whether never to index, and to answer from what is indexed already.",
    )

    read_messages: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=False,
        description="Whether to answer without a mention in threads and channels for asking.",
    )
    ask_channels: Annotated[str, AfterValidator(_channel_numbers)] | None = Field(
        default=None,
        description="The channels set aside for asking, by their ids.",
    )
    questions_per_minute: Annotated[int, Field(ge=1, le=600)] = Field(
        default=10,
        description="How many questions one person may ask in a minute.",
    )
    answers_at_once: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=40,
        description="How many answers may be under way at once.",
    )

    admin_role: str | None = Field(
        default=None,
        description="A role whose members may use /admin, by its id or name.",
    )
    news_channel: Annotated[int, Field(gt=0, lt=2**63)] | None = Field(
        default=None,
        description="The channel that is told of new coverage, by its id.",
    )
    watch: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=True,
        description="Whether to notice and index changes of the articles folder by itself.",
    )

    @property
    def asking_channels(self) -> frozenset[int]:
        """``ask_channels`` as numbers."""
        return frozenset(int(part) for part in re.findall(r"[0-9]+", self.ask_channels or ""))

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
