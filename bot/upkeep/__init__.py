"""What the bot does by itself while it is connected: one coroutine function a duty.

A duty runs from the first connection until the bot stops; when it raises, the log says so and
the others go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.services import ServedClient
from bot.upkeep.watching import watch

DUTIES: tuple[Callable[[ServedClient], Awaitable[None]], ...] = (watch,)
