"""Commands are registered when they have changed, and not on every start."""

from __future__ import annotations

from pathlib import Path

import pytest
from discord import app_commands

from bot.discord.client import CoverageClient
from bot.discord.command_sync import fingerprint
from bot.discord.services import Interaction, Services
from index.storage.archive.archive import Archive
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, run_bot, settings_for


def sync_count(bot: SimulatedBot) -> int:
    """How often the commands were registered."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in bot.env.http_requests)


@app_commands.command(description="Another command.")
async def another(interaction: Interaction) -> None:
    """Never called."""


async def test_unchanged_commands_are_registered_once(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        assert sync_count(bot) == 1
        await bot.restart()
        await bot.restart()
        assert sync_count(bot) == 1
        assert "ask" in bot.ann.available_commands(bot.channel)


async def test_changed_commands_are_registered_again(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        await bot.env.restart_bot(bot.client)
        assert sync_count(bot) == 2
        assert "another" in bot.ann.available_commands(bot.channel)


async def test_a_failed_registration_is_retried_at_the_next_start(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot() as bot:
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        bot.env.inject_error("PUT", "/applications/*/commands", status=500)
        await bot.env.restart_bot(bot.client)
        assert "Discord refused the slash commands" in caplog.text
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        await bot.env.restart_bot(bot.client)
        assert "another" in bot.ann.available_commands(bot.channel)


async def test_the_fingerprint_depends_only_on_the_commands(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    archive = await Archive.open(settings.data)
    async with run_bot(tmp_path / "other") as bot:
        services = Services(bot.coverage, archive, settings)
        one, two = CoverageClient(services), CoverageClient(services)
        assert await fingerprint(one.tree) == await fingerprint(two.tree)
        two.tree.add_command(another)
        assert await fingerprint(one.tree) != await fingerprint(two.tree)
        for client in (one, two):
            await client.close()
    await archive.close()
