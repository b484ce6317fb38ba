"""Starts the bot on the simulated Discord, allowed to fetch from servers on 127.0.0.1."""

import sys

from bench.simulation.discord.start import main

if __name__ == "__main__":
    sys.exit(main(frozenset({"127.0.0.1"})))
