"""``/admin``: re-index, upload, add, remove, status. Every command checks the permission itself."""

from __future__ import annotations

import logging
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import discord
from discord import app_commands

from bot.discord.api import NO_MENTIONS, defer, with_retries
from bot.discord.background import reindex, reindex_when_idle
from bot.discord.commands.file_choices import file_choices, find_file, with_titles
from bot.discord.errors import UserError, handle_errors, log_and_describe, message_for
from bot.discord.live_updates import live_progress
from bot.discord.permissions import is_admin, require_admin, require_writable_folder
from bot.discord.rendering.admin import (
    Status,
    not_indexed_page,
    removal_question,
    report_file,
    report_page,
    status_page,
)
from bot.discord.rendering.web import kept_page
from bot.discord.responders.interactions import LongResponder
from bot.discord.services import CommandTree, Interaction, Services
from bot.discord.uploads import UploadModal, add_files
from bot.discord.views.admin import removal_buttons
from index.errors import (
    ArticleRefused,
    CoverageError,
    PageUnavailable,
    UnreadableArticle,
    UnusableSetting,
)
from index.models import FORMATS, file_of

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_log = logging.getLogger(__name__)

admin = app_commands.Group(
    name="admin",
    description="Manage the articles.",
    allowed_contexts=app_commands.AppCommandContext(
        guild=True, dm_channel=False, private_channel=False
    ),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    default_permissions=discord.Permissions(manage_guild=True),
)


def register(tree: CommandTree) -> None:
    """Add the group to the tree."""
    tree.add_command(admin)


@admin.command(name="reindex", description="Update the index from the articles folder.")
@app_commands.describe(
    dry_run="Only show what would change", rebuild="Index every article again, even if unchanged"
)
async def reindex_command(
    interaction: Interaction, dry_run: bool = False, rebuild: bool = False
) -> None:
    """Show live progress, also that of a re-index that is already running, then a report."""
    async with handle_errors(interaction):
        require_admin(interaction)
        await defer(interaction)
        responder = LongResponder(interaction, "About the re-index")
        try:
            async with live_progress(interaction.client, responder) as show:
                client, by = interaction.client, interaction.user.display_name
                if dry_run:
                    report = await reindex(client, by, show, dry_run=True, rebuild=rebuild)
                else:
                    report = await reindex_when_idle(
                        client, by, show, rebuild=rebuild, recheck=True
                    )
        except CoverageError as error:
            await responder.finish(log_and_describe(error))
        else:
            page = report_page(report, dry_run=dry_run, rebuild=rebuild)
            await responder.finish(page, report_file(report))


@admin.command(name="upload", description=f"Add articles: {FORMATS}.")
@app_commands.describe(
    file="One file; leave it out to choose up to ten",
    replace="Replace articles with the same file names",
)
async def upload(
    interaction: Interaction, file: discord.Attachment | None = None, replace: bool = False
) -> None:
    """Check, save and index the file, or ask for several."""
    async with handle_errors(interaction):
        if file is not None:
            await add_files(interaction, [file], replace=replace)
            return
        require_admin(interaction)
        require_writable_folder(interaction.client)
        await interaction.response.send_modal(UploadModal(replace=replace))


@admin.command(name="add", description="Add an article from a web address.")
@app_commands.describe(url="The address of the article")
async def add(interaction: Interaction, url: app_commands.Range[str, 1, 2_000]) -> None:
    """Fetch, keep and index the page; only the person who asked sees what became of it."""
    async with handle_errors(interaction):
        require_admin(interaction)
        require_writable_folder(interaction.client)
        await defer(interaction, private=True)
        responder = LongResponder(interaction, "About the added page", private=True)
        try:
            page = await interaction.client.services.coverage.add_page(url)
        except (ArticleRefused, PageUnavailable, UnreadableArticle, UnusableSetting) as error:
            raise UserError(message_for(error)) from None
        text = kept_page(page, None)
        if page.outcome != "unchanged":
            try:
                client, by = interaction.client, interaction.user.display_name
                async with live_progress(client, responder) as show:
                    report = await reindex_when_idle(client, by, show)
                text = kept_page(page, report)
            except CoverageError as error:
                text = not_indexed_page([page.file], log_and_describe(error))
        await responder.finish(text)


@admin.command(name="remove", description="Remove a file with all its articles.")
@app_commands.describe(file="The file; type part of its name or of a title")
async def remove(interaction: Interaction, file: app_commands.Range[str, 1, 300]) -> None:
    """Ask for confirmation; the buttons do the rest."""
    async with handle_errors(interaction):
        require_admin(interaction)
        require_writable_folder(interaction.client)
        await defer(interaction, private=True)
        services = interaction.client.services
        articles = await services.coverage.articles()
        files = dict.fromkeys(file_of(article.file) for article in articles)
        failed = [file_of(failure.file) for failure in await services.coverage.failures()]
        name = find_file(file_of(file), [*files, *failed])
        inside = [article for article in articles if file_of(article.file) == name]
        await interaction.edit_original_response(
            content=removal_question(name, inside),
            view=await removal_buttons(name, services.archive, services.now()),
            allowed_mentions=NO_MENTIONS,
        )


@remove.autocomplete("file")
async def complete_file(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest files that could not be indexed, then articles, newest first. Only for admins."""
    if not is_admin(interaction):
        return []
    coverage = interaction.client.services.coverage
    failed = [(file_of(f.file), "not indexed") for f in await coverage.failures()]
    titles = {file_of(name): title for name, title in with_titles(await coverage.articles())[::-1]}
    known = list(titles.items())[::-1]
    return file_choices([*dict.fromkeys(failed), *known], typed)


@admin.command(name="status", description="Show the state of the bot and its index.")
async def status(interaction: Interaction) -> None:
    """Show the status, only to the person who asked."""
    async with handle_errors(interaction):
        require_admin(interaction)
        await defer(interaction, private=True)
        page = status_page(await collect_status(interaction.client.services, interaction.guild_id))
        edit = interaction.edit_original_response
        await with_retries(lambda: edit(content=page, allowed_mentions=NO_MENTIONS))


async def collect_status(services: Services, guild: int | None) -> Status:
    """Return the bot's status, with the usage of one server."""
    coverage, model = services.coverage, services.settings.language_model
    return Status(
        articles=await coverage.articles(),
        failures=await coverage.failures(),
        checks=await coverage.checks(deep=False),
        counts=await services.archive.counts(guild),
        memory=memory_in_use(),
        versions=(
            f"coverage-bot {version('coverage-bot')}",
            f"discord.py {discord.__version__}",
            f"Python {platform.python_version()}",
        ),
        indexing=coverage.indexing,
        model=model.name if model else None,
    )


def memory_in_use() -> int:
    """Return this process's memory in bytes; without /proc, the most it has used; 0 if unknown."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        if resource is None:
            return 0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return pages * resource.getpagesize()
