"""The landscape chart of a timeline: labels are complete, readable and do not overlap."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.rendering.charts.axis import spread
from bot.rendering.charts.blocks import most_important, ranked, summary
from bot.rendering.charts.canvas import DARK, LIGHT
from bot.rendering.charts.landscape import (
    HEIGHT,
    MARGIN,
    SMALL,
    WIDTH,
    LandscapeLayout,
    label_date,
    landscape_chart,
)
from index.models import Citation, Event, Reprint

pytestmark = pytest.mark.slow

FIRST = dt.date(2025, 10, 16)
TOP = 144.0
TEXT = "The court in the capital ruled that the law must be written anew, and the bank agreed. "


def event(day: int, text: str = TEXT, *, articles: int = 1, planned: bool = False) -> Event:
    date = FIRST + dt.timedelta(day)
    files = [f"{number}.txt" for number in range(articles)]
    citations = tuple(Citation(1, file, "Title", None, date, 0, 1, "x") for file in files)
    return Event(date, text, citations, planned)


def events_at(*days: int) -> list[Event]:
    return [event(day, TEXT * (1 + i % 3), articles=1 + i % 4) for i, day in enumerate(days)]


def drawn(events: list[Event], title: str = "A title", *, dark: bool = False) -> Image.Image:
    with Image.open(io.BytesIO(landscape_chart(events, title, dark=dark))) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def assert_margins_are_empty(image: Image.Image, paper: str) -> None:
    colour = tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
    width, height = image.size
    for box in (
        (0, 0, width, 20),
        (0, 0, 20, height),
        (width - 20, 0, width, height),
        (0, height - 16, width, height),
    ):
        part = image.crop(box)
        assert part.getcolors() == [(part.width * part.height, colour)], box


CASES = {
    "1": [event(0)],
    "5": events_at(0, 1, 3, 4, 5),
    "11": events_at(0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 17),
    "60": events_at(*range(0, 180, 3)),
    "300": events_at(*range(300)),
    "years apart": events_at(-14_000, -9_000, -1200, -1190, 0, 70),
    "one day": events_at(*[0] * 24),
    "planned": [event(0), event(40, planned=True), event(41, "It sails.", planned=True)],
}


@pytest.mark.parametrize("events", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_number_of_events_fits_a_chat(events: list[Event], dark: bool) -> None:
    image = drawn(events, dark=dark)
    assert image.width == WIDTH == 1100
    assert image.height <= HEIGHT == 700
    assert_margins_are_empty(image, (DARK if dark else LIGHT).background)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.integers(-20_000, 20_000) | st.integers(0, 12),
            st.text(max_size=120) | st.sampled_from([TEXT, TEXT * 4, "It sank.", "w" * 300]),
            st.integers(1, 5),
            st.booleans(),
        ),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=40)
def test_labels_do_not_overlap_or_leave_the_chart(made: list[tuple[int, str, int, bool]]) -> None:
    made.sort(key=lambda one: one[0])
    events = [event(day, text, articles=n, planned=plan) for day, text, n, plan in made]
    placed = LandscapeLayout(events, TOP, LIGHT)
    boxes = placed.boxes()
    assert boxes
    assert placed.height <= HEIGHT
    for left, top, right, bottom in boxes:
        assert left >= MARGIN
        assert right <= WIDTH - MARGIN + 0.5
        assert top >= TOP - 0.5
        assert bottom <= placed.height - MARGIN + 0.5
    for above, below in itertools.pairwise(boxes):
        assert above[3] < below[1]


@pytest.mark.parametrize(("days", "labelled"), [((0,), 1), ((0, 1, 3, 4, 5), 5), (range(60), 5)])
def test_number_of_labels(days: tuple[int, ...], labelled: int) -> None:
    assert len(LandscapeLayout(events_at(*days), TOP, LIGHT).boxes()) == labelled


def test_the_number_of_unlabelled_events_is_shown() -> None:
    few = events_at(0, 1, 3, 4, 5)
    plain, with_more = drawn(few), drawn([*few, event(60)])
    foot = (0, with_more.height - MARGIN - SMALL.line, WIDTH, with_more.height - MARGIN)
    assert with_more.crop(foot).getcolors(9999) != plain.crop(foot).getcolors(9999)


def test_a_day_without_a_label_has_a_dot() -> None:
    labelled = [event(day, articles=3) for day in (0, 1, 3, 4, 60)]
    early, late = (
        drawn(sorted([*labelled, event(day)], key=lambda one: one.date)) for day in (20, 40)
    )
    changed = ImageChops.difference(early, late).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert right - left < 20  # nothing but the dot is elsewhere
    assert bottom - top > 100  # a third of the axis


def test_planned_events_have_their_own_colour() -> None:
    ink = tuple(int(DARK.planned[i : i + 2], 16) for i in (1, 3, 5))

    def inks(events: list[Event]) -> bool:
        colours = drawn(events, dark=True).getcolors(99_999) or []
        return any(
            sum(abs(a - b) for a, b in zip(colour, ink, strict=True)) < 12
            for _, colour in colours
            if isinstance(colour, tuple)
        )

    assert inks([event(0), event(9, planned=True)])
    assert not inks([event(0), event(9)])


def test_the_most_important_events_are_chosen_and_spread_out() -> None:
    events = [event(0), event(1, articles=2), event(2), event(3), event(100)]
    assert ranked(events, 3) == [1, 4, 3]
    assert ranked(events, 2) == ranked(events, 5)[:2]
    assert most_important(events, 3) == [events[1], events[3], events[4]]
    assert most_important(events, 9) == events


def test_the_summary_counts_an_article_once() -> None:
    assert summary([event(0)]) == ["16 Oct 2025", "1 event", "1 article"]
    expected = ["16 Oct 2025 – 17 Oct 2025", "2 events", "3 articles"]
    assert summary([event(0, articles=3), event(1, articles=2)]) == expected
    (cited,) = event(0).citations
    printed = (Reprint("b.txt", None, None), Reprint("c.txt", None, None))
    told = replace(event(0), citations=(replace(cited, also=printed),))
    assert summary([told])[2] == "3 articles", "as many as the page beside it says"


def test_labels_show_the_year_if_needed() -> None:
    assert label_date(FIRST, years=False) == "Thu 16 Oct"
    assert label_date(FIRST, years=True) == "16 Oct 2025"


def test_blocks_are_pushed_up_from_the_bottom() -> None:
    assert spread([10.0, 90.0], [20.0, 20.0], 0, 100) == [10.0, 80.0]
    assert spread([80.0, 90.0], [30.0, 30.0], 0, 100) == [40.0, 70.0]
    assert spread([0.0, 90.0], [80.0, 80.0], 0, 100) == [0.0, 80.0]  # no room: downwards


@pytest.mark.parametrize("title", ["", "w" * 500, "عنوان طويل", "A long title " * 30])
def test_any_title(title: str) -> None:
    assert_margins_are_empty(drawn(events_at(0, 5), title), LIGHT.background)


def test_the_ends_of_the_calendar() -> None:
    first = Event(dt.date.min, TEXT, event(0).citations)
    last = Event(dt.date.max, TEXT, event(0).citations, planned=True)
    assert_margins_are_empty(drawn([first, last]), LIGHT.background)


def test_the_same_events_produce_the_same_bytes() -> None:
    assert landscape_chart(events_at(0, 3)) == landscape_chart(events_at(0, 3))
    with pytest.raises(ValueError, match="at least one event"):
        landscape_chart([])
