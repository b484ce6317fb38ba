"""The buttons that confirm or cancel the removal of an article."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from typing import Any, Self

import discord

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.background import reindex_when_idle
from bot.discord.errors import UserError, log_and_describe, message_for
from bot.discord.live_updates import live_progress
from bot.discord.permissions import require_admin, require_writable_folder
from bot.discord.rendering.admin import not_indexed_page, not_removed_page, removed_page
from bot.discord.rendering.limits import CUSTOM_ID
from bot.discord.responders.interactions import LongResponder
from bot.discord.services import Interaction
from bot.discord.views.base import Button, PersistentButton, load_text, store_text
from index.errors import ArticleRefused, CoverageError
from index.ingestion.articles_folder import ArticlesFolder
from index.storage.archive.archive import Archive

_ROOM = CUSTOM_ID - len("remove:")


class _FileButton(PersistentButton, template="never of a file"):
    """A button that knows a file; ``reference`` is from ``store_text``."""

    KIND, LABEL, STYLE = "", "", discord.ButtonStyle.secondary

    def __init__(self, reference: str) -> None:
        self._reference = reference
        super().__init__(
            Button(label=self.LABEL, style=self.STYLE, custom_id=f"{self.KIND}:{reference}")
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(match["file"])

    async def file(self, interaction: Interaction) -> str:
        """Return the name of the file. Raises UserError, also if the person is not an admin."""
        require_admin(interaction)
        return await load_text(interaction.client.services.archive, self._reference)


class RemoveButton(_FileButton, template=r"remove:(?P<file>(?s:.+))"):
    """Removes the file from the folder and from the index."""

    KIND, LABEL, STYLE = "remove", "Remove", discord.ButtonStyle.danger

    async def pressed(self, interaction: Interaction) -> None:
        file = await self.file(interaction)
        require_writable_folder(interaction.client)
        await defer(interaction, thinking=False)
        client = interaction.client
        folder = ArticlesFolder(client.services.settings.articles)
        try:
            await asyncio.to_thread(folder.remove, file)
        except ArticleRefused as error:
            raise UserError(message_for(error)) from None
        responder = LongResponder(interaction, "About the removed article", private=True)
        try:
            async with live_progress(client, responder) as show:
                report = await reindex_when_idle(client, interaction.user.display_name, show)
            text = removed_page(file, report)
        except CoverageError as error:
            text = not_indexed_page([file], log_and_describe(error))
        await responder.finish(text)


class KeepButton(_FileButton, template=r"keep:(?P<file>(?s:.+))"):
    """Cancels the removal."""

    KIND, LABEL = "keep", "Keep"

    async def pressed(self, interaction: Interaction) -> None:
        file = await self.file(interaction)
        await interaction.response.edit_message(
            content=not_removed_page(file), view=None, allowed_mentions=NO_MENTIONS
        )


async def removal_buttons(file: str, archive: Archive, now: dt.datetime) -> discord.ui.View:
    """Return the two buttons."""
    reference = await store_text(archive, file, _ROOM, now)
    view = discord.ui.View(timeout=None)
    view.add_item(RemoveButton(reference))
    view.add_item(KeepButton(reference))
    return view


BUTTONS = (RemoveButton, KeepButton)
