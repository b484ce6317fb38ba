"""/timeline."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.pages.timelines import Asked
from bot.reporting import telling
from bot.services import Interaction
from bot.talk.outbox import NOBODY
from bot.talk.questions import scope_of
from bot.talk.sending import acknowledge
from bot.terminal.text import on_one_line
from bot.views.timelines import State, timeline_buttons

if TYPE_CHECKING:
    from bot.commands import Tree

_TOPIC = 300


def register(tree: Tree) -> None:
    """Put the command into the tree."""
    tree.add_command(timeline)


@app_commands.command(description="What happened when, as the articles tell it.")
@app_commands.describe(
    topic="Only what is about this",
    since="Only what happened on this day or later, like 2025-10-22",
    until="Only what happened on this day or before",
)
@app_commands.allowed_contexts(guilds=True, dms=True)
async def timeline(
    interaction: Interaction,
    topic: app_commands.Range[str, 1, _TOPIC] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> None:
    """The first page at once, then the picture above it."""
    async with telling(interaction):
        services, timelines = interaction.client.services, interaction.client.timelines
        scope = scope_of(since, until, None, (), services.now().date())
        asked = Asked(on_one_line(topic or "") or None, scope.since, scope.until)
        await acknowledge(interaction)
        events = await timelines.events(asked)
        pages = await timelines.pages(asked)
        if not events:
            await interaction.edit_original_response(content=pages[0], allowed_mentions=NOBODY)
            return
        state = await State.of(asked, services.archive)
        view = timeline_buttons(state, 1, len(pages))
        await interaction.edit_original_response(
            content=pages[0], view=view, allowed_mentions=NOBODY
        )
        picture = io.BytesIO(await timelines.picture(asked, events))
        file = discord.File(picture, "timeline.png", description=f"{len(events)} events in time")
        # somebody may have leafed on meanwhile: only the picture is added
        await interaction.edit_original_response(attachments=[file])
