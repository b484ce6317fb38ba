"""Timelines count a story once, however many outlets print it, and name them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.models import Event, PreparedArticle, Scope
from index.timeline.builder import Size, build_timeline
from index.timeline.candidates import LedgerSource
from index.timeline.deduplication import judged_contradictions
from tests.helpers import copies
from tests.helpers.timeline import day, ledger, only_words, prepared, timeline

FIRE = "2025-10-20"
WALL = "A wall of the old harbour fell into the sea on Monday 13 October 2025, hurting two divers."
INDEPENDENT = (
    "A wall at the old harbour collapsed on Monday 13 October 2025 and two divers were hurt.",
    "Two divers were hurt on Monday 13 October 2025 when an old wall of the harbour collapsed.",
)


def printed(text: str, outlet: str, published: str = "2025-10-21") -> PreparedArticle:
    return prepared(text, published, file=f"{outlet.lower()}.md", outlet=outlet)


def on(events: tuple[Event, ...], when: str) -> list[Event]:
    return [event for event in events if event.date == day(when)]


def test_one_outlet_is_cited_and_the_others_are_named(tmp_path: Path) -> None:
    events = timeline(
        tmp_path,
        printed(copies.WITH_LOCAL, "Echo"),
        printed(copies.AGENCY, "Wire", "2025-10-20"),
        printed(copies.CUT, "Herald", "2025-10-22"),
        printed(
            f"Six people died in a fire on the Norvik Star on {FIRE}, officials say.", "Lantern"
        ),
    )
    (fire,) = on(events, FIRE)
    wire = next(c for c in fire.citations if c.outlet == "Wire")
    assert sorted(c.outlet or "" for c in fire.citations) == ["Lantern", "Wire"]
    assert wire.also_in == ("Echo", "Herald")
    assert {each.file for each in wire.also} == {"echo.md", "herald.md"}
    assert [each.published for each in wire.also] == [day("2025-10-21"), day("2025-10-22")]


def test_what_only_one_of_them_prints_is_cited_from_it(tmp_path: Path) -> None:
    events = timeline(tmp_path, printed(copies.AGENCY, "Wire"), printed(copies.WITH_LOCAL, "Echo"))
    (flags,) = on(events, "2025-10-24")
    assert "flags" in flags.text
    assert [(c.outlet, c.also) for c in flags.citations] == [("Echo", ())]


@pytest.mark.slow
def test_a_copy_with_another_number_stays_beside_it(tmp_path: Path) -> None:
    articles = (
        printed(copies.AGENCY, "Wire"),
        printed(copies.CUT, "Echo", "2025-10-22"),
        printed(copies.CORRECTED, "Herald", "2025-10-22"),
    )
    with ledger(tmp_path, *articles) as opened, opened.database.reading() as db:
        events = build_timeline(
            LedgerSource(db), meanings=only_words, contradict=judged_contradictions
        )
    told = {
        event.text[:7]: [(c.outlet, c.also_in) for c in event.citations]
        for event in on(events, FIRE)
    }
    assert told == {"Six peo": [("Wire", ("Echo",))], "Fourtee": [("Herald", ())]}


def test_ten_reprints_weigh_less_than_three_reports(tmp_path: Path) -> None:
    outlets = [f"Outlet{i}" for i in range(10)]
    reprints = [printed(copies.AGENCY, outlet) for outlet in outlets]
    reports = [
        printed(text, f"Paper{i}", "2025-10-14") for i, text in enumerate((WALL, *INDEPENDENT))
    ]
    (event,) = timeline(tmp_path, *reprints, *reports, size=Size(days=1))
    assert event.date == day("2025-10-13")
    assert len(event.citations) == 3


def test_reprints_do_not_confirm_a_sentence_without_a_day(tmp_path: Path) -> None:
    text = copies.told(
        "The council of Grindal has sold the old lighthouse to a hotel company from the south.",
        "The lighthouse keeper said that nobody had asked her, and that she would stay this year.",
        "The price was not told, but a member of the council spoke of four million crowns.",
    )
    copied = [printed(text, outlet) for outlet in ("Wire", "Echo", "Herald")]
    assert timeline(tmp_path / "copies", *copied) == ()
    other = "The council of Grindal sold the old lighthouse to a hotel company, its mayor said."
    assert timeline(tmp_path / "two", *copied, printed(other, "Lantern")) != ()


def test_days_count_the_stories_that_came_out(tmp_path: Path) -> None:
    articles = (
        printed(copies.AGENCY, "Wire", "2025-10-21"),
        printed(copies.WITH_LOCAL, "Echo", "2025-10-21"),
        printed(copies.CUT, "Herald", "2025-10-22"),
        printed(copies.told(*copies.OTHER), "Lantern", "2025-10-22"),
    )
    with ledger(tmp_path, *articles) as opened, opened.database.reading() as db:
        source = LedgerSource(db)
        both = {day("2025-10-21"): 1, day("2025-10-22"): 1}
        assert source.published(Scope()) == both
        assert source.published(Scope(since=day("2025-10-22"))) == {day("2025-10-22"): 2}
        assert source.published(Scope(outlet="Herald")) == {day("2025-10-22"): 1}
