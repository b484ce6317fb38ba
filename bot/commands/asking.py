"""/ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.pages.limits import CHOICE, CHOICES, length
from bot.reporting import telling
from bot.services import Interaction
from bot.talk import conversation
from bot.talk.answering import Request, answer
from bot.talk.outbox import InteractionOutbox
from bot.talk.questions import MOST, outlets_of, question_of, scope_of
from index.storage.archive.records import Location

if TYPE_CHECKING:
    from bot.commands import Tree


def register(tree: Tree) -> None:
    """Put the command into the tree."""
    tree.add_command(ask)


@app_commands.command(description="Ask the articles a question; the answer quotes them.")
@app_commands.describe(
    question="What you want to know",
    since="Only articles published on this day or later, like 2025-10-22",
    until="Only articles published on this day or before",
    outlet="Only articles of this outlet",
    private="Only you see the answer",
)
@app_commands.allowed_contexts(guilds=True, dms=True)
async def ask(  # noqa: PLR0913, PLR0917  # one parameter an option
    interaction: Interaction,
    question: app_commands.Range[str, 1, MOST],
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    private: bool = False,
) -> None:
    """Answer, in a thread as a follow-up to what was asked there before."""
    async with telling(interaction):
        client, services = interaction.client, interaction.client.services
        asked = question_of(question)
        articles = await services.coverage.articles() if outlet else ()
        scope = scope_of(since, until, outlet, articles, services.now().date())
        where = where_of(interaction)
        follows = None
        if isinstance(interaction.channel, discord.Thread):
            parent = interaction.channel.parent_id
            follows = await conversation.last_in_thread(services.archive, where, parent)
        request = Request(
            question=asked,
            where=where,
            person=interaction.user.id,
            scope=scope,
            private=private,
            follows=follows.id if follows else None,
            shown=True,
        )
        await answer(client, request, InteractionOutbox(interaction, private=private))


@ask.autocomplete("outlet")
async def complete_outlet(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Outlets that contain what was typed."""
    outlets = outlets_of(await interaction.client.services.coverage.articles())
    fitting = [name for name in outlets if typed.strip().casefold() in name.casefold()]
    return [
        app_commands.Choice(name=name, value=name) for name in fitting if length(name) <= CHOICE
    ][:CHOICES]


def where_of(interaction: Interaction) -> Location:
    """The server and channel of an interaction."""
    if interaction.channel_id is None:
        raise TypeError("an interaction without a channel")
    return Location(interaction.guild_id, interaction.channel_id)
