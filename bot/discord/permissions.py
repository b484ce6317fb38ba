"""Who may use ``/admin``. Discord only hides the command; every call is checked here."""

from __future__ import annotations

import discord

from bot.discord.errors import UserError
from bot.discord.services import BotClient, Interaction


def is_admin(interaction: Interaction) -> bool:
    """Whether the person may manage this server or has the role in BOT_ADMIN_ROLE."""
    if interaction.guild_id is None:
        return False
    return interaction.permissions.manage_guild or _has_admin_role(interaction)


def require_admin(interaction: Interaction) -> None:
    """Raise UserError if the person is not an admin."""
    if not is_admin(interaction):
        raise UserError("Only people with the Manage Server permission can do that.")


def require_writable_folder(client: BotClient) -> None:
    """Raise UserError if another process maintains the articles folder."""
    settings = client.services.settings
    if settings.read_only or not settings.articles.is_dir():
        raise UserError(
            "This bot cannot change its articles: they are managed by the bot that indexes them."
        )


def _has_admin_role(interaction: Interaction) -> bool:
    wanted = interaction.client.services.settings.admin_role
    person = interaction.user
    if wanted is None or not isinstance(person, discord.Member):
        return False
    return any(wanted.strip() in (str(role.id), role.name) for role in person.roles)
