"""The bot connects to a simulated Discord and tells it of its commands once."""

from __future__ import annotations

from pathlib import Path

from discord_helpers import talking


async def test_connects(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert talk.client.user is not None
        assert talk.guild.me is not None
