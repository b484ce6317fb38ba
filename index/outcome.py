"""What a re-index found and did, as a change of the ledger and as words for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from index.ledger.commit import Change
from index.ledger.state import Known, Live, Stat
from index.scan import Plan
from index.writer import Target


@dataclass(frozen=True, slots=True)
class Before:
    """What the ledger said when the run began. ``unsettled``: the last run ended early."""

    known: dict[str, Known]
    live: Live
    unsettled: bool
    passages: int

    def was_live(self, file: str) -> bool:
        return file in self.known and self.known[file].error is None


@dataclass(slots=True)
class Outcome:
    """What became of the files that were read; ``good`` has the SHA-256 of each."""

    good: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Known] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)
    embedded: int = 0


class Told(TypedDict):
    """Fields of index.models.Reindexed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def change_of(before: Before, plan: Plan, target: Target, outcome: Outcome) -> Change | None:
    """What the commit has to do beside the staged articles; None where nothing is new."""
    removed = [*plan.removed, *filter(before.was_live, outcome.vanished)]
    forgotten = [*plan.gone, *(f for f in outcome.vanished if not before.was_live(f))]
    news = any(_is_news(before.known.get(f), known) for f, known in outcome.refused.items())
    if not (outcome.good or removed or forgotten or news or target.whole):
        return None
    return Change(
        collection=target.collection,
        generation=target.generation,
        removed=removed,
        forgotten=forgotten,
        refused=outcome.refused,
        touched=touched_of(plan, outcome),
    )


def touched_of(plan: Plan, outcome: Outcome) -> dict[str, Stat]:
    """Files whose times are noted anew."""
    return {**plan.touched, **{file: known.stat for file, known in outcome.refused.items()}}


def told_of(before: Before, plan: Plan, outcome: Outcome) -> Told:
    """The lists of files, by name."""
    read = {*outcome.good, *outcome.refused, *outcome.vanished}
    old = {file: sha256 for file, sha256 in outcome.good.items() if before.was_live(file)}
    changed = tuple(file for file, sha256 in old.items() if before.known[file].sha256 != sha256)
    return {
        "added": tuple(file for file in outcome.good if file not in old),
        "changed": changed,
        "removed": tuple(sorted({*plan.removed, *filter(before.was_live, outcome.vanished)})),
        "unchanged": len(old) - len(changed) + sum(file not in read for file in plan.good),
    }


def _is_news(before: Known | None, now: Known) -> bool:
    return before is None or (before.sha256, before.error) != (now.sha256, now.error)
