"""The bot on Discord opens its files, before it connects."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.discord.lifecycle import serve
from bot.protocols import CoverageLike
from index.config import CoverageConfig
from index.coverage import Coverage, lock_folder
from index.errors import DataFolderBusy, StoreUnavailable
from index.storage.archive.archive import Archive
from index.storage.archive.records import ARCHIVE_FILE
from index.storage.lock import FolderLock
from tests.helpers.index import HashEmbedder
from tests.helpers.simulation import settings_for


async def test_the_archive_is_not_opened_while_it_is_being_restored(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, discord_token="a.token")
    config = CoverageConfig(settings.articles, settings.data)
    restoring = FolderLock(settings.data, "coverage-bot restore")

    async def open_coverage(archive: Archive, lock: FolderLock) -> CoverageLike:
        raise AssertionError("the folder is busy")

    with pytest.raises(DataFolderBusy, match="coverage-bot restore"):
        await serve(settings, lambda: lock_folder(config), open_coverage)
    assert not (settings.data / ARCHIVE_FILE).exists()
    restoring.release()


async def test_the_folder_is_locked_for_as_long_as_the_archive_is_open(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, discord_token="a.token")
    config = CoverageConfig(settings.articles, settings.data)
    opened: list[Archive] = []

    async def open_coverage(archive: Archive, lock: FolderLock) -> CoverageLike:
        async with await Coverage.open(config, HashEmbedder().source(), lock=lock):
            opened.append(archive)
        assert lock.held, "it is not the coverage's"
        raise StoreUnavailable("closed again")

    with pytest.raises(StoreUnavailable, match="closed again"):
        await serve(settings, lambda: lock_folder(config), open_coverage)
    with pytest.raises(StoreUnavailable, match="closed"):
        await opened[0].answer(1)
    FolderLock(settings.data, "coverage-bot restore").release()
