"""Who says what in an article."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english import attribution
from index.english.attribution import _OFFICE as OFFICE
from index.english.attribution import Attribution, attribute
from index.english.quotations import closes_quote


def said(*paragraphs: list[str]) -> list[Attribution]:
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    numbers = [i for i, paragraph in enumerate(paragraphs) for _ in paragraph]
    return attribute(sentences, numbers)


def sources(*paragraphs: list[str]) -> list[str | None]:
    """The last word of each sentence's source."""
    return [s.who.split()[-1] if s.who else None for s in said(*paragraphs)]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Dmitry Peskov said the talks had stopped.", "Dmitry Peskov"),
        ("The talks have stopped, Kremlin spokesman Dmitry Peskov told reporters.",
         "Kremlin spokesman Dmitry Peskov"),
        ("The talks have stopped, said Kremlin spokesman Dmitry Peskov.",
         "Kremlin spokesman Dmitry Peskov"),
        ("“It is over,” said Russian foreign minister Sergey Lavrov on Monday.",
         "Russian foreign minister Sergey Lavrov"),
        ("It is over, warned Peskov on Monday in Moscow.", "Peskov"),
        ("“No,” said the White House.", "White House"),
        ("Peskov, who was in Budapest, said nothing would change.", "Peskov"),
        ("On Monday, Rubio said that it was over.", "Rubio"),
        ("Russia lost men, according to Oleksandr Syrskyi.", "Oleksandr Syrskyi"),
        ("According to the Kyiv Independent, Russia lost men.", "Kyiv Independent"),
        ("“He said ‘no’ to Trump,” Orban claimed.", "Orban"),
        ("“Trump said yes,” Orban told Putin.", "Orban"),
    ],
)  # fmt: skip
def test_the_source_of_a_sentence(sentence: str, who: str) -> None:
    (statement,) = said([sentence])
    assert statement.who == who
    assert statement.back == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "It rained in Kyiv.",
        "Putin and Trump met in Budapest.",
        "“Orban said it first.”",
        "On Monday, it was said that nothing was over.",
        "",
    ],
)
def test_sentences_by_nobody(sentence: str) -> None:
    assert said([sentence]) == [Attribution(frozenset(), None, 0)]


def test_a_pronoun_is_who_spoke_last() -> None:
    first, second, third = said(
        ["Dmitry Peskov said the talks had stopped.", "He added that nobody was to blame."],
        ["The weather was mild."],
    )
    assert second.who == first.who == "Dmitry Peskov"
    assert (first.back, second.back) == (0, 1)
    assert "peskov" in second.sources
    assert third.who is None


def test_a_pronoun_is_who_a_sentence_before_is_about() -> None:
    assert sources(["Zelensky met Macron in Paris.", "He said Europe would help."]) == [
        None,
        "Zelensky",
    ]


def test_he_without_anybody_before_is_nobody() -> None:
    assert sources(["He said it rained."]) == [None]


def test_several_sources_all_count() -> None:
    (statement,) = said(["Rubio said that it was over, after Lavrov said the contrary."])
    assert {"rubio", "lavrov"} <= statement.sources


def test_whose_envoy_it_is_does_not_speak() -> None:
    (statement,) = said(["Putin’s envoy Kirill Dmitriev said that talks go on."])
    assert {"dmitriev", "envoy"} <= statement.sources
    assert "putin" not in statement.sources


def test_an_office_is_who_holds_it() -> None:
    office = said(["US President Donald Trump arrived.", "The US President said he was glad."])[1]
    assert "trump" in office.sources
    described = said(["US President Donald Trump arrived.", "“I am glad,” the president said."])[1]
    assert "trump" in described.sources
    assert described.back == 1


@pytest.mark.parametrize(
    "office", ["mayor", "governor", "chancellor", "negotiator", "judge", "chief executive"]
)
def test_whoever_has_an_office_is_who_it_speaks_for(office: str) -> None:
    named = [f"The new {office} Ada Quill came.", "Rubio saw her.", f"The {office} said so."]
    assert sources(named) == [None, None, "Quill"]
    assert sources([*named[:1], f"The {office} Max Orr came.", named[2]])[2] == "Orr"
    alone = ["Rubio came.", f"The {office} said so."]
    assert sources(alone)[1] == "Rubio"


