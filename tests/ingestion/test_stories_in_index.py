"""Stories and pages in an index: kept up to date by every re-index, and by an older version's."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from tests.helpers import copies
from tests.helpers.index import HashEmbedder, Index, dump, story, write
from tests.ingestion.test_documents import FIRST, HEAD, pdf

pytestmark = pytest.mark.slow


def told(ledger: Ledger) -> dict[str, str | None]:
    return {article.file: article.copy_of for article in ledger.articles()}


def fresh(articles: Path, data: Path) -> object:
    with Index(articles, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        return dump(index.ledger)


def test_adding_changing_and_removing_leads_to_a_fresh_index(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    write(folder, wire=copies.AGENCY, other=story("alpha"))
    with Index(folder, tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        assert told(index.ledger) == {"wire.txt": None, "other.txt": None}
        steps: list[tuple[dict[str, str], tuple[str, ...], dict[str, str | None]]] = [
            ({"echo": copies.WITH_LOCAL}, (), {"wire.txt": "echo.txt", "echo.txt": None}),
            ({"abc": copies.CUT}, (), {"wire.txt": "abc.txt", "echo.txt": "abc.txt"}),
            ({}, ("abc",), {"wire.txt": "echo.txt", "echo.txt": None}),
            ({"wire": copies.told(*copies.OTHER)}, (), {"wire.txt": None, "echo.txt": None}),
            ({"wire": copies.NEW_LEAD}, ("other",), {"wire.txt": "echo.txt"}),
        ]
        for number, (put, removed, expected) in enumerate(steps):
            write(folder, **put)
            for name in removed:
                (folder / f"{name}.txt").unlink()
            index.reindexer.run()
            assert expected.items() <= told(index.ledger).items()
            assert dump(index.ledger) == fresh(folder, tmp_path / f"fresh-{number}")


def test_near_copies_in_one_file_are_one_story(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    parts = [
        f"---\ntitle: {outlet}\noutlet: {outlet}\ndate: 2025-10-21\n---\n\n{text}\n"
        for outlet, text in (("Wire", copies.AGENCY), ("Echo", copies.CUT))
    ]
    (folder / "export.md").write_text("\n".join(parts), encoding="utf-8")
    with Index(folder, tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        assert told(index.ledger) == {"export.md#1": None, "export.md#2": "export.md#1"}


def test_an_index_from_before_near_copies_gets_them(tmp_path: Path) -> None:
    folder, data = tmp_path / "articles", tmp_path / "data"
    write(folder, wire=copies.AGENCY, echo=copies.WITH_LOCAL)
    embedder = HashEmbedder()
    with Index(folder, data, embedder.source()) as index:
        index.reindexer.run()
    texts = len(embedder.texts)
    with sqlite3.connect(data / LEDGER_FILE) as db:  # as the version before has left it
        for table in ("signature", "story", "page", "vocabulary", "digest"):
            db.execute(f"DROP TABLE {table}")
        db.execute("UPDATE setting SET value = 'before' WHERE key = 'fingerprint'")
        db.execute("DROP INDEX bare_embedding")
        db.execute("PRAGMA user_version = 4")
    db.close()
    with Index(folder, data, embedder.source()) as index:
        assert index.reindexer.outdated()
        assert set(told(index.ledger).values()) == {None}
        index.reindexer.run()
        assert told(index.ledger) == {"wire.txt": "echo.txt", "echo.txt": None}
        assert len(embedder.texts) == texts, "nothing is embedded again"
    migrations = resources.files("index.storage.ledger") / "migrations"
    with sqlite3.connect(data / LEDGER_FILE) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    assert version == len([entry for entry in migrations.iterdir() if entry.name.endswith(".sql")])


async def test_a_citation_names_the_page_of_a_pdf(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    second = ["The ferry costs nine crowns since Tuesday, harbour master Jon Dahl told residents."]
    third = [
        "Divers from the navy will weld a steel plate over the crack before Christmas, and the",
        "council has asked the government for four million crowns, mayor Ada Berg announced in",
    ]
    fourth = ["a letter to all households of the town. School buses leave twenty minutes earlier."]
    (folder / "a.pdf").write_bytes(pdf([*HEAD, *FIRST], second, [*third, "3"], [*fourth, "4"]))
    (folder / "b.txt").write_text("Jon Dahl has kept the harbour of Grindal since 2011.\n")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        raw = await coverage.article_text("a.pdf")
        asked = {
            "How much does the ferry cost?": 2,
            "How many crowns has the council asked the government for?": 3,
            "When do school buses leave?": 4,
        }
        for question, page in asked.items():
            citation = (await coverage.ask(question)).citations[0]
            assert (citation.file, citation.page) == ("a.pdf", page)
            assert raw[citation.start : citation.end] == citation.quote
        (citation,) = (await coverage.ask("Since when has Jon Dahl kept the harbour?")).citations
        assert (citation.file, citation.page) == ("b.txt", None)
        events = await coverage.timeline()
        pages = {c.page for event in events for c in event.citations if c.file == "a.pdf"}
        assert pages
        assert pages <= {1, 2, 3, 4}
