"""The bot as a process: without a connection, and interrupted."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench.simulation.environment import ROOT, without_settings
from tests.helpers.loopback import newsroom

pytestmark = pytest.mark.slow

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.Xyzabc.a-token-that-is-never-sent-anywhere"


def test_no_connection_to_discord(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        ours = {"articles": ROOT / "seeds", "data": tmp_path / "data"}
        env = without_settings(**ours) | {
            "DISCORD_TOKEN": TOKEN,
            "LOOPBACK_DISCORD": f"http://127.0.0.1:{taken.getsockname()[1]}",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.simulation.discord.start"],
            cwd=tmp_path,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("coverage-bot: cannot connect to Discord: ")
    assert TOKEN not in line


async def test_ctrl_c_stops_the_bot(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        bot = await room.start()
        try:
            await room.synced()
            bot.process.send_signal(signal.SIGINT)
            assert await bot.ended() == 0, bot.said()
        finally:
            await bot.kill()
        said = bot.said()
        assert "Traceback" not in said
        assert said.splitlines()[-1].endswith("bot.discord.lifecycle: stopped")
        assert room.discord.token not in said
