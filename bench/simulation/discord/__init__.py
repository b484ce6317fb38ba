"""A simulated Discord on 127.0.0.1, for the bot as a separate process.

``discord.py`` talks to it over real sockets: the REST routes that a bot like ours uses, attachments
included, and a gateway with heartbeats, resuming and close codes. A test (or a benchmark, or the
script that draws the pictures) plays the people in it, says what goes wrong, and reads what the
bot sent.
"""

from bench.simulation.discord.discord import Discord
from bench.simulation.discord.faults import Fault, Hold
from bench.simulation.discord.interactions import Interaction
from bench.simulation.discord.process import BotProcess
from bench.simulation.discord.world import Channel, Guild, Person

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
