"""Terminal output: results on standard output, everything else on standard error."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.cli.rendering import wrapped
from bot.protocols import ShowProgress
from bot.rendering.text import json_line, on_one_line
from index.models import Progress

NAME = "coverage-bot"
_DEFAULT_WIDTH, _MAX_WIDTH = 80, 100
_CALL = re.compile(rf"'{NAME} ([^'\n]+)'")


class Screen:
    """Two streams, in colour only on a terminal, subject to NO_COLOR and TERM."""

    def __init__(self, out: TextIO, err: TextIO, command: str = NAME) -> None:
        """``command`` is how people call the program from here."""
        self._command = command
        self._out = out
        self._console = _console(out)
        self._err = _console(err)
        self._noticed: set[str] = set()

    @property
    def width(self) -> int:
        """Width in columns: the terminal's, from 40 to 100; 80 for files and pipes."""
        if not self._console.is_terminal:
            return _DEFAULT_WIDTH
        return max(40, min(self._console.width, _MAX_WIDTH))

    def print_lines(self, lines: Iterable[Text]) -> None:
        """Print lines that are already wrapped to ``width``."""
        for line in lines:
            self._console.print(line, soft_wrap=True)
        self._out.flush()

    def print_json(self, document: object) -> None:
        """Print a JSON object on one line and flush it."""
        self._out.write(json_line(document) + "\n")
        self._out.flush()

    def write(self, text: str) -> None:
        """Print ``text`` unchanged."""
        self._out.write(text)
        self._out.flush()

    def warn(self, message: str) -> None:
        """Print one line on standard error: a warning or an error."""
        with suppress(OSError):  # nobody is reading
            line = on_one_line(self.callable_here(message))
            self._err.print(Text(f"{NAME}: {line}"), soft_wrap=True)

    def callable_here(self, message: str) -> str:
        """Return a message with the commands that it advises as they have to be typed here."""
        mark = "" if "'" in self._command else "'"  # a path with a space has marks of its own
        return _CALL.sub(lambda call: f"{mark}{self._command} {call[1]}{mark}", message)

    def notice(self, message: str) -> None:
        """Print a remark about the last output: below it on a terminal, otherwise as a warning.

        Without a terminal, the same remark is printed only once.
        """
        if self._console.is_terminal:
            self.print_lines(Text(line.plain, style="dim") for line in wrapped(message, self.width))
        elif message not in self._noticed:
            self._noticed.add(message)
            self.warn(message)

    @contextmanager
    def live(self) -> Iterator[Callable[[Iterable[Text]], None] | None]:
        """Yield a function that shows lines in place of the previous ones; they vanish at the end.

        Yield None if the output is not a terminal that supports this.
        """
        if not self._console.is_terminal or self._console.is_dumb_terminal:
            yield None
            return
        from rich.console import Group
        from rich.live import Live

        live = Live(
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

        def draw(lines: Iterable[Text]) -> None:
            live.start()
            live.update(Group(*lines), refresh=True)

        try:
            yield draw
        finally:
            live.stop()

    @contextmanager
    def waiting(self, message: str) -> Iterator[None]:
        """Show a spinner with ``message``, if standard error is a terminal."""
        if not self._err.is_terminal:
            yield
            return
        with self._err.status(Text(message)):
            yield

    @contextmanager
    def progress(self) -> Iterator[ShowProgress | None]:
        """Yield a function that updates a progress bar, or None if nobody would see it.

        The bar appears with the first update, so that nothing flickers when there is nothing to
        do, and vanishes at the end.
        """
        if not self._err.is_terminal:
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Bar(*columns, console=self._err, transient=True)
        task = bar.add_task("", total=None)

        def show(progress: Progress) -> None:
            bar.update(
                task,
                description=progress.stage,
                completed=progress.done,
                total=progress.total or None,
            )
            bar.start()

        try:
            yield show
        finally:
            bar.stop()


class _Console(Console):
    """A console that lets the program handle a closed pipe."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _console(stream: TextIO) -> Console:
    return _Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def prepare_streams(command: str = NAME) -> tuple[TextIO | None, Screen]:
    """Return standard input (None if it is closed) and the screen, both in UTF-8.

    The locale is ignored: the C locale would fail on the first curly quotation mark, and JSON is
    UTF-8 by definition. A lone surrogate (from a file name that is not UTF-8) is escaped, which
    in JSON parses back to the original.
    """
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    out, err = sys.stdout or _null_stream(), sys.stderr or _null_stream()
    return sys.stdin, Screen(out, err, command)


def _null_stream() -> TextIO:
    """Replace a stream that was closed before the program started."""
    return Path(os.devnull).open("w", encoding="utf-8")
