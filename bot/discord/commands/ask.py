"""``/ask``."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord import conversation
from bot.discord.answering import Request, answer
from bot.discord.context import (
    ABOUT_CONTEXT,
    NO_CONTEXT,
    Context,
    linked_context,
    without_links,
)
from bot.discord.errors import UserError, handle_errors
from bot.discord.questions import parse_scope, question_of
from bot.discord.rendering.limits import CHOICE, CHOICES, length
from bot.discord.responders.interactions import InteractionResponder
from bot.discord.services import CommandTree, Interaction
from bot.discord.threads import post_title
from bot.names import outlets_of
from index.models import MAX_QUESTION


def register(tree: CommandTree) -> None:
    """Add the command to the tree."""
    tree.add_command(ask)


@app_commands.command(description="Ask a question about the articles; the answer quotes them.")
@app_commands.describe(
    question="Your question",
    since="Only articles published on or after this date, like 2025-10-22",
    until="Only articles published on or before this date",
    outlet="Only articles from this outlet",
    private="Show the answer only to you",
)
async def ask(  # noqa: PLR0913, PLR0917  # one parameter per option
    interaction: Interaction,
    question: app_commands.Range[str, 1, MAX_QUESTION],
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    private: bool = False,
) -> None:
    """Answer a question; in a thread, it follows up the last answer there."""
    async with handle_errors(interaction):
        client, services = interaction.client, interaction.client.services
        text = question_of(interaction, question)
        responder = InteractionResponder(interaction, private=private)
        if outlet or since or until or without_links(question) != question:
            await responder.begin()  # Discord wants an answer within 3 s: these may take longer
        articles = await services.coverage.articles() if outlet else ()
        newest = await services.coverage.newest() if since or until else None
        scope = parse_scope(since, until, outlet, articles, services.today, newest=newest)
        where = conversation.location_of(interaction)
        follows = None
        if isinstance(interaction.channel, discord.Thread):
            parent = interaction.channel.parent_id
            follows = await conversation.last_in_thread(services.archive, where, parent)
        context = await linked_context(client, question, interaction.channel, interaction.user)
        title = post_title(interaction.channel)
        if title is not None and follows is None and context == NO_CONTEXT:
            context = Context(title)
        if not any(map(str.isalnum, without_links(text))):
            if context.note is not None:
                raise UserError(context.note)
            text = ABOUT_CONTEXT
        request = Request(
            question=text,
            where=where,
            person=interaction.user.id,
            scope=scope,
            private=private,
            follows=follows.id if follows else None,
            context=context.text,
            note=context.note,
            show_question=True,
        )
        await answer(client, request, responder)


@ask.autocomplete("outlet")
async def complete_outlet(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest outlets that contain what was typed."""
    outlets = outlets_of(await interaction.client.services.coverage.articles())
    matching = [name for name in outlets if typed.strip().casefold() in name.casefold()]
    return [
        app_commands.Choice(name=name, value=name) for name in matching if length(name) <= CHOICE
    ][:CHOICES]
