"""What is a near copy: by measure, on texts as outlets edit them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.copies.shingles import FEWEST, FEWEST_SAME, WORDS, are_near_copies, shingles, words
from tests.helpers import copies


def near(one: str, other: str) -> bool:
    both = shingles([one]), shingles([other])
    assert are_near_copies(*both) == are_near_copies(*reversed(both))
    return are_near_copies(*both)


@pytest.mark.parametrize(
    "edited",
    [
        copies.AGENCY,
        copies.WITH_LOCAL,
        copies.CUT,
        copies.NEW_LEAD,
        copies.CORRECTED,
        copies.AGENCY.upper().replace(",", " --"),
        copies.told(*copies.PARAGRAPHS[:2]),
    ],
)
def test_small_edits_make_no_other_story(edited: str) -> None:
    assert near(copies.AGENCY, edited)


def test_reports_of_one_event_in_other_words_are_no_copies() -> None:
    other = (
        "At least six passengers were killed on Monday in the fire aboard the Norvik Star. The "
        "coastguard said that more than 200 people had been on the ferry, and that helicopters had "
        "brought dozens of them ashore from the bow. The minister of transport, Eva Dahl, promised "
        "that the cause would be found and said she would see the families before the weekend."
    )
    assert not near(copies.AGENCY, other)


def test_a_box_inside_a_long_article_does_not_make_the_two_one_story() -> None:
    box = copies.PARAGRAPHS[0] + copies.PARAGRAPHS[1]
    long = copies.told(*copies.OTHER, box, *(f"{text} So {text}" for text in copies.OTHER))
    assert shingles([box]) - shingles([long]) == set()
    assert not near(box, long)


def test_short_texts_are_copies_only_when_all_words_are_the_same() -> None:
    text = " ".join(f"word{i}" for i in range(FEWEST + WORDS - 2))
    assert near(text, text.upper())
    assert not near(text, text.replace("word0", "other"))
    assert near(f"{text} more", f"{text} more".replace("word0", "other"))


def test_very_short_texts_are_not_compared() -> None:
    text = " ".join(f"word{i}" for i in range(FEWEST_SAME + WORDS - 2))
    assert not near(text, text)
    assert near(f"{text} more", f"{text} more")


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    text = "周一凌晨一艘渡轮在北部海岸附近起火造成六人死亡海岸警卫队说船上共有二百一十四名乘客"
    assert near(text, text.replace("六人", "十四人"))
    assert words("渡轮 Norvik Star号") == ("渡", "轮", "norvik", "star", "号")


def test_runs_go_on_over_the_ends_of_sentences() -> None:
    assert shingles(["One two three.", "Four five six."]) == {
        "one two three four five",
        "two three four five six",
    }


@given(st.lists(st.text(max_size=60), max_size=8))
def test_nothing_breaks_on_any_text(sentences: list[str]) -> None:
    found = shingles(sentences)
    assert all(len(each.split(" ")) == WORDS for each in found)
    assert are_near_copies(found, found) == (len(found) >= FEWEST_SAME)
