"""/admin: looking after the coverage. Hidden from those who may not, and refused to them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.admins import is_admin, plainly, require_admin, require_folder
from bot.commands.files import choices, chosen, titled
from bot.pages.changes import added_page, not_indexed_page, removal_question
from bot.pages.errors import Refused
from bot.pages.escape import escaped_line
from bot.pages.limits import cut
from bot.pages.reindexing import report_file, report_page, running_words
from bot.pages.status import status_page
from bot.reporting import telling, told
from bot.services import Interaction
from bot.talk.long_reply import LongReply
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge, surely
from bot.upkeep.indexing import index_change, reindex
from bot.upkeep.progress import moving
from bot.upkeep.status import look
from bot.views.removal import removal_buttons
from index.errors import CoverageError, ReindexRunning
from index.ingestion.article_files import MAX_BYTES
from index.ingestion.articles_folder import ArticlesFolder, safe_name

if TYPE_CHECKING:
    from bot.commands import Tree

_log = logging.getLogger(__name__)

admin = app_commands.Group(
    name="admin",
    description="Look after the articles.",
    guild_only=True,
    default_permissions=discord.Permissions(manage_guild=True),
)


def register(tree: Tree) -> None:
    """Put the group into the tree."""
    tree.add_command(admin)


@admin.command(name="reindex", description="Bring the index up to date with the articles folder.")
@app_commands.describe(
    dry_run="Only say what would be done", rebuild="Index every article again, changed or not"
)
async def reindex_command(
    interaction: Interaction, dry_run: bool = False, rebuild: bool = False
) -> None:
    """Progress that moves, and at the end what was done."""
    async with telling(interaction):
        require_admin(interaction)
        await acknowledge(interaction)
        reply = LongReply(interaction, "About the re-index")
        try:
            async with moving(reply) as show:
                done = await reindex(
                    interaction.client,
                    interaction.user.display_name,
                    show,
                    dry_run=dry_run,
                    rebuild=rebuild,
                )
        except ReindexRunning as error:
            await reply.finish(running_words(error))
        except CoverageError as error:
            await reply.finish(told(error))
        else:
            await reply.finish(
                report_page(done, dry_run=dry_run, rebuild=rebuild), report_file(done)
            )


@admin.command(name="upload", description="Add an article: a .txt, .md or .html file in UTF-8.")
@app_commands.describe(
    file="The article", replace="Put it in the place of the article that has this name"
)
async def upload(interaction: Interaction, file: discord.Attachment, replace: bool = False) -> None:
    """The file is checked, written and indexed at once."""
    async with telling(interaction):
        require_admin(interaction)
        require_folder(interaction.client)
        if file.size > MAX_BYTES:
            raise Refused(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, the limit for one article."
            )
        with plainly():
            safe_name(file.filename)  # refused before it is fetched
        await acknowledge(interaction)
        folder = ArticlesFolder(interaction.client.services.settings.articles)
        data = await _fetched(file)
        with plainly():
            added = await asyncio.to_thread(folder.add, file.filename, data, replace=replace)
        reply = LongReply(interaction, "About the article that was uploaded")
        try:
            async with moving(reply) as show:
                by = interaction.user.display_name
                text = added_page(added, await index_change(interaction.client, by, show))
        except CoverageError as error:
            text = not_indexed_page(added.file, told(error))
        await reply.finish(text)


@admin.command(name="remove", description="Remove an article; its file is kept aside.")
@app_commands.describe(file="The article; type a part of its name or title")
async def remove(interaction: Interaction, file: app_commands.Range[str, 1, 300]) -> None:
    """Asks first."""
    async with telling(interaction):
        require_admin(interaction)
        require_folder(interaction.client)
        await acknowledge(interaction, private=True)
        services = interaction.client.services
        articles = {article.file: article for article in await services.coverage.articles()}
        refused = [failure.file for failure in await services.coverage.failures()]
        name = chosen(file, [*articles, *refused])
        if name is None:
            raise Refused(
                f"No article is called “{escaped_line(cut(file, 100))}”; `/articles` lists them."
            )
        await interaction.edit_original_response(
            content=removal_question(name, articles.get(name)),
            view=await removal_buttons(name, services.archive),
            allowed_mentions=NOBODY,
        )


@remove.autocomplete("file")
async def complete_file(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Files that could not be indexed first, then articles, newest first; for admins alone."""
    if not is_admin(interaction):
        return []
    coverage = interaction.client.services.coverage
    refused = [(failure.file, "not indexed") for failure in await coverage.failures()]
    return choices([*refused, *titled(await coverage.articles())], typed)


@admin.command(name="status", description="How the bot is doing.")
async def status(interaction: Interaction) -> None:
    """Seen only by who asks."""
    async with telling(interaction):
        require_admin(interaction)
        await acknowledge(interaction, private=True)
        page = status_page(await look(interaction.client.services, interaction.guild_id))
        edit = interaction.edit_original_response
        await surely(lambda: edit(content=page, allowed_mentions=NOBODY))


async def _fetched(file: discord.Attachment) -> bytes:
    """What was attached. Raises Refused where Discord does not have it any more."""
    try:
        return await surely(file.read)
    except discord.HTTPException as error:
        _log.warning("an attachment could not be fetched: %s", error)
        raise Refused("Discord did not give me the file; please attach the file again.") from None
