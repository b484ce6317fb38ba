"""Asked before an article is removed: Remove, Keep."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Self

import discord

from bot.admins import plainly, require_admin, require_folder
from bot.pages.changes import kept_page, not_indexed_page, removed_page
from bot.pages.limits import CUSTOM_ID
from bot.reporting import told
from bot.services import Interaction
from bot.talk.long_reply import LongReply
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge
from bot.upkeep.indexing import index_change
from bot.upkeep.progress import moving
from bot.views.lasting import Button, Lasting
from bot.views.notes import noted, read_note
from index.errors import CoverageError
from index.ingestion.articles_folder import ArticlesFolder
from index.storage.archive.archive import Archive

_ROOM = CUSTOM_ID - len("remove:")


class _OfFile(Lasting, template="never of a file"):
    """A button that knows a file; ``note`` stands for its name."""

    KIND, LABEL, STYLE = "", "", discord.ButtonStyle.secondary

    def __init__(self, note: str) -> None:
        self._note = note
        super().__init__(
            Button(label=self.LABEL, style=self.STYLE, custom_id=f"{self.KIND}:{note}")
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(match["note"])

    async def file(self, interaction: Interaction) -> str:
        """The name of the file. Raises Refused, also for people who are no admins."""
        require_admin(interaction)
        return await read_note(interaction.client.services.archive, self._note)


class Remove(_OfFile, template=r"remove:(?P<note>(?s:.+))"):
    """Takes the file out of the folder and out of the index."""

    KIND, LABEL, STYLE = "remove", "Remove", discord.ButtonStyle.danger

    async def pressed(self, interaction: Interaction) -> None:
        file = await self.file(interaction)
        require_folder(interaction.client)
        await acknowledge(interaction, thinking=False)
        client = interaction.client
        folder = ArticlesFolder(client.services.settings.articles)
        with plainly():
            await asyncio.to_thread(folder.remove, file)
        reply = LongReply(interaction, "About the article that was to be removed")
        try:
            async with moving(reply) as show:
                done = await index_change(client, interaction.user.display_name, show)
            text = removed_page(file, done)
        except CoverageError as error:
            text = not_indexed_page(file, told(error))
        await reply.finish(text)


class Keep(_OfFile, template=r"keep:(?P<note>(?s:.+))"):
    """Leaves everything as it is."""

    KIND, LABEL = "keep", "Keep"

    async def pressed(self, interaction: Interaction) -> None:
        file = await self.file(interaction)
        await interaction.response.edit_message(
            content=kept_page(file), view=None, allowed_mentions=NOBODY
        )


async def removal_buttons(file: str, archive: Archive) -> discord.ui.View:
    """The two buttons."""
    note = await noted(archive, file, _ROOM)
    view = discord.ui.View(timeout=None)
    view.add_item(Remove(note))
    view.add_item(Keep(note))
    return view


BUTTONS = (Remove, Keep)
