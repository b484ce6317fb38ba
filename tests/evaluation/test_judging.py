"""The evaluation set is sound, and the judge says right and wrong for the right reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from bench.seed_sets import (
    FOLDER,
    Banned,
    GoldEvent,
    Question,
    Refusal,
    banned_in,
    days,
    fold,
    judge,
    load_furniture,
    load_questions,
    load_refusals,
    load_timeline,
    missing,
    occurs,
    unexplained,
)
from index.models import Abstention, Answer, Citation, Event, Scope, Statement
from tests.helpers import SEEDS

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")}
OCT_22 = dt.date(2025, 10, 22)


def cite(file: str, quote: str, number: int = 1) -> Citation:
    return Citation(number, file, "Title", None, None, 0, len(quote), quote)


def answer(*quotes: tuple[str, str], answered: bool = True, text: str = "") -> Answer:
    citations = tuple(cite(file, quote, n) for n, (file, quote) in enumerate(quotes, 1))
    abstention = None if answered else Abstention("not answered")
    return Answer("?", (Statement(text, ()),), citations, abstention, "extractive", 0.0, 1.0)


def question(
    *wanted: tuple[str, ...], unwanted: tuple[str, ...] = (), first: bool = False
) -> Question:
    files = (frozenset({"a.txt"}), frozenset({"b.txt", "c.txt"}))
    return Question("?", "what", files, wanted, unwanted, first, Scope())


def gold(*, planned: bool = False, required: bool = True) -> GoldEvent:
    return GoldEvent(OCT_22, "sanctions", frozenset({"a.txt"}), ("Rosneft",), planned, required)


def event(text: str, day: dt.date = OCT_22, file: str = "a.txt", planned: bool = False) -> Event:
    return Event(day, text, (cite(file, text),), planned)


def story(file: str) -> str:
    """The file without its furniture."""
    text = TEXTS[file]
    for banned in load_furniture():
        if banned.file == file:
            text = text.replace(banned.text, "\n")
    return text


def test_folding_makes_typography_alike() -> None:
    assert fold("It “didn’t  feel\nright” — Trump–Putin") == "it didn't feel right - trump-putin"


@pytest.mark.parametrize(
    ("fragment", "text", "expected"),
    [
        ("Oct. 2", "on Oct. 22, when", False),
        ("Oct. 22", "on Oct. 22, when", True),
        ("complex", 'the weapons are "complex" for', True),
        ("cancel", "he canceled it", False),
        ("78%", "I think 78% of the land", True),
    ],
)
def test_a_fragment_occurs_as_whole_words(fragment: str, text: str, expected: bool) -> None:
    assert occurs(fragment, text) is expected


def test_every_group_needs_a_hit() -> None:
    row = question(("Rosneft",), ("imposed", "sanctioned"))
    assert judge(row, answer(("a.txt", "The US sanctioned Rosneft."))).right
    verdict = judge(row, answer(("a.txt", "Rosneft is large.")))
    assert verdict.reasons == ("nothing of 'imposed | sanctioned' quoted",)


def test_groups_may_be_hit_in_different_quotes_and_the_first_is_ranked() -> None:
    row = question(("one",), ("two",))
    verdict = judge(row, answer(("b.txt", "Nothing."), ("c.txt", "Two."), ("b.txt", "One.")))
    assert verdict.right
    assert verdict.rank == 2


def test_the_right_words_from_the_wrong_file_do_not_count() -> None:
    verdict = judge(question(("one",)), answer(("b.txt", "One.")))
    assert verdict.reasons == ("cites ['b.txt'] only",)


def test_words_of_another_day_are_held_against_the_answer() -> None:
    row = question(("one",), unwanted=("Nov. 2",))
    assert judge(row, answer(("a.txt", "One on Nov. 2."))).reasons == ("'Nov. 2' quoted",)


def test_the_latest_has_to_come_first() -> None:
    late = answer(("a.txt", "Old."), ("a.txt", "New."))
    assert judge(question(("new",)), late).right
    assert judge(question(("new",), first=True), late).reasons == ("said only in quote 2",)


def test_abstaining_where_the_articles_answer_is_wrong() -> None:
    assert judge(question(("one",)), answer(answered=False)).reasons == ("abstained",)


def test_a_refusal_has_neither_answer_nor_quotes() -> None:
    row = Refusal("?", "nobody says so", True, Scope())
    assert judge(row, answer(answered=False)).right
    assert judge(row, answer(("a.txt", "One."))).reasons == (
        "answered, though nobody says so",
        "quotes 1 times",
    )


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (answer(("a.txt", "Photo by Ann. Story.")), True),
        (answer(("a.txt", "by Ann")), True),
        (answer(("b.txt", "by Ann")), False),
        (answer(("a.txt", "Story."), text="As photo by Ann shows"), True),
        (event("A story."), False),
        (event("Photo by Ann"), True),
    ],
)
def test_furniture_is_seen_whole_or_in_part(item: Answer | Event, shown: bool) -> None:
    assert bool(banned_in(item, [Banned("a.txt", "Photo by Ann", "credit")])) is shown


def test_a_heading_may_be_named_but_not_quoted() -> None:
    heading = [Banned("a.txt", "Another turn?", "heading")]
    assert not banned_in(answer(text="See Another turn?"), heading)
    assert banned_in(answer(("a.txt", "Another turn?")), heading)


def test_a_required_event_is_missing_until_told_on_its_day_and_as_it_was() -> None:
    told = event("Rosneft was hit.")
    assert missing([gold()], [told]) == []
    assert missing([gold()], [event("Rosneft was hit.", OCT_22 + dt.timedelta(1))]) == [gold()]
    assert missing([gold()], [event("Rosneft was hit.", file="b.txt")]) == [gold()]
    assert missing([gold()], [event("Rosneft was hit.", planned=True)]) == [gold()]
    assert missing([gold(required=False)], []) == []


def test_an_entry_without_gold_is_unexplained() -> None:
    told, invented = event("Rosneft was hit."), event("It rained.")
    assert unexplained([gold(required=False)], [told, invented]) == [invented]


def test_the_set_is_large_and_has_no_row_twice() -> None:
    asked = [(row.question, row.scope) for row in load_questions()]
    near = [(r.question, r.scope) for r in load_refusals(FOLDER / "near_misses.jsonl")]
    unrelated = [(r.question, r.scope) for r in load_refusals(FOLDER / "unrelated.jsonl")]
    everyday = [(row.question, row.scope) for row in EVERYDAY]
    others = load_refusals(FOLDER / "everyday_near_misses.jsonl")
    assert len(asked) >= 90
    assert len(near) >= 45
    assert len(unrelated) >= 40
    held_out = [(row.question, row.scope) for row in HELD_OUT]
    others += load_refusals(FOLDER / "held_out_near_misses.jsonl")
    every = [*asked, *near, *unrelated, *everyday, *held_out]
    every += ((r.question, r.scope) for r in others)
    assert len(set(every)) == len(every)


EVERYDAY = load_questions(FOLDER / "everyday_questions.jsonl")
HELD_OUT = load_questions(FOLDER / "held_out_questions.jsonl")


@pytest.mark.parametrize(
    "row", [*load_questions(), *EVERYDAY, *HELD_OUT], ids=lambda row: row.question
)
def test_every_wording_stands_in_the_story_of_an_acceptable_file(row: Question) -> None:
    stories = {file: story(file) for files in row.files for file in files}
    assert row.wanted
    for fragment in (fragment for group in row.wanted for fragment in group):
        assert any(occurs(fragment, text) for text in stories.values()), fragment
    for files in row.files:
        text = "\n".join(stories[file] for file in files)
        assert any(occurs(f, text) for group in row.wanted for f in group), sorted(files)


@pytest.mark.parametrize("row", load_timeline(), ids=lambda row: f"{row.date} {row.what}")
def test_every_gold_event_stands_in_each_of_its_files(row: GoldEvent) -> None:
    for file in row.files:
        assert any(occurs(fragment, story(file)) for fragment in row.any), file
    together = "\n".join(story(file) for file in row.files)
    assert [f for f in row.any if not occurs(f, together)] == []


def test_the_gold_timeline_shows_its_days() -> None:
    october = {dt.date(2025, 10, day) for day in (16, 17, 19, 20, 21, 22, 23, 24, 25, 26)}
    assert days(load_timeline()) == october | {dt.date(2025, 11, 2)}


def test_furniture_stands_in_its_file_word_for_word() -> None:
    assert [row for row in load_furniture() if row.text not in TEXTS[row.file]] == []
