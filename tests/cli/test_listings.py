"""``index``, ``articles`` and ``doctor``."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

from bot.heartbeat import write_heartbeat
from bot.protocols import CoverageLike
from index.errors import DataFolderBusy, ReindexRunning
from index.models import (
    ExtractionReport,
    Failure,
    HealthCheck,
    KeptFolder,
    Reindexed,
    SkippedFiles,
    Stretch,
)
from tests.helpers.fakes import ARTICLE, FakeCoverage
from tests.helpers.fixture_types import RunCli

DONE = Reindexed(
    added=("new.txt",),
    changed=("other.md",),
    removed=("old.txt",),
    unchanged=1461,
    failed=(Failure("bad\x1b[31m.txt", "not UTF-8"),),
    passages=12_345,
    seconds=1.23456,
)


def test_index_reports_every_file(run_cli: RunCli) -> None:
    result = run_cli("index", coverage=FakeCoverage(done=DONE))
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "+ new.txt",
        "~ other.md",
        "- old.txt",
        "! not indexed: bad.txt: not UTF-8",
        "1 added, 1 changed, 1 removed, 1,461 unchanged, 1 failed; 12,345 passages; 1.2 s",
    ]


def test_a_near_copy_is_called_one(run_cli: RunCli) -> None:
    copy = replace(ARTICLE, file="copy.txt", story="one.txt", copy_of="one.txt")
    coverage = FakeCoverage(summaries=(ARTICLE, copy))
    assert run_cli("articles", coverage=coverage).out.splitlines()[-1] == "  near copy of one.txt"
    first, second = json.loads(run_cli("articles", "--json", coverage=coverage).out)["articles"]
    assert "near_copy_of" not in first
    assert second["near_copy_of"] == "one.txt"


NOT_READ = Reindexed(
    unchanged=2,
    passages=5,
    seconds=0.5,
    skipped_files=(SkippedFiles("images", ("a.png", "b.png"), "nothing needs to be done"),),
    kept=(KeptFolder("archive", 2, "is empty; mount it"),),
)


def test_what_was_not_read_is_listed(run_cli: RunCli) -> None:
    lines = [
        "! archive: its 2 files stay as they were, because it is empty; mount it",
        "  skipped: images (2 files, such as a.png): nothing needs to be done",
    ]
    coverage = FakeCoverage(done=NOT_READ, summaries=())
    assert run_cli("index", coverage=coverage).out.splitlines()[:2] == lines
    totals = " ".join(run_cli("index", coverage=coverage).out.split())
    assert "0 failed; 2 skipped; 5 passages" in totals
    listed = run_cli("articles", coverage=coverage).out.splitlines()
    assert listed[-2:] == lines
    document = json.loads(run_cli("index", "--json", coverage=coverage).out)
    assert document["skipped"][0]["files"] == ["a.png", "b.png"]
    assert document["kept"][0]["folder"] == "archive"


def test_articles_of_one_file(run_cli: RunCli) -> None:
    second = replace(ARTICLE, file="a.json#2", notes=("read as windows-1252",))
    refused = (Failure("a.json#3", "no text"), Failure("c.txt", "empty"))
    coverage = FakeCoverage(summaries=(ARTICLE, second), refused=refused)
    assert run_cli("articles", "a.json", coverage=coverage).out.splitlines() == [
        "Summit called off",
        "  Al Jazeera, 22 October 2025 (from its date line), 3 passages, a.json#2",
        "  read as windows-1252",
        "! not indexed: a.json#3: no text",
    ]
    unknown = run_cli("articles", "none.txt", coverage=coverage)
    assert (unknown.status, "there is no article none.txt" in unknown.err) == (2, True)
    misspelt = run_cli("articles", "oen.txt", coverage=coverage)
    assert "there is no article oen.txt in the index; did you mean one.txt" in misspelt.err


def test_a_file_may_be_named_by_its_path(run_cli: RunCli, tmp_path: Path) -> None:
    reading = ExtractionReport("sub/one.txt", "Summit", (), (Stretch(0, 10, "The story."),))
    summary = replace(ARTICLE, file="sub/one.txt")
    coverage = FakeCoverage(summaries=(summary,), readings=(reading,))
    path = str(tmp_path / "sub" / "one.txt")
    by_path = run_cli("articles", path, coverage=coverage, articles=tmp_path)
    assert by_path.out == run_cli("articles", "sub/one.txt", coverage=coverage).out
    text = run_cli("articles", path, "--text", coverage=coverage, articles=tmp_path)
    assert text.out.splitlines() == ["Summit (sub/one.txt)", "+ The story."]


def test_a_file_is_found_however_its_letters_are_encoded(run_cli: RunCli) -> None:
    coverage = FakeCoverage(summaries=(replace(ARTICLE, file="u\u0308nal.txt"),))
    assert run_cli("articles", "\u00fcnal.txt", coverage=coverage).status == 0


def test_articles_text_marks_what_was_dropped(run_cli: RunCli) -> None:
    stretches = (Stretch(0, 4, "Menu", "menu"), Stretch(5, 15, "The story."))
    reading = ExtractionReport("one.txt", "Summit", ("read as windows-1252",), stretches)
    coverage = FakeCoverage(readings=(reading,))
    assert run_cli("articles", "one.txt", "--text", coverage=coverage).out.splitlines() == [
        "Summit (one.txt)",
        "  read as windows-1252",
        "- [menu] Menu",
        "+ The story.",
    ]
    assert run_cli("articles", "--text", coverage=coverage).status == 2


def test_articles_text_of_one_article_in_a_file(run_cli: RunCli) -> None:
    one, two = (
        ExtractionReport(f"a.json#{n}", title, (), (Stretch(0, 10, f"The {title}."),))
        for n, title in ((1, "Summit"), (2, "Bridge"))
    )
    coverage = FakeCoverage(readings=(one, two))
    both = run_cli("articles", "a.json", "--text", coverage=coverage).out
    assert both.count("+ The") == 2
    second = run_cli("articles", "a.json#2", "--text", coverage=coverage)
    assert second.out.splitlines() == ["Bridge (a.json#2)", "+ The Bridge."]
    third = run_cli("articles", "a.json#3", "--text", coverage=coverage)
    assert (third.status, "a.json has no article a.json#3" in third.err) == (2, True)


def test_a_day_in_the_future_is_pointed_out(run_cli: RunCli) -> None:
    coverage = FakeCoverage(summaries=(replace(ARTICLE, published=dt.date(2999, 1, 1)),))
    assert "its date is in the future" in run_cli("articles", coverage=coverage).out


def test_index_dry_run(run_cli: RunCli) -> None:
    coverage = FakeCoverage(done=DONE)
    result = run_cli("index", "--dry-run", "--rebuild", coverage=coverage)
    assert "Dry run: 1 added" in result.out
    assert coverage.reindexed == [(True, True)]
    assert coverage.refreshed == 0, "a dry run writes nothing"


def test_index_json_follows_the_contract(run_cli: RunCli) -> None:
    result = run_cli("index", "--json", coverage=FakeCoverage(done=DONE))
    assert json.loads(result.out) == {
        "added": ["new.txt"],
        "changed": ["other.md"],
        "removed": ["old.txt"],
        "unchanged": 1461,
        "failed": [{"file": "bad\x1b[31m.txt", "error": "not UTF-8"}],
        "passages": 12345,
        "seconds": 1.2346,
    }


def test_articles(run_cli: RunCli) -> None:
    undated = replace(ARTICLE, file="b/two.md", published=None, published_from=None, outlet=None)
    signed = replace(ARTICLE, author="Lina Haddad")
    coverage = FakeCoverage(summaries=(signed, undated), refused=(Failure("c.txt", "empty"),))
    assert run_cli("articles", coverage=coverage).out.splitlines() == [
        "Summit called off",
        "  Al Jazeera, 22 October 2025 (from its date line), 3 passages, one.txt",
        "Summit called off",
        "  no date, 3 passages, b/two.md",
        "! not indexed: c.txt: empty",
    ]
    document = json.loads(run_cli("articles", "--json", coverage=coverage).out)
    assert list(document) == ["articles"]
    assert document["articles"][0] == {
        "file": "one.txt",
        "title": "Summit called off",
        "outlet": "Al Jazeera",
        "author": "Lina Haddad",
        "published": "2025-10-22",
        "published_from": "date line",
        "passages": 3,
        "sha256": "0" * 64,
    }
    assert document["articles"][1]["published"] is None
    assert document["articles"][1]["author"] is None


def test_no_articles(run_cli: RunCli) -> None:
    coverage = FakeCoverage(summaries=())
    out = run_cli("articles", coverage=coverage).out
    assert out.startswith("No articles are indexed. Put your articles (text, Markdown, ")
    assert json.loads(run_cli("articles", "--json", coverage=coverage).out) == {"articles": []}


def test_doctor_without_problems(run_cli: RunCli) -> None:
    coverage = FakeCoverage()
    result = run_cli("doctor", coverage=coverage)
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == ["ok    settings: fine", "ok    index: 1 article"]
    assert coverage.refreshed == 0, "the doctor changes nothing"


def test_doctor_gives_advice_on_a_problem(run_cli: RunCli) -> None:
    found = (
        HealthCheck("Chroma", False, "http://h:1 does not answer", "start it with 'chroma run'"),
    )
    result = run_cli("doctor", coverage=FakeCoverage(found=found))
    assert result.status == 1
    assert result.out.splitlines()[1:] == [
        "FAIL  Chroma: http://h:1 does not answer",
        "      start it with 'chroma run'",
    ]


class Busy(FakeCoverage):
    """A coverage whose data folder is in use by another process."""

    async def checks(self) -> tuple[HealthCheck, ...]:
        raise DataFolderBusy("process 12 has data open: stop it")

    async def reindex(self, **_: object) -> Reindexed:
        raise ReindexRunning("a re-index is running")


def busy() -> CoverageLike:
    return Busy()


def test_doctor_if_the_index_cannot_be_opened(run_cli: RunCli) -> None:
    result = run_cli("doctor", coverage=busy())
    assert (result.status, result.err) == (1, "")
    assert result.out.splitlines()[-1] == "FAIL  index: process 12 has data open: stop it"


def test_doctor_while_the_bot_runs(run_cli: RunCli, tmp_path: Path) -> None:
    write_heartbeat(tmp_path, dt.datetime.now(dt.UTC), 1)
    result = run_cli("doctor", coverage=busy(), data=tmp_path)
    assert (result.status, result.err) == (0, "")
    assert "\nok    bot: it is running on 1 server and last reported" in result.out


def test_index_while_another_is_running(run_cli: RunCli) -> None:
    result = run_cli("index", "--json", coverage=busy())
    assert (result.status, result.out) == (1, "")
    assert result.err == "coverage-bot: a re-index is running\n"
