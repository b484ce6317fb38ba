"""Drafts of an answer: replaced on a terminal, and absent from pipes and JSON."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from bot.cli.commands import answer_question
from bot.cli.screen import Screen
from bot.cli.session import Session
from index.models import EVERYTHING, Answer, Draft, Statement
from tests.helpers.fakes import CITATION, FakeCoverage, FakeTerminal, make_answer
from tests.helpers.fixture_types import RunCli

FIRST, SECOND = "It was put off on Tuesday.", "Nobody said why."
NOTE = "Quoted from the articles: the language model lost the connection."
STATEMENTS = (Statement(FIRST, (1,)), Statement(SECOND, (1,), opens=False))
DRAFTS = (Draft(STATEMENTS[:1], (CITATION,)), Draft(STATEMENTS, (CITATION,)))
WRITTEN = make_answer(*STATEMENTS, mode="llm")
QUOTED = make_answer("Officials shelved it.", note=NOTE)


def drafting(answer: Answer) -> FakeCoverage:
    """A coverage that shows two drafts before its answer."""
    return FakeCoverage(reply=lambda question: answer, drafts=DRAFTS)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def terminal_output(coverage: FakeCoverage) -> str:
    """Everything that is written to a terminal."""
    out = FakeTerminal()

    async def open_coverage() -> FakeCoverage:
        return coverage

    with Session(Screen(out, io.StringIO()), open_coverage) as session:
        answer_question(session, "why", EVERYTHING)
    return out.getvalue()


def test_a_terminal_shows_drafts_and_then_the_answer() -> None:
    shown = terminal_output(drafting(WRITTEN))
    first = shown.index(FIRST)
    second = shown.index(SECOND)
    assert first < second < shown.rindex(FIRST)
    assert "\x1b[2K" in shown[second:]  # the draft is erased before the answer is printed
    assert shown.rindex("\x1b[2K") < shown.rindex(FIRST)


def test_a_replaced_draft_is_erased_and_the_note_says_why() -> None:
    shown = terminal_output(drafting(QUOTED))
    final = shown[shown.rindex("\x1b[2K") :]
    assert FIRST not in final
    assert "Officials shelved it." in final
    assert NOTE in final


def test_commands_are_named_as_they_have_to_be_typed() -> None:
    err = io.StringIO()
    screen = Screen(io.StringIO(), err, ".venv/bin/coverage-bot")
    screen.warn("the index is damaged: run 'coverage-bot index'")
    assert err.getvalue() == (
        "coverage-bot: the index is damaged: run '.venv/bin/coverage-bot index'\n"
    )


def test_a_dumb_terminal_gets_only_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert terminal_output(drafting(WRITTEN)).count(FIRST) == 1


def test_a_pipe_gets_the_answer_once_and_the_note_as_a_warning(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", coverage=drafting(QUOTED))
    assert result.status == 0
    assert result.out.startswith("Officials shelved it. [1]\n\n[1] Summit called off\n")
    assert FIRST not in result.out
    assert result.err == f"coverage-bot: {NOTE}\n"


def test_whoever_runs_the_bot_is_told_what_to_do(run_cli: RunCli) -> None:
    answer = replace(QUOTED, advice="check the log of its server")
    result = run_cli("ask", "why", coverage=drafting(answer))
    assert result.err == f"coverage-bot: {NOTE} Check the log of its server.\n"


def test_json_has_the_same_keys_in_every_mode(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", "--json", coverage=drafting(WRITTEN))
    assert result.out.count("\n") == 1
    document = json.loads(result.out)
    assert list(document) == ["question", "answered", "text", "citations", "mode", "seconds"]
    assert document["mode"] == "llm"
    assert document["text"] == f"{FIRST} [1] {SECOND} [1]"
    noted = run_cli("ask", "why", "--json", coverage=drafting(QUOTED))
    assert list(json.loads(noted.out)) == list(document)
    assert noted.err == f"coverage-bot: {NOTE}\n"


def test_a_repeated_note_is_printed_once(run_cli: RunCli) -> None:
    coverage = drafting(replace(QUOTED, note=NOTE))
    result = run_cli("ask", "-", coverage=coverage, stdin="why\nwhy not\n")
    assert result.err == f"coverage-bot: {NOTE}\n"
    assert [call.history for call in coverage.calls] == [(), ()]
