"""What a re-index changes: for the commit, and for its report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from index.ingestion.change_detection import Changes
from index.ingestion.vector_writer import TargetCollection
from index.storage.ledger.commit import Change
from index.storage.ledger.state import FileStat, KnownFile, LiveIndex


@dataclass(frozen=True, slots=True)
class PreviousIndex:
    """The ledger's state at the start of a run. ``unsettled``: the last run was interrupted.

    ``bare`` files have passages without the vectors of their sentences.
    """

    known: dict[str, KnownFile]
    live: LiveIndex
    unsettled: bool
    passages: int
    bare: frozenset[str] = frozenset()

    def was_live(self, file: str) -> bool:
        """Return whether the file was live."""
        return file in self.known and self.known[file].error is None


@dataclass(slots=True)
class RunOutcome:
    """What happened to the files that were read; ``good`` maps live ones to their SHA-256."""

    good: dict[str, str] = field(default_factory=dict)
    refused: dict[str, KnownFile] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)
    embedded: int = 0


class ReportFields(TypedDict):
    """Fields of index.models.Reindexed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def ledger_change(
    before: PreviousIndex, plan: Changes, target: TargetCollection, outcome: RunOutcome
) -> Change | None:
    """Return what the commit has to do besides the staged articles; None if nothing is new."""
    removed = [*plan.removed, *filter(before.was_live, outcome.vanished)]
    forgotten = [*plan.gone, *(f for f in outcome.vanished if not before.was_live(f))]
    news = any(_is_news(before.known.get(f), known) for f, known in outcome.refused.items())
    if not (outcome.good or removed or forgotten or news or target.write_all):
        return None
    return Change(
        collection=target.collection,
        generation=target.generation,
        removed=removed,
        forgotten=forgotten,
        refused=outcome.refused,
        touched=touched_files(plan, outcome),
    )


def touched_files(plan: Changes, outcome: RunOutcome) -> dict[str, FileStat]:
    """Return the files whose new times are to be saved."""
    return {**plan.touched, **{file: known.stat for file, known in outcome.refused.items()}}


def report_fields(before: PreviousIndex, plan: Changes, outcome: RunOutcome) -> ReportFields:
    """Return the lists of files, sorted by name."""
    read = {*outcome.good, *outcome.refused, *outcome.vanished}
    old = {file: sha256 for file, sha256 in outcome.good.items() if before.was_live(file)}
    changed = tuple(file for file, sha256 in old.items() if before.known[file].sha256 != sha256)
    return {
        "added": tuple(file for file in outcome.good if file not in old),
        "changed": changed,
        "removed": tuple(sorted({*plan.removed, *filter(before.was_live, outcome.vanished)})),
        "unchanged": len(old)
        - len(changed)
        + sum(file not in read for file in plan.good)
        + sum(before.was_live(file) for file in plan.kept),
    }


def _is_news(before: KnownFile | None, now: KnownFile) -> bool:
    return before is None or (before.sha256, before.error) != (now.sha256, now.error)
