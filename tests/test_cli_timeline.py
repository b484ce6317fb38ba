"""``timeline`` in the terminal: the table, CSV, JSON."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_helpers import CITATION, DAY, FakeCoverage, ran

from index.models import Event, Scope

OTHER = replace(CITATION, number=2, file="two.txt", outlet=None)
EVENTS = (
    Event(DAY, "The summit was called off.", (CITATION, OTHER)),
    Event(DAY, "=HYPERLINK(1)", (CITATION,)),
    Event(dt.date(2025, 11, 2), "They meet, or so they say.", (OTHER,), planned=True),
)


def test_the_table_shows_a_day_once() -> None:
    result = ran("timeline", coverage=FakeCoverage(events=EVENTS))
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


def test_json_has_exactly_the_contract() -> None:
    document = json.loads(ran("timeline", "--json", coverage=FakeCoverage(events=EVENTS)).out)
    assert list(document) == ["events"]
    assert [event["date"] for event in document["events"]] == [
        "2025-10-22",
        "2025-10-22",
        "2025-11-02",
    ]
    first = document["events"][0]
    assert set(first) == {"date", "text", "citations"}
    assert first["citations"][1]["file"] == "two.txt"


def test_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "events of the week.csv"
    result = ran("timeline", "--csv", str(path), coverage=FakeCoverage(events=EVENTS))
    assert result.status == 0
    assert "".join(result.out.split()) == "3eventsin" + "".join(str(path).split())
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0] == {
        "date": "2025-10-22",
        "text": "The summit was called off.",
        "planned": "no",
        "articles": "2",
        "outlets": "Al Jazeera",
        "files": "one.txt; two.txt",
    }
    assert rows[1]["text"] == "'=HYPERLINK(1)", "no formula for a spreadsheet"
    assert rows[2]["planned"] == "yes"


@pytest.mark.parametrize("option", ["--csv", "--png"])
def test_file_where_nothing_can_be_written(tmp_path: Path, option: str) -> None:
    for path in (tmp_path, tmp_path / "no" / "such" / "folder"):
        result = ran("timeline", option, str(path))
        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert f"{option} {path} cannot be written" in result.err


def test_picture_file(tmp_path: Path) -> None:
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    assert ran("timeline", "--png", str(light)).status == 0
    assert ran("timeline", "--png", str(dark), "--dark").status == 0
    assert light.read_bytes().startswith(b"\x89PNG\r\n")
    assert dark.read_bytes().startswith(b"\x89PNG\r\n")
    assert light.read_bytes() != dark.read_bytes()


def test_no_picture_of_nothing(tmp_path: Path) -> None:
    result = ran("timeline", "--png", str(tmp_path / "x.png"), coverage=FakeCoverage(events=()))
    assert (result.status, result.out) == (0, "The articles date no event.\n")
    assert not list(tmp_path.iterdir())


def test_nothing_happened() -> None:
    coverage = FakeCoverage(events=())
    result = ran("timeline", "lasagne", "--since", "2025-10-01", coverage=coverage)
    assert result.status == 0
    assert result.out == "The articles date no event about lasagne since 2025-10-01.\n"
    assert json.loads(ran("timeline", "--json", coverage=coverage).out) == {"events": []}
    assert ran("timeline", "--csv", "-", coverage=coverage).out.startswith("date,text")


def test_arguments_reach_the_coverage() -> None:
    coverage = FakeCoverage()
    arguments = "timeline Putin in Budapest --until 2025-10-31 --limit 7 --per-day 2"
    assert ran(*arguments.split(), coverage=coverage).status == 0
    scope = Scope(until=dt.date(2025, 10, 31))
    assert coverage.timelines == [("Putin in Budapest", scope, 7, 2)]
    assert coverage.refreshed == 1
