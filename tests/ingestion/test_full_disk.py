"""A disk that is full: files cannot grow past a limit that the system enforces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.index import story, write
from tests.helpers.zygote import Zygote

pytestmark = pytest.mark.slow

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")


def test_the_previous_coverage_goes_on_and_the_next_run_finishes(tmp_path: Path) -> None:
    articles, data, fresh = tmp_path / "articles", tmp_path / "data", tmp_path / "fresh"
    write(articles, **{name: story(name, 12) for name in NAMES})
    job = {"articles": str(articles), "data": str(data), "hash": True}
    told = set()
    with Zygote() as zygote:
        before = zygote.run(do="run", look=True, **job)
        write(articles, alpha=story("changed", 40), extra=story("extra", 40))
        (articles / "beta.txt").unlink()
        largest = max(path.stat().st_size for path in data.rglob("*") if path.is_file())
        for limit in (4_000, 30_000, 90_000, 150_000, 250_000, largest):
            zygote.start(do="run", largest_file=limit, **job)
            ended = zygote.end()
            assert ended.status == 0
            assert ended.error is not None
            told.add(ended.error)
            after = zygote.run(do="look", **job)
            assert after["live"] == before["live"]
            assert after["found"] == after["keys"] == before["keys"]
        zygote.run(do="run", **job)
        done = zygote.run(do="look", **job)
        wanted = zygote.run(do="run", look=True, **{**job, "data": str(fresh)})
    assert done["all"] == wanted["all"]
    assert done["found"] == done["keys"]
    for line in told:
        assert line.startswith("StorageFull ")
        assert "free some disk space" in line
    assert any("Chroma" in line for line in told)
    assert any("ledger" in line for line in told)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    from index.errors import StorageFull
    from index.storage.lock import FolderLock

    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageFull, match="BOT_DATA"):
        FolderLock(tmp_path / "file" / "data", "test")
