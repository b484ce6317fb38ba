"""``/privacy``."""

from __future__ import annotations

from discord import app_commands

from bot.discord.api import NO_MENTIONS
from bot.discord.errors import handle_errors
from bot.discord.rendering.privacy import privacy_text
from bot.discord.services import CommandTree, Interaction
from bot.discord.views.privacy import privacy_buttons


def register(tree: CommandTree) -> None:
    """Add the command to the tree."""
    tree.add_command(privacy)


@app_commands.command(description="See what the bot keeps about you, and delete it.")
async def privacy(interaction: Interaction) -> None:
    """Say what is kept, only to the person who asks, with a button that deletes it."""
    async with handle_errors(interaction):
        settings = interaction.client.services.settings
        await interaction.response.send_message(
            privacy_text(
                settings.keep_days,
                model=settings.language_model is not None,
                chroma=settings.chroma_url is not None,
            ),
            view=privacy_buttons(),
            ephemeral=True,
            allowed_mentions=NO_MENTIONS,
        )
