"""10/11/2025 is read as the files beside it write their dates, whenever they come and go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.ingestion.parser import parse_again, read_file
from index.models import Scope
from tests.helpers.index import HashEmbedder, Index, dump, vector_of

OPEN, OCTOBER = "10/11/2025", "10/25/2025"
NOVEMBER_10, OCTOBER_11 = dt.date(2025, 11, 10), dt.date(2025, 10, 11)


def story(name: str) -> str:
    return "\n\n".join(
        f"The ferry to {name} stops at pier {pier} no longer, the harbour master of {name} said. "
        f"Islanders have asked the company for another boat to pier {pier} of {name}."
        for pier in ("one", "two")
    )


def put(folder: Path, name: str, day: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = f"Ferry to {name} stops\n\nBy Ann Roe\nThe Harbour Post\n{day}\n\n{story(name)}\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def day_of(folder: Path, name: str = "open") -> tuple[dt.date | None, tuple[str, ...]]:
    article = read_file(folder, f"{name}.txt").articles[0]
    return article.published, article.notes


def test_alone_it_has_no_day_and_says_so(tmp_path: Path) -> None:
    put(tmp_path, "open", OPEN)
    day, (note,) = day_of(tmp_path)
    assert day is None
    assert note == (
        "its date 10/11/2025 may be 10 November or 11 October, and the files beside it do not"
        " settle it; write it like 2025-11-10"
    )


@pytest.mark.parametrize(
    ("beside", "day", "said"),
    [("25/10/2025", NOVEMBER_10, "day first"), (OCTOBER, OCTOBER_11, "month first")],
)
def test_neighbours_tell_the_order(tmp_path: Path, beside: str, day: dt.date, said: str) -> None:
    put(tmp_path, "open", OPEN)
    put(tmp_path, "beside", beside)
    put(tmp_path / "elsewhere", "other", "25/10/2025" if said == "month first" else OCTOBER)
    found, (note,) = day_of(tmp_path)
    assert found == day
    assert "because the files beside it write" in note
    assert said.removesuffix(" first") in note
    assert day_of(tmp_path, "beside")[1] == ()


def test_neighbours_that_differ_tell_nothing(tmp_path: Path) -> None:
    put(tmp_path, "open", OPEN)
    put(tmp_path, "one", "25/10/2025")
    put(tmp_path, "other", OCTOBER)
    assert day_of(tmp_path)[0] is None


def test_front_matter_is_read_like_that_too(tmp_path: Path) -> None:
    (tmp_path / "open.md").write_text(f"---\ntitle: Ferry\ndate: {OPEN}\n---\n{story('a')}\n")
    (tmp_path / "beside.md").write_text(f"---\ntitle: Boat\ndate: {OCTOBER}\n---\n{story('b')}\n")
    (article,) = read_file(tmp_path, "open.md").articles
    assert article.published == OCTOBER_11


def test_an_index_follows_its_neighbours(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    put(folder, "open", OPEN)
    put(folder, "plain", "24 October 2025")
    embedder = HashEmbedder()
    with Index(folder, tmp_path / "data", embedder.source()) as index:

        def days() -> dict[str, dt.date | None]:
            return {article.file: article.published for article in index.ledger.articles()}

        index.reindexer.run()
        assert days()["open.txt"] is None
        put(folder, "beside", "25/10/2025")
        report = index.reindexer.run()
        assert (report.added, report.changed, report.unchanged) == (("beside.txt",), (), 2)
        assert days()["open.txt"] == NOVEMBER_10
        scope = Scope(since=NOVEMBER_10, until=NOVEMBER_10)
        found = index.store.nearest(vector_of("anything"), scope, 50)
        assert {index.ledger.files([key])[key] for key, _ in found} == {"open.txt"}
        put(folder, "beside", OCTOBER)
        index.reindexer.run()
        assert days()["open.txt"] == OCTOBER_11
        (folder / "beside.txt").unlink()
        texts = len(embedder.texts)
        index.reindexer.run()
        assert days()["open.txt"] is None
        assert len(embedder.texts) == texts, "nothing is embedded again"
        assert not index.unsettled()
        with Index(folder, tmp_path / "fresh", embedder.source()) as fresh:
            fresh.reindexer.run()
            assert dump(index.ledger) == dump(fresh.ledger)


def test_a_day_from_outside_survives_what_is_withheld(tmp_path: Path) -> None:
    put(tmp_path, "open", OPEN)
    put(tmp_path, "beside", OCTOBER)
    (tmp_path / "2025-10-21-named.md").write_text(f"# Ferry\n\n{story('c')}\n", encoding="utf-8")
    for file, day in (("open.txt", OCTOBER_11), ("2025-10-21-named.md", dt.date(2025, 10, 21))):
        (article,) = read_file(tmp_path, file).articles
        assert article.section is not None
        assert parse_again(article, article.section.text).published == day


def test_versions_and_addresses_tell_no_order(tmp_path: Path) -> None:
    put(tmp_path, "open", OPEN)
    (tmp_path / "notes.txt").write_text("Version 1.13.24\nServer 10.25.20.1\n", encoding="utf-8")
    assert day_of(tmp_path)[0] is None
