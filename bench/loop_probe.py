"""Starts the bot on a loopback Discord with a probe on its event loop.

Every few milliseconds the loop is asked to call back; how much too late it does is how long it was
held up. The product knows nothing of this: the loop gets its probe where asyncio makes it. Each
delay worth a note goes into the file ``BENCH_STALLS`` as two numbers: when it ended
(``time.monotonic``, the same clock in every process) and how long it was, in seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import TextIO

from bench.simulation.discord import start

STEP = 0.005
NOTED = 0.02


class _Policy(asyncio.DefaultEventLoopPolicy):
    """Makes event loops that are watched."""

    def __init__(self, notes: TextIO) -> None:
        super().__init__()
        self._notes = notes

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        loop.call_soon(self._look, loop, time.monotonic())
        return loop

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        now = time.monotonic()
        if now - due > NOTED:
            self._notes.write(f"{now} {now - due}\n")
        loop.call_later(STEP, self._look, loop, now + STEP)


def main() -> int:
    """Run the bot; its arguments are this process's."""
    with open(os.environ["BENCH_STALLS"], "a", encoding="ascii", buffering=1) as notes:  # noqa: PTH123
        asyncio.set_event_loop_policy(_Policy(notes))
        return start.main()


if __name__ == "__main__":
    sys.exit(main())