def test_an_office_that_the_article_gives_to_nobody_stays_an_office() -> None:
    (statement,) = said(["The French President said he was glad."])
    assert statement.who is not None
    assert "trump" not in statement.sources


def test_a_quotation_of_several_sentences_said_before() -> None:
    statements = said(
        ["Zelensky said: “We will not stop.", "We will go on.", "That is all.”", "It rained."]
    )
    assert [s.who for s in statements] == ["Zelensky", "Zelensky", "Zelensky", None]
    assert [s.back for s in statements[:3]] == [0, 1, 2]


@pytest.mark.parametrize("quotes", ["“”", '""'])
def test_a_quotation_opened_earlier_and_attributed_later(quotes: str) -> None:
    opening, closing = quotes
    statements = said(
        [
            f"{opening}We will not stop.",
            "We will go on.",
            f"That is all,{closing} said Volodymyr Zelensky.",
            "It rained.",
        ]
    )
    assert [s.who for s in statements] == ["Volodymyr Zelensky"] * 3 + [None]
    assert [s.back for s in statements[:3]] == [-2, -1, 0]


def test_a_source_does_not_reach_back_into_another_paragraph() -> None:
    assert sources(["“We will not stop."], ["“Enough,” Trump said."])[0] is None


def test_a_sentence_that_is_all_quotation_goes_on() -> None:
    assert sources(
        ["“Enough,” Trump wrote on Truth Social.", "“Enough!”"], ["“No,” Medvedev replied."]
    ) == ["Trump", "Trump", "Medvedev"]


def test_a_name_inside_a_quotation_is_no_source() -> None:
    (statement,) = said(["“Lavrov told me so,” Szijjarto said."])
    assert statement.sources == {"szijjarto"}


TEXTS = st.lists(
    st.lists(
        st.text("“”\" HeTrump saidtold,.’'ABabé\n", max_size=40)
        | st.sampled_from(["He said.", "“Yes.", "No,” said Trump.", "According to , it.", "“"]),
        max_size=4,
    ),
    max_size=4,
)


@given(TEXTS)
def test_every_sentence_has_a_statement_whose_source_is_in_the_article(
    paragraphs: list[list[str]],
) -> None:
    statements = said(*paragraphs)
    assert len(statements) == sum(map(len, paragraphs))
    for i, statement in enumerate(statements):
        assert 0 <= i - statement.back < len(statements)
        assert statement.who is not None or not statement.sources


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Time is needed for that,” the spokesman said.", True),
        ("“Time is needed for that,” the spokesman said.", False),
        ("Much was “unclear”, but the “homework” will be laid,” he said.", True),
        ('"Time is needed," he said.', False),
        ("He said so.", False),
    ],
)
def test_quotations_that_began_before(sentence: str, expected: bool) -> None:
    assert closes_quote(sentence) is expected


def test_a_german_quotation_ends_where_it_is_closed() -> None:
    first, second, third = attribute(
        [
            "„We will go to Kyiv“, Merkel told reporters in Berlin on Monday.",
            "The talks in Geneva ended without a deal.",
            "Oil fell by 3%.",
        ],
        [0, 0, 0],
    )
    assert first.who == "Merkel"
    assert (second.who, third.who) == (None, None)


def test_a_long_transcript_is_read_in_reasonable_work(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []

    class Counting:
        def finditer(self, text: str) -> object:
            searched.append(text)
            return OFFICE.finditer(text)

    monkeypatch.setattr(attribution, "_OFFICE", Counting())
    sentences = ["The envoy Ada Quill came.", "It rained.", "The envoy said so."] * 100
    assert attribute(sentences, [0] * len(sentences))[2].who == "The envoy Ada Quill"
    assert len(searched) <= 2 * len(sentences)


def test_a_source_is_found_among_many_that_were_named_before() -> None:
    named = [f"The minister Ada Q{number} came." for number in range(4000)]
    sentences = [*named, *["The minister said so."] * 4000]
    started = time.process_time()
    attribute(sentences, [0] * len(sentences))
    assert time.process_time() - started < 5
