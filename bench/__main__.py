"""Run one benchmark: ``python -m bench NAME DATA [--out PREDICTIONS.jsonl]``.

``python -m bench golden record|compare FILE [--sets FOLDER]`` compares all answers with earlier
ones; see ``bench.golden``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path


class _OneLine(argparse.ArgumentParser):
    """An argument parser whose refusals are one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"bench: {message}\n")


NAMES = (
    "ablation",
    "abstention",
    "articles",
    "briefing",
    "checks",
    "claims",
    "copies",
    "dates",
    "discord",
    "echoes",
    "files",
    "followups",
    "hostile",
    "injection",
    "intent",
    "languages",
    "messages",
    "pasted",
    "plants",
    "questions",
    "retrieval",
    "scale",
    "seeds",
    "soak",
    "speed",
    "support",
    "timeline",
    "written",
)


OWN_DATA = ("files", "intent", "languages", "messages", "seeds", "soak")
"""Benchmarks whose data is in this repository."""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark that is named and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["golden"]:
        return _golden(arguments[1:])
    parser = _OneLine(prog="bench", description="Run one benchmark.")
    parser.add_argument("name", metavar="NAME", help=f"{', '.join(NAMES)}, golden")
    parser.add_argument(
        "data",
        metavar="DATA",
        type=Path,
        nargs="?",
        help=f"a file or folder; {', '.join(OWN_DATA)} have their own",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="where predictions go")
    given = parser.parse_args(arguments)
    if given.name not in NAMES:
        parser.error(f"no benchmark {given.name!r}; there are {', '.join(NAMES)}")
    if given.data is None and given.name not in OWN_DATA:
        parser.error("the following arguments are required: DATA")
    if given.data is not None and not given.data.exists():
        parser.error(f"{given.data} does not exist")
    if given.out and not given.out.absolute().parent.is_dir():
        parser.error(f"there is no folder for {given.out}")
    benchmark = importlib.import_module(f"bench.{given.name}")
    try:
        status: int = benchmark.run(given.data, given.out)
    except FileNotFoundError as error:
        if given.data is None or error.filename is None:
            raise
        parser.error(f"there is no {error.filename}: is {given.data} the right folder?")
    return status


def _golden(arguments: list[str]) -> int:
    from bench import golden

    parser = _OneLine(prog="bench golden", description=golden.__doc__)
    parser.add_argument("action", choices=["record", "compare"], type=str.lower)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--sets", metavar="FOLDER", type=Path, help="measuring sets to ask as well")
    given = parser.parse_args(arguments)
    if given.action == "compare" and not given.file.exists():
        parser.error(f"{given.file} does not exist; record it before the change")
    if given.sets is not None and not given.sets.is_dir():
        parser.error(f"{given.sets} is no folder")
    return golden.run(given.action, given.file, given.sets)


if __name__ == "__main__":
    sys.exit(main())
