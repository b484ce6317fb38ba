"""Reports of one event that contradict each other: real model, articles of our own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.models import Citation, Event
from index.timeline.builder import build_timeline
from index.timeline.candidates import LedgerSource
from index.timeline.deduplication import ContradictionCheck, judged_contradictions
from tests.helpers.timeline import ledger, only_words, prepared

pytestmark = pytest.mark.slow


def reports(
    folder: Path, *sentences: str, contradict: ContradictionCheck = judged_contradictions
) -> tuple[Event, ...]:
    articles = [
        # not the same in every word: that would be one story
        prepared(f"{text} {name.upper()} wrote this.", "2025-10-24", file=f"{name}.md", outlet=name)
        for name, text in zip("abcde", sentences, strict=False)
    ]
    with ledger(folder, *articles) as opened, opened.database.reading() as db:
        return build_timeline(LedgerSource(db), meanings=only_words, contradict=contradict)


def files(events: tuple[Event, ...]) -> set[frozenset[str]]:
    return {frozenset(c.file for c in event.citations) for event in events}


def test_different_numbers_stand_beside_each_other(tmp_path: Path) -> None:
    told = "The collapse of the Orvel tunnel on Wednesday killed {} workers, the fire chief said."
    events = reports(tmp_path, told.format("three"), told.format("eleven"), told.format("three"))
    assert files(events) == {frozenset({"a.md", "c.md"}), frozenset({"b.md"})}
    assert len({event.date for event in events}) == 1


def test_each_report_stands_with_those_that_agree_with_it(tmp_path: Path) -> None:
    told = "The collapse of the Orvel tunnel on Wednesday killed {} workers, the fire chief said."
    numbers = ("three", "eleven", "twenty", "eleven", "three")

    def differ(pairs: Sequence[tuple[Citation, Citation]]) -> list[bool]:
        return [one.text != other.text for one, other in pairs]

    events = reports(tmp_path, *map(told.format, numbers), contradict=differ)
    assert files(events) == {
        frozenset({"a.md", "e.md"}),
        frozenset({"b.md", "d.md"}),
        frozenset({"c.md"}),
    }


def test_a_denial_stands_beside_what_it_denies(tmp_path: Path) -> None:
    events = reports(
        tmp_path,
        "The bank will keep its branch in Orvel open, director Ines Holt said on Wednesday.",
        "The bank will not keep its branch in Orvel open, director Ines Holt said on Wednesday.",
    )
    assert files(events) == {frozenset({"a.md"}), frozenset({"b.md"})}


def test_other_words_for_the_same_are_cited_together(tmp_path: Path) -> None:
    events = reports(
        tmp_path,
        "The bank closed its branch in Orvel on Wednesday, the mayor said.",
        "On Wednesday the bank shut its branch in the town of Orvel, residents said.",
    )
    assert files(events) == {frozenset({"a.md", "b.md"})}
