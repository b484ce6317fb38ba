"""Messages of ten kinds over two small coverages of invented articles, in which news changes.

``python -m bench messages`` needs no DATA: ``bench/data/messages`` holds two coverages of fourteen
articles each, with corrections, postponed days, numbers that are replaced, people with offices and
ages, and 120 messages as people type them, written by somebody who knew neither the bot's code nor
its other sets. A row says what is right in regular expressions, whatever the wording is: ``first``
(one of them matches the first statement), ``anywhere`` (all match something shown), ``never`` (none
matches anything shown, quotes and their sources included) and ``abstains`` (whether the bot has to
say that the articles do not tell, or has to answer). Only totals are printed. Predictions have each
message with what failed, for the open half.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import indexed, rows, write_rows
from index.models import Answer

DATA = Path(__file__).parent / "data" / "messages"
HALVES = ("open", "held")
KINDS = {
    "a": "a day or days",
    "b": "of an outlet",
    "c": "about the coverage",
    "d": "claims",
    "e": "corrected later",
    "f": "scheduled and postponed",
    "g": "people",
    "h": "the current state",
    "i": "quotations",
    "j": "near misses",
}
_DOUBTED = "dj"
"""Kinds in which a word of doubt is as good as saying that the articles do not tell."""
_VERDICTS = {
    "{AFFIRM}": r"\bthe articles say this\b",
    "{DENY}": r"\bthe articles say (?:otherwise|both)\b",
    "{CANT}": r"can't tell",
}
"""How the bot words what the rows have names for."""
_CITED = re.compile(r"\[\d+\]")
_ECHOED = re.compile(r'\s*["“]([^”"]*)["”]\W*')
_NOTHING = re.compile(
    r"\b(?:does not say|none of the|no (?:article|outlet)s?\b|nothing\b|there (?:is|are) no)", re.I
)
_DOUBT = re.compile(r"\b(?:not (?:be )?sure|can't tell|comes closest)", re.I)


@dataclass(frozen=True, slots=True)
class Checked:
    """A row, the lines that were shown for it, and what of it failed."""

    row: dict[str, Any]
    lines: Sequence[str]
    failed: Sequence[str]


def run(data: Path | None, out: Path | None) -> int:
    """Ask everything and print how many messages of each kind were answered rightly."""
    checked = asyncio.run(_ask_all(data or DATA))
    print(f"{'':26}{'open':>8}{'held':>8}")
    for kind, name in KINDS.items():
        print(f"{name:26}" + _figures([each for each in checked if each.row["kind"] == kind]))
    print(f"{'all':26}" + _figures(checked))
    write_rows(out, (_prediction(each) for each in checked if each.row["half"] == "open"))
    return 0


async def _ask_all(data: Path) -> list[Checked]:
    found: list[Checked] = []
    for name in ("a", "b"):
        async with indexed(data / name) as coverage:
            for row in rows(data / "messages.jsonl"):
                if row["coverage"] == name:
                    answer = await coverage.ask(row["message"])
                    found.append(_checked(row, answer))
    return found


def _figures(checked: Sequence[Checked]) -> str:
    halves = [[each for each in checked if each.row["half"] == half] for half in HALVES]
    return "".join(f"{sum(not x.failed for x in half)}/{len(half)}".rjust(8) for half in halves)


def _prediction(checked: Checked) -> dict[str, Any]:
    row = checked.row
    return {"message": row["message"], "kind": row["kind"], "failed": [*checked.failed],
            "lines": [*checked.lines]}  # fmt: skip


def _checked(row: dict[str, Any], answer: Answer) -> Checked:
    """Compare what is shown with what is right."""
    lines = [_without_echo(x, row["message"]) for x in answer.text.split("\n") if x.strip()]
    sources = [f"source: {c.outlet}, {c.published}" for c in answer.citations]
    everything = "\n".join((*lines, *(c.quote for c in answer.citations), *sources))
    own = "\n".join(line for line in lines if not _CITED.search(line))
    failed: list[str] = []
    if row.get("first") and not any(_in(each, _first(lines)) for each in row["first"]):
        failed.append("first")
    failed += [f"anywhere {x}" for x in row.get("anywhere", ()) if not _in(x, "\n".join(lines))]
    failed += [
        f"never {x}" for x in row.get("never", ()) if _in(x, own if x[0] == "{" else everything)
    ]
    answered = any(part.answered and part.statements for part in answer.parts or (answer,))
    if row.get("abstains") is True and answered and not _says_nothing(row["kind"], answer, own):
        failed.append("has to abstain")
    if row.get("abstains") is False and not answered:
        failed.append("has to answer")
    return Checked(row, lines, failed)


def _says_nothing(kind: str, answer: Answer, own: str) -> bool:
    """Whether the bot says in its own words that the articles do not tell, or that it doubts."""
    doubts = answer.doubtful or _DOUBT.search(own) is not None
    return _NOTHING.search(own) is not None or (kind in _DOUBTED and doubts)


def _first(lines: Sequence[str]) -> str:
    """The lines up to the first one with a citation; the first line if none has any."""
    cited = next((at for at, line in enumerate(lines) if _CITED.search(line)), 0)
    return "\n".join(lines[: cited + 1])


def _without_echo(line: str, message: str) -> str:
    """A line without the message that it repeats in quotation marks: that is no answer."""
    echoed = None if _CITED.search(line) else _ECHOED.match(line)
    if echoed is None or _bare(echoed[1]) not in _bare(message):
        return line
    return line[echoed.end() :]


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _in(expression: str, text: str) -> bool:
    for name, verdict in _VERDICTS.items():
        expression = expression.replace(name, verdict)
    plain = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return re.search(expression, plain, re.IGNORECASE | re.MULTILINE) is not None
