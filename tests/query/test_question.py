"""What a question asks for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.conversation import Conversation
from index.query.days.asked import RequestedDays
from tests.helpers.answering import COVERAGE, read, words


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("When did Putin meet Xi Jinping?", [["putin"], ["xi", "jinping"]]),
        ("Where did Steve Witkoff meet Kirill Dmitriev?",
         [["steve", "witkoff"], ["kirill", "dmitriev"]]),
        ("Did Witkoff and Dmitriev meet?", [["witkoff"], ["dmitriev"]]),
        ("Did Angela Merkel go?", [["angela", "merkel"]]),
        ("did xi jinping go to moscow?", [["xi", "jinping"], ["moscow"]]),
        ("Which sanctions hit oil?", []),
    ],
)  # fmt: skip
def test_names_are_joined_from_their_words(asked: str, names: list[list[str]]) -> None:
    assert [[term.folded for term in name] for name in read(asked).names] == names


@pytest.mark.parametrize(
    ("asked", "foreign"),
    [
        ("What did Angela Merkel say?", ("merkel",)),
        ("Did Merkel speak with Putin about Macron?", ("merkel", "macron")),
        ("What did Putin say?", ()),
        ("What did Vladimir Putin tell Zelenskyy?", ()),
        ("Is Putin in Russia?", ()),  # Moscow is in the coverage
        ("did elephants refuse?", ()),  # no name, only an unknown word
    ],
)
def test_foreign_names(asked: str, foreign: tuple[str, ...]) -> None:
    assert read(asked).unknown_names == foreign


def test_a_later_question_recalls_the_words_of_the_one_before() -> None:
    before = Conversation(("Which oil companies were hit?",))
    question = read("what did Peskov say about them?", before=before)
    assert words(question) == {"peskov"}
    recalled = {term.folded: term.weight for term in question.recalled}
    assert {"oil", "companies"} <= recalled.keys()
    assert max(recalled.values()) < min(term.weight for term in question.terms)


def test_several_questions_in_one_text_are_read_as_one() -> None:
    question = read("Which oil companies were hit, and what did Peskov say about Putin?")
    assert {"oil", "companies", "peskov", "putin"} <= words(question)
    assert question.earlier == ()


def test_a_question_may_follow_a_statement() -> None:
    asked = read("Putin praised the Russian economy, but why did he call Trump that day?")
    assert asked.text == "why did he call Trump that day?"
    assert asked.earlier == ("Putin praised the Russian economy",)


def test_a_question_with_words_enough_stands_alone() -> None:
    before = Conversation(("Why did Lukoil refuse?",), frozenset({"a.txt"}))
    leaning = read("and how did Putin react?", before=before)
    assert leaning.earlier == before.questions
    alone = read("How long did Putin speak with Xi Jinping by telephone?", before=before)
    assert (alone.earlier, alone.recalled) == ((), ())
    assert alone.focus == before.files


@pytest.mark.parametrize(
    ("asked", "foreign"),
    [
        ("why?", ("merkel",)),
        ("and what did she say about the sanctions?", ("merkel",)),
        ("what did Putin tell her?", ()),
        ("how many companies were hit?", ()),
    ],
)
def test_a_name_that_nothing_has_counts_where_a_follow_up_is_about_it(
    asked: str, foreign: tuple[str, ...]
) -> None:
    before = Conversation(("What did Angela Merkel say?",))
    question = read(asked, before=before)
    assert question.unknown_names == foreign


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("What did Putin say yesterday?", dt.date(2026, 3, 3)),
        ("what happened today", dt.date(2026, 3, 4)),
        ("What happened on 23 October?", dt.date(2025, 10, 23)),
    ],
)
def test_today_is_the_readers(asked: str, days: dt.date) -> None:
    question = read(asked, today=dt.date(2026, 3, 4))
    assert question.days == RequestedDays(((days, days),))


def test_days_are_counted_from_the_day_talked_about() -> None:
    before = Conversation(("What happened on October 22?",), day=dt.date(2025, 10, 22))
    question = read("and what happened the day after?", before=before)
    assert question.days == RequestedDays((day(23),))


OCTOBER = (dt.date(2025, 10, 1), dt.date(2025, 10, 31))


def day(number: int) -> tuple[dt.date, dt.date]:
    return dt.date(2025, 10, number), dt.date(2025, 10, number)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("What happened on October 23?", RequestedDays((day(23),))),
        ("What happened on 2025-10-22?", RequestedDays((day(22),))),
        ("What happened on Wednesday 22 October?", RequestedDays((day(22),))),
        ("What happened on 22 October and on 24 October?", RequestedDays((day(22), day(24)))),
        (
            "What happened between October 20 and October 22?",
            RequestedDays(((day(20)[0], day(22)[0]),)),
        ),
        ("What happened in October 2025?", RequestedDays((OCTOBER,))),
        ("What happened yesterday?", RequestedDays((day(23),))),
        ("What happened on Wednesday?", RequestedDays((), frozenset({2}))),
        ("What happened now?", None),
        ("What happened in Budapest?", None),
    ],
)
def test_days(asked: str, days: RequestedDays | None) -> None:
    question = read(asked)
    assert question.days == days
    assert not words(question) - {"budapest"}  # what names a day is no word to look for


def test_a_day_without_a_year_is_of_the_time_of_the_newest_article() -> None:
    asked = read("What happened on October 23?", dt.date(2019, 10, 24)).days
    assert asked == RequestedDays(((dt.date(2019, 10, 23), dt.date(2019, 10, 23)),))


@pytest.mark.parametrize(
    ("asked", "latest"),
    [
        ("What is the latest on the sanctions?", True),
        ("Where is Putin now?", True),
        ("What has most recently happened to the missiles?", True),
        ("What did Putin say recently?", True),
        ("What is the current state of the talks?", True),
        ("What is Peskov's last word on the missiles?", True),
        ("What did Putin say?", False),
        ("Does anybody know what Putin did?", False),
    ],
)
def test_latest(asked: str, latest: bool) -> None:
    assert read(asked).latest is latest


BARE = "when did Putin speak with Xi?"


@pytest.mark.parametrize(
    "asked",
    [
        "When did Putin speak with Xi?",
        "Hello! Could you please tell me when did Putin speak with Xi?",
        "hi, do you know when did Putin speak with Xi? Thanks a lot!",
        "Excuse me, I would like to know: when did Putin speak with Xi?",
        "I read the paper. My neighbour disagrees. When did Putin speak with Xi?",
        "I was reading the paper yesterday with my neighbour, who is a retired teacher and quite "
        "worried about everything, and we could not agree on one thing, so when did Putin speak "
        "with Xi?",
        "  When \n did\tPutin   speak with Xi?  ",
    ],
)
def test_what_surrounds_a_question_is_set_aside(asked: str) -> None:
    question = read(asked)
    assert question.text.casefold() == BARE.casefold()
    assert words(question) == words(read(BARE))


@pytest.mark.parametrize("asked", ["Please!", "hello", "???", "Thank you."])
def test_politeness_alone_asks_for_nothing(asked: str) -> None:
    assert read(asked).terms == ()


@pytest.mark.parametrize(
    "asked", ["the US", "the U.S.", "the United States", "the United States of America"]
)
def test_the_us_is_a_word(asked: str) -> None:
    assert "us" in words(read(f"Which missiles does {asked} sell?"))


def test_us_the_people_is_no_word() -> None:
    assert "us" not in words(read("What did Peskov tell us about missiles?"))


def test_light_words_weigh_less_than_any_other() -> None:
    terms = {term.folded: term for term in read("Did Trump get the missiles?").terms}
    assert terms["get"].weight < min(terms["missiles"].weight, terms["trump"].weight)


def test_light_words_alone_ask_for_nothing() -> None:
    assert read("What did they get?").terms == ()


ASKING = """What did who said and , ? ! . ( ) “ ” " ' - when where how many they he it about in on
    between October 23 Wednesday 2025 US please tell me and and"""
PIECES = st.sampled_from([*" ".join(COVERAGE).split(), *ASKING.split()])


@given(st.text(max_size=80) | st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_can_be_read(asked: str) -> None:
    question = read(asked)
    stems = {term.stem for term in question.terms}
    assert all(name for name in question.names)
    assert len(stems) == len(question.terms)
    assert all(0 < term.weight <= 1 for term in question.terms)


@given(st.text(max_size=80))
def test_a_coverage_without_articles_can_be_asked_anything(asked: str) -> None:
    assert read(asked, None).names is not None


def test_a_quotation_is_searched_for_as_it_is_written() -> None:
    question = read('Who said "the United States will respond"?')
    assert question.phrases == ("the united states will respond",)


def test_names_are_not_mended_as_if_typed_in_a_hurry() -> None:
    assert read("What happened in Tel Aviv?").text == "What happened in Tel Aviv?"
    assert read("wat did Putin say?").text == "what did Putin say?"


@pytest.mark.parametrize(
    ("asked", "undated"),
    [
        ("What did Putin say after 22 October?", "What did Putin say?"),
        ("What did Trump say between 20 and 23 October?", "What did Trump say?"),
        ("Since October 22, what did Trump say?", "what did Trump say?"),
        ("What did Trump say on 22 October?", "What did Trump say?"),
        ("Who won the vote in October?", ""),
        ("What happened after 22 October?", ""),
    ],
)
def test_the_reader_need_not_reckon_with_days(asked: str, undated: str) -> None:
    assert read(asked).undated == undated
