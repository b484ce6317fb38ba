"""Run one benchmark: ``python -m bench NAME DATA [--out PREDICTIONS.jsonl]``."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path


class _OneLine(argparse.ArgumentParser):
    """An argument parser whose refusals are one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"bench: {message}\n")


NAMES = ("abstention", "dates", "discord", "injection", "retrieval", "speed", "support", "timeline")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark that is named and return its exit status."""
    parser = _OneLine(prog="bench", description="Run one benchmark.")
    parser.add_argument("name", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("data", metavar="DATA", type=Path, help="a file or folder")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where predictions go")
    given = parser.parse_args(arguments)
    if given.name not in NAMES:
        parser.error(f"no benchmark {given.name!r}; there are {', '.join(NAMES)}")
    if not given.data.exists():
        parser.error(f"{given.data} does not exist")
    if given.out and not given.out.absolute().parent.is_dir():
        parser.error(f"there is no folder for {given.out}")
    benchmark = importlib.import_module(f"bench.{given.name}")
    try:
        status: int = benchmark.run(given.data, given.out)
    except FileNotFoundError as error:
        parser.error(f"there is no {error.filename}: is {given.data} the right folder?")
    return status


if __name__ == "__main__":
    sys.exit(main())
