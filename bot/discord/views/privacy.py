"""The button below ``/privacy``: deletes what is kept about whoever presses it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Self

import discord

from bot.discord.api import API_ERRORS, NO_MENTIONS, defer
from bot.discord.rendering.privacy import forgotten_text
from bot.discord.services import Interaction
from bot.discord.views.base import Button, PersistentButton


class ForgetMeButton(PersistentButton, template="privacy:forget"):
    """Deletes the questions, feedback and token counts of the person who pressed it."""

    def __init__(self, *, enabled: bool = True) -> None:
        super().__init__(
            discord.ui.Button(
                label="Delete what is kept about me",
                style=discord.ButtonStyle.danger,
                custom_id="privacy:forget",
                disabled=not enabled,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, thinking=False)
        with suppress(*API_ERRORS):
            await interaction.edit_original_response(view=privacy_buttons(enabled=False))
        client, person = interaction.client, interaction.user.id
        async with client.erasures.of(person):
            forgotten = await client.services.archive.forget_person(
                person, client.services.settings.backup_folder, client.services.now().date()
            )
        await interaction.followup.send(
            forgotten_text(forgotten),
            ephemeral=True,
            allowed_mentions=NO_MENTIONS,
        )


def privacy_buttons(*, enabled: bool = True) -> discord.ui.View:
    """Return the button below the answer to ``/privacy``."""
    view = discord.ui.View(timeout=None)
    view.add_item(ForgetMeButton(enabled=enabled))
    return view


BUTTONS: tuple[type[discord.ui.DynamicItem[Button]], ...] = (ForgetMeButton,)
