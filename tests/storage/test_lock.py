"""The lock on a data folder, between real processes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import DataFolderBusy
from index.storage.file_state import FileStates
from index.storage.lock import HOLDER_NAME, ON_DISCORD, FolderLock

_HOLD = """
import sys
from pathlib import Path
from index.storage.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]), "coverage-bot ask")
print("held", flush=True)
sys.stdin.readline()
"""


def _holding(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_has_the_folder(tmp_path: Path) -> None:
    with _holding(tmp_path / "data") as process:
        with pytest.raises(DataFolderBusy) as caught:
            FolderLock(tmp_path / "data", "coverage-bot index")
        assert re.fullmatch(
            rf"data folder {re.escape(str(tmp_path / 'data'))} is in use by process {process.pid} "
            r"\(coverage-bot ask, started \d\d:\d\d\): stop it, or set BOT_DATA to another folder",
            str(caught.value),
        )
        process.communicate("\n")
    FolderLock(tmp_path / "data", "coverage-bot index").release()


def test_who_meets_the_bot_on_discord_is_told_what_works(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path, ON_DISCORD)
    with pytest.raises(DataFolderBusy, match=r"\(the bot on Discord, .*: ask it there, .*/admin"):
        FolderLock(tmp_path, "coverage-bot ask")
    lock.release()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    with _holding(tmp_path) as process:
        process.kill()
        process.communicate()
    lock = FolderLock(tmp_path, "coverage-bot")
    assert str(os.getpid()) in (tmp_path / HOLDER_NAME).read_text(encoding="utf-8")
    lock.release()


def test_a_holder_that_has_not_said_who_it_is(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path, "coverage-bot")
    for text in ("", "{}", "[]", '{"pid": 1, "command": "x", "started": "noon"}'):
        (tmp_path / HOLDER_NAME).write_text(text, encoding="utf-8")
        with pytest.raises(DataFolderBusy, match="in use by another process"):
            FolderLock(tmp_path, "coverage-bot")
    lock.release()


@pytest.mark.slow
def test_files_that_were_open_to_all_are_closed(tmp_path: Path) -> None:
    for name in (HOLDER_NAME, "closed.json"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o666)
    FolderLock(tmp_path, "coverage-bot ask").release()
    FileStates(tmp_path).save("chroma", [])
    modes = {
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (HOLDER_NAME, "closed.json")
    }
    assert modes == {0o600}


def _mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


@pytest.mark.parametrize("strangers", [True, False])
def test_only_a_folder_without_files_of_others_is_closed(tmp_path: Path, strangers: bool) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    if strangers:
        (folder / "pyproject.toml").touch()
    for _ in range(2):  # the second time it has files of ours
        FolderLock(folder, "coverage-bot").release()
        assert _mode(folder) == (0o755 if strangers else 0o700)
        folder.chmod(0o755)
    assert _mode(folder / HOLDER_NAME) == 0o600


def test_a_folder_for_everybody_is_not_closed_even_if_it_is_empty(tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    FolderLock(folder, "coverage-bot").release()
    assert _mode(folder) == 0o1777


def test_nothing_heavy_is_imported_when_nothing_changed(tmp_path: Path) -> None:
    """Seconds go by while the vector database and the model are imported."""
    program = """
import asyncio, sys
from pathlib import Path
from index.coverage import Coverage
from index.config import CoverageConfig
heavy = ("chromadb", "llama_index", "onnxruntime", "tokenizers", "trafilatura", "lxml")
async def main():
    config = CoverageConfig(Path(sys.argv[1]), Path(sys.argv[2]))
    async with await Coverage.open(config) as coverage:
        before = await coverage.refresh()
        after = await coverage.reindex()
        print(before is None, after.unchanged, [name for name in heavy if name in sys.modules])
asyncio.run(main())
"""
    root = Path(__file__).parent.parent.parent
    told = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, str(root / "seeds"), str(tmp_path)],
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for _ in range(2)
    ]
    assert told[0].startswith("False 5 ")
    assert told[1] == "True 5 []\n"
