"""Commands are told to Discord when they changed, and not at each start."""

from __future__ import annotations

from pathlib import Path

import pytest
from discord import app_commands
from discord_helpers import Talk, settings_for, talking

from bot.client import CoverageClient
from bot.services import Interaction, Services
from bot.syncing import fingerprint
from index.storage.archive.archive import Archive


def told(talk: Talk) -> int:
    """How often Discord was told of the commands."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in talk.env.http_requests)


@app_commands.command(description="Another command.")
async def another(interaction: Interaction) -> None:
    """Never called."""


async def test_told_once_however_often_it_starts(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert told(talk) == 1
        await talk.restart()
        await talk.restart()
        assert told(talk) == 1
        assert "ask" in talk.ann.available_commands(talk.channel)


async def test_told_again_when_a_command_changed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.client = CoverageClient(talk.client.services)
        talk.client.tree.add_command(another)
        await talk.env.restart_bot(talk.client)
        assert told(talk) == 2
        assert "another" in talk.ann.available_commands(talk.channel)


async def test_what_discord_did_not_take_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        talk.client = CoverageClient(talk.client.services)
        talk.client.tree.add_command(another)
        talk.env.inject_error("PUT", "/applications/*/commands", status=500)
        await talk.env.restart_bot(talk.client)
        assert "Discord did not take the commands" in caplog.text
        talk.client = CoverageClient(talk.client.services)
        talk.client.tree.add_command(another)
        await talk.env.restart_bot(talk.client)
        assert "another" in talk.ann.available_commands(talk.channel)


async def test_the_fingerprint_is_of_the_commands_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    archive = await Archive.open(settings.data)
    async with talking(tmp_path / "other") as talk:
        services = Services(talk.coverage, archive, settings)
        one, two = CoverageClient(services), CoverageClient(services)
        assert fingerprint(one.tree) == fingerprint(two.tree)
        two.tree.add_command(another)
        assert fingerprint(one.tree) != fingerprint(two.tree)
        for client in (one, two):
            await client.close()
    await archive.close()
