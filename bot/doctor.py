"""What the doctor says of the settings. What it says of the index comes from the coverage."""

from __future__ import annotations

import platform
from importlib.metadata import version

from bot.environment import Environment
from bot.settings import Settings
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
            _discord(settings),
        ),
        Check("answers", True, _answers(settings)),
    )


def _discord(settings: Settings) -> str:
    if settings.discord_token is None:
        return "DISCORD_TOKEN is not set: coverage-bot answers in the terminal"
    reads = "reads messages without a mention" if settings.read_messages else "reads mentions only"
    return f"DISCORD_TOKEN is set: coverage-bot answers on Discord, and {reads}"


def _answers(settings: Settings) -> str:
    model = settings.language_model
    if model is None:
        return "sentences of the articles themselves, no language model"
    key = "with BOT_LLM_API_KEY" if model.key else "without a key"
    return f"written by {model.name}, {key}; each sentence is checked against the articles"


def _python() -> str:
    return f"Python {platform.python_version()} on {platform.system()}"
