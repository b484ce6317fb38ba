"""``briefing``: text and JSON, with a topic and a first day; and replies that are no answers."""

from __future__ import annotations

import datetime as dt
import json

from index.models import Scope, Statement
from tests.helpers.fakes import FakeCoverage, make_answer
from tests.helpers.fixture_types import RunCli


def test_a_briefing_is_printed_like_an_answer(run_cli: RunCli) -> None:
    coverage = FakeCoverage()
    result = run_cli("briefing", "the", "summit", "--since", "2025-10-20", coverage=coverage)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("The summit was called off. [1]\n\n[1] Summit called off\n")
    assert coverage.briefings == [("the summit", Scope(dt.date(2025, 10, 20)))]


def test_a_briefing_as_json(run_cli: RunCli) -> None:
    document = json.loads(run_cli("briefing", "--json").out)
    assert list(document) == ["topic", "answered", "text", "citations", "mode", "seconds"]
    assert (document["topic"], document["answered"]) == (None, True)
    assert document["citations"][0]["file"] == "one.txt"


def test_a_bad_day_is_one_line(run_cli: RunCli) -> None:
    result = run_cli("briefing", "--since", "soon")
    assert result.status == 2
    assert result.err.count("\n") == 1


def test_small_talk_has_no_sources_and_json_names_its_kind(run_cli: RunCli) -> None:
    hello = make_answer(Statement("Hello!", ()), citations=(), kind="greeting")
    coverage = FakeCoverage(reply=lambda _: hello)
    assert run_cli("ask", "hi", coverage=coverage).out == "Hello!\n"
    document = json.loads(run_cli("ask", "hi", "--json", coverage=coverage).out)
    found = (document["kind"], document["answered"], document["citations"])
    assert found == ("greeting", False, [])
    assert "kind" not in json.loads(run_cli("ask", "why", "--json").out)
