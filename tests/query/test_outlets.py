"""Outlets as people call them, and questions that are limited to one."""

from __future__ import annotations

import pytest

from index.query.outlets import is_only_outlet, named_outlets, narrowed

OUTLETS = ("BBC News", "Kyiv Independent", "Kyiv Post", "The Guardian", "New York Times", "Reuters")


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("compare the BBC and Reuters", ["BBC News", "Reuters"]),
        ("bbc vs guardian on the strike", ["BBC News", "The Guardian"]),
        ("Kyiv Indep or the NYT?", ["Kyiv Independent", "New York Times"]),
        ("the New York Times", ["New York Times"]),
        ("what happened in Kyiv", []),
        ("new rules for times like these", []),
        ("the Kyiv", []),
    ],
)
def test_an_outlet_is_known_by_what_people_call_it(text: str, outlets: list[str]) -> None:
    assert [each.outlet for each in named_outlets(text, OUTLETS)] == outlets


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("Who won according to the BBC?", ("BBC News", "Who won ?")),
        ("According to Reuters, who won?", ("Reuters", "who won?")),
        ("What did Brown say in the Kyiv Indep?", ("Kyiv Independent", "What did Brown say ?")),
        (
            "What does the Guardian say about the strike?",
            ("The Guardian", "What is there about the strike?"),
        ),
        ("Who owns Reuters?", None),
        ("Did the BBC and Reuters report on it?", None),
        ("Reuters", ("Reuters", "")),
        ("what does the kyiv independent say?", ("Kyiv Independent", "")),
        ("What's in the Guardian?", ("The Guardian", "")),
        ("Who won in the Guardian on Monday?", ("The Guardian", "Who won on Monday?")),
        ("Who won in the Guardian yesterday?", ("The Guardian", "Who won yesterday?")),
        ("Who won in the Guardian article?", ("The Guardian", "Who won article?")),
        ("does the BBC mention Becker?", ("BBC News", "What is there about Becker?")),
        ("the Guardian on the inquiry", ("The Guardian", "What is there about the inquiry?")),
        ("What did the BBC say it would cut?", None),
        ("Did the Guardian report that the head of the museum resigned?", None),
        ("The Guardian on Monday said that X was dead", None),
    ],
)
def test_an_outlet_limits_a_question(text: str, limited: tuple[str, str] | None) -> None:
    assert narrowed(text, OUTLETS) == limited


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Which flood killed people in the USA?", "USA Today"),
        ("What did the UN say about the drought?", "UN News"),
        ("What happened in the US?", "US News & World Report"),
        ("Where did she grow up in Canada?", "Canada"),
        ("What did Japan say about the tariffs?", "Japan"),
        ("Did the rescue come in time?", "Time"),
        ("What happened in the week of October 20?", "The Week"),
        ("Who was hurt in the sun?", "The Sun"),
        ("What happened in the Sun belt?", "The Sun"),
        ("Who lives in the Guardian building?", "The Guardian"),
        ("Who was sued by the BBC?", "BBC News"),
        ("Who was beaten by Reuters?", "Reuters"),
    ],
)
def test_what_only_looks_like_an_outlet_limits_nothing(text: str, outlet: str) -> None:
    assert narrowed(text, (outlet,)) is None


@pytest.mark.parametrize(
    "text", ["What was reported by the BBC?", "What was published by the BBC?"]
)
def test_what_an_outlet_published_is_limited_to_it(text: str) -> None:
    found = narrowed(text, OUTLETS)
    assert found is not None
    assert found[0] == "BBC News"


def test_an_outlet_is_known_without_its_accents() -> None:
    found = named_outlets("what does turkiye today say?", ("Türkiye Today", "Kyiv Post"))
    assert [each.outlet for each in found] == ["Türkiye Today"]


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        (
            "compare the Gazette and the Courier on layoffs",
            ["The Ellering Gazette", "Northern Courier"],
        ),
        ("What does the Gazette say about the strike?", ["The Ellering Gazette"]),
        ("who held the post for years", []),
        ("what is in the News?", []),
        ("the Post says so", []),
    ],
)
def test_the_last_word_of_a_name_is_enough_with_the(text: str, outlets: list[str]) -> None:
    known = (
        "The Ellering Gazette",
        "Northern Courier",
        "Coastline News",
        "Kyiv Post",
        "Fjord Post",
    )
    assert [each.outlet for each in named_outlets(text, known)] == outlets


def test_nothing_is_named_where_there_are_no_outlets() -> None:
    assert named_outlets("what does the Gazette say about the strike?", ()) == ()


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("what does the indep say about the strike?", "What is there about the strike?"),
        ("who won according to the post", "who won"),
        ("the post", ""),
    ],
)
def test_small_letters_are_enough_where_only_an_outlet_can_be_meant(
    text: str, limited: str
) -> None:
    found = narrowed(text, ["Kyiv Indep", "The Valley Post"])
    assert found is not None
    assert found[1] == limited


@pytest.mark.parametrize("text", ["the post on the corner", "who was hit at the post?"])
def test_small_letters_elsewhere_are_no_outlet(text: str) -> None:
    assert narrowed(text, ["The Valley Post"]) is None


def test_nothing_but_an_outlet() -> None:
    assert is_only_outlet("and the BBC?", OUTLETS)
    assert is_only_outlet("the guardian", OUTLETS)
    assert not is_only_outlet("who owns the BBC", OUTLETS)
    assert not is_only_outlet("BBC or Reuters", OUTLETS)
