"""From a sentence to a quote that stands alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.quoting import LONGEST, Quote, extended, quote
from tests.helpers.answering import Story, good_evidence, story_of


def quoted(story: Story, part: str) -> Quote:
    """The quote around the sentence with some words, which is byte exact."""
    found = quote(story.evidence(part), story.raw)
    assert story.raw[found.start : found.end] == found.quote
    assert part in found.text
    return found


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    story = story_of("Oil rose. Trump met Putin on Monday in Budapest. Rain fell.")
    assert quoted(story, "met Putin").quote == "Trump met Putin on Monday in Budapest."


def test_it_reaches_back_to_who_he_is() -> None:
    story = story_of("Oil rose. Dmitry Peskov said talks had stopped. He added they met on Monday.")
    found = quoted(story, "He added")
    assert found.quote == "Dmitry Peskov said talks had stopped. He added they met on Monday."


def test_who_said_a_long_thing_is_quoted_with_it() -> None:
    named = "Maria Zakharova told Radio Sputnik on Monday that a circus of leaks went on in Kyiv."
    said = f"“The leaks are fake{', and so are the others' * 12},” she said on the radio."
    story = story_of(f"Rain fell. {named} {said} Oil rose.")
    assert quoted(story, "The leaks are fake").quote == f"{named} {said}"


@pytest.mark.parametrize(
    "leaning",
    ["This came on Monday.", "The move came on Monday.", "But it failed.", "Peskov would not."],
)
def test_it_reaches_back_to_what_is_meant(leaning: str) -> None:
    story = story_of(f"Rain fell. Trump left Budapest. {leaning}")
    assert quoted(story, leaning).quote == f"Trump left Budapest. {leaning}"


@pytest.mark.parametrize("part", ["We will not", "We will go", "That is all"])
def test_it_opens_at_the_start_of_the_quotation_and_goes_on_to_who_said_it(part: str) -> None:
    spoken = "“We will not stop. We will go on. That is all,” said Volodymyr Zelensky."
    found = quoted(story_of(f"Rain fell. {spoken} Oil rose."), part)
    assert found.quote == spoken


def test_it_goes_on_to_the_end_of_the_quotation() -> None:
    spoken = "Mark Tully spoke for an hour. “I did not hide that box. I forgot that box.”"
    found = quoted(story_of(f"Rain fell. {spoken} Oil rose."), "did not hide")
    assert found.quote == spoken


def test_it_ends_inside_a_quotation_that_is_too_long() -> None:
    more = " ".join(f"I have said so {number} times before." for number in range(20))
    found = quoted(story_of(f"Rain fell. “I did not hide it. {more}” Oil rose."), "not hide it")
    assert found.quote.endswith("“I did not hide it.")


def test_what_was_corrected_is_quoted_with_the_correction() -> None:
    said = "Correction: An article in Tuesday's edition said that Tully had been fired."
    story = story_of(f"Rain fell. {said} He was suspended with pay. Oil rose.")
    assert quoted(story, "been fired").quote == f"{said} He was suspended with pay."


def test_what_takes_it_back_is_quoted_with_it() -> None:
    story = story_of("Peskov said the war is over. However, the fighting goes on. Rain fell.")
    found = quoted(story, "Peskov said")
    assert found.quote == "Peskov said the war is over. However, the fighting goes on."


@pytest.mark.parametrize(
    "furniture",
    [
        "Advertisement",
        "Also read | 'We will wait': minister on the ports",
        "Read more: Why the ports matter",
    ],
)
def test_it_never_reaches_over_page_furniture(furniture: str) -> None:
    story = story_of(
        "Dmitry Peskov said the talks had stopped for good on a long and rainy day in Moscow.\n\n"
        f"{furniture}\n\n"
        "He added that the envoys of both countries would still meet on Monday in Budapest.\n\n"
        f"{furniture}\n\n"
        "However, nobody in the whole town of Budapest knew anything of it on Friday evening."
    )
    assert not any(furniture in s.text for s in story.view.sentences)
    found = quoted(story, "He added")
    assert found.quote.startswith("He added")
    assert found.quote.endswith("in Budapest.")


def test_white_space_of_the_file_is_kept_in_the_quote_and_folded_in_the_text() -> None:
    story = story_of("Trump met  Putin\ton Monday.")
    found = quoted(story, "met Putin")
    assert found.quote == "Trump met  Putin\ton Monday."
    assert found.text == "Trump met Putin on Monday."


def test_a_long_quotation_is_not_quoted_whole() -> None:
    words = " and then we went on and on" * 12
    story = story_of(
        f"“We will not stop{words}. We will go on{words}. That is all,” said Zelensky."
    )
    found = quoted(story, "We will go on")
    assert len(found.quote) <= LONGEST


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Peskov said talks had stopped.", "He added that it rained.", "“We will go on.",
            "We will win,” said Zelensky.", "However, that was wrong.", "Advertisement",
            "Oil rose in Budapest on Monday.", "\n\n", "\n\n", "“Enough!”", "The move came late.",
            "It was Żółty 🙂 day.", "  ", "\n",
        ]
    ),
    min_size=1,
    max_size=14,
).map(" ".join)  # fmt: skip


@given(SENTENCES)
def test_every_quote_is_exact_and_holds_its_sentence(text: str) -> None:
    story = story_of(f"The story begins here. {text}")
    for sentence in story.view.sentences:
        found = quote(good_evidence(story.view, sentence.ordinal), story.raw)
        assert story.raw[found.start : found.end] == found.quote
        assert found.start <= sentence.start < sentence.end <= found.end
        assert sentence.ordinal in found.ordinals
        assert found.text == " ".join(found.quote.split())


def both(story: Story, one: str, other: str) -> Quote | None:
    """The quotes around two sentences as one."""
    return extended(quoted(story, one), story.evidence(one), quoted(story, other), story.raw)


@pytest.mark.parametrize(("one", "other"), [("Oil rose", "Gas fell"), ("Gas fell", "Oil rose")])
def test_neighbours_are_one_quote_in_reading_order(one: str, other: str) -> None:
    story = story_of("Rain fell. Oil rose.\n\nGas fell. Snow melted.")
    found = both(story, one, other)
    assert found is not None
    assert found.quote == story.raw[found.start : found.end] == "Oil rose.\n\nGas fell."
    assert found.text == "Oil rose. Gas fell."
    assert found.ordinals == range(1, 3)


def test_quotes_with_a_sentence_between_them_stay_two() -> None:
    story = story_of("Rain fell. Oil rose. Gas fell.")
    assert both(story, "Rain fell", "Gas fell") is None


def test_quotes_that_share_a_sentence_are_one() -> None:
    story = story_of("Dmitry Peskov said talks had stopped. He added that it rained.")
    found = both(story, "Peskov", "He added")
    assert found is not None
    assert found.ordinals == range(2)


def test_neighbours_that_are_too_long_together_stay_two() -> None:
    words = " and on" * (LONGEST // 14)
    story = story_of(f"Oil rose{words}. Gas fell{words}, too, at last.")
    assert both(story, "Oil rose", "Gas fell") is None


def test_neighbours_with_page_furniture_between_them_stay_two() -> None:
    story = story_of("Oil rose in Budapest on Monday.\n\nAdvertisement\n\nGas fell on Tuesday.")
    assert len(story.view.sentences) == 2
    assert both(story, "Oil rose", "Gas fell") is None
