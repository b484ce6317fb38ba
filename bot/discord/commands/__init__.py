"""The slash commands, one module for each family, with a function ``register(tree)``.

A new family needs a module here and an entry in ``FAMILIES``. Its commands receive a
``bot.discord.services.Interaction`` and find the rest in ``interaction.client.services``.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.discord.commands import admin, articles, ask, briefing, check, privacy, timeline
from bot.discord.services import CommandTree

FAMILIES: tuple[Callable[[CommandTree], None], ...] = (
    ask.register,
    check.register,
    briefing.register,
    timeline.register,
    articles.register,
    privacy.register,
    admin.register,
)


def register_all(tree: CommandTree) -> None:
    """Add every command to the tree."""
    for register in FAMILIES:
        register(tree)
