"""/ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.commands import Tree


def register(tree: Tree) -> None:
    """Put the command into the tree."""
