"""Words and figures that look like time and are something else."""

from __future__ import annotations

import pytest

from tests.helpers.dates import read


@pytest.mark.parametrize(
    "text",
    [
        "He may go home.",
        "May I come in?",
        "MAY I COME IN?",
        "They march on.",
        "March on, he cried.",
        "Theresa May resigned.",
        "June Carter sang and April Glaspie spoke.",
        "Jan Kavan signed it.",
        "He spoke in a split second.",
        "She won a second term.",
        "Prices fall as leaders spring a surprise.",
        "The sun was up.",
        "A 28-point plan.",
        "2,000 people came.",
        "2000 people came.",
        "It cost $2025.",
        "It cost £1999 and 1,990 euros.",
        "See page 1984, or No. 1999.",
        "A 25-year-old man.",
        "A 25 year old man, 30 years old.",
        "Two thousand people came.",
        "They won in the first half after a goal.",
        "CBS aired 60 Minutes and This Morning.",
        "He reads the Daily Mail and USA Today.",
        "The party daily Granma wrote so.",
        "He saw High Noon.",
        "A quarter of a million.",
        "It lit up like a Christmas tree.",
        "He gave them Christmas presents and an Easter egg.",
        "The Easter Island statue was washed.",
        "Figures come out on the last Tuesday of the month.",
        "Phone 555-1990-22 or 10.0.0.1",
        "The vote was 51-49.",
        "the top 10 may win",
        "",
        "   \n\n  ",
    ],
)
def test_nothing_is_found(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May I march in March?", ["March"]),
        ("He may go in May.", ["May"]),
        ("He may march in May or March.", ["May"]),
        ("It may be the second in a second quarter.", ["a second quarter", "second quarter"]),
    ],
)
def test_the_date_among_its_doubles(text: str, expected: list[str]) -> None:
    spans = [span for span, _ in read(text)]
    assert len(spans) == 1
    assert spans[0] in expected
