"""The settings of the language model that writes answers."""

from __future__ import annotations

import re
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from index.config import LanguageModel

_KEY = re.compile(r"[!-~]+")
_FOR_REQUESTS = re.compile(r"/chat(?:/completions)?/*$|/+$")


def _base_url(url: str) -> str:
    """The address that requests are appended to. Without a path it is ``/v1``, as everywhere."""
    right = "write the server's address like http://127.0.0.1:11434/v1"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(right) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ValueError(right)
    if parts.username is not None:
        raise ValueError(f"{right}, and a key into BOT_LLM_API_KEY")
    if parts.query or parts.fragment or re.search(r"\s", url):
        raise ValueError(f"{right}, with nothing after the path")
    path = _FOR_REQUESTS.sub("", parts.path)
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _name(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        raise ValueError("write the model's name as its server lists it")
    return name


def _key(key: SecretStr | None) -> SecretStr | None:
    if key is not None and not _KEY.fullmatch(key.get_secret_value()):
        raise ValueError("a key has only letters, digits and signs, and no blanks")
    return key


class ModelSettings(BaseSettings):
    """Which model, where, and within what limits."""

    llm_base_url: Annotated[str, AfterValidator(_base_url)] | None = Field(
        default=None,
        description="The address of a server that speaks the OpenAI protocol.",
    )
    llm_model: Annotated[str, AfterValidator(_name)] | None = Field(
        default=None,
        description="The model's name on that server.",
    )
    llm_api_key: Annotated[SecretStr | None, AfterValidator(_key)] = Field(
        default=None,
        description="The key for that server, where it wants one.",
    )
    llm_context: Annotated[int, Field(ge=1024, le=10_000_000)] = Field(
        default=4096,
        description="How many tokens the model can read and write together.",
    )
    llm_seconds: Annotated[float, Field(ge=1, le=840)] = Field(
        default=60,
        description="How many seconds the model has for an answer.",
    )
    llm_guild_tokens: Annotated[int, Field(ge=0)] = Field(
        default=1_000_000,
        description="How many tokens a Discord server may use in a day; 0 is without limit.",
    )
    llm_person_tokens: Annotated[int, Field(ge=0)] = Field(
        default=100_000,
        description="How many tokens one person may use in a day; 0 is without limit.",
    )

    @property
    def language_model(self) -> LanguageModel | None:
        """The model, where one is configured."""
        if self.llm_base_url is None or self.llm_model is None:
            return None
        return LanguageModel(
            base_url=self.llm_base_url,
            name=self.llm_model,
            key=self.llm_api_key,
            context=self.llm_context,
            seconds=self.llm_seconds,
            guild_tokens=self.llm_guild_tokens or None,
            person_tokens=self.llm_person_tokens or None,
        )

    @model_validator(mode="after")
    def _has_a_whole_model(self) -> Self:
        if self.llm_base_url is not None and self.llm_model is None:
            raise ValueError(
                "BOT_LLM_BASE_URL is set, but BOT_LLM_MODEL is not: name the model, or leave both "
                "out"
            )
        given = "BOT_LLM_MODEL" if self.llm_model else "BOT_LLM_API_KEY"
        if self.llm_base_url is None and (self.llm_model or self.llm_api_key):
            raise ValueError(
                f"{given} is set, but BOT_LLM_BASE_URL is not: give the server's address, like "
                "https://api.openai.com/v1"
            )
        return self
