"""What counts as changed: sizes and times are a shortcut, SHA-256 decides."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.errors import UnusableSetting
from index.ingestion.change_detection import RACY_NS, detect_changes, sha256_of, stat_of
from index.ingestion.pipeline import load_file
from index.storage.ledger import commit
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.state import FileStat, KnownFile


def _known(path: Path, *, later: int = RACY_NS + 1, error: str | None = None) -> KnownFile:
    """The file as if it had been hashed ``later`` nanoseconds after its last change."""
    found = stat_of(path)
    assert found is not None
    stat = replace(found, hashed_ns=max(found.modified_ns, found.changed_ns) + later)
    return KnownFile(hashlib.sha256(path.read_bytes()).hexdigest(), stat, error)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("the first text")
    return path


def test_new_files_and_missing_ones(file: Path) -> None:
    known = {"b.txt": KnownFile("x", FileStat()), "c.txt": KnownFile("x", FileStat(), "refused")}
    plan = detect_changes(file.parent, known)
    assert (plan.added, plan.removed, plan.gone) == (("a.txt",), ("b.txt",), ("c.txt",))
    assert not plan.nothing_new


def test_same_size_and_times_are_not_read(file: Path) -> None:
    known = replace(_known(file), sha256="not the file's")
    plan = detect_changes(file.parent, {"a.txt": known})
    assert plan.good == ("a.txt",)
    assert plan.nothing_new


def test_a_file_written_in_the_tick_of_the_last_look_is_read(file: Path) -> None:
    known = replace(_known(file, later=RACY_NS), sha256="not the file's")
    assert detect_changes(file.parent, {"a.txt": known}).changed == ("a.txt",)
    known = _known(file, later=RACY_NS)
    plan = detect_changes(file.parent, {"a.txt": known})
    assert plan.good == ("a.txt",)


def test_other_times_with_the_same_content_are_noted(file: Path) -> None:
    known = _known(file)
    os.utime(file, ns=(1, 1))
    plan = detect_changes(file.parent, {"a.txt": known})
    assert plan.good == ("a.txt",)
    assert plan.touched["a.txt"].modified_ns == 1
    assert plan.nothing_new


def test_same_size_and_modification_time_with_other_content(file: Path) -> None:
    known = _known(file)
    file.write_text("the other text")
    os.utime(file, ns=(known.stat.modified_ns, known.stat.modified_ns))
    assert detect_changes(file.parent, {"a.txt": known}).changed == ("a.txt",)


def test_a_file_replaced_by_another_one(file: Path) -> None:
    known = _known(file)
    other = file.with_name("other")
    other.write_text("the other text")
    os.utime(other, ns=(known.stat.modified_ns, known.stat.modified_ns))
    other.replace(file)
    assert detect_changes(file.parent, {"a.txt": known}).changed == ("a.txt",)


def test_refused_files_are_remembered_until_they_change(file: Path) -> None:
    known = _known(file, error="no story")
    assert detect_changes(file.parent, {"a.txt": known}).refused == ("a.txt",)
    file.write_text("mended")
    assert detect_changes(file.parent, {"a.txt": known}).added == ("a.txt",)


def test_what_could_not_be_read_is_tried_again_and_is_no_news(file: Path) -> None:
    known = replace(_known(file, error="no permission"), sha256="")
    plan = detect_changes(file.parent, {"a.txt": known})
    assert plan.retry == ("a.txt",)
    assert plan.nothing_new


def test_a_folder_that_is_not_there_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(UnusableSetting, match="BOT_ARTICLES"):
        detect_changes(tmp_path / "missing", {"a.txt": KnownFile("x", FileStat())})


def test_nothing_waits_on_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert sha256_of(tmp_path / "pipe.txt") is None
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    assert sha256_of(tmp_path / "device.txt") is None
    _, _, refused = load_file(tmp_path, "pipe.txt")
    assert isinstance(refused, KnownFile)
    assert "pipe" in str(refused.error)


def test_a_name_that_is_not_unicode_is_refused_once_and_is_then_no_news(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("The mayor of Paris opened a bridge.")
    (name,) = detect_changes(tmp_path, {}).added
    _, _, refused = load_file(tmp_path, name)
    assert isinstance(refused, KnownFile)
    assert "not valid UTF-8" in str(refused.error)
    plan = detect_changes(tmp_path, {name: refused})
    assert plan.nothing_new
    assert plan.retry == (name,)


@pytest.mark.parametrize("day", [2**63 // 10**9 + 1, 16_725_225_600])
def test_a_file_from_the_far_future_is_indexed(file: Path, tmp_path: Path, day: int) -> None:
    os.utime(file, (day, day))
    if file.stat().st_mtime_ns < 2**63:
        pytest.skip("this file system has no such days")
    stat = stat_of(file)
    assert stat is not None
    assert stat.modified_ns == 2**63 - 1
    _stage(tmp_path, stat)
    known = KnownFile(hashlib.sha256(file.read_bytes()).hexdigest(), stat)
    assert detect_changes(tmp_path, {"a.txt": known}).nothing_new
    file.write_text("another text!!")
    os.utime(file, (day + 1, day + 1))
    assert detect_changes(tmp_path, {"a.txt": known}).changed == ("a.txt",)


@pytest.mark.parametrize("inode", [2**63 - 1, 2**63, 2**63 + 5, 2**64 - 1])
def test_inodes_of_64_bits_are_told_apart(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inode: int
) -> None:
    real = file.stat()

    def status(number: int) -> FileStat | None:
        fields = {name: getattr(real, name) for name in dir(real) if name.startswith("st_")}
        found = SimpleNamespace(**fields | {"st_ino": number})
        monkeypatch.setattr(Path, "stat", lambda path: found)
        return stat_of(file)

    first, second = status(inode), status(inode - 1)
    assert first is not None
    assert second is not None
    assert first.inode != second.inode
    monkeypatch.undo()
    _stage(tmp_path, first)
    _stage(tmp_path, second)


def _stage(folder: Path, stat: FileStat) -> None:
    """Write the status of a file into a ledger, as a re-index does."""
    with Ledger(folder) as ledger, ledger.database.writing() as db:
        commit.touch(db, {"a.txt": stat})
