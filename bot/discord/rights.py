"""The permissions that the bot needs to write, as Discord names them."""

from __future__ import annotations

from collections.abc import Sequence

import discord


def missing_rights(has: discord.Permissions, *, in_thread: bool) -> list[str]:
    """Return the names of the permissions that are needed to write in a channel and not given."""
    wanted = {
        "View Channel": has.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            has.send_messages_in_threads if in_thread else has.send_messages
        ),
    }
    return [name for name, given in wanted.items() if not given]


def listed_rights(names: Sequence[str]) -> str:
    """Return "the permission A" or "the permissions A, B and C"."""
    *others, last = names
    return f"the permissions {', '.join(others)} and {last}" if others else f"the {last} permission"
