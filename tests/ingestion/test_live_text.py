"""Live blogs that were copied as text, and texts with times that are none."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.parser import parse_file
from tests.helpers.articles import check_offsets, story

DAY = dt.date(2025, 10, 20)
HEAD = "LIVE: Bridge crisis in Grindal\nThe Grindal Gazette\nMonday 20 October 2025\n\n"
TITLES = ["Piers beyond repair", "More ferries", "Bridge closed"]
TEXTS = [
    "Engineers found that two of the nine piers are beyond repair, and said so in the evening.",
    "The ferry company said that it would add 14 crossings a day, and two more at night.",
    "The mayor of Grindal closed the bridge because of a crack in a pier, she told reporters.",
]


def blog(times: list[str], titles: list[str] = TITLES, head: str = HEAD) -> str:
    entries = zip(times, titles, TEXTS, strict=True)
    return head + "\n\n".join(f"{time}\n{title}\n{text}" for time, title, text in entries)


@pytest.mark.parametrize(
    "times",
    [
        ["21:40", "16:05", "9:15"],
        ["9.40pm", "4.05 pm", "9.15am"],
        ["9:15 GMT", "16:05 GMT", "21:40 GMT"],
        ["21:40 Uhr", "16:05 Uhr", "09:15 Uhr"],
        ["0:10", "12:00", "12:30"],
    ],
)
def test_each_entry_is_an_article_of_its_outlet_and_day(times: list[str]) -> None:
    found = parse_file("storm live.txt", blog(times).encode()).articles
    assert [a.title for a in found] == TITLES
    assert {(a.outlet, a.published) for a in found} == {("The Grindal Gazette", DAY)}
    assert [story(article) for article in found] == TEXTS
    for article in found:
        check_offsets(article)


def test_prose_above_the_entries_is_not_lost() -> None:
    lead = "Grindal has been cut in two since the morning, and its people do not know for how long."
    text = blog(["21:40", "16:05", "9:15"], head=f"{HEAD}{lead}\n\n")
    first, *entries = parse_file("storm live.txt", text.encode()).articles
    assert (first.title, story(first)) == ("LIVE: Bridge crisis in Grindal", lead)
    assert [a.title for a in entries] == TITLES


@pytest.mark.parametrize(
    "text",
    [
        blog(["21:40", "9:15", "16:05"]),
        blog(["21:40", "16:05", "09:15"], head="LIVE: Bridge crisis in Grindal\n\n"),
        blog(["21:40 Piers", "16:05 Ferries", "9:15 Bridge"]),
        blog(["[21:40:12]", "[16:05:10]", "[9:15:00]"]),
        HEAD
        + "\n\n".join(
            f"{time}\n{text}" for time, text in zip(("21:40", "9:15"), TEXTS[1:], strict=True)
        ),
        HEAD + "19:00\nConcert\n\n20:15\nFilm\n\n22:30\nDance\n\n" + "\n\n".join(TEXTS),
    ],
    ids=["no order", "no day", "more on the line", "a transcript", "two times", "a programme"],
)
def test_other_texts_with_times_are_one_article(text: str) -> None:
    assert len(parse_file("a.txt", text.encode()).articles) == 1
