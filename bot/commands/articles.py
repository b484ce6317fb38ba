"""/articles and /article."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.commands.files import choices, chosen, titled
from bot.pages.articles import article_card
from bot.pages.errors import Refused
from bot.pages.escape import escaped_line
from bot.pages.limits import cut
from bot.reporting import telling
from bot.services import Interaction
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge
from bot.views.articles import article_buttons, article_list

if TYPE_CHECKING:
    from bot.commands import Tree


def register(tree: Tree) -> None:
    """Put both commands into the tree."""
    tree.add_command(articles)
    tree.add_command(article)


@app_commands.command(description="What is covered, newest first.")
@app_commands.allowed_contexts(guilds=True, dms=True)
async def articles(interaction: Interaction) -> None:
    """The first page, with buttons for the others."""
    async with telling(interaction):
        await acknowledge(interaction)
        pages = await article_list(interaction.client.services)
        await interaction.edit_original_response(
            content=pages[0], view=article_buttons(1, len(pages)), allowed_mentions=NOBODY
        )


@app_commands.command(description="One article: what it is, what it reports, and its text.")
@app_commands.describe(file="The article; type a part of its name or title")
@app_commands.allowed_contexts(guilds=True, dms=True)
async def article(interaction: Interaction, file: app_commands.Range[str, 1, 300]) -> None:
    """Title, outlet, day and events, with the text as a file."""
    async with telling(interaction):
        await acknowledge(interaction)
        coverage = interaction.client.services.coverage
        known = {summary.file: summary for summary in await coverage.articles()}
        name = chosen(file, known)
        if name is None:
            raise Refused(
                f"No article is called “{escaped_line(cut(file, 100))}”; `/articles` lists them."
            )
        try:
            text = await coverage.article_text(name)
        except KeyError:
            raise Refused("This article was removed a moment ago.") from None
        card = article_card(known[name], await coverage.events_of([name]))
        data = text.encode("utf-8", "backslashreplace")
        if len(data) > interaction.filesize_limit:
            card += "\n-# Its text is too large for a file on Discord."
            await interaction.edit_original_response(content=card, allowed_mentions=NOBODY)
            return
        attached = discord.File(io.BytesIO(data), PurePosixPath(name).name)
        await interaction.edit_original_response(
            content=card, attachments=[attached], allowed_mentions=NOBODY
        )


@article.autocomplete("file")
async def complete_file(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Articles whose name or title has what was typed, newest first."""
    return choices(titled(await interaction.client.services.coverage.articles()), typed)
