"""The settings of the bot on Discord."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from bot.yes_or_no import YesOrNo


def _channel_numbers(text: str) -> str:
    if not re.fullmatch(r"\s*[0-9]{1,20}(?:\s*[,\s]\s*[0-9]{1,20})*\s*", text):
        raise ValueError("write ids of channels, with commas between them")
    return text


class DiscordSettings(BaseSettings):
    """Where it is let in, whom it answers, and how much it does at once."""

    discord_token: SecretStr | None = Field(
        default=None,
        validation_alias="DISCORD_TOKEN",
        description="The token of your Discord bot.",
    )
    read_messages: YesOrNo = Field(
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
    watch: YesOrNo = Field(
        default=True,
        description="Whether to notice and index changes of the articles folder by itself.",
    )

    @property
    def asking_channels(self) -> frozenset[int]:
        """``ask_channels`` as numbers."""
        return frozenset(int(part) for part in re.findall(r"[0-9]+", self.ask_channels or ""))

    @model_validator(mode="after")
    def _may_read_where_it_is_to_answer(self) -> Self:
        if self.ask_channels is not None and not self.read_messages:
            raise ValueError(
                "BOT_ASK_CHANNELS is set, but BOT_READ_MESSAGES is not true: without it the bot "
                "cannot read what is asked there"
            )
        return self
