"""The slash commands, one module for each family, with a function ``register(tree)``.

A new family needs a module here and an entry in ``FAMILIES``. Its commands receive a
``bot.discord.services.Interaction`` and find the rest in ``interaction.client.services``.
"""

from __future__ import annotations

from collections.abc import Callable

from discord import app_commands

from bot.discord.commands import admin, articles, ask, timeline
from bot.discord.services import BotClient

Tree = app_commands.CommandTree[BotClient]

FAMILIES: tuple[Callable[[Tree], None], ...] = (
    ask.register,
    timeline.register,
    articles.register,
    admin.register,
)


def register_all(tree: Tree) -> None:
    """Add every command to the tree."""
    for register in FAMILIES:
        register(tree)
