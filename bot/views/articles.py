"""Below a list of articles: Previous and Next."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Self

import discord

from bot.pages.articles import article_pages
from bot.services import Interaction, Services
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge, surely
from bot.views.lasting import Button, Lasting


async def article_list(services: Services) -> tuple[str, ...]:
    """The pages of the list as it is now."""
    articles = await services.coverage.articles()
    refused = len(await services.coverage.failures())
    return await asyncio.to_thread(article_pages, articles, refused)  # thousands take a while


class ArticlesPage(Lasting, template=r"articles:(?P<page>\d+)"):
    """Shows another page in place of the one that the button is below."""

    def __init__(self, page: int, label: str = "", *, usable: bool = True) -> None:
        super().__init__(Button(label=label, custom_id=f"articles:{page}", disabled=not usable))
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        await acknowledge(interaction, thinking=False)
        pages = await article_list(interaction.client.services)
        page = min(self._page, len(pages))  # articles may have gone
        text, view = pages[page - 1], article_buttons(page, len(pages))
        edit = interaction.edit_original_response
        await surely(lambda: edit(content=text, view=view, allowed_mentions=NOBODY))


def article_buttons(page: int, pages: int) -> discord.ui.View | None:
    """The buttons below page ``page`` (from 1) of ``pages``; none below the only one."""
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(ArticlesPage(page - 1, "Previous", usable=page > 1))
    view.add_item(ArticlesPage(page + 1, "Next", usable=page < pages))
    return view


BUTTONS = (ArticlesPage,)
