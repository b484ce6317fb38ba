"""What the program prints: commands stand as they have to be typed."""

from __future__ import annotations

import io

import pytest

from bot.cli.screen import Screen


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("coverage-bot", "run 'coverage-bot restore' first"),
        (".venv/bin/coverage-bot", "run '.venv/bin/coverage-bot restore' first"),
        ("'/my bots/coverage-bot'", "run '/my bots/coverage-bot' restore first"),
    ],
)
def test_a_command_is_shown_as_it_is_called_here(command: str, shown: str) -> None:
    screen = Screen(io.StringIO(), io.StringIO(), command)
    assert screen.callable_here("run 'coverage-bot restore' first") == shown
