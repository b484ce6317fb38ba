"""What the doctor says of the settings. What it says of the index comes from the coverage."""

from __future__ import annotations

import platform
from importlib.metadata import version

from bot.environment import Environment
from index.models import Check


def configured(environment: Environment) -> tuple[Check, ...]:
    """One finding for each part of the configuration; no secret in any."""
    settings = environment.settings
    return (
        Check("program", True, f"version {version('coverage-bot')}, {_python()}"),
        Check(
            "settings",
            not environment.warnings,
            "; ".join(environment.warnings) or "every name and value can be used",
        ),
        Check(
            "Discord",
            True,
            f"DISCORD_TOKEN is {'set' if settings.discord_token else 'not set'}; this version "
            "answers in the terminal only",
        ),
        Check("answers", True, "sentences of the articles themselves, no language model"),
    )


def _python() -> str:
    return f"Python {platform.python_version()} on {platform.system()}"
