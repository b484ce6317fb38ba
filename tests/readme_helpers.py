"""The console blocks of the README: what they run, and the output that stands there.

``python tests/readme_helpers.py`` (``make readme``) writes the output anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n\$ (?P<command>.+)\n(?P<output>(?:(?!```).*\n)*)```$", re.M)


@dataclass(frozen=True)
class Block:
    """One command and the output that the README shows for it."""

    command: str
    output: str


def blocks(text: str) -> list[Block]:
    """The console blocks in order."""
    return [Block(found["command"], found["output"]) for found in _BLOCK.finditer(text)]


def output_of(command: str, data: Path) -> str:
    """Run a command of the README on the seeds, with an index in ``data``, as a newcomer would."""
    program = f'"{sys.executable}" -m bot'
    line = command.replace("make run", program).replace(".venv/bin/coverage-bot", program)
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=ROOT,
        env={"PATH": os.defpath, "BOT_DATA": str(data), "BOT_ARTICLES": "seeds"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    called = r"\S*\bcoverage-bot(?= ask| timeline| --help)"
    return re.sub(called, ".venv/bin/coverage-bot", done.stdout)


def main() -> None:
    """Put the output of every command into the README."""
    with tempfile.TemporaryDirectory() as data:
        text = _BLOCK.sub(
            lambda found: (
                f"```console\n$ {found['command']}\n{output_of(found['command'], Path(data))}```"
            ),
            README.read_text("utf-8"),
        )
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
