"""The bot as a separate process."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.simulation.discord.discord import Discord
from bench.simulation.environment import without_settings

PATIENCE = 60.0


@dataclass
class BotProcess:
    """A running bot; everything it prints goes to the file ``output``."""

    process: asyncio.subprocess.Process
    output: Path

    @classmethod
    async def start(
        cls,
        discord: Discord,
        place: Path,
        *,
        token: str | None = None,
        python: Sequence[str] = (sys.executable,),
        module: str = "bench.simulation.discord.start",
        **settings: str,
    ) -> Self:
        """Start it in the folder ``place``, which has no ``.env``; settings lack the prefix.

        ``python`` is the head of a command line that runs ``-m module``.
        """
        env = without_settings(**settings) | {
            "DISCORD_TOKEN": token or discord.token,
            "LOOPBACK_DISCORD": discord.address,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        output = place / f"output-{discord.world.new_id()}.txt"
        with output.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *python,
                "-m",
                module,
                cwd=place,
                env=env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        return cls(process, output)

    def said(self) -> str:
        """Return what it has printed so far."""
        return self.output.read_text("utf-8")

    async def ended(self) -> int:
        """Wait for its end and return the exit status."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def stop(self) -> int:
        """Stop it with SIGTERM, like a service manager."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """Kill it if it is still running."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
