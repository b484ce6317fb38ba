"""Tests of the Discord bot on a simulated Discord."""
