"""``timeline`` in the terminal: the table, CSV, JSON."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.models import Event, Reprint, Scope
from tests.helpers.fakes import CITATION, DAY, FakeCoverage
from tests.helpers.fixture_types import RunCli

OTHER = replace(CITATION, number=2, file="two.txt", outlet=None)
EVENTS = (
    Event(DAY, "The summit was called off.", (CITATION, OTHER)),
    Event(DAY, "=HYPERLINK(1)", (CITATION,)),
    Event(dt.date(2025, 11, 2), "They meet, or so they say.", (OTHER,), planned=True),
)


def test_a_day_is_shown_once(run_cli: RunCli) -> None:
    result = run_cli("timeline", coverage=FakeCoverage(events=EVENTS))
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "2025-10-22 Wed  The summit was called off.",
        "                one.txt (Al Jazeera); two.txt",
        "",
        "                =HYPERLINK(1)",
        "                one.txt (Al Jazeera)",
        "",
        "2025-11-02 Sun  Planned: They meet, or so they say.",
        "                two.txt",
    ]


def test_json_follows_the_contract(run_cli: RunCli) -> None:
    document = json.loads(run_cli("timeline", "--json", coverage=FakeCoverage(events=EVENTS)).out)
    assert list(document) == ["events"]
    assert [event["date"] for event in document["events"]] == [
        "2025-10-22",
        "2025-10-22",
        "2025-11-02",
    ]
    first = document["events"][0]
    assert set(first) == {"date", "text", "citations"}
    assert first["citations"][1]["file"] == "two.txt"


def test_csv_file(run_cli: RunCli, tmp_path: Path) -> None:
    path = tmp_path / "events of the week.csv"
    result = run_cli("timeline", "--csv", str(path), coverage=FakeCoverage(events=EVENTS))
    assert result.status == 0
    assert "".join(result.out.split()) == "Saved3eventsto" + "".join(str(path).split())
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0] == {
        "date": "2025-10-22",
        "text": "The summit was called off.",
        "planned": "no",
        "articles": "2",
        "outlets": "Al Jazeera",
        "files": "one.txt; two.txt",
        "reprints": "",
    }
    assert rows[1]["text"] == "'=HYPERLINK(1)", "a spreadsheet must not run it"
    assert rows[2]["planned"] == "yes"


def test_other_outlets_of_a_story_are_named(run_cli: RunCli) -> None:
    cited = replace(CITATION, also=(Reprint("afp.txt", "AFP", None),))
    coverage = FakeCoverage(events=(replace(EVENTS[0], citations=(cited,)),))
    out = run_cli("timeline", coverage=coverage).out
    assert out.splitlines()[-1].strip() == "one.txt (Al Jazeera; also in AFP)"
    table = csv.DictReader(run_cli("timeline", "--csv", "-", coverage=coverage).out.splitlines())
    (row,) = table
    assert (row["articles"], row["outlets"]) == ("1", "Al Jazeera; AFP")
    assert (row["files"], row["reprints"]) == ("one.txt", "afp.txt")


@pytest.mark.parametrize("option", ["--csv", "--png"])
def test_a_file_that_cannot_be_written(run_cli: RunCli, tmp_path: Path, option: str) -> None:
    for path in (tmp_path, tmp_path / "no" / "such" / "folder"):
        result = run_cli("timeline", option, str(path))
        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert f"{option} {path} cannot be written" in result.err


def test_chart_file(run_cli: RunCli, tmp_path: Path) -> None:
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    assert run_cli("timeline", "--png", str(light)).status == 0
    assert run_cli("timeline", "--png", str(dark), "--dark").status == 0
    assert light.read_bytes().startswith(b"\x89PNG\r\n")
    assert dark.read_bytes().startswith(b"\x89PNG\r\n")
    assert light.read_bytes() != dark.read_bytes()


def test_no_chart_without_events(run_cli: RunCli, tmp_path: Path) -> None:
    result = run_cli("timeline", "--png", str(tmp_path / "x.png"), coverage=FakeCoverage(events=()))
    assert (result.status, result.out) == (0, "The articles contain no dated events.\n")
    assert not list(tmp_path.iterdir())


def test_no_events(run_cli: RunCli) -> None:
    coverage = FakeCoverage(events=())
    result = run_cli("timeline", "lasagne", "--since", "2025-10-01", coverage=coverage)
    assert result.status == 0
    assert result.out == "The articles contain no dated events about lasagne since 2025-10-01.\n"
    assert json.loads(run_cli("timeline", "--json", coverage=coverage).out) == {"events": []}
    assert run_cli("timeline", "--csv", "-", coverage=coverage).out.startswith("date,text")


def test_options_are_passed_to_the_coverage(run_cli: RunCli) -> None:
    coverage = FakeCoverage()
    arguments = "timeline Putin in Budapest --until 2025-10-31 --limit 7 --per-day 2"
    assert run_cli(*arguments.split(), coverage=coverage).status == 0
    scope = Scope(until=dt.date(2025, 10, 31))
    assert coverage.timelines == [("Putin in Budapest", scope, 7, 2)]
    assert coverage.refreshed == 1


def test_only_the_first_of_many_sources_are_named(run_cli: RunCli) -> None:
    citations = tuple(
        replace(CITATION, number=n, file=f"{n}.txt", outlet=f"Outlet {n}") for n in range(1, 141)
    )
    coverage = FakeCoverage(events=(Event(DAY, "It sank.", citations),))
    out = " ".join(run_cli("timeline", coverage=coverage).out.split())
    assert "6.txt (Outlet 6); and 134 more" in out
    assert "7.txt" not in out
