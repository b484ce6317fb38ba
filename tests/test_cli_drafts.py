"""Answers that come sentence by sentence: live for a person, once and whole for a script."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from bot.terminal.chat import Place, chat
from bot.terminal.commands import answer_question
from bot.terminal.screen import Screen
from bot.terminal.session import Session
from index.models import EVERYTHING, NOBODY, Answer, Asker, Draft, Scope, Turn
from tests.cli_helpers import CITATION, DAY, FakeCoverage, ran

FIRST, SECOND = "It was put off on Tuesday.", "Nobody said why."
NOTE = "without the language model: it broke off"
WRITTEN = Answer("why", True, f"{FIRST} [1] {SECOND} [1]", (CITATION,), "llm", 1.0, 0.9)
QUOTED = Answer("why", True, "Officials shelved it. [1]", (CITATION,), "extractive", 1.0, 0.9)


class Writes(FakeCoverage):
    """Shows two drafts before its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(reply=lambda question: answer)
        self.histories: list[tuple[Turn, ...]] = []

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        self.histories.append(tuple(history))
        if show is not None:
            show(Draft(f"{FIRST} [1]", (CITATION,)))
            show(Draft(f"{FIRST} [1] {SECOND} [1]", (CITATION,)))
        return self.reply(question)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _a_terminal_that_can_take_back() -> Iterator[None]:
    before = {name: os.environ.pop(name, None) for name in ("TERM", "NO_COLOR", "COLUMNS")}
    os.environ["TERM"] = "xterm"
    yield
    del os.environ["TERM"]
    os.environ.update({name: value for name, value in before.items() if value is not None})


def seen(coverage: FakeCoverage) -> str:
    """All that is written to a terminal."""
    out = Terminal()

    async def opened() -> FakeCoverage:
        return coverage

    with Session(Screen(out, io.StringIO()), opened) as session:
        answer_question(session, "why", EVERYTHING)
    return out.getvalue()


def test_a_person_sees_sentences_as_they_come_and_then_the_answer() -> None:
    shown = seen(Writes(WRITTEN))
    first = shown.index(FIRST)
    second = shown.index(SECOND)
    assert first < second < shown.rindex(FIRST)
    assert "\x1b[2K" in shown[second:]  # the draft is wiped out before the answer is printed
    assert shown.rindex("\x1b[2K") < shown.rindex(FIRST)


def test_what_was_replaced_is_gone_and_a_line_says_why() -> None:
    shown = seen(Writes(replace(QUOTED, note=NOTE)))
    final = shown[shown.rindex("\x1b[2K") :]
    assert FIRST not in final
    assert "Officials shelved it." in final
    assert NOTE in final


def test_a_pipe_gets_the_answer_once_and_the_note_beside_it() -> None:
    result = ran("ask", "why", coverage=Writes(replace(QUOTED, note=NOTE)))
    assert result.status == 0
    assert result.out.startswith("Officials shelved it. [1]\n\n[1] Summit called off\n")
    assert FIRST not in result.out
    assert result.err == f"coverage-bot: {NOTE}\n"


def test_json_is_one_object_of_the_same_form() -> None:
    result = ran("ask", "why", "--json", coverage=Writes(WRITTEN))
    assert result.out.count("\n") == 1
    document = json.loads(result.out)
    assert list(document) == ["question", "answered", "text", "citations", "mode", "seconds"]
    assert document["mode"] == "llm"
    noted = ran("ask", "why", "--json", coverage=Writes(replace(QUOTED, note=NOTE)))
    assert list(json.loads(noted.out)) == list(document)
    assert noted.err == f"coverage-bot: {NOTE}\n"


def test_the_same_note_is_told_a_script_once() -> None:
    coverage = Writes(replace(QUOTED, note=NOTE))
    result = ran("ask", "-", coverage=coverage, stdin="why\nwhy not\n")
    assert result.err == f"coverage-bot: {NOTE}\n"
    assert coverage.histories == [(), ()]


def test_a_terminal_that_takes_nothing_back_gets_the_answer_only() -> None:
    os.environ["TERM"] = "dumb"
    shown = seen(Writes(WRITTEN))
    assert shown.count(FIRST) == 1


def test_a_conversation_remembers_what_was_asked() -> None:
    coverage = Writes(replace(WRITTEN, understood="why was it put off"))
    lines = iter(["why", "and then?"])
    out = Terminal()

    async def opened() -> FakeCoverage:
        return coverage

    def typed(prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    with Session(Screen(out, io.StringIO()), opened) as session:
        assert chat(session, Terminal(), Place("seeds", "coverage-bot"), typed) == 0
    first, second = coverage.histories
    assert first == ()
    assert second == (Turn("why was it put off", WRITTEN.text, ("one.txt",), (DAY,)),)
    assert "(why was it put off)" in out.getvalue()
