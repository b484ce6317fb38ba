"""``/help`` and ``/briefing``."""

from __future__ import annotations

from discord import app_commands

from bot.discord.answering import Request, answer
from bot.discord.api import NO_MENTIONS, defer
from bot.discord.conversation import location_of
from bot.discord.errors import handle_errors
from bot.discord.questions import MAX_TOPIC, parse_scope
from bot.discord.rendering.answers import answer_pages
from bot.discord.responders.interactions import InteractionResponder
from bot.discord.services import CommandTree, Interaction
from bot.rendering.text import on_one_line


def register(tree: CommandTree) -> None:
    """Add both commands to the tree."""
    tree.add_command(help_command)
    tree.add_command(briefing)


@app_commands.command(name="help", description="What I can do, with questions that I can answer.")
async def help_command(interaction: Interaction) -> None:
    """Show it only to the person who asked."""
    async with handle_errors(interaction):
        client = interaction.client
        with client.rate_limiter.admit(interaction.guild_id, interaction.user.id):
            await defer(interaction, private=True)
            help_ = await client.services.coverage.help()
        first, *others = answer_pages(help_)
        await interaction.edit_original_response(content=first, allowed_mentions=NO_MENTIONS)
        for page in others:
            await interaction.followup.send(page, ephemeral=True, allowed_mentions=NO_MENTIONS)


@app_commands.command(description="What the articles are about, in a few sentences.")
@app_commands.describe(
    topic="Only what is about this person, place or subject",
    since="Only articles published on or after this date, like 2025-10-22",
)
async def briefing(
    interaction: Interaction,
    topic: app_commands.Range[str, 1, MAX_TOPIC] | None = None,
    since: str | None = None,
) -> None:
    """Show a few sentences of the articles, in the order of events, with their sources."""
    async with handle_errors(interaction):
        client = interaction.client
        responder = InteractionResponder(interaction, private=False)
        if since:
            await responder.begin()  # Discord wants an answer within 3 s: the index may be busy
        newest = await client.services.coverage.newest() if since else None
        scope = parse_scope(since, None, None, (), client.services.today, newest=newest)
        wanted = on_one_line(topic or "") or None
        request = Request(
            question=f"Briefing: {wanted}" if wanted else "Briefing",
            where=location_of(interaction),
            person=interaction.user.id,
            scope=scope,
            instead=lambda coverage: coverage.briefing(wanted, scope),
            show_question=True,
        )
        await answer(client, request, responder)
