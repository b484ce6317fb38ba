"""``/timeline``."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence

import discord
from discord import app_commands

from bot.discord.api import defer
from bot.discord.errors import handle_errors, refused_file
from bot.discord.first_index import wait_for_first_index
from bot.discord.questions import MAX_TOPIC, parse_scope
from bot.discord.rendering.timelines import (
    TimelineQuery,
    opening_page,
    split_pages,
    timeline_pages,
)
from bot.discord.responders.interactions import LongResponder
from bot.discord.services import CommandTree, Interaction
from bot.discord.views.timelines import StoredQuery, timeline_buttons
from bot.rendering.text import on_one_line
from index.models import Event

_log = logging.getLogger(__name__)


def register(tree: CommandTree) -> None:
    """Add the command to the tree."""
    tree.add_command(timeline)


@app_commands.command(description="Show what happened when, according to the articles.")
@app_commands.describe(
    topic="Only events about this person, place or subject",
    since="Only events on or after this date, like 2025-10-22",
    until="Only events on or before this date",
)
async def timeline(
    interaction: Interaction,
    topic: app_commands.Range[str, 1, MAX_TOPIC] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> None:
    """Show the first page at once, then add the chart."""
    async with handle_errors(interaction):
        services, timelines = interaction.client.services, interaction.client.timelines
        responder = LongResponder(interaction, "The timeline")
        limiter = interaction.client.rate_limiter
        with limiter.admit(interaction.guild_id, interaction.user.id):
            await defer(interaction)  # Discord wants an answer within 3 s: the index may be busy
            newest = await services.coverage.newest() if since or until else None
            scope = parse_scope(since, until, None, (), services.today, newest=newest)
            query = TimelineQuery(on_one_line(topic or "") or None, scope.since, scope.until)
            await wait_for_first_index(interaction.client, responder.show)
            events = await timelines.events(query)
        # of these events: while articles are indexed, another look might find fewer
        pages = await asyncio.to_thread(timeline_pages, query, events)
        if not events:
            await responder.finish(pages[0])
            return
        stored = await StoredQuery.store(query, services.archive, services.now())
        page = opening_page(query, events)
        view = timeline_buttons(stored, page, len(pages))
        message = await responder.finish(pages[page - 1], view=view)
        if message is not None:
            beside = split_pages(query, events)[page - 1]
            await _add_chart(interaction, message, query, beside)


async def _add_chart(
    interaction: Interaction,
    message: discord.Message,
    query: TimelineQuery,
    beside: Sequence[Event],
) -> None:
    """Add the chart to the page that is shown; if Discord refuses it, say so apart from that."""
    chart = await interaction.client.timelines.chart(query, beside)
    if chart is None:
        return
    file = discord.File(io.BytesIO(chart), "timeline.png", description="The timeline as a chart")
    try:
        # only the chart is added, because somebody may already be on another page
        await message.edit(attachments=[file])
    except discord.HTTPException as error:
        _log.warning("the chart of a timeline was refused: %s", error)
        why = f"{refused_file(error, 'the picture')} The table under Download has the same events."
        await interaction.followup.send(why, ephemeral=True)
