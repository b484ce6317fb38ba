"""The command line: what is read, and the one line about what cannot be used."""

from __future__ import annotations

import datetime as dt

import pytest
from cli_helpers import FakeCoverage, ran

from bot.terminal.arguments import MAX_QUESTION, parse


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask", "why", "--since", "2025-13-40"], "--since: 2025-13-40 is not a day"),
        (["ask", "why", "--until", "20251022"], "--until: 20251022 is not a day"),
        (["ask", "why", "--until", "yesterday"], "write it like 2025-10-22"),
        (["ask", "why", "--since", "2025-10-24", "--until", "2025-10-20"], "swap the two"),
        (["timeline", "--since", "2025-10-24", "--until", "2025-10-20"], "swap the two"),
        (["timeline", "--limit", "0"], "--limit: 0 is not a number from 1 up"),
        (["timeline", "--per-day", "-3"], "--per-day: -3 is not a number from 1 up"),
        (["timeline", "--limit", "many"], "--limit: many is not a number"),
        (["timeline", "--json", "--csv", "x"], "not allowed with"),
        (["timeline", "--dark"], "add --png FILE"),
        (["timeline", "  "], "the topic is empty"),
        (["ask"], "QUESTION"),
        (["ask", ""], "the question is empty"),
        (["ask", " \t\x00"], "the question is empty"),
        (["ask", "x" * 100_000], "the question has 100,000 characters"),
        (["ask", "why", "--js"], "unrecognized arguments: --js"),
        (["frobnicate"], "invalid choice: 'frobnicate'"),
    ],
)
def test_unusable_arguments(arguments: list[str], told: str) -> None:
    coverage = FakeCoverage()
    result = ran(*arguments, coverage=coverage)
    assert (result.status, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1
    assert coverage.refreshed == 0, "nothing is indexed for arguments that cannot be used"


def test_words_of_a_question_need_no_quotation_marks() -> None:
    given = parse(["ask", "what", "did", "he", "say", "--json", "--since", "2025-10-16"])
    assert given.question == "what did he say"
    assert given.json is True
    assert given.since == dt.date(2025, 10, 16)


def test_a_question_is_cleaned() -> None:
    assert parse(["ask", "\ufeff why\n\x1b[31m now\t?"]).question == "why now ?"


def test_the_longest_question() -> None:
    assert len(parse(["ask", "é" * MAX_QUESTION]).question) == MAX_QUESTION


def test_one_day_is_a_range() -> None:
    given = parse(["timeline", "--since", "2025-10-22", "--until", "2025-10-22"])
    assert given.since == given.until == dt.date(2025, 10, 22)


def test_no_command_is_the_chat() -> None:
    assert parse([]).command is None


@pytest.mark.parametrize("command", [[], ["ask"], ["timeline"], ["index"], ["articles"]])
def test_help_fits_and_ends_well(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(*command, "--help").status == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: coverage-bot")
    assert max(map(len, text.splitlines())) <= 80
