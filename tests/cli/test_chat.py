"""The chat: no input, piped questions, and a person at a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from bot.cli.chat import ChatInfo, chat, example_question
from bot.cli.screen import Screen
from bot.cli.session import Session
from bot.protocols import CoverageLike
from index.errors import StoreUnavailable
from index.models import Answer, Failure
from tests.helpers.fakes import (
    ARTICLE,
    FakeCoverage,
    FakeTerminal,
    answer_to,
    understood_as,
)
from tests.helpers.fixture_types import RunCli


def typing(*lines: str) -> Callable[[str], str]:
    """Replace ``input``: return these lines, then raise EOFError."""
    remaining = iter(lines)

    def read_line(prompt: str) -> str:
        assert prompt == "> "
        for line in remaining:
            return line
        raise EOFError

    return read_line


def converse(*lines: str, coverage: FakeCoverage | None = None) -> tuple[int, str, str]:
    """Chat at a terminal; returns the status, the output and the errors."""
    out, err = io.StringIO(), io.StringIO()

    async def open_coverage() -> CoverageLike:
        return coverage or FakeCoverage()

    with Session(Screen(out, err), open_coverage) as session:
        info = ChatInfo(folder="seeds", command="coverage-bot")
        status = chat(session, FakeTerminal(), info, typing(*lines))
    return status, out.getvalue(), err.getvalue()


def test_no_input_prints_a_summary(run_cli: RunCli) -> None:
    for stdin in (None, "", "\n \n"):
        result = run_cli(stdin=stdin)
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith("1 article in seeds, published 22 October 2025; 3 passages.")
        assert "coverage-bot ask" in result.out
        assert "DISCORD_TOKEN" in result.out


def test_no_input_and_no_articles(run_cli: RunCli) -> None:
    result = run_cli(coverage=FakeCoverage(summaries=()))
    assert result.status == 0
    assert "No articles are indexed. Put your articles (text, Markdown, HTML, PDF" in result.out


def test_files_that_failed_are_the_reason_for_an_empty_index(run_cli: RunCli) -> None:
    coverage = FakeCoverage(summaries=(), refused=(Failure("a.txt", "is empty"),))
    result = run_cli(coverage=coverage)
    assert result.out.startswith("No articles are indexed: 1 file could not be. Run 'coverage-bot")


def test_every_piped_question_is_answered(run_cli: RunCli) -> None:
    coverage = FakeCoverage()
    result = run_cli(stdin="why\n\nlasagne\n", coverage=coverage)
    assert result.status == 0
    assert [question for question, _ in coverage.asked] == ["why", "lasagne"]
    assert result.out.startswith("> why\nThe summit was called off. [1]\n")
    assert "\n\n> lasagne\n? The coverage does not say" in result.out


def test_the_greeting_has_an_example_and_mentions_discord() -> None:
    status, out, err = converse()
    assert (status, err) == (0, "")
    assert "1 article in seeds" in out
    assert "Ask a question, for example: What's new?" in out
    assert "put DISCORD_TOKEN=… into .env" in out


def test_asking_and_leaving() -> None:
    coverage = FakeCoverage()
    status, out, _ = converse("", "why", "Quit", "never asked", coverage=coverage)
    assert status == 0
    assert [question for question, _ in coverage.asked] == ["why"]
    assert "The summit was called off. [1]" in out
    assert coverage.refreshed == 2, "at the start and before the question"


def test_an_error_does_not_end_the_chat() -> None:
    def reply(question: str) -> Answer:
        if question == "one":
            raise StoreUnavailable("the server is gone")
        return answer_to(question)

    status, out, err = converse("one", "x" * 5000, "two", coverage=FakeCoverage(reply=reply))
    assert status == 0
    assert err.splitlines()[0] == "coverage-bot: the server is gone"
    assert "the question has 5,000 characters" in err.splitlines()[1]
    assert "[1] Summit called off" in out


def test_a_follow_up_gets_the_previous_turns() -> None:
    coverage = FakeCoverage(reply=understood_as("why was it put off"))
    _, out, _ = converse("why", "and then?", coverage=coverage)
    first, second = coverage.calls
    assert first.history == ()
    assert [turn.question for turn in second.history] == ["why was it put off"]
    assert second.history[0].statements == answer_to("why").statements
    assert "(why was it put off)" in out


def test_the_example_question_fits_the_articles() -> None:
    seed = replace(ARTICLE, file="001_4dbd5fa71f876ea1.txt")
    assert "Budapest" in example_question([ARTICLE, seed])
    assert example_question([ARTICLE]) == "What's new?"
