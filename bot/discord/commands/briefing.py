"""``/help`` and ``/briefing``."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.errors import handle_errors
from bot.discord.questions import parse_scope
from bot.discord.rendering.answers import answer_pages
from bot.discord.services import CommandTree, Interaction, page_addresses
from bot.rendering.text import on_one_line
from index.models import EVERYTHING, Answer, Scope

_MAX_TOPIC = 300


def register(tree: CommandTree) -> None:
    """Add both commands to the tree."""
    tree.add_command(help_command)
    tree.add_command(briefing)


@app_commands.command(name="help", description="What I can do, with questions that I can answer.")
async def help_command(interaction: Interaction) -> None:
    """Show it only to the person who asked."""
    async with handle_errors(interaction):
        await defer(interaction, private=True)
        await _show(interaction, await interaction.client.services.coverage.help())


@app_commands.command(description="What the articles are about, in a few sentences.")
@app_commands.describe(
    topic="Only what is about this person, place or subject",
    since="Only articles published on or after this date, like 2025-10-22",
)
async def briefing(
    interaction: Interaction,
    topic: app_commands.Range[str, 1, _MAX_TOPIC] | None = None,
    since: str | None = None,
) -> None:
    """Show a few sentences of the articles, in the order of events, with their sources."""
    async with handle_errors(interaction):
        services = interaction.client.services
        scope = parse_scope(since, None, None, (), services.now().date())
        await defer(interaction)
        wanted = on_one_line(topic or "") or None
        answer = await services.coverage.briefing(wanted, scope)
        titled = replace(answer, question=f"Briefing: {wanted}" if wanted else "Briefing")
        await _show(interaction, titled, scope=scope, show_question=True)


async def _show(
    interaction: Interaction,
    answer: Answer,
    scope: Scope = EVERYTHING,
    *,
    show_question: bool = False,
) -> None:
    addresses = await page_addresses(interaction.client.services.coverage, answer)
    first, *others = answer_pages(
        answer, scope=scope, show_question=show_question, addresses=addresses
    )
    await interaction.edit_original_response(content=first, allowed_mentions=NO_MENTIONS)
    for page in others:
        await interaction.followup.send(page, allowed_mentions=NO_MENTIONS)
