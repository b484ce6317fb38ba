"""What the cross-encoder reads: candidates with their neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.answering.windows import AFTER, BEFORE, LONGEST, windows_around
from tests.helpers.answering import Story, story_of

NUMBERS = "one two three four five six seven eight nine ten".split()


def numbered(file: str = "a.txt", words: str = "") -> Story:
    """A story of ten sentences."""
    text = " ".join(f"Ship {number} sailed{words}." for number in NUMBERS)
    return story_of(text, file=file)


def read_with(story: Story, *ordinals: int) -> list[str]:
    """The texts of the windows around some sentences."""
    return [window.text for window, _ in windows_around([(story.view, o) for o in ordinals])]


def test_a_candidate_is_read_with_its_neighbours() -> None:
    assert read_with(numbered(), 4) == ["Ship four sailed. Ship five sailed. Ship six sailed."]


def test_the_ends_of_an_article_have_fewer_neighbours() -> None:
    assert read_with(numbered(), 0) == ["Ship one sailed. Ship two sailed."]
    assert read_with(numbered(), 9) == ["Ship nine sailed. Ship ten sailed."]
    assert read_with(story_of("Oil rose."), 0) == ["Oil rose."]


def test_candidates_whose_neighbours_touch_share_a_window() -> None:
    reach = BEFORE + AFTER
    assert len(read_with(numbered(), 2, 2 + reach)) == 1
    assert len(read_with(numbered(), 2, 3 + reach)) == 2


def test_a_shared_window_is_not_too_long_to_read() -> None:
    long = numbered(words=" and on" * (LONGEST // 20))
    assert len(read_with(long, 2, 3, 4)) > 1


def test_candidates_of_different_articles_share_no_window() -> None:
    one, other = numbered("a.txt"), numbered("b.txt")
    found = windows_around([(one.view, 3), (other.view, 3), (one.view, 4)])
    assert [members for _, members in found] == [[0, 2], [1]]


def test_nothing_to_read() -> None:
    assert windows_around([]) == []


STORIES = (
    numbered("a.txt"),
    numbered("b.txt", " and on" * 30),
    story_of("Żółty 🙂 day.  Oil\nrose.", file="c.txt"),
)
PLACES = [(story.view, i) for story in STORIES for i in range(len(story.view.sentences))]


@given(st.lists(st.sampled_from(PLACES), unique_by=lambda p: (p[0].sentences[0].file, p[1])))
def test_each_candidate_is_in_one_window_where_its_span_says(
    candidates: list[tuple[object, int]],
) -> None:
    found = windows_around(candidates)  # type: ignore[arg-type]
    assert sorted(n for _, members in found for n in members) == list(range(len(candidates)))
    for window, members in found:
        assert len(window.sentences) == len(members)
        for (start, end), number in zip(window.sentences, members, strict=True):
            view, ordinal = candidates[number]
            assert window.text[start:end] == view.sentences[ordinal].text  # type: ignore[attr-defined]
