"""Timelines of small coverages: what becomes an entry, what becomes a citation."""

from __future__ import annotations

from pathlib import Path

from index.models import Scope
from index.timeline.builder import Size
from tests.helpers.timeline import day, prepared, timeline

QUAKE = "A strong earthquake destroyed hundreds of houses in the old town of Vareno on {}."


def test_one_event_in_two_articles_is_one_entry_with_both(tmp_path: Path) -> None:
    first = prepared(QUAKE.format("Wednesday"), "2025-10-24", file="a.md", outlet="Wire")
    second = prepared(
        "An earthquake destroyed hundreds of old houses in Vareno on Oct. 22, the mayor said.",
        "2025-10-25",
        file="b.md",
        outlet="Herald",
    )
    (event,) = timeline(tmp_path, first, second)
    assert event.date == day("2025-10-22")
    assert [c.number for c in event.citations] == [1, 2]
    assert {c.outlet for c in event.citations} == {"Wire", "Herald"}
    assert event.text == event.citations[0].quote
    for citation, article in zip(
        sorted(event.citations, key=lambda c: c.file), (first, second), strict=True
    ):
        assert article.article.raw[citation.start : citation.end] == citation.quote


def test_two_events_of_a_day_are_two_entries(tmp_path: Path) -> None:
    article = prepared(
        f"{QUAKE.format('Wednesday')} Parliament elected Maria Orsini as its speaker on Wednesday.",
        "2025-10-24",
    )
    assert len(timeline(tmp_path / "one", article)) == 1
    both = timeline(tmp_path / "two", article, size=Size(per_day=5))
    assert [event.date for event in both] == [day("2025-10-22")] * 2
    assert {len(event.citations) for event in both} == {1}


def test_a_plan_is_marked_and_yields_to_what_happened(tmp_path: Path) -> None:
    plan = prepared("The presidents will meet in Vienna on October 27.", "2025-10-24", file="a.md")
    (event,) = timeline(tmp_path / "before", plan)
    assert (event.date, event.planned) == (day("2025-10-27"), True)
    fact = prepared("The presidents met in Vienna on Monday.", "2025-10-28", file="b.md")
    (event,) = timeline(tmp_path / "after", plan, fact)
    assert (event.citations[0].file, event.planned) == ("b.md", False)


def test_who_announced_it_is_no_source_for_its_having_happened(tmp_path: Path) -> None:
    plan = prepared("The presidents will meet in Vienna on October 27.", "2025-10-24", file="a.md")
    facts = [
        prepared("The presidents met in Vienna on Monday.", "2025-10-28", file=f"{name}.md")
        for name in "bc"
    ]
    (event,) = timeline(tmp_path, plan, *facts)
    assert {citation.file for citation in event.citations} == {"b.md", "c.md"}


def test_one_who_saw_it_speaks_before_many_who_expected_it(tmp_path: Path) -> None:
    plans = [
        prepared(
            "The presidents of both countries will meet in Vienna on October 27, aides said.",
            "2025-10-24",
            file=f"{name}.md",
        )
        for name in "abcdef"
    ]
    fact = prepared(
        "But they did meet in Vienna on Monday, the presidents of both countries.",
        "2025-10-28",
        file="z.md",
    )
    (event,) = timeline(tmp_path, *plans, fact)
    assert (event.planned, [c.file for c in event.citations]) == (False, ["z.md"])


def test_what_is_printed_again_days_later_is_no_news(tmp_path: Path) -> None:
    text = "The readers of the paper welcome comments on stories about the harbour of Vareno."
    page = [
        prepared(f"{QUAKE.format('Wednesday')}\n\n{text}", f"2025-10-{n}", file=f"{n}{name}.md")
        for n in (20, 24, 28)
        for name in "ab"
    ]
    told = [event.text for event in timeline(tmp_path / "pages", *page, size=Size(per_day=9))]
    assert told
    assert not any("welcome" in line for line in told)
    other = "The mayor of Vareno thanked three hundred soldiers who had put up tents in the park."
    same_day = [page[0], prepared(f"{other}\n\n{text}", "2025-10-20", file="c.md")]
    told = [e.text for e in timeline(tmp_path / "day", *same_day, size=Size(per_day=9))]
    assert any("welcome" in line for line in told)


