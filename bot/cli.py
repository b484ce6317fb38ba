"""Runs one command line: which command, which exit status, which one line when it fails."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.terminal import chat, commands
from bot.terminal.screen import Screen
from bot.terminal.session import OpenCoverage, Session
from index.errors import CoverageError, UnusableSetting
from index.models import Check

FAILED, UNUSABLE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a command needs and does not make itself."""

    screen: Screen
    stdin: TextIO | None
    open_coverage: OpenCoverage
    open_archive: commands.OpenArchive
    place: chat.Place
    configured: tuple[Check, ...] = ()


def run(given: Namespace, around: Surroundings) -> int:
    """Run the command that ``bot.terminal.arguments.parse`` read; returns its exit status."""
    with Session(around.screen, around.open_coverage) as session:
        match given.command:
            case "ask":
                status = commands.ask(session, given, around.stdin)
            case "timeline":
                status = commands.timeline(session, given)
            case "index":
                status = commands.index(session, given)
            case "articles":
                status = commands.articles(session, given)
            case "feedback":
                status = commands.feedback(session, given, around.open_archive)
            case "doctor":
                status = commands.doctor(session, around.configured)
            case _:
                status = chat.chat(session, around.stdin, around.place)
    return status


def guarded(work: Callable[[], int], tell: Callable[[str], None]) -> int:
    """The exit status of ``work``, whatever happens; a failure is told in one line."""
    try:
        status = _finished(work)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        status = PIPE_CLOSED
    except UnusableSetting as error:
        tell(str(error))
        status = UNUSABLE
    except Exception as error:
        if isinstance(error, OSError):
            _discard_output()
        tell(_explain(error))
        status = FAILED
    return status


def _finished(work: Callable[[], int]) -> int:
    """Do the work and get all of its output out, so that what fails there is told as well."""
    try:
        status = work()
    except SystemExit as leaving:  # argparse, after --help and --version
        status = leaving.code if isinstance(leaving.code, int) else 0
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _explain(error: Exception) -> str:
    if isinstance(error, CoverageError):
        return str(error)
    if isinstance(error, OSError):
        return f"the system refused: {error}"
    return f"this is a mistake in the bot: {type(error).__name__}: {error} ({_where(error)})"


def _where(error: BaseException) -> str:
    """File and line where the error arose, for a report of it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "nowhere"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"


def _discard_output() -> None:
    """Let what is still unwritten go nowhere, or Python complains about it when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return
