"""The buttons below the list of articles: Previous and Next."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Self

import discord

from bot.discord.api import NO_MENTIONS, defer, with_retries
from bot.discord.rendering.articles import article_pages
from bot.discord.services import Interaction, Services
from bot.discord.views.base import Button, PersistentButton


async def load_pages(services: Services) -> tuple[str, ...]:
    """Return the pages of the current list. Raises CoverageError."""
    articles = await services.coverage.articles()
    failed = len(await services.coverage.failures())
    return await asyncio.to_thread(article_pages, articles, failed)  # slow for thousands


class ArticlesPageButton(PersistentButton, template=r"articles:(?P<page>\d+)"):
    """Replaces the message with another page of the list."""

    def __init__(self, page: int, label: str = "", *, enabled: bool = True) -> None:
        super().__init__(Button(label=label, custom_id=f"articles:{page}", disabled=not enabled))
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, thinking=False)
        pages = await load_pages(interaction.client.services)
        page = min(self._page, len(pages))  # articles may have been removed
        text, view = pages[page - 1], article_buttons(page, len(pages))
        edit = interaction.edit_original_response
        await with_retries(lambda: edit(content=text, view=view, allowed_mentions=NO_MENTIONS))


def article_buttons(page: int, pages: int) -> discord.ui.View | None:
    """Return the buttons below page ``page`` (from 1) of ``pages``, or None for a single page."""
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(ArticlesPageButton(page - 1, "Previous", enabled=page > 1))
    view.add_item(ArticlesPageButton(page + 1, "Next", enabled=page < pages))
    return view


BUTTONS = (ArticlesPageButton,)
