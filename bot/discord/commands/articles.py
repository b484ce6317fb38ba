"""``/articles`` and ``/article``."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import discord
from discord import app_commands

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.commands.file_choices import file_choices, find_file, with_titles
from bot.discord.errors import UserError, handle_errors, refused_file
from bot.discord.rendering.articles import article_card
from bot.discord.services import CommandTree, Interaction
from bot.discord.views.articles import article_buttons, load_pages
from index.ingestion.article_files import EXTRACTED_SUFFIXES
from index.models import file_of, number_in_file


def register(tree: CommandTree) -> None:
    """Add both commands to the tree."""
    tree.add_command(articles)
    tree.add_command(article)


@app_commands.command(description="List the articles, newest first.")
async def articles(interaction: Interaction) -> None:
    """Show the first page, with buttons for the others."""
    async with handle_errors(interaction):
        await defer(interaction)
        pages = await load_pages(interaction.client.services)
        await interaction.edit_original_response(
            content=pages[0], view=article_buttons(1, len(pages)), allowed_mentions=NO_MENTIONS
        )


@app_commands.command(description="Show an article: its source, its events and its text.")
@app_commands.describe(file="The article; type part of its file name or title")
async def article(interaction: Interaction, file: app_commands.Range[str, 1, 300]) -> None:
    """Show title, outlet, date and events, with the text as an attachment."""
    async with handle_errors(interaction):
        client = interaction.client
        with client.rate_limiter.admit(interaction.guild_id, interaction.user.id):
            await defer(interaction)
            coverage = client.services.coverage
            known = {summary.file: summary for summary in await coverage.articles()}
            name = find_file(file, known)
            try:
                text = await coverage.article_text(name)
            except KeyError:
                raise UserError("This article has just been removed.") from None
            card = article_card(known[name], await coverage.events_of([name]))
        data = text.encode("utf-8", "backslashreplace")
        if len(data) > interaction.filesize_limit:
            card += "\n-# Its text is too large to attach on Discord."
            await interaction.edit_original_response(content=card, allowed_mentions=NO_MENTIONS)
            return
        attachment = discord.File(io.BytesIO(data), attachment_name(name))
        try:
            await interaction.edit_original_response(
                content=card, attachments=[attachment], allowed_mentions=NO_MENTIONS
            )
        except discord.HTTPException as error:
            card += f"\n-# {refused_file(error, 'its text')}"
            await interaction.edit_original_response(content=card, allowed_mentions=NO_MENTIONS)


def attachment_name(name: str) -> str:
    """Return the name under which an article's text is attached.

    Text that was extracted from another format, or from one of several articles, is plain text.
    """
    path = PurePosixPath(file_of(name))
    number = number_in_file(name)
    if number:
        return f"{path.name}-{number}.txt"
    return path.name if path.suffix.lower() not in EXTRACTED_SUFFIXES else f"{path.name}.txt"


@article.autocomplete("file")
async def complete_file(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest articles whose file name or title contains what was typed, newest first."""
    return file_choices(with_titles(await interaction.client.services.coverage.articles()), typed)
