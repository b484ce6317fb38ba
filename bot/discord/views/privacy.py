"""The button below ``/privacy``: deletes what is kept about whoever presses it."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.rendering.privacy import forgotten_text
from bot.discord.services import Interaction
from bot.discord.views.base import Button, PersistentButton


class ForgetMeButton(PersistentButton, template="privacy:forget"):
    """Deletes the questions, feedback and token counts of the person who pressed it."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(
                label="Delete what is kept about me",
                style=discord.ButtonStyle.danger,
                custom_id="privacy:forget",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, private=True)
        services = interaction.client.services
        forgotten = await services.archive.forget_person(
            interaction.user.id, services.settings.backup_folder
        )
        await interaction.followup.send(
            forgotten_text(forgotten.answers, forgotten.feedback),
            ephemeral=True,
            allowed_mentions=NO_MENTIONS,
        )


def privacy_buttons() -> discord.ui.View:
    """Return the button below the answer to ``/privacy``."""
    view = discord.ui.View(timeout=None)
    view.add_item(ForgetMeButton())
    return view


BUTTONS: tuple[type[discord.ui.DynamicItem[Button]], ...] = (ForgetMeButton,)
