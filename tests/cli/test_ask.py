"""``ask``: text and JSON, standard input, and errors."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.rendering.text import DOUBT
from index.errors import DatabaseDamaged, DataFolderBusy, StoreUnavailable
from index.models import Abstention, Answer, Failure, Reindexed, Reprint, Scope
from tests.helpers.fakes import (
    ARTICLE,
    CITATION,
    FakeCoverage,
    answer_to,
    coverage_with_text,
    make_answer,
)
from tests.helpers.fixture_types import RunCli

HOSTILE = "\x1b]0;owned\x07Sum\u202emit\x9b2J off\nnow"


def test_an_empty_index_gives_a_warning(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", coverage=FakeCoverage(summaries=()))
    assert result.status == 0
    assert result.err.startswith("coverage-bot: No articles are indexed. Put your articles (text,")


def test_an_answer_and_its_sources(run_cli: RunCli) -> None:
    result = run_cli("ask", "why")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "The summit was called off. [1]",
        "",
        "[1] Summit called off",
        "    Al Jazeera, 22 October 2025, one.txt",
    ]


def test_the_page_and_who_else_printed_it(run_cli: RunCli) -> None:
    printed = (Reprint("afp.txt", "AFP", None), Reprint("echo.txt", None, dt.date(2025, 10, 23)))
    cited = replace(CITATION, page=3, also=printed)
    coverage = FakeCoverage(reply=lambda _: replace(make_answer(), citations=(cited,)))
    out = run_cli("ask", "why", coverage=coverage).out
    assert out.splitlines()[-1] == (
        "    Al Jazeera, 22 October 2025, one.txt, page 3; also in AFP, echo.txt"
    )
    document = json.loads(run_cli("ask", "why", "--json", coverage=coverage).out)
    assert document["citations"][0]["page"] == 3
    assert document["citations"][0]["also"] == [
        {"file": "afp.txt", "outlet": "AFP", "published": None},
        {"file": "echo.txt", "outlet": None, "published": "2025-10-23"},
    ]
    plain = json.loads(run_cli("ask", "why", "--json").out)["citations"][0]
    assert not {"page", "also"} & set(plain)


def test_quotes_of_one_article_share_its_source(run_cli: RunCli) -> None:
    other = replace(CITATION, number=2, file="two.txt", title="Talks go on")
    third = replace(CITATION, number=3, page=4)
    cited = (replace(CITATION, page=2), other, third)
    coverage = FakeCoverage(reply=lambda text: replace(answer_to(text), citations=cited))
    assert run_cli("ask", "why", coverage=coverage).out.splitlines()[2:] == [
        "[1] [3] Summit called off",
        "        Al Jazeera, 22 October 2025, one.txt, pages 2, 4",
        "[2] Talks go on",
        "    Al Jazeera, 22 October 2025, two.txt",
    ]


def test_many_outlets_are_not_all_named(run_cli: RunCli) -> None:
    printed = tuple(Reprint(f"{i}.txt", f"Outlet {i}", None) for i in range(6))
    cited = replace(CITATION, also=(*printed, Reprint("own.txt", "al jazeera", None)))
    coverage = FakeCoverage(reply=lambda _: replace(make_answer(), citations=(cited,)))
    out = " ".join(run_cli("ask", "why", coverage=coverage).out.split())
    assert out.endswith("also in Outlet 0, Outlet 1, Outlet 2, Outlet 3 and 2 more")


def test_quotes_are_shown_with_what_is_around_them(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", "--quotes", coverage=FakeCoverage(around=("Before.", "After.")))
    assert result.out.splitlines()[-3:] == [
        "    │ Before.",
        "    │ The summit was called off.",
        "    │ After.",
    ]
    both = run_cli("ask", "why", "--quotes", "--json")
    assert both.status == 2
    assert "--quotes cannot be combined with --json" in both.err


def test_what_a_model_wrote_is_shown_with_its_quotes(run_cli: RunCli) -> None:
    coverage = FakeCoverage(reply=lambda _: make_answer(mode="llm"))
    assert "    │ The summit was called off." in run_cli("ask", "why", coverage=coverage).out


def test_piped_questions_are_a_chat_if_asked_for(run_cli: RunCli) -> None:
    alone, chat = FakeCoverage(), FakeCoverage()
    run_cli("ask", "-", stdin="why?\nwho?\n", coverage=alone)
    assert [len(call.history) for call in alone.calls] == [0, 0]
    run_cli("ask", "-", "--chat", stdin="why?\nwho?\nwhen?\n", coverage=chat)
    assert [len(call.history) for call in chat.calls] == [0, 1, 2]
    refused = run_cli("ask", "why?", "--chat")
    assert refused.status == 2
    assert "--chat needs questions from standard input" in refused.err


def test_an_abstention_looks_different_and_succeeds(run_cli: RunCli) -> None:
    result = run_cli("ask", "lasagne recipe")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "? The coverage does not say. None of the 3 articles answers this.",
        "  Closest article: Summit called off",
        "  Al Jazeera, 22 October 2025, one.txt",
    ]


def test_what_comes_closest_is_quoted(run_cli: RunCli) -> None:
    nothing = Abstention("not answered", articles=3, closest=CITATION)
    coverage = FakeCoverage(reply=lambda _: make_answer(citations=(), abstention=nothing))
    result = run_cli("ask", "why", coverage=coverage)
    assert result.out.splitlines() == [
        "? The coverage does not say. None of the 3 articles answers this.",
        "  What comes closest: “The summit was called off.”",
        "  Al Jazeera, 22 October 2025, one.txt",
    ]
    document = json.loads(run_cli("ask", "why", "--json", coverage=coverage).out)
    assert document["citations"] == []
    assert document["closest"]["file"] == "one.txt"


def test_json_follows_the_contract(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", "--json")
    assert result.out.count("\n") == 1
    assert json.loads(result.out) == {
        "question": "why",
        "answered": True,
        "text": "The summit was called off. [1]",
        "citations": [
            {
                "number": 1,
                "file": "one.txt",
                "title": "Summit called off",
                "outlet": "Al Jazeera",
                "published": "2025-10-22",
                "start": 10,
                "end": 40,
                "quote": "The summit\nwas called off.",
            }
        ],
        "mode": "extractive",
        "seconds": 0.25,
    }


def test_an_answer_that_is_doubtful_says_so(run_cli: RunCli) -> None:
    def reply(question: str) -> Answer:
        return replace(answer_to(question), doubtful="where" in question)

    coverage = FakeCoverage(reply=reply)
    lines = run_cli("ask", "-", stdin="why\nwhere\n", coverage=coverage).out.splitlines()
    assert lines.count(DOUBT) == 1
    assert lines.index(DOUBT) == lines.index("> where") + 2
    result = run_cli("ask", "-", "--json", stdin="why\nwhere\n", coverage=coverage)
    assert [json.loads(line).get("doubtful") for line in result.out.splitlines()] == [None, True]


def test_the_outlet_is_spelled_as_in_the_articles(
    run_cli: RunCli,
) -> None:
    coverage = FakeCoverage()
    run_cli(
        *("ask", "why", "--since", "2025-10-01", "--until", "2025-10-31"),
        *("--outlet", "al  JAZEERA"),
        coverage=coverage,
    )
    scope = Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31), "Al Jazeera")
    assert coverage.asked == [("why", scope)]
    assert coverage.refreshed == 1
    assert coverage.closed


def test_an_unknown_outlet(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", "--outlet", "BBC")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "coverage-bot: --outlet BBC: no article is from this outlet; choose one of: Al Jazeera\n"
    )
    many = tuple(replace(ARTICLE, outlet=f"{name} Gazette") for name in "ABCDEFGHIJKLMN")
    result = run_cli("ask", "why", "--outlet", "B Gazete", coverage=FakeCoverage(summaries=many))
    assert "from this outlet; did you mean B Gazette or " in result.err
    result = run_cli("ask", "why", "--outlet", "xyz", coverage=FakeCoverage(summaries=many))
    assert "from this outlet; run '" in result.err
    result = run_cli("ask", "why", "--outlet", "BBC", coverage=FakeCoverage(summaries=()))
    assert "no article names its outlet" in result.err


def test_every_line_of_standard_input(run_cli: RunCli) -> None:
    result = run_cli("ask", "-", stdin="\ufeffwhy\r\n\n  \nlasagne\nlast line")
    assert result.status == 0
    heads = [line for line in result.out.splitlines() if line.startswith("> ")]
    assert heads == ["> why", "> lasagne", "> last line"]


def test_every_line_of_standard_input_as_json(run_cli: RunCli) -> None:
    result = run_cli("ask", "-", "--json", stdin="why\n\nlasagne\n")
    questions = [json.loads(line)["question"] for line in result.out.splitlines()]
    assert questions == ["why", "lasagne"]


def test_an_invalid_line_does_not_stop_the_others(run_cli: RunCli) -> None:
    coverage = FakeCoverage()
    result = run_cli(
        "ask", "-", "--json", stdin=f"one\n{'x' * 100_000}\nthree\n", coverage=coverage
    )
    assert result.status == 2
    assert [question for question, _ in coverage.asked] == ["one", "three"]
    assert result.err.count("\n") == 1
    assert "line 2: the question has" in result.err
    first, unusable, last = map(json.loads, result.out.splitlines())
    assert unusable.keys() == first.keys() == last.keys()
    assert (unusable["answered"], unusable["citations"]) == (False, [])
    assert unusable["text"] in result.err
    assert unusable["question"] == "x" * 2_000 + "…"


def test_an_error_on_one_line_does_not_stop_the_others(run_cli: RunCli) -> None:
    def reply(question: str) -> Answer:
        if question == "two":
            raise StoreUnavailable("the server is gone")
        return answer_to(question)

    result = run_cli(
        "ask", "-", "--json", stdin="one\ntwo\nthree", coverage=FakeCoverage(reply=reply)
    )
    assert result.status == 1
    objects = [json.loads(line) for line in result.out.splitlines()]
    assert [one["question"] for one in objects] == ["one", "two", "three"]
    assert [one["answered"] for one in objects] == [True, False, True]
    assert objects[1]["text"] == "the server is gone"
    assert result.err == "coverage-bot: line 2: the server is gone\n"


def test_no_questions_on_standard_input(run_cli: RunCli) -> None:
    assert run_cli("ask", "-", stdin="").status == 0
    assert run_cli("ask", "-", stdin=None).status == 0


def test_an_error_is_one_line_and_status_1(run_cli: RunCli) -> None:
    def reply(question: str) -> Answer:
        raise DataFolderBusy("process 12 has data open:\nstop it")

    result = run_cli("ask", "why", coverage=FakeCoverage(reply=reply))
    assert (result.status, result.out) == (1, "")
    assert result.err == "coverage-bot: process 12 has data open: stop it\n"


def test_a_bug_is_one_line_with_its_location(run_cli: RunCli) -> None:
    def reply(question: str) -> Answer:
        raise KeyError("oops")

    result = run_cli("ask", "why", coverage=FakeCoverage(reply=reply))
    assert result.status == 1
    assert "KeyError: 'oops' (test_ask.py, line" in result.err
    assert result.err.count("\n") == 1


def test_ctrl_c_is_silent(run_cli: RunCli) -> None:
    def reply(question: str) -> Answer:
        raise KeyboardInterrupt

    coverage = FakeCoverage(reply=reply)
    result = run_cli("ask", "why", coverage=coverage)
    assert (result.status, result.out, result.err) == (130, "", "")
    assert coverage.closed


def test_files_that_cannot_be_indexed_are_reported_in_one_line(run_cli: RunCli) -> None:
    failed = (Failure("a.txt", "not UTF-8"), Failure("b.txt", "empty"), Failure("c.txt", "empty"))
    result = run_cli("ask", "why", "--json", coverage=FakeCoverage(done=Reindexed(failed=failed)))
    assert result.status == 0
    assert result.err == (
        "coverage-bot: not indexed: a.txt: not UTF-8; and 2 other files: "
        "run 'coverage-bot index' to list them\n"
    )


def test_articles_cannot_control_the_terminal(run_cli: RunCli) -> None:
    coverage = coverage_with_text(HOSTILE)
    for command in (["ask", "why"], ["articles"], ["timeline"], ["timeline", "--csv", "-"], []):
        result = run_cli(*command, coverage=coverage)
        assert result.status == 0
        assert result.out
        assert not set("\x1b\x07\x9b\u202e") & set(result.out + result.err), command


def test_json_preserves_control_characters(run_cli: RunCli) -> None:
    result = run_cli("ask", "why", "--json", coverage=coverage_with_text(HOSTILE))
    assert not set("\x1b\x07\x9b\u202e") & set(result.out)
    assert json.loads(result.out)["citations"][0]["quote"] == HOSTILE


def test_lines_fit_80_columns(run_cli: RunCli) -> None:
    coverage = coverage_with_text("One of very many words in an article about the summit. " * 20)
    for command in (["ask", "why"], ["articles"], ["timeline"], []):
        result = run_cli(*command, coverage=coverage)
        lines = [line for line in result.out.splitlines() if "coverage-bot ask" not in line]
        assert max(map(len, lines)) <= 80, command


def test_an_article_without_outlet_and_date(run_cli: RunCli) -> None:
    citation = replace(CITATION, outlet=None, published=None)
    coverage = FakeCoverage(reply=lambda question: make_answer("x", citations=(citation,)))
    assert "    no date, one.txt" in run_cli("ask", "why", coverage=coverage).out
    document = json.loads(run_cli("ask", "why", "--json", coverage=coverage).out)
    assert document["citations"][0]["published"] is None
    assert document["citations"][0]["outlet"] is None


def test_several_answers_have_an_object_each(run_cli: RunCli) -> None:
    parts = (make_answer(question="one?"), make_answer(question="two?"))
    coverage = FakeCoverage(reply=lambda _: replace(make_answer(), parts=parts))
    document = json.loads(run_cli("ask", "one? two?", "--json", coverage=coverage).out)
    assert [part["question"] for part in document["parts"]] == ["one?", "two?"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_damaged_index_is_opened_once_more(run_cli: RunCli, times: int) -> None:
    errors = [DatabaseDamaged("ledger.sqlite3 is damaged: it is made anew")] * times

    def reply(question: str) -> Answer:
        if errors:
            raise errors.pop()
        return answer_to(question)

    result = run_cli("ask", "why", coverage=FakeCoverage(reply=reply))
    if times == 1:
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith("The summit was called off.")
    else:
        assert result.status == 1
        assert "it is made anew" in result.err
