"""Fixtures for all tests."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from bench.simulation.environment import SETTINGS
from bot.cli.app import Context, exit_status, run
from bot.cli.chat import ChatInfo
from bot.cli.commands import OpenArchive
from bot.cli.parser import parse
from bot.cli.screen import Screen
from bot.protocols import CoverageLike
from index.models import HealthCheck
from index.storage.archive.archive import Archive
from tests.helpers.fakes import FakeCoverage

# The same examples in every run, so that a failure belongs to the change before it. To look for
# new ones: HYPOTHESIS_PROFILE=new. No deadlines: other programs run on the machine as well.
settings.register_profile("new", deadline=None)
settings.register_profile("same", derandomize=True, print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure() -> None:
    """Remove the developer's own settings, for the tests and for the programs that they start."""
    for name in list(os.environ):
        if name.upper().startswith(SETTINGS):
            del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the files that have slow tests, so that no process is left alone at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@dataclass(frozen=True)
class Result:
    """The outcome of a command line."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the seed articles indexed once; for tests that only ask."""
    from tests.helpers.generation import index_seeds

    folder = tmp_path_factory.mktemp("indexed-seeds")
    asyncio.run(index_seeds(folder))
    return folder


@pytest.fixture
def run_cli() -> Callable[..., Result]:
    """Run a command line in this process with a fake coverage.

    ``stdin`` None is a closed standard input.
    """

    async def no_archive() -> Archive:
        raise AssertionError("this command needs no archive")

    def run_arguments(
        *arguments: str,
        coverage: CoverageLike | None = None,
        stdin: str | None = None,
        archive: OpenArchive | None = None,
        articles: Path = Path("seeds"),
        data: Path = Path("data"),
        feed_checks: Callable[[], tuple[HealthCheck, ...]] = tuple,
    ) -> Result:
        out, err = io.StringIO(), io.StringIO()
        screen = Screen(out, err)

        async def open_coverage() -> CoverageLike:
            return coverage or FakeCoverage()

        context = Context(
            screen=screen,
            stdin=None if stdin is None else io.StringIO(stdin),
            open_coverage=open_coverage,
            open_archive=archive or no_archive,
            chat_info=ChatInfo(folder="seeds", command="coverage-bot"),
            articles=articles,
            data=data,
            backups=Path("backups"),
            setting_checks=(HealthCheck("settings", True, "fine"),),
            feed_checks=feed_checks,
        )
        status = exit_status(lambda: run(parse(arguments), context), screen.warn)
        return Result(status, out.getvalue(), err.getvalue())

    return run_arguments


@pytest.fixture
def start_bot(tmp_path: Path) -> Callable[..., AbstractAsyncContextManager]:
    """Run a bot with a fake coverage: ``async with start_bot(coverage, **settings) as bot``."""
    from tests.helpers.simulation import run_bot

    return partial(run_bot, tmp_path)


@pytest.fixture
def start_newsroom(tmp_path: Path) -> Callable[..., AbstractAsyncContextManager]:
    """Run a bot over the indexed seeds: ``async with start_newsroom(**settings) as room``."""
    from tests.helpers.simulation import run_newsroom

    return partial(run_newsroom, tmp_path)


@pytest.fixture
def read_settings(tmp_path: Path) -> Callable:
    """Read settings from the text of an ``.env`` file."""
    from bot.environment import read_environment

    def read(text: str | bytes):
        dotenv = tmp_path / ".env"
        dotenv.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_environment(dotenv)

    return read


@pytest.fixture
def settings_error(read_settings: Callable) -> Callable[[str | bytes], str]:
    """Return the one-line error for an ``.env`` file that cannot be used."""
    from index.errors import UnusableSetting

    def error(text: str | bytes) -> str:
        with pytest.raises(UnusableSetting) as raised:
            read_settings(text)
        assert "\n" not in str(raised.value)
        return str(raised.value)

    return error
