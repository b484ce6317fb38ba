"""Gathers what ``/admin status`` shows."""

from __future__ import annotations

import platform
import resource
import sys
from importlib.metadata import version
from pathlib import Path

import discord

from bot.pages.status import Status
from bot.services import Services


async def look(services: Services, guild: int | None) -> Status:
    """How the bot is doing, with the figures of one server."""
    coverage, model = services.coverage, services.settings.language_model
    return Status(
        articles=await coverage.articles(),
        failures=await coverage.failures(),
        checks=await coverage.checks(),
        counts=await services.archive.counts(guild),
        memory=memory_in_use(),
        versions=(
            f"coverage-bot {version('coverage-bot')}",
            f"discord.py {discord.__version__}",
            f"Python {platform.python_version()}",
        ),
        under_way=coverage.indexing,
        writer=model.name if model else None,
    )


def memory_in_use() -> int:
    """Bytes of memory that this process takes up now; where that is not told, the most it took."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * resource.getpagesize()
