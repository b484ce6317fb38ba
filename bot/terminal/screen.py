"""Where the terminal side writes: answers to standard output, all else to standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.ports import ShowProgress
from bot.terminal.layout import wrapped
from bot.terminal.text import json_line, on_one_line
from index.models import Progress

NAME = "coverage-bot"
_NARROW, _WIDE = 80, 100


class Screen:
    """Two streams. Colour only on a terminal, and not where NO_COLOR or TERM says so."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._console = _console(out)
        self._err = _console(err)
        self._noted: set[str] = set()

    @property
    def width(self) -> int:
        """Columns for text: the terminal's, within reason; 80 for files and pipes."""
        if not self._console.is_terminal:
            return _NARROW
        return max(40, min(self._console.width, _WIDE))

    def show(self, lines: Iterable[Text]) -> None:
        """Print lines that are already wrapped to ``width``."""
        for line in lines:
            self._console.print(line, soft_wrap=True)
        self._out.flush()

    def document(self, document: object) -> None:
        """Print one JSON object on one line, at once."""
        self._out.write(json_line(document) + "\n")
        self._out.flush()

    def write(self, text: str) -> None:
        """Print ``text`` as it is."""
        self._out.write(text)
        self._out.flush()

    def tell(self, message: str) -> None:
        """One line on standard error: a warning, or what went wrong."""
        with suppress(OSError):  # nobody reads it any more
            self._err.print(Text(f"{NAME}: {on_one_line(message)}"), soft_wrap=True)

    def note(self, message: str) -> None:
        """Something about what was just shown: below it for a person, else like a warning.

        The same is told a script only once.
        """
        if self._console.is_terminal:
            self.show(Text(line.plain, style="dim") for line in wrapped(message, self.width))
        elif message not in self._noted:
            self._noted.add(message)
            self.tell(message)

    @contextmanager
    def drafting(self) -> Iterator[Callable[[Iterable[Text]], None] | None]:
        """Lines for a person while more are to come: the next take their place, and in the end
        they are gone. None where nobody sees them, or they could not be taken back.
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
        """Show a person that something is going on; nothing where nobody would see it."""
        if not self._err.is_terminal:
            yield
            return
        with self._err.status(Text(message)):
            yield

    @contextmanager
    def progress(self) -> Iterator[ShowProgress | None]:
        """A progress bar while the index is brought up to date; None where nobody would see it.

        The bar appears with the first news of progress, so that nothing flickers when there is
        nothing to do, and is gone afterwards.
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
    """A console that leaves it to the program what to do when its reader has gone away."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _console(stream: TextIO) -> Console:
    return _Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)


def prepare_streams() -> tuple[TextIO | None, Screen]:
    """Standard input (None when it is closed) and the screen, whatever the locale.

    Output is UTF-8: the C locale would fail on the first quotation mark, and JSON is UTF-8 by
    definition. A half of a surrogate pair (a file name that is not UTF-8) becomes an escape,
    which in JSON reads back as what it was.
    """
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    return sys.stdin, Screen(sys.stdout or _nowhere(), sys.stderr or _nowhere())


def _nowhere() -> TextIO:
    """Stands in for a stream that was closed before the program began."""
    return Path(os.devnull).open("w", encoding="utf-8")
