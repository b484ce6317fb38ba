"""The day an article came out and where that is known from."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.metadata.datelines import read_date_line
from index.ingestion.parser import parse_article
from tests.helpers.articles import BODY, HEADLINE, page, story, text_article


@pytest.mark.parametrize(
    "line",
    [
        "Published 23 Oct 2025 14:05 BST",
        "Published: October 23, 2025 at 9:15 a.m. ET",
        "Posted on Oct. 23, 2025 by admin",
        "October 23, 2025 12:39 AM GMT+03:00",
        "Oct 23, 2025 | 10:12 AM",
        " date 2025-10-23 403",
        "2025-10-23T09:15:00+02:00",
        "2025/10/23 09:15",
        "23/10/2025",
        "10/23/2025 8:00 PM",
        "23.10.2025, 17:40",
        "Thursday, 23 October 2025",
        "Thu 23 Oct 2025 17.05 BST",
        "23rd of October, 2025",
        "By Jane Roe | October 23, 2025 | 4 min read",
        "Jane Roe, October 23, 2025",
        "VIENNA - 23 October 2025",
        "Published Oct. 23, 2025 Updated Oct. 25, 2025",
        "Updated: Oct. 25, 2025, 8:01 a.m. | Published: Oct. 23, 2025, 7:30 p.m.",
        "Updated: October 25, 2025\nPublished: October 23, 2025",
        "Published\nOctober 23, 2025\nLast updated\nOctober 25, 2025",
        "2025年10月23日",
        "23 Oct ’25",
        "23.10.25",
        "The Harbour Gazette, Thursday, 23 October 2025, page 5",
    ],
)
def test_date_lines_name_the_day_of_publication(line: str) -> None:
    for top in (f"{HEADLINE}\n{line}", f"{line}\n{HEADLINE}"):
        article = page(top)
        assert (str(article.published), article.published_from) == ("2025-10-23", "date line")
        assert article.title == HEADLINE
        assert "2025" not in story(article)


@pytest.mark.parametrize("month", ["Auguſt", "APRİL", "Aprıl"])
def test_months_in_letters_that_english_does_not_have_are_none(month: str) -> None:
    assert page(f"{HEADLINE}\n5 {month} 2025").published is None
    assert page(f"{HEADLINE}\nIt was opened on {month} 5, she said.").published is None


@pytest.mark.parametrize(
    "line",
    [
        "10.11.2025, 09:30 Uhr",
        "10/11/2025 um 9.30 Uhr",
        "10/11/2025 à 9h30",
        "10/11/2025 - 9 h 30",
        "10/11/2025 a las 9:30 horas",
        "10/11/2025 alle ore 9.30",
        "10/11/2025, ore 9:30",
        "10/11/2025 às 09h30",
        "10/11/2025 om 9.30 uur",
        "10/11/2025, godz. 9:30",
        "Poniedziałek, 10 listopada 2025, godz. 9:30",
        "10 listopada 2025, godzina 9:30",
        "10/11/2025 о 9:30",
        "10 ноября 2025 г., 9 ч. 30 мин.",
        "10/11/2025 saat 09:30",
        "10 Kasım 2025 Pazartesi, saat 09:30",
        "10/11/2025 kl. 9.30",
        "2025年11月10日 9時30分",
        "2025年11月10日（月） 午前9時30分",
        "2025年11月10日月曜日 9:30",
        "2025年11月10日 星期一 上午9点30分",
    ],
)
def test_a_time_of_day_behind_a_day_is_part_of_its_line(line: str) -> None:
    article = page(f"{HEADLINE}\n{line}")
    assert (str(article.published), article.published_from) == ("2025-11-10", "date line")
    assert (article.title, article.notes) == (HEADLINE, ())
    assert line not in story(article)


def test_a_change_counts_when_nothing_else_is_known() -> None:
    assert str(page(f"{HEADLINE}\nUpdated: Oct. 25, 2025").published) == "2025-10-25"


@pytest.mark.parametrize(
    ("head", "foot", "day"),
    [
        ("Updated: Oct. 25, 2025", "How safe are the ports?\nOctober 20, 2025", "2025-10-25"),
        ("Stand: 25.10.2025 21:34 Uhr", "Wie sicher sind die Häfen?\n20.10.2025", "2025-10-25"),
        ("Updated: Oct. 25, 2025\nOctober 23, 2025", "October 20, 2025", "2025-10-23"),
        ("Updated: Oct. 25, 2025\nThe ports stay closed.\nOctober 23, 2025", "", "2025-10-23"),
        ("", "October 23, 2025\nUpdated: Oct. 25, 2025", "2025-10-23"),
        ("Updated: Oct. 25, 2025", "Published: October 23, 2025", "2025-10-23"),
    ],
)
def test_a_day_below_the_story_comes_after_an_update_above_it(
    head: str, foot: str, day: str
) -> None:
    assert str(page(f"{HEADLINE}\n{head}", foot).published) == day


@pytest.mark.parametrize(
    "line",
    [
        "Printed: 30 October 2025 from www.vorn-post.example/depot",
        "Date saved: 30 October 2025",
        "Captured on October 30, 2025 14:33 UTC",
        "Accessed\n10/30/2025, 10:00:00 AM",
        "Date Added: 10/30/2025",
        "Last retrieved 2025-10-30",
        "Created: October 30, 2025 10:00 AM",
        "Gedruckt am 30.10.2025",
        "Zuletzt abgerufen am 30. Oktober 2025",
        "Consulté le 30 octobre 2025",
        "Acessado em 30/10/2025",
        "Consultado el 30 de octubre de 2025",
        "Geraadpleegd op 30 oktober 2025",
        "Pobrano: 30 października 2025",
        "Дата обращения: 30 октября 2025",
    ],
)
def test_the_day_of_a_copy_comes_after_that_of_the_article(line: str) -> None:
    for own in ("Published 23 October 2025", "23 October 2025"):
        for top in (f"{line}\n{HEADLINE}\n{own}", f"{HEADLINE}\n{own}\n{line}"):
            article = page(top)
            assert (str(article.published), article.title) == ("2025-10-23", HEADLINE)
            assert "30" not in story(article)
    below = page(f"{HEADLINE}\nUpdated 25 October 2025", line)
    assert str(below.published) == "2025-10-25"
    assert str(page(f"{line}\n{HEADLINE}").published) == "2025-10-30"


def test_what_was_created_before_it_changed_is_the_article() -> None:
    assert str(page(f"{HEADLINE}\nCreated 23 Oct 2025\nUpdated 25 Oct 2025").published) == (
        "2025-10-23"
    )


def test_a_day_that_the_text_tells_comes_before_that_of_a_copy() -> None:
    body = "VIENNA, Oct. 23, 2025 (AFP) -- Envoys from both sides met again."
    assert str(page(f"Printed 30 October 2025\n{HEADLINE}", body=body).published) == "2025-10-23"


def test_a_date_glued_to_the_headline_is_taken_off() -> None:
    for top in (f" date 2025-10-23 {HEADLINE}", f"2025-10-23 {HEADLINE}"):
        article = page(top)
        assert (str(article.published), article.title) == ("2025-10-23", HEADLINE)


@pytest.mark.parametrize(
    "line",
    [
        "Published: 2025-02-30",
        "31 February 2025",
        "2025-13-01",
        "99/99/2025",
        "3 hours ago",
        "Updated 2 days ago",
    ],
)
def test_impossible_and_relative_dates_are_no_day_and_no_headline(line: str) -> None:
    article = page(f"{line}\n{HEADLINE}")
    assert (article.published, article.published_from) == (None, None)
    assert article.title == HEADLINE


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("on November 9", "2025-11-10"),
        ("on 10 November 2025", "2025-11-10"),
        ("on October 11", "2025-10-11"),
        ("on November 9, a month after those of October 9", "None"),
        ("in the week before, as they had on June 3", "None"),
        ("and will meet again on October 11", "None"),
        ("on Monday", "None"),
        ("on Saturday", "None"),
    ],
)
def test_an_ambiguous_date_is_decided_by_a_recent_day_that_the_story_tells_of(
    when: str, day: str
) -> None:
    body = f"Envoys from both governments met in Vienna {when} for talks on grain exports."
    assert str(page(f"{HEADLINE}\n10/11/2025", body=body).published) == day


def test_a_weekday_in_a_story_does_not_decide_the_date_of_a_field() -> None:
    head = "Title: Anglers find a clock\nSource: Fenland Post\nDate: 06/07/2024\n\n"
    story = "Anglers who were cleaning the pond on Saturday pulled out a clock that still ran."
    article = parse_article("clock.txt", f"{head}{story}\n".encode())
    assert article.published is None
    assert any("06/07/2024 may be" in note for note in article.notes)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Monday, 10/11/2025", "2025-11-10"),
        ("By Jane Roe | Saturday 10/11/2025 18:05", "2025-10-11"),
        ("Friday, 10/11/2025", "None"),
    ],
)
def test_an_ambiguous_date_is_decided_by_the_weekday_beside_it(line: str, day: str) -> None:
    body = "Envoys from both governments met in Vienna for another round of talks on exports."
    assert str(page(f"{HEADLINE}\n{line}", body=body).published) == day


def test_a_date_line_among_links_to_other_stories_is_not_ours() -> None:
    links = "Most read\nStorm batters the coast\nOctober 20, 2025\nMuseum reopens\nOctober 21, 2025"
    assert page(HEADLINE, links).published is None


@pytest.mark.parametrize(
    "line",
    [
        "Sen. Ted Cruz announced his campaign on March 23, 2015",
        "On October 23, 2025, envoys met.",
        "Vladimir Putin on October 15, 2025.",
    ],
)
def test_prose_with_a_date_is_no_date_line(line: str) -> None:
    assert read_date_line(line) == ()


def test_a_wire_tag_with_its_year_is_a_date_line() -> None:
    article = page(
        HEADLINE, body="VIENNA, Oct. 23, 2025 (AFP) -- Envoys from both sides met again."
    )
    assert (str(article.published), article.published_from) == ("2025-10-23", "date line")
    assert story(article) == "Envoys from both sides met again."


def test_front_matter_wins_over_everything() -> None:
    text = f"---\ndate: 2025-10-22\n---\n{HEADLINE}\nPublished 23 Oct 2025\nEnvoys met in Vienna.\n"
    article = text_article(text)
    assert (str(article.published), article.published_from) == ("2025-10-22", "front matter")


def test_an_impossible_day_in_front_matter_leaves_the_date_line() -> None:
    text = f"---\ndate: 2025-02-30\n---\n{HEADLINE}\nPublished 23 Oct 2025\nEnvoys met in Vienna.\n"
    assert text_article(text).published_from == "date line"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("25/10/1998", dt.date(1998, 10, 25)),
        ("3.14.1999", None),
        ("1897-05-12", dt.date(1897, 5, 12)),
    ],
)
def test_days_of_earlier_centuries(written: str, day: dt.date | None) -> None:
    text = f"---\ntitle: The bridge\ndate: {written}\n---\n{BODY}"
    assert parse_article("a.md", text.encode()).published == day
