"""The base of our buttons: an error reaches the person who pressed, in words."""

from __future__ import annotations

from typing import Any

import discord

from bot.reporting import telling
from bot.services import Interaction

Button = discord.ui.Button[Any]


class Lasting(discord.ui.DynamicItem[Button], template="never"):
    """A button with its state in the ``custom_id``; subclasses give ``template`` and ``pressed``.

    ``template`` is a regular expression with a group for each piece of state; ``from_custom_id``
    makes the button of it. It is matched from the start, so every kind begins with its own word.
    """

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for; whatever goes wrong is told."""
        async with telling(interaction):
            await self.pressed(interaction)

    async def pressed(self, interaction: Interaction) -> None:
        """What happens when somebody presses it."""
        raise NotImplementedError
