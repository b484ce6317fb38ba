"""A folder that changes is indexed when it has come to rest."""

from __future__ import annotations

from pathlib import Path

from index.ingestion.debouncer import PATIENCE, Debouncer, Snapshot, snapshot


def seen(*sizes: int) -> Snapshot:
    return tuple((f"{n}.txt", size, size, size, n) for n, size in enumerate(sizes))


def test_the_second_look_at_the_same_change_is_the_time() -> None:
    quiet = Debouncer()
    quiet.done(seen(1))
    assert not quiet.ready(seen(1))
    assert not quiet.ready(seen(1, 10))
    assert not quiet.ready(seen(1, 20))
    assert quiet.ready(seen(1, 20))
    quiet.done(seen(1, 20))
    assert not quiet.ready(seen(1, 20))
    assert not quiet.ready(seen(1))
    assert quiet.ready(seen(1))


def test_what_could_not_be_indexed_stays_due() -> None:
    quiet = Debouncer()
    quiet.done(seen())
    assert [quiet.ready(seen(1)) for _ in range(4)] == [False, True, True, True]


def test_a_change_that_is_taken_back_is_none() -> None:
    quiet = Debouncer()
    quiet.done(seen(1))
    assert not quiet.ready(seen(1, 2))
    assert not quiet.ready(seen(1))
    assert not quiet.ready(seen(1, 2))


def test_a_folder_that_never_rests_is_indexed_all_the_same() -> None:
    quiet = Debouncer()
    quiet.done(seen())
    found = [quiet.ready(seen(size)) for size in range(1, PATIENCE + 2)]
    assert found[: PATIENCE - 1] == [False] * (PATIENCE - 1)
    assert found[PATIENCE - 1]


def test_a_look_sees_what_changed(tmp_path: Path) -> None:
    empty = snapshot(tmp_path)
    assert empty == ()
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    (tmp_path / ".b.txt").write_text("hidden", encoding="utf-8")
    (tmp_path / "c.png").write_text("no article", encoding="utf-8")
    one = snapshot(tmp_path)
    assert [name for name, *_ in one] == ["a.txt"]
    (tmp_path / "a.txt").write_text("two!", encoding="utf-8")
    assert snapshot(tmp_path) != one
    (tmp_path / "a.txt").unlink()
    assert snapshot(tmp_path) == snapshot(tmp_path / "none") == ()


def test_a_look_sees_corrected_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one", encoding="utf-8")
    file.chmod(0)
    quiet = Debouncer()
    quiet.done(snapshot(tmp_path))
    assert not quiet.ready(snapshot(tmp_path))
    file.chmod(0o644)
    assert [quiet.ready(snapshot(tmp_path)) for _ in range(2)] == [False, True]
