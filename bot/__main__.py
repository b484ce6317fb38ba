"""The composition root: reads the settings, builds the parts, and runs the bot.

Slow modules are imported only when they are needed, so that ``--help`` is quick.
"""

from __future__ import annotations

import asyncio
import logging
import shlex
import shutil
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.cli.app import INTERRUPTED, Context, exit_status, run
from bot.cli.chat import ChatInfo
from bot.cli.parser import parse
from bot.cli.screen import NAME, Screen, prepare_streams

if TYPE_CHECKING:
    from bot.environment import Environment
    from bot.settings import Settings
    from index.config import CoverageConfig
    from index.coverage import Coverage
    from index.storage.archive.archive import Archive
    from index.storage.lock import FolderLock


def main(
    arguments: Sequence[str] | None = None, *, own_network: frozenset[str] = frozenset()
) -> int:
    """Run ``coverage-bot`` with these arguments (``sys.argv`` if None). Returns the exit status.

    ``own_network`` are addresses that pages are fetched from although they are not of the internet.
    """
    stdin, screen = prepare_streams(_command())
    if not sys.warnoptions:  # warnings from libraries are not for users
        warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.CRITICAL)
    _show_repairs(screen)
    given = sys.argv[1:] if arguments is None else arguments

    def work() -> int:
        options = parse(given)
        environment = _read_environment(screen, options.command)
        if options.command is None and environment.settings.discord_token is not None:
            return _serve(environment.settings, own_network)
        context = _context(screen, stdin, options.command, environment, own_network)
        return run(options, context)

    status = exit_status(work, screen.warn)
    if status == INTERRUPTED:  # ignore a second Ctrl-C while Python shuts down
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return status


class _Warning(logging.Handler):
    """Shows log records as the warnings of a command, one line each."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(logging.WARNING)
        self._screen = screen

    def emit(self, record: logging.LogRecord) -> None:
        self._screen.warn(record.getMessage())


def _show_repairs(screen: Screen) -> None:
    """Tell what was damaged and is put right; the bot on Discord logs it instead."""
    repairs = logging.getLogger("index.repair")
    repairs.setLevel(logging.WARNING)
    repairs.handlers[:] = [_Warning(screen)]
    repairs.propagate = False


def _read_environment(screen: Screen, command: str | None) -> Environment:
    """Read the settings and print warnings, which the doctor lists itself.

    Raises UnusableSetting.
    """
    from bot.environment import read_environment

    environment = read_environment()
    for warning in () if command == "doctor" else environment.warnings:
        screen.warn(warning)
    return environment


def _serve(settings: Settings, own_network: frozenset[str]) -> int:
    """Run the bot on Discord until it is stopped."""
    from bot import logs
    from bot.discord import lifecycle
    from bot.discord.metrics import Metrics
    from index.coverage import Coverage, lock_folder
    from index.storage.archive.archive import ArchivedUsage
    from index.storage.lock import ON_DISCORD

    repairs = logging.getLogger("index.repair")
    repairs.handlers.clear()
    repairs.propagate = True
    logs.configure_logging(logs.secrets_of(settings), debug=settings.debug)

    metrics = Metrics()

    config = _coverage_config(settings, ON_DISCORD, own_network)

    async def open_coverage(archive: Archive, lock: FolderLock) -> Coverage:
        usage = ArchivedUsage(archive.database, metrics.spent)
        return await Coverage.open(config, usage=usage, lock=lock)

    asyncio.run(lifecycle.serve(settings, lambda: lock_folder(config), open_coverage, metrics))
    return 0


def _context(
    screen: Screen,
    stdin: TextIO | None,
    command: str | None,
    environment: Environment,
    own_network: frozenset[str],
) -> Context:
    from bot.cli.setting_checks import check_feeds, check_settings

    settings = environment.settings

    async def open_coverage() -> Coverage:
        from index.coverage import Coverage

        introduction = " ".join(filter(None, (NAME, command)))
        return await Coverage.open(_coverage_config(settings, introduction, own_network))

    async def open_archive() -> Archive:
        from index.storage.archive.archive import Archive

        return await Archive.open(settings.data, backups=settings.backup_folder)

    async def read_archive() -> Archive | None:
        from index.storage.archive.archive import Archive

        return await Archive.open_to_read(settings.data, settings.backup_folder)

    return Context(
        screen=screen,
        stdin=stdin,
        open_coverage=open_coverage,
        open_archive=open_archive,
        read_archive=read_archive,
        indexes=settings.indexes,
        chat_info=ChatInfo(str(settings.articles), _command()),
        articles=settings.articles,
        data=settings.data,
        backups=settings.backup_folder,
        setting_checks=check_settings(environment),
        feed_checks=lambda: check_feeds(settings),
    )


def _coverage_config(
    settings: Settings, command: str, own_network: frozenset[str]
) -> CoverageConfig:
    from index.config import CoverageConfig

    return CoverageConfig(
        articles=settings.articles,
        data=settings.data,
        chroma_url=settings.chroma_url,
        collection=settings.collection,
        read_only=settings.read_only,
        command=command,
        language_model=settings.language_model,
        web=replace(settings.web, own_network=own_network),
        languages=settings.languages,
        backups=settings.backup_folder,
    )


def _command() -> str:
    """Return how to call this program from the current folder."""
    if shutil.which(NAME):
        return NAME
    script = Path(sys.executable).with_name(NAME)
    if not script.exists():
        return "python -m bot"
    here = Path.cwd()
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))


if __name__ == "__main__":
    sys.exit(main())
