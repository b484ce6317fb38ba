"""Starts the bot with Discord's URLs replaced by those of the simulated Discord.

The product knows nothing of it: the addresses are the library's, and are changed before the
product's own ``main`` is called. ``LOOPBACK_DISCORD`` is the address.
"""

from __future__ import annotations

import os
import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def main(own_network: frozenset[str] = frozenset()) -> int:
    """Run ``coverage-bot`` with this process's arguments; ``own_network`` as in its ``main``."""
    address = os.environ["LOOPBACK_DISCORD"]
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.replace("http", "ws", 1) + "/")

    from bot.__main__ import main as product

    return product(own_network=own_network)


if __name__ == "__main__":
    sys.exit(main())
