"""Runs one command line and turns whatever happens into an exit status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.cli import chat, commands, web
from bot.cli.screen import Screen
from bot.cli.session import OpenCoverage, Session
from index.errors import CoverageError, DatabaseDamaged, UnusableSetting
from index.models import HealthCheck

FAILED, UNUSABLE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a command needs from outside. ``indexes``: it keeps the index up to date."""

    screen: Screen
    stdin: TextIO | None
    open_coverage: OpenCoverage
    open_archive: commands.OpenArchive
    chat_info: chat.ChatInfo
    articles: Path
    data: Path
    backups: Path
    setting_checks: tuple[HealthCheck, ...] = ()
    feed_checks: Callable[[], tuple[HealthCheck, ...]] = tuple
    read_archive: commands.ReadArchive | None = None
    indexes: bool = True


def run(options: Namespace, context: Context) -> int:
    """Run the command that ``bot.cli.parser.parse`` returned. Returns the exit status.

    If the index turns out to be damaged, it heals as it is opened again, and so the command is run
    once more.
    """
    try:
        return _run_once(options, context)
    except DatabaseDamaged:
        return _run_once(options, context)


def _run_once(options: Namespace, context: Context) -> int:
    folder = str(context.articles) if context.indexes else None
    with Session(context.screen, context.open_coverage, folder) as session:
        return _commands(session, options, context)[options.command or "chat"]()


def _commands(
    session: Session, options: Namespace, context: Context
) -> dict[str, Callable[[], int]]:
    """Return what each command does, by its name."""
    archive, data, backups = context.open_archive, context.data, context.backups
    checks = context.setting_checks, context.feed_checks
    return {
        "add": lambda: web.add(session, options),
        "articles": lambda: commands.articles(session, options, context.articles),
        "ask": lambda: commands.ask(session, options, context.stdin),
        "briefing": lambda: commands.briefing(session, options),
        "chat": lambda: chat.chat(session, context.stdin, context.chat_info),
        "doctor": lambda: commands.doctor(session, *checks, data),
        "feedback": lambda: commands.feedback(session, options, context.read_archive or archive),
        "feeds": lambda: web.feeds(session, options),
        "forget": lambda: commands.forget(session, options, archive, backups),
        "index": lambda: commands.index(session, options),
        "restore": lambda: commands.restore(session, options, data, backups),
        "timeline": lambda: commands.timeline(session, options),
    }


def exit_status(work: Callable[[], int], warn: Callable[[str], None]) -> int:
    """Run ``work`` and return an exit status, whatever happens; ``warn`` gets one line."""
    try:
        status = _run_and_flush(work)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        status = BROKEN_PIPE
    except UnusableSetting as error:
        warn(str(error))
        status = UNUSABLE
    except Exception as error:
        if isinstance(error, OSError):
            _discard_output()
        warn(_explain(error))
        status = FAILED
    return status


def _run_and_flush(work: Callable[[], int]) -> int:
    """Flush the output as well, so that errors in writing it are reported."""
    try:
        status = work()
    except SystemExit as exiting:  # argparse, after --help and --version
        status = exiting.code if isinstance(exiting.code, int) else 0
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _explain(error: Exception) -> str:
    if isinstance(error, CoverageError):
        return str(error)
    if isinstance(error, OSError):
        return f"system error: {error}"
    return f"this is a bug in the bot: {type(error).__name__}: {error} ({_location(error)})"


def _location(error: BaseException) -> str:
    """Return the file and line where the error was raised, for a bug report."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown location"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"


def _discard_output() -> None:
    """Send unwritten output to the null device; otherwise Python reports it at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return
