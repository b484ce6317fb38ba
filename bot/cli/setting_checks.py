"""The doctor's checks of the settings. The coverage checks the index."""

from __future__ import annotations

import datetime as dt
import platform
from importlib.metadata import version

from bot.environment import Environment
from bot.settings import Settings
from index.models import HealthCheck


def check_settings(environment: Environment) -> tuple[HealthCheck, ...]:
    """Return one check for each part of the configuration, without secrets."""
    settings = environment.settings
    return (
        HealthCheck("program", True, f"version {version('coverage-bot')}, {_python()}"),
        _settings(environment.warnings),
        HealthCheck("Discord", True, _discord(settings)),
        HealthCheck("answers", True, _answers(settings)),
    )


def _settings(warnings: tuple[str, ...]) -> HealthCheck:
    """A name that is misspelled has no effect; the bot works all the same."""
    if not warnings:
        return HealthCheck("settings", True, "all names and values are valid")
    advice = "correct the spelling: a setting has no effect under another name"
    return HealthCheck("settings", False, "; ".join(warnings), advice, serious=False)


def _discord(settings: Settings) -> str:
    if settings.discord_token is None:
        return "DISCORD_TOKEN is not set, so coverage-bot runs in the terminal"
    reads = "every message"
    if not settings.read_messages:
        reads = "only messages that mention it, reply to it with a ping, or are sent to it directly"
    return f"DISCORD_TOKEN is set, so coverage-bot runs on Discord and reads {reads}"


def _answers(settings: Settings) -> str:
    model = settings.language_model
    if model is None:
        return "quoted from the articles, without a language model"
    key = "with BOT_LLM_API_KEY" if model.key else "without an API key"
    return f"written by {model.name} ({key}); every sentence is checked against the articles"


def _python() -> str:
    return f"Python {platform.python_version()} on {platform.system()}"


def check_feeds(settings: Settings) -> tuple[HealthCheck, ...]:
    """Return the checks of the feeds, which also work while the bot on Discord is running."""
    if not (settings.web.feeds and settings.indexes):  # another process polls them
        return ()
    from index.health.feeds import feed_checks

    return feed_checks(settings.data, settings.web, dt.datetime.now(dt.UTC))
