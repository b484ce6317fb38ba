"""Parsing the command line, and the one line about invalid arguments."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.cli.parser import parse
from bot.cli.questions import MAX_QUESTION
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import RunCli


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "why", "--since", "2025-13-40"], "--since: 2025-13-40 is not a date"),
        (["ask", "why", "--until", "20251022"], "--until: 20251022 is not a date"),
        (["ask", "why", "--until", "yesterday"], "write it like 2025-10-22"),
        (["ask", "why", "--since", "2025-10-24", "--until", "2025-10-20"], "swap the two"),
        (["timeline", "--since", "2025-10-24", "--until", "2025-10-20"], "swap the two"),
        (["timeline", "--limit", "0"], "--limit: 0 cannot be used: write a whole number"),
        (["timeline", "--per-day", "-3"], "--per-day: -3 cannot be used: write a whole number"),
        (["timeline", "--limit", "many"], "--limit: many cannot be used: write a whole number"),
        (["timeline", "--json", "--csv", "x"], "not allowed with"),
        (["timeline", "--dark"], "--dark only works with --png FILE"),
        (["timeline", "  "], "the topic is empty"),
        (["ask"], "QUESTION"),
        (["ask", ""], "the question is empty"),
        (["ask", " \t\x00"], "the question is empty"),
        (["ask", "x" * 100_000], "the question has 100,000 characters"),
        (["ask", "why", "--js"], "unrecognized arguments: --js"),
        (["frobnicate"], "there is no command frobnicate (see"),
        (["tmeline"], "there is no command tmeline; did you mean timeline? (see"),
    ],
)
def test_invalid_arguments(run_cli: RunCli, arguments: list[str], message: str) -> None:
    coverage = FakeCoverage()
    result = run_cli(*arguments, coverage=coverage)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert coverage.refreshed == 0, "invalid arguments must not start indexing"


def test_a_question_needs_no_quotation_marks() -> None:
    options = parse(["ask", "what", "did", "he", "say", "--json", "--since", "2025-10-16"])
    assert options.question == "what did he say"
    assert options.json is True
    assert options.since == dt.date(2025, 10, 16)


def test_a_question_is_cleaned() -> None:
    assert parse(["ask", "\ufeff why\n\n\x1b[31m now\t?"]).question == "why\nnow ?"


def test_the_longest_question_is_accepted() -> None:
    assert len(parse(["ask", "é" * MAX_QUESTION]).question) == MAX_QUESTION


def test_since_and_until_may_be_the_same_day() -> None:
    options = parse(["timeline", "--since", "2025-10-22", "--until", "2025-10-22"])
    assert options.since == options.until == dt.date(2025, 10, 22)


def test_no_command_is_the_chat() -> None:
    assert parse([]).command is None


@pytest.mark.parametrize("command", [[], ["ask"], ["timeline"], ["index"], ["articles"]])
def test_help_fits_80_columns(
    run_cli: RunCli, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(*command, "--help").status == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: coverage-bot")
    assert max(map(len, text.splitlines())) <= 80
