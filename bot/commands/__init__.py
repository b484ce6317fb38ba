"""The slash commands: one thin module a family, each with ``register(tree)``.

A new family is a module here and a line in ``FAMILIES``. Its commands take a
``bot.services.Interaction`` and find what they need in ``interaction.client.services``.
"""

from __future__ import annotations

from collections.abc import Callable

from discord import app_commands

from bot.commands import admin, articles, asking, timeline
from bot.services import ServedClient

Tree = app_commands.CommandTree[ServedClient]

FAMILIES: tuple[Callable[[Tree], None], ...] = (
    asking.register,
    timeline.register,
    articles.register,
    admin.register,
)


def register_all(tree: Tree) -> None:
    """Put every command into the tree."""
    for register in FAMILIES:
        register(tree)
