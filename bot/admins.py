"""Who may use /admin. Discord only hides the command; here it is decided, at every call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import discord

from bot.pages.errors import Refused, words
from bot.services import Interaction, ServedClient
from index.errors import ArticleRefused, UnreadableArticle


def is_admin(interaction: Interaction) -> bool:
    """Whether the person may manage this server, or has the role of BOT_ADMIN_ROLE on it."""
    if interaction.guild_id is None:
        return False
    return interaction.permissions.manage_guild or _has_role(interaction)


def require_admin(interaction: Interaction) -> None:
    """Raises Refused for anybody else."""
    if not is_admin(interaction):
        raise Refused(
            "That is for people who may manage this server (the permission Manage Server)."
        )


def require_folder(client: ServedClient) -> None:
    """Raises Refused where the articles are another process's to change."""
    settings = client.services.settings
    if settings.read_only or not settings.articles.is_dir():
        raise Refused(
            "This bot only answers; articles are added and removed where they are indexed."
        )


@contextmanager
def plainly() -> Iterator[None]:
    """What is wrong with a file is told as it is: nothing is broken, and nothing for the log."""
    try:
        yield
    except (ArticleRefused, UnreadableArticle) as error:
        raise Refused(words(error)) from None


def _has_role(interaction: Interaction) -> bool:
    wanted = interaction.client.services.settings.admin_role
    person = interaction.user
    if wanted is None or not isinstance(person, discord.Member):
        return False
    return any(wanted.strip() in (str(role.id), role.name) for role in person.roles)
