"""The modal for uploading several articles at once."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord.errors import handle_errors
from bot.discord.uploads import MAX_FILES, add_files
from index.models import FORMATS

_TIMEOUT = 900.0  # seconds to choose the files


class UploadModal(discord.ui.Modal):
    """Takes up to ten files; ``replace`` replaces articles with the same file names."""

    def __init__(self, *, replace: bool) -> None:
        super().__init__(title="Add articles", timeout=_TIMEOUT)
        self._replace = replace
        self._files: discord.ui.FileUpload[UploadModal] = discord.ui.FileUpload(
            custom_id="files", min_values=1, max_values=MAX_FILES
        )
        self.add_item(
            discord.ui.Label(
                text="Files",
                description=f"Up to {MAX_FILES} {FORMATS}.",
                component=self._files,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Add the files."""
        async with handle_errors(interaction):
            await add_files(interaction, self._files.values, replace=self._replace)
