"""The portrait chart of a timeline: layout, and drawing with any input."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.rendering.charts.axis import spread, stacked, ticks
from bot.rendering.charts.canvas import DARK, LIGHT, WIDTH
from bot.rendering.charts.fonts import Style, is_right_to_left, wrap
from bot.rendering.charts.portrait import portrait_chart
from index.models import Citation, Event

pytestmark = pytest.mark.slow

DAY = dt.date(2025, 10, 22)


def event(day: dt.date, text: str, *, articles: int = 1, planned: bool = False) -> Event:
    citations = tuple(
        Citation(n, f"{n}.txt", "Title", f"Outlet {n}", day, 0, 1, "x")
        for n in range(1, articles + 1)
    )
    return Event(day, text, citations, planned)


def many(count: int, step: int) -> list[Event]:
    text = "The court in the capital ruled that the law must be written anew. "
    return [
        event(DAY + dt.timedelta(days=step * n), text * (1 + n % 4), articles=1 + n % 5)
        for n in range(count)
    ]


def drawn(events: list[Event], *, dark: bool = False) -> Image.Image:
    with Image.open(io.BytesIO(portrait_chart(events, "A title", dark=dark))) as image:
        return image.convert("RGB")


@pytest.mark.parametrize(
    "events",
    [many(1, 1), many(5, 1), many(14, 3), pytest.param(many(60, 5), marks=pytest.mark.slow)],
    ids=["1", "5", "14", "60"],
)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_number_of_events(events: list[Event], dark: bool) -> None:
    image = drawn(events, dark=dark)
    assert image.width == WIDTH
    theme = DARK if dark else LIGHT
    paper = tuple(int(theme.background[i : i + 2], 16) for i in (1, 3, 5))
    for corner in ((0, 0), (WIDTH - 1, 0), (0, image.height - 1), (WIDTH - 1, image.height - 1)):
        assert image.getpixel(corner) == paper
    right_margin = image.crop((WIDTH - 30, 0, WIDTH, image.height))
    assert right_margin.getcolors() == [(30 * image.height, paper)]


def test_the_same_events_produce_the_same_bytes() -> None:
    assert portrait_chart(many(3, 2)) == portrait_chart(many(3, 2))


def test_no_chart_without_events() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        portrait_chart([])


@pytest.mark.slow
def test_ten_thousand_events_show_the_most_important() -> None:
    events = many(10_000, 1)
    image = drawn(events)
    assert image.height < 20_000


def test_days_far_apart() -> None:
    first = event(dt.date.min, "The chronicle begins.")
    last = event(dt.date.max, "The chronicle ends.", planned=True)
    assert drawn([first, *many(5, 1), last]).height > 0


@pytest.mark.parametrize(
    "text",
    [
        "Президент заявил, что переговоры продолжатся на следующей неделе.",
        "قال الرئيس إنه ألغى القمة",
        "中国外交部发言人星期三在北京举行的例行记者会上表示各方应保持克制",
        "😀 and \x1b[31m controls \u202e turned",
        "w" * 4000,
        "",
    ],
)
def test_any_text(text: str) -> None:
    assert drawn([event(DAY, text)]).height > 0


def test_other_scripts_are_drawn() -> None:
    style = Style(30)
    for text in ("日本語", "한국", "Київ", "العربية", "नमस्ते", "ไทย"):
        assert style.width(text) > 30, text
    assert style.width("😀") == 0  # left out rather than a box
    assert is_right_to_left("«العربية» in Latin")
    assert not is_right_to_left("123 Latin العربية")


@given(st.text(max_size=200), st.integers(1, 5), st.integers(120, 900))
@settings(max_examples=40)
def test_wrapped_lines_fit(text: str, most: int, width: int) -> None:
    style = Style(30)
    lines = wrap(text, style, width, most)
    assert len(lines) <= most
    assert all(style.width(line) <= width for line in lines)
    whole = "".join(text.split())
    kept = "".join("".join(lines).split())
    assert kept == whole or kept.endswith("…")


@given(
    st.lists(st.tuples(st.floats(0, 5000), st.floats(1, 300)), min_size=1, max_size=30), st.just(50)
)
def test_spread_blocks_do_not_overlap(blocks: list[tuple[float, float]], top: int) -> None:
    blocks.sort()
    wanted, heights = [place for place, _ in blocks], [height for _, height in blocks]
    tops = spread(wanted, heights, top)
    assert tops[0] >= top
    for i in range(len(tops) - 1):
        assert tops[i] + heights[i] <= tops[i + 1] + 1e-6


def test_blocks_with_room_stay_in_place() -> None:
    assert spread([60.0, 200.0, 500.0], [50.0, 60.0, 10.0], 0) == [60.0, 200.0, 500.0]


def test_dots_of_one_level_do_not_overlap() -> None:
    levels = stacked([0.0, 5.0, 9.0, 40.0, 41.0], 10.0)
    assert levels == [0, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("first", "last", "room", "expected"),
    [
        ("2025-10-20", "2025-10-23", 9, ["20 Oct", "21 Oct", "22 Oct", "23 Oct"]),
        ("2025-10-16", "2025-11-02", 4, ["20 Oct", "27 Oct"]),
        (
            "2024-01-22",
            "2024-06-17",
            6,
            ["Feb 2024", "Mar 2024", "Apr 2024", "May 2024", "Jun 2024"],
        ),
        ("1990-05-01", "2025-05-01", 8, ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]),
        ("2025-10-22", "2025-10-22", 1, ["22 Oct"]),
    ],
)
def test_ticks_are_round(first: str, last: str, room: int, expected: list[str]) -> None:
    found = ticks(dt.date.fromisoformat(first), dt.date.fromisoformat(last), room)
    assert [mark.label for mark in found] == expected
