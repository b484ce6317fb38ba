"""Stories in the ledger: the same, whatever the order in which articles come and go."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from index.storage.ledger import rows
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.state import FileStat
from index.storage.ledger.stories import update_stories
from tests.helpers import copies
from tests.helpers.timeline import prepared

Story = tuple[str, str | None, str | None]
"""An article, the first of its story, and what it is a near copy of."""


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    folder.mkdir(exist_ok=True)
    with Ledger(folder) as ledger:
        yield ledger


@functools.cache
def body_of(text: str, day: str | None, file: str) -> rows.Body:
    article = prepared(text, day, file=file)
    return rows.from_prepared(article, [""] * len(article.passages))


def change(
    ledger: Ledger, put: dict[str, tuple[str, str | None]], remove: tuple[str, ...] = ()
) -> None:
    """Put texts with their days, replacing those of the same names, and remove others."""
    with ledger.database.writing() as db:
        for file in remove:
            rows.delete(db, file)
        for file, (text, day) in put.items():
            rows.delete(db, file)
            rows.insert(db, body_of(text, day, file), FileStat(0, 0, 0, 0, 0))
        update_stories(db)


def stories(ledger: Ledger) -> list[Story]:
    return sorted((a.file, a.story, a.copy_of) for a in ledger.articles())


def of(folder: Path, articles: dict[str, tuple[str, str | None]]) -> list[Story]:
    """The stories of a fresh ledger with these articles."""
    with opened(folder) as ledger:
        change(ledger, articles)
        return stories(ledger)


def test_near_copies_are_one_story_named_after_the_first(tmp_path: Path) -> None:
    found = of(
        tmp_path,
        {
            "a.md": (copies.WITH_LOCAL, "2025-10-22"),
            "b.md": (copies.AGENCY, "2025-10-21"),
            "c.md": (copies.CUT, "2025-10-23"),
            "d.md": (copies.told(*copies.OTHER), "2025-10-21"),
        },
    )
    assert found == [
        ("a.md", "b.md", "b.md"),
        ("b.md", "b.md", None),
        ("c.md", "b.md", "b.md"),
        ("d.md", None, None),
    ]


def test_a_copy_of_a_copy_belongs_to_the_story(tmp_path: Path) -> None:
    one, two, three = copies.PARAGRAPHS[:3], copies.PARAGRAPHS[3:], copies.OTHER
    chain = {
        "a.md": (copies.told(*one), "2025-10-21"),
        "b.md": (copies.told(*one, *two), "2025-10-22"),
        "c.md": (copies.told(*two, *three[:1]), "2025-10-23"),
    }
    linked = [("a.md", "a.md", None), ("b.md", "a.md", "a.md"), ("c.md", "a.md", "b.md")]
    assert of(tmp_path / "chain", chain) == linked
    with opened(tmp_path / "again") as ledger:
        change(ledger, {name: chain[name] for name in ("a.md", "c.md")})
        assert stories(ledger) == [("a.md", None, None), ("c.md", None, None)]
        change(ledger, {"b.md": chain["b.md"]})
        assert stories(ledger) == linked
        change(ledger, {}, remove=("b.md",))
        assert stories(ledger) == [("a.md", None, None), ("c.md", None, None)]


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_lead_to_the_stories_of_a_fresh_index(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    pool = [*copies.PARAGRAPHS, *copies.OTHER, copies.LOCAL]
    articles: dict[str, tuple[str, str | None]] = {}
    with opened(tmp_path / "grown") as ledger:
        for step in range(8):
            put = {}
            for name in random.sample("abcdefgh", random.randrange(1, 4)):
                first = random.randrange(len(pool) - 3)
                chosen = pool[first : first + random.randrange(3, 6)]
                day = random.choice([None, "2025-10-21", "2025-10-22"])
                put[f"{name}.md"] = (copies.told(*chosen), day)
            known = [name for name in articles if name not in put]
            removed = tuple(random.sample(known, min(len(known), random.randrange(3))))
            change(ledger, put, removed)
            articles = {n: a for n, a in (articles | put).items() if n not in removed}
            fresh = of(tmp_path / f"fresh-{step}", dict(sorted(articles.items())))
            assert stories(ledger) == fresh
        assert any(story for _, story, _ in fresh)


def test_signatures_of_another_version_are_made_again(tmp_path: Path) -> None:
    put = {"a.md": (copies.AGENCY, "2025-10-21"), "b.md": (copies.CUT, "2025-10-22")}
    with opened(tmp_path) as ledger:
        change(ledger, put)
        before = stories(ledger)
        with ledger.database.writing() as db:
            db.execute("UPDATE signature SET minhash = ?", (b"Rensa:RMinHash:1\0old",))
        change(ledger, {"c.md": (copies.told(*copies.OTHER), "2025-10-22")})
        assert stories(ledger)[:2] == before
        change(ledger, {}, remove=("a.md", "b.md", "c.md"))
        assert stories(ledger) == []
