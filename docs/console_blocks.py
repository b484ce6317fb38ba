"""The console blocks in README.md and docs/: which commands they show, and with what output.

``python -m docs.console_blocks`` (``make readme``) runs every command and updates the output.
tests/project/test_readme.py compares them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"^```console\n\$ (?P<command>.+)\n(?P<output>(?:(?!```).*\n)*)```$", re.M)
# How the program may call itself in its output, depending on how it was started.
_CALLED = re.compile(r"(?:'[^'\n]*/coverage-bot'|\S*\bcoverage-bot)(?= ask| timeline| --help)")
_SECONDS = re.compile(r'("seconds": )\d+\.\d+')


@dataclass(frozen=True, slots=True)
class Block:
    """One command and the output that a page shows for it. ``page`` is relative to the clone."""

    page: str
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.page}: {self.command}"


def blocks(page: Path) -> list[Block]:
    """The console blocks of a page, in order."""
    name = page.relative_to(ROOT).as_posix()
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [Block(name, block["command"], block["output"]) for block in found]


def output_of(command: str, data: Path, python: Sequence[str] = (sys.executable,)) -> str:
    """Run a command on the seed articles, with the index in ``data``; returns standard output.

    ``make run`` and ``.venv/bin/coverage-bot`` run with ``python``, the head of a command line,
    and ``python3`` with the current Python. What differs between machines is replaced: the path of
    the program and the seconds in JSON. The folder that it runs in has the seeds and no ``.env``.
    """
    line = command.replace("python3 ", f"{shlex.quote(sys.executable)} ")
    for program in ("make run", ".venv/bin/coverage-bot"):
        line = line.replace(program, f"{shlex.join(python)} -m bot")
    ours = {"PYTHONPATH": str(ROOT), "BOT_DATA": str(data), "BOT_ARTICLES": "seeds"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
        done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
            ["/bin/sh", "-c", line],
            cwd=folder,
            env={"PATH": os.defpath, **ours},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
    return _SECONDS.sub(r"\g<1>0.05", _CALLED.sub(".venv/bin/coverage-bot", done.stdout))


def update(page: Path, data: Path) -> bool:
    """Replace the output in a page with what its commands print now; whether it changed."""
    before = page.read_text("utf-8")
    after = _BLOCK.sub(
        lambda found: f"```console\n$ {found['command']}\n{output_of(found['command'], data)}```",
        before,
    )
    if after != before:
        page.write_text(after, "utf-8")
    return after != before


def main() -> None:
    """Update every page and print the names of those that changed."""
    with tempfile.TemporaryDirectory() as data:
        for page in PAGES:
            if update(page, Path(data)):
                print(f"updated {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
