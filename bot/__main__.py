"""The program: reads the settings, builds what there is to build, runs. Nothing else does.

What is heavy is imported only when it is needed: ``--help`` takes a moment, a vector database
seconds.
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
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.cli import INTERRUPTED, Surroundings, guarded, run
from bot.terminal.arguments import parse
from bot.terminal.chat import Place
from bot.terminal.screen import NAME, Screen, prepare_streams

if TYPE_CHECKING:
    from bot.environment import Environment
    from bot.settings import Settings
    from index.coverage import Coverage
    from index.generation.budget import Usage
    from index.storage.archive.archive import Archive


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``coverage-bot`` with these arguments (the process's own when None)."""
    stdin, screen = prepare_streams()
    if not sys.warnoptions:  # libraries warn their developers, not our users
        warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.CRITICAL)
    given = sys.argv[1:] if arguments is None else arguments

    def work() -> int:
        command = parse(given)
        environment = _read(screen, command.command)
        if command.command is None and environment.settings.discord_token is not None:
            return _serve(environment.settings)
        return run(command, _surroundings(screen, stdin, command.command, environment))

    status = guarded(work, screen.tell)
    if status == INTERRUPTED:  # pressing Ctrl-C again while Python ends is no news
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return status


def _read(screen: Screen, command: str | None) -> Environment:
    """Read the settings. Raises UnusableSetting; warns on the screen (the doctor lists it)."""
    from bot.environment import read_environment

    environment = read_environment()
    for warning in () if command == "doctor" else environment.warnings:
        screen.tell(warning)
    return environment


def _serve(settings: Settings) -> int:
    """The bot on Discord, until it is stopped."""
    from bot import lifecycle, logs

    logs.set_up(logs.secrets_of(settings))

    async def open_coverage(archive: Archive) -> Coverage:
        from index.storage.archive.archive import ArchivedUsage

        return await _open_coverage(settings, NAME, ArchivedUsage(archive.database))

    asyncio.run(lifecycle.serve(settings, open_coverage))
    return 0


def _surroundings(
    screen: Screen, stdin: TextIO | None, command: str | None, environment: Environment
) -> Surroundings:
    from bot.doctor import configured

    settings = environment.settings

    async def open_coverage() -> Coverage:
        return await _open_coverage(settings, " ".join(filter(None, (NAME, command))))

    async def open_archive() -> Archive:
        from index.storage.archive.archive import Archive

        return await Archive.open(settings.data)

    return Surroundings(
        screen=screen,
        stdin=stdin,
        open_coverage=open_coverage,
        open_archive=open_archive,
        place=Place(str(settings.articles), _command()),
        configured=configured(environment),
    )


async def _open_coverage(settings: Settings, command: str, usage: Usage | None = None) -> Coverage:
    from index.config import CoverageConfig
    from index.coverage import Coverage

    return await Coverage.open(
        CoverageConfig(
            articles=settings.articles,
            data=settings.data,
            chroma_url=settings.chroma_url,
            collection=settings.collection,
            read_only=settings.read_only,
            command=command,
            language_model=settings.language_model,
        ),
        usage=usage,
    )


def _command() -> str:
    """How to call this program from where the user is."""
    if shutil.which(NAME):
        return NAME
    script = Path(sys.executable).with_name(NAME)
    if not script.exists():
        return "python -m bot"
    here = Path.cwd()
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))


if __name__ == "__main__":
    sys.exit(main())
