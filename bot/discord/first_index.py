"""Waits for the first index: before that, "the coverage does not say" would be misleading."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.discord.api import API_ERRORS
from bot.discord.errors import UserError
from bot.discord.rate_limiter import ABOUT_TO_RESTART
from bot.discord.rendering.admin import first_index_page
from bot.discord.services import BotClient

_log = logging.getLogger(__name__)
_INTERVAL = 2.0  # seconds between two looks, and so between two edits of a message


async def wait_for_first_index(client: BotClient, show: Callable[[str], Awaitable[None]]) -> None:
    """Return once there are articles to ask about, or none will come by themselves.

    Meanwhile ``show`` gets a page with the progress, whenever it has changed. Raises UserError if
    the bot stops, and CoverageError.
    """
    coverage = client.services.coverage
    shown = ""
    while not (await coverage.size())[0]:
        progress = coverage.indexing
        if progress is None and client.first_index.is_set():
            return
        if client.rate_limiter.closing:
            raise UserError(ABOUT_TO_RESTART)
        page = first_index_page(progress)
        if page != shown:
            shown = page
            try:
                await show(page)
            except API_ERRORS as error:  # the answer may still be accepted
                _log.info("progress could not be shown: %s", error)
        await asyncio.sleep(_INTERVAL)
