"""Adds uploaded files to the articles folder, up to ten at once, and indexes them together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import discord

from bot.discord.api import API_ERRORS, defer, with_retries
from bot.discord.background import reindex_when_idle
from bot.discord.errors import UserError, handle_errors, log_and_describe, message_for
from bot.discord.live_updates import live_progress
from bot.discord.permissions import require_admin, require_writable_folder
from bot.discord.rendering.admin import added_page, not_indexed_page, uploads_page
from bot.discord.rendering.limits import MESSAGE, first_lines
from bot.discord.responders.interactions import LongResponder
from bot.discord.services import Interaction
from index.errors import ArticleRefused, CoverageError, UnreadableArticle
from index.ingestion.article_files import MAX_BYTES
from index.ingestion.articles_folder import Added, ArticlesFolder, safe_name
from index.models import FORMATS, folded

_log = logging.getLogger(__name__)
MAX_FILES = 10
_CHOOSING = 900.0  # seconds to choose the files


async def add_files(
    interaction: Interaction, files: Sequence[discord.Attachment], *, replace: bool
) -> None:
    """Check, save and index the files, and say what became of each.

    A file that cannot be used does not keep the others out. Raises UserError if none can be.
    """
    require_admin(interaction)
    require_writable_folder(interaction.client)
    reasons = [_refusal(file) for file in files]
    refused = [(f.filename, why) for f, why in zip(files, reasons, strict=True) if why]
    usable = [file for file, why in zip(files, reasons, strict=True) if why is None]
    if not usable:
        raise _refused(refused)
    await defer(interaction)
    services = interaction.client.services
    files_indexed, _ = await services.coverage.size()
    folder = ArticlesFolder(services.settings.articles, indexed=files_indexed > 0)
    added: list[Added] = []
    for file in usable:
        try:
            _refuse_second(file.filename, added)
            data = await _download(file)
            added.append(await asyncio.to_thread(folder.add, file.filename, data, replace=replace))
        except Exception as error:  # those that are saved have to be indexed, whatever happens
            refused.append((file.filename, _why(error)))
    if not added:
        raise _refused(refused)
    await _index(interaction, added, refused)


async def _index(
    interaction: Interaction, added: Sequence[Added], refused: Sequence[tuple[str, str]]
) -> None:
    responder = LongResponder(interaction, "About the uploaded articles")
    try:
        async with live_progress(interaction.client, responder) as show:
            by = interaction.user.display_name
            report = await reindex_when_idle(interaction.client, by, show)
    except CoverageError as error:
        files = [each.file for each in added]
        await responder.finish(not_indexed_page(files, log_and_describe(error), refused))
        return
    alone = len(added) == 1 and not refused
    page = added_page(added[0], report) if alone else uploads_page(added, refused, report)
    await responder.finish(page)


def _refused(refused: Sequence[tuple[str, str]]) -> UserError:
    """The reasons, each once, as far as there is room for them."""
    lines = first_lines(dict.fromkeys(why for _, why in refused), MESSAGE, "… and {} more")
    return UserError("\n".join(lines))


def _why(error: Exception) -> str:
    """Return why a file could not be added; what is not the fault of the file is logged."""
    if isinstance(error, ArticleRefused | UnreadableArticle):
        return message_for(error)
    return log_and_describe(error)


def _refuse_second(name: str, added: Sequence[Added]) -> None:
    """Raise UserError for a file of the same name as one before it, which it would replace."""
    if folded(safe_name(name)) in {folded(each.file) for each in added}:
        raise UserError(
            "Another of these files has the same name. Please rename one, then attach it again."
        )


def _refusal(file: discord.Attachment) -> str | None:
    """Return why a file is not downloaded at all, or None."""
    if file.size > MAX_BYTES:
        most = f"{MAX_BYTES // 1_000_000} MB"
        return f"The file is larger than {most}, the limit for one file. Please split it."
    try:
        safe_name(file.filename)
    except ArticleRefused as error:
        return message_for(error)
    return None


async def _download(file: discord.Attachment) -> bytes:
    """Return the content of an attachment. Raises UserError if it cannot be had from Discord."""
    try:
        return await with_retries(file.read)
    except API_ERRORS as error:
        _log.warning("an attachment could not be downloaded: %s", error)
        raise UserError(
            "I couldn't download the file from Discord. Please attach it again."
        ) from None


class UploadModal(discord.ui.Modal):
    """Takes up to ten files; ``replace`` replaces articles with the same file names."""

    def __init__(self, *, replace: bool) -> None:
        super().__init__(title="Add articles", timeout=_CHOOSING)
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
