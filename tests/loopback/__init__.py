"""Tests of the bot as a process, connected to a Discord server on this machine."""
