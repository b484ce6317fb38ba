"""The chat: no input, piped questions, and a person at a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from cli_helpers import ARTICLE, CITATION, FakeCoverage, answer_to, ran

from bot.ports import CoverageLike
from bot.terminal.chat import Place, chat, example
from bot.terminal.screen import Screen
from bot.terminal.session import Session
from index.errors import StoreUnavailable
from index.models import Answer

PLACE = Place(folder="seeds", command="coverage-bot")


class Terminal(io.StringIO):
    """An input that a person types into."""

    def isatty(self) -> bool:
        return True


def typing(*lines: str) -> Callable[[str], str]:
    """What ``input`` gives when these lines are typed, then the end of input."""
    waiting = iter(lines)

    def typed(prompt: str) -> str:
        assert prompt == "> "
        for line in waiting:
            return line
        raise EOFError

    return typed


def piped(stdin: str, place: Place) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()

    async def open_coverage() -> CoverageLike:
        return FakeCoverage()

    with Session(Screen(out, err), open_coverage) as session:
        status = chat(session, io.StringIO(stdin), place)
    return status, out.getvalue(), err.getvalue()


def conversation(
    *lines: str, coverage: FakeCoverage | None = None, place: Place = PLACE
) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()

    async def open_coverage() -> CoverageLike:
        return coverage or FakeCoverage()

    with Session(Screen(out, err), open_coverage) as session:
        status = chat(session, Terminal(), place, typing(*lines))
    return status, out.getvalue(), err.getvalue()


def test_no_input_says_what_is_indexed_and_how_to_ask() -> None:
    for stdin in (None, "", "\n \n"):
        result = ran(stdin=stdin)
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith("1 article in seeds, published 22 October 2025; 3 passages.")
        assert "coverage-bot ask" in result.out
        assert "DISCORD_TOKEN" in result.out


def test_no_input_and_no_articles() -> None:
    result = ran(coverage=FakeCoverage(summaries=()))
    assert result.status == 0
    assert "No article is indexed. Put .txt, .md or .html files into the folder" in result.out


def test_piped_questions_are_answered_each() -> None:
    coverage = FakeCoverage()
    result = ran(stdin="why\n\nlasagne\n", coverage=coverage)
    assert result.status == 0
    assert [question for question, _ in coverage.asked] == ["why", "lasagne"]
    assert result.out.startswith("> why\nThe summit was called off. [1]\n")
    assert "\n\n> lasagne\n? The coverage does not say" in result.out


def test_a_person_gets_an_example_and_how_to_connect_discord() -> None:
    status, out, err = conversation()
    assert (status, err) == (0, "")
    assert "1 article in seeds" in out
    assert "Ask a question, for example: What is new: Summit called off?" in out
    assert "put DISCORD_TOKEN=… into .env" in out


def test_a_person_asks_and_leaves() -> None:
    coverage = FakeCoverage()
    status, out, _ = conversation("", "why", "Quit", "never asked", coverage=coverage)
    assert status == 0
    assert [question for question, _ in coverage.asked] == ["why"]
    assert "The summit was called off. [1]" in out
    assert coverage.refreshed == 2, "at the start and before the question"


def test_a_failure_does_not_end_the_conversation() -> None:
    def reply(question: str) -> Answer:
        if question == "one":
            raise StoreUnavailable("the server is gone")
        return answer_to(question)

    status, out, err = conversation("one", "x" * 5000, "two", coverage=FakeCoverage(reply=reply))
    assert status == 0
    assert err.splitlines()[0] == "coverage-bot: the server is gone"
    assert "the question has 5,000 characters" in err.splitlines()[1]
    assert "[1] Summit called off" in out


def test_the_example_fits_the_articles() -> None:
    seed = replace(ARTICLE, file="001_4dbd5fa71f876ea1.txt")
    assert "Budapest" in example([ARTICLE, seed])
    long = replace(ARTICLE, title='"No" ' + "x" * 200)
    assert len(example([long])) < 120
    assert '"' not in example([long])
    assert CITATION.title in example([ARTICLE])