def test_the_clearer_sentence_speaks(tmp_path: Path) -> None:
    vague = prepared(
        "But he struck the old bridge of Vareno with that same ship on Wednesday, they said.",
        "2025-10-24",
        file="a.md",
    )
    clear = prepared(
        "A cargo ship struck the old bridge of Vareno on Wednesday.", "2025-10-24", file="b.md"
    )
    (event,) = timeline(tmp_path, vague, clear)
    assert [c.file for c in event.citations] == ["b.md", "a.md"]


def test_undated_news_needs_a_second_article_of_that_day(tmp_path: Path) -> None:
    text = "Rescue teams pulled three survivors from the collapsed {} of Vareno."
    one = prepared(text.format("hotel"), "2025-10-24", file="a.md")
    assert timeline(tmp_path / "one", one) == ()
    other = prepared(text.format("Grand Hotel"), "2025-10-24", file="b.md")
    (event,) = timeline(tmp_path / "two", one, other)
    assert (event.date, len(event.citations)) == (day("2025-10-24"), 2)
    later = prepared(text.format("hotel"), "2025-10-25", file="c.md")
    assert timeline(tmp_path / "three", one, later) == ()


def test_the_limit_keeps_what_the_coverage_makes_most_of(tmp_path: Path) -> None:
    told = f"{QUAKE.format('October 12')} {{}} wrote this."
    articles = [
        prepared(told.format(f"Reporter {'ABCDE'[at]}"), f"2025-10-{14 + at}", file=f"{14 + at}.md")
        for at in range(5)
    ]
    aside = prepared(
        "A fire destroyed a barn near Vareno on October 15.", "2025-10-16", file="x.md"
    )
    assert len(timeline(tmp_path / "all", *articles, aside)) == 2
    (event,) = timeline(tmp_path / "limited", *articles, aside, size=Size(days=1))
    assert event.date == day("2025-10-12")
    assert len(event.citations) == 5


def test_bounds_and_outlets(tmp_path: Path) -> None:
    articles = (
        prepared(QUAKE.format("October 12"), "2025-10-14", file="a.md", outlet="Wire"),
        prepared(
            "A fire destroyed a barn on October 15.", "2025-10-16", file="b.md", outlet="Post"
        ),
    )

    def days(name: str, scope: Scope) -> list[str]:
        return [e.date.isoformat() for e in timeline(tmp_path / name, *articles, scope=scope)]

    assert days("since", Scope(since=day("2025-10-13"))) == ["2025-10-15"]
    assert days("until", Scope(until=day("2025-10-12"))) == ["2025-10-12"]
    assert days("outlet", Scope(outlet="POST")) == ["2025-10-15"]
    assert days("none", Scope(since=day("2025-10-13"), until=day("2025-10-14"))) == []


def test_nothing_makes_nothing(tmp_path: Path) -> None:
    assert timeline(tmp_path / "empty") == ()
    assert timeline(tmp_path / "undated", prepared("Something happened on Monday.", None)) == ()


def test_an_undated_article_s_day_after_all_articles_is_to_come(tmp_path: Path) -> None:
    trial = (
        "The trial of the two officers in Vareno opens on 5 May 2031, the court said."
        "\n\nThe court gave no other day for it and said that both of them would attend."
    )
    undated = prepared(trial, None, file="a.md")
    (event,) = timeline(tmp_path / "alone", undated)
    assert (event.date, event.planned) == (day("2031-05-05"), False)
    dated = prepared(QUAKE.format("Wednesday"), "2025-10-24", file="b.md")
    first, second = timeline(tmp_path / "both", undated, dated)
    assert [first.planned, second.planned] == [False, True]


def test_the_calendar_s_first_and_last_days(tmp_path: Path) -> None:
    article = prepared("The old chronicle of Vareno begins on 1 January 0001.", "2025-10-24")
    timeline(tmp_path / "first", article)
    scope = Scope(since=day("0001-01-01"), until=day("9999-12-31"))
    (event,) = timeline(
        tmp_path / "all", prepared(QUAKE.format("Wednesday"), "2025-10-24"), scope=scope
    )
    assert event.date == day("2025-10-22")


def test_the_same_articles_give_the_same_timeline(tmp_path: Path) -> None:
    articles = [
        prepared(QUAKE.format("October 12"), "2025-10-14", file=f"{name}.md") for name in "abc"
    ]
    forwards = timeline(tmp_path / "forwards", *articles, size=Size(per_day=9))
    backwards = timeline(tmp_path / "backwards", *reversed(articles), size=Size(per_day=9))
    assert forwards == backwards
