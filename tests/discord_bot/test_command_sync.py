"""Commands are told to Discord when they changed, and not at each start."""

from __future__ import annotations

from pathlib import Path

import pytest
from discord import app_commands

from bot.discord.client import CoverageClient
from bot.discord.command_sync import fingerprint
from bot.discord.services import Interaction, Services
from index.archive import Archive
from tests.fixture_types import StartBot
from tests.simulation import SimulatedBot, settings_for


def told(bot: SimulatedBot) -> int:
    """How often Discord was told of the commands."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in bot.env.http_requests)


@app_commands.command(description="Another command.")
async def another(interaction: Interaction) -> None:
    """Never called."""


async def test_told_once_however_often_it_starts(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        assert told(bot) == 1
        await bot.restart()
        await bot.restart()
        assert told(bot) == 1
        assert "ask" in bot.ann.available_commands(bot.channel)


async def test_told_again_when_a_command_changed(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        await bot.env.restart_bot(bot.client)
        assert told(bot) == 2
        assert "another" in bot.ann.available_commands(bot.channel)


async def test_what_discord_did_not_take_is_tried_again(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot() as bot:
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        bot.env.inject_error("PUT", "/applications/*/commands", status=500)
        await bot.env.restart_bot(bot.client)
        assert "Discord did not take the commands" in caplog.text
        bot.client = CoverageClient(bot.client.services)
        bot.client.tree.add_command(another)
        await bot.env.restart_bot(bot.client)
        assert "another" in bot.ann.available_commands(bot.channel)


async def test_the_fingerprint_is_of_the_commands_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    archive = await Archive.open(settings.data)
    async with talking(tmp_path / "other") as bot:
        services = Services(bot.coverage, archive, settings)
        one, two = CoverageClient(services), CoverageClient(services)
        assert fingerprint(one.tree) == fingerprint(two.tree)
        two.tree.add_command(another)
        assert fingerprint(one.tree) != fingerprint(two.tree)
        for client in (one, two):
            await client.close()
    await archive.close()
