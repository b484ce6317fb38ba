"""A small Discord on 127.0.0.1, for the bot as a process of its own.

``discord.py`` talks to it over real sockets: the REST routes that a bot like ours uses, attachments
included, and a gateway with heartbeats, resuming and close codes. A test (or a benchmark, or the
script that draws the pictures) plays the people in it, says what goes wrong, and reads what the
bot sent.
"""

from tests.loopback.discord import Discord
from tests.loopback.faults import Fault, Hold
from tests.loopback.interactions import Interaction
from tests.loopback.process import BotProcess
from tests.loopback.world import Channel, Guild, Person

__all__ = [
    "BotProcess",
    "Channel",
    "Discord",
    "Fault",
    "Guild",
    "Hold",
    "Interaction",
    "Person",
]
