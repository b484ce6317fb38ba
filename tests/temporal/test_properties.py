"""What holds for any text and any published date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models import TimeExpression
from index.temporal.tagger import find_dates, find_dates_in_sequence
from index.temporal.tokens import SYMBOL_OF_WORD

_WORDS = sorted(SYMBOL_OF_WORD)
_MARKS = ". , - – / 's ’s $ % ( ) “ : a.m. p.m. \n\n".split(" ")
_FIGURES = "1 30 31 99 0 1989 2025 1/2 9/11 9:30 25:61 21st 0th 1990s '90s Q3 ½ 999999999999"
_DATES = "2025-02-30 0000-00-00 31/02/2025 2025-10-24T25:00 10.10.2010 Oct"

pieces = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS).map(str.capitalize),
    st.sampled_from(_WORDS).map(str.upper),
    st.sampled_from([*_MARKS, *_FIGURES.split(), *_DATES.split()]),
    st.integers(0, 10**7).map(str),
)
timelike = st.lists(pieces, max_size=12).map(" ".join)
texts = st.one_of(timelike, st.text(max_size=80))
published_days = st.one_of(st.none(), st.dates())


def check(text: str, found: list[TimeExpression]) -> None:
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.text.strip() == one.text
        assert (one.first is None) == (one.last is None)
        assert one.first is None or one.last is None or one.first <= one.last
        assert one.first is None or one.kind in ("DATE", "TIME")
        end = one.end


@given(texts, published_days)
def test_spans_match_the_text_in_order(text: str, published: dt.date | None) -> None:
    check(text, find_dates(text, published))


@given(texts, published_days, published_days)
def test_any_context_is_taken(text: str, published: dt.date | None, day: dt.date | None) -> None:
    check(text, find_dates(text, published, context=day))


@given(st.lists(texts, max_size=4), published_days)
def test_a_sequence_has_a_row_for_every_text(rows: list[str], published: dt.date | None) -> None:
    found = find_dates_in_sequence(rows, published)
    assert len(found) == len(rows)
    for text, row in zip(rows, found, strict=True):
        check(text, row)


@given(st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)), published_days)
def test_a_full_date_is_read_back(day: dt.date, published: dt.date | None) -> None:
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%A}, {day:%B} {day.day}, {day.year}",
        day.isoformat(),
    ):
        (found,) = find_dates(f"It was {text}.", published)
        assert (found.text, found.first, found.last) == (text, day, day)


@given(timelike)
def test_without_a_published_date_no_day_is_invented(text: str) -> None:
    for one in find_dates(text, None):
        if one.first is not None and one.first == one.last:
            assert any(character.isdigit() for character in text)


@given(st.integers(1900, 2100), st.sampled_from(["April", "June", "September", "November"]))
def test_a_31st_that_does_not_exist_has_no_value(year: int, month: str) -> None:
    (found,) = find_dates(f"on {month} 31, {year}", dt.date(2025, 10, 24))
    assert found.value is None


@pytest.mark.parametrize("unit", ["days ago", "weeks later", "years", "months before the vote"])
def test_a_number_without_measure_is_no_number_of_days(unit: str) -> None:
    for text in (f"It began {'9' * 320} {unit}.", f"It began {'9' * 5000} {unit}."):
        assert all(found.first is None for found in find_dates(text, dt.date(2025, 10, 24)))


def test_the_last_week_that_there_is_has_no_end() -> None:
    (after,) = find_dates("It ends the day after New Year's Eve.", dt.date(9999, 12, 31))
    assert after.first is None
    (found,) = find_dates("It ends this week.", dt.date(9999, 12, 31))
    assert (found.first, found.last) == (None, None)
