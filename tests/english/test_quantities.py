"""Numbers in a text, and which of them are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.english.quantities import find_quantities, rounding, rounds, same
from index.english.tokens import tokenize


def values(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.sort) for q in find_quantities(text, tokenize(text))]


@pytest.mark.parametrize(
    ("text", "value", "sort"),
    [
        ("two people", 2, "plain"),
        ("2,000 homes", 2000, "plain"),
        ("two thousand homes", 2000, "plain"),
        ("two hundred and fifty thousand", 250_000, "plain"),
        ("twenty-four hours", 24, "plain"),
        ("half a million", 500_000, "plain"),
        ("a dozen eggs", 12, "plain"),
        ("one soldier", 1, "plain"),
        ("$5bn", 5e9, "money"),
        ("5 billion dollars", 5e9, "money"),
        ("£3.2m", 3.2e6, "money"),
        ("$2.5 m", 2.5e6, "money"),
        ("a beam of 2.5 m", 2.5, "plain"),
        ("78%", 78, "percent"),
        ("78 per cent", 78, "percent"),
        ("the 19th package", 19, "ordinal"),
        ("a third package", 3, "ordinal"),
        ("2 percentage points", 2, "points"),
        ("4 p.m.", 960, "clock"),
        ("12:15am", 15, "clock"),
        ("16:30", 990, "clock"),
        ("won 3:2", 3, "score"),
        ("odds of 1,000:1", 1000, "score"),
        ("the 25:99 train", 25, "score"),
        ("hundreds of thousands of people", 100_000, "plain"),
        ("tens of thousands", 10_000, "plain"),
        ("1.000.000 people", 1e6, "plain"),
        ("1,5 million people", 1.5e6, "plain"),
    ],
)
def test_quantities(text: str, value: float, sort: str) -> None:
    assert values(text) == [(pytest.approx(value), sort)]


@pytest.mark.parametrize("text", ["one of them", "no one", "the one that", "a man", "second to"])
def test_no_quantities(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("claimed", "known", "expected"),
    [
        ("4 times", "4 p.m.", True),
        ("12 times", "noon, 12 p.m.", True),
        ("16 people", "4 p.m.", False),
        ("24 people", "12 p.m.", False),
        ("4:30", "4:30 p.m.", True),
        ("16:30", "4:30 a.m.", False),
        ("3:2", "3:1", False),
        ("3:2", "3:2", True),
    ],
)
def test_times_of_day_and_scores(claimed: str, known: str, expected: bool) -> None:
    (one,), (other,) = (find_quantities(t, tokenize(t)) for t in (claimed, known))
    assert same(one, other) is expected


def test_currencies_differ() -> None:
    text = "$5bn, €5bn, 5 billion"
    dollars, euros, plain = find_quantities(text, tokenize(text))
    assert not same(dollars, euros)
    assert same(plain, dollars)
    assert not same(dollars, plain)


@pytest.mark.parametrize(
    ("claimed", "known", "fair"),
    [
        ("more than 2,000", "2,013", True),
        ("more than 2,000", "1,987", False),
        ("nearly 2,000", "1,987", True),
        ("close to 2,000", "1,987", True),
        ("about 2,000", "2,013", True),
        ("about 2,000", "1,987", True),
        ("the 2,000", "2,013", False),
        ("about 2,014", "2,013", False),
        ("about 3,000", "2,013", False),
        ("rose to 2,000", "1,234", False),
        ("fewer than 2,000", "2,345", False),
        ("fewer than 2,000", "1,950", True),
        ("up to 2,000", "1,950", True),
        ("about 5%", "4.9%", True),
        ("more than 3%", "3.4%", True),
        ("about 5", "6", False),
    ],
)
def test_rounded(claimed: str, known: str, fair: bool) -> None:
    tokens = tokenize(claimed)
    one, two = find_quantities(claimed, tokens)[0], find_quantities(known, tokenize(known))[0]
    assert rounds(one, two, rounding(tokens, one)) is fair


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("5 metres", "5m", True),
        ("5 million", "5m", True),
        ("50 metres", "5m", False),
        ("2,50,000 people", "250,000 people", True),
        ("Rs 5 lakh crore", "Rs 5 crore", False),
        ("20 million francs", "20 million pounds", False),
        ("5 degrees", "-5 degrees", False),
        ("minus 5 degrees", "-5 degrees", True),
        ("aged 2-5", "5 years", False),
        ("a third of voters", "the third voter", False),
        ("a third of voters", "33% of voters", True),
        ("25% of voters", "a quarter of voters", True),
        ("$5 million", "C$5 million", False),
        ("$5 million", "5 million Canadian dollars", False),
        ("C$5 million", "5 million Canadian dollars", True),
        ("HK$5 million", "5 million Hong Kong dollars", True),
        ("US$5 million", "5 million U.S. dollars", True),
        ("$5 million", "5 million American dollars", True),
        ("2%", "2 to 3 percent", True),
    ],
)
def test_units_and_signs(one: str, other: str, alike: bool) -> None:
    first, second = (find_quantities(text, tokenize(text))[0] for text in (one, other))
    assert same(first, second) is alike


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two and a half million", [2.5e6]),
        ("one and a half million", [1.5e6]),
        ("a quarter of a million", [250_000]),
        ("two million five hundred thousand", [2.5e6]),
        ("two million 20 people", [2e6, 20]),
        ("three-quarters of voters", [0.75]),
        ("three quarters of voters", [0.75]),
        ("two quarters of growth", [2]),
        ("the last three quarters of 2024", [3, 2024]),
        ("growth in three quarters", [3]),
        ("of the 150 100 were killed", [150, 100]),
        ("two-thirds of voters", [2 / 3]),
        ("1 000 people", [1000]),
        ("1\u202f234\u202f567 people", [1_234_567]),
        ("bus 5 312", [5, 312]),
        ("half an hour", []),
        ("a third of voters", [1 / 3]),
        ("one-fifth of the ships", [1 / 5]),
        ("2/3 of voters", [2 / 3]),
        ("on 9/11", [9, 11]),
        ("½ a million", [500_000]),
        ("2½ million", [2.5e6]),
        ("2 to 3 million", [2e6, 3e6]),
        ("$2-3bn", [2e9, 3e9]),
        ("between two and three thousand", [2000, 3000]),
        ("from 500 to 2 million", [500, 2e6]),
    ],
)
def test_parts_groups_and_scales(text: str, values: list[float]) -> None:
    assert [each.value for each in find_quantities(text, tokenize(text))] == values


@pytest.mark.parametrize("text", ["9" * 400, f"{'9' * 400}:1", "one" + " trillion" * 30])
def test_no_number_is_too_long_to_be_compared(text: str) -> None:
    (known,) = find_quantities("12345", tokenize("12345"))
    for each in find_quantities(text, tokenize(text)):
        assert not rounds(each, replace(known, sort=each.sort, currency=each.currency), "about")
