"""The environment of a bot that a test or a benchmark starts as a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = ("BOT_", "DISCORD_")
"""How the names of settings begin."""


def without_settings(**settings: object) -> dict[str, str]:
    """Return the environment with these settings (``data`` is ``BOT_DATA``) and no others.

    What the developer has set for a bot of his own would reach it otherwise: a token, a model that
    costs money, a Chroma server. Start it in a folder without ``.env`` for the same reason.
    """
    kept = {name: text for name, text in os.environ.items() if not name.startswith(SETTINGS)}
    ours = {f"BOT_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), **ours}
