"""``/timeline``."""

from __future__ import annotations

import io

import discord
from discord import app_commands

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.errors import handle_errors
from bot.discord.questions import parse_scope
from bot.discord.rendering.timelines import TimelineQuery
from bot.discord.services import CommandTree, Interaction
from bot.discord.views.timelines import StoredQuery, timeline_buttons
from bot.rendering.text import count, on_one_line

_MAX_TOPIC = 300


def register(tree: CommandTree) -> None:
    """Add the command to the tree."""
    tree.add_command(timeline)


@app_commands.command(description="Show what happened when, according to the articles.")
@app_commands.describe(
    topic="Only events about this person, place or subject",
    since="Only events on or after this date, like 2025-10-22",
    until="Only events on or before this date",
)
@app_commands.allowed_contexts(guilds=True, dms=True)
async def timeline(
    interaction: Interaction,
    topic: app_commands.Range[str, 1, _MAX_TOPIC] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> None:
    """Show the first page at once, then add the chart."""
    async with handle_errors(interaction):
        services, timelines = interaction.client.services, interaction.client.timelines
        scope = parse_scope(since, until, None, (), services.now().date())
        query = TimelineQuery(on_one_line(topic or "") or None, scope.since, scope.until)
        await defer(interaction)
        events = await timelines.events(query)
        pages = await timelines.pages(query)
        if not events:
            await interaction.edit_original_response(content=pages[0], allowed_mentions=NO_MENTIONS)
            return
        stored = await StoredQuery.store(query, services.archive)
        view = timeline_buttons(stored, 1, len(pages))
        await interaction.edit_original_response(
            content=pages[0], view=view, allowed_mentions=NO_MENTIONS
        )
        chart = io.BytesIO(await timelines.chart(query, events))
        description = f"Timeline of {count(len(events), 'event')}"
        file = discord.File(chart, "timeline.png", description=description)
        # only the chart is added, because somebody may already be on another page
        await interaction.edit_original_response(attachments=[file])
