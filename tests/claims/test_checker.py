"""Claims about the seed articles: what they say for them, against them, or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.claims.checker import says_of_all, with_capitals
from index.claims.sentences import claims_in
from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Answer
from tests.helpers import SEEDS
from tests.helpers.answering import read, story_of

pytestmark = pytest.mark.slow

TRUE = "Dmitry Peskov said that Putin and Trump cannot simply meet for the sake of meeting."
UNKNOWN = "Dmitry Peskov was born in Vienna."


async def check(data: Path, text: str) -> Answer:
    async with await Coverage.open(CoverageConfig(SEEDS, data)) as coverage:
        return await coverage.check_claims(text)


async def test_a_claim_that_the_articles_make(indexed: Path) -> None:
    answer = await check(indexed, TRUE)
    assert answer.kind == "claim"
    assert answer.statements[0].text == f"“{TRUE.rstrip('.')}”: the articles say this."
    assert answer.statements[0].numbers == ()
    assert any("sake of meeting" in citation.shown for citation in answer.citations)
    for citation in answer.citations:
        text = (SEEDS / citation.file).read_bytes().decode()
        assert text[citation.start : citation.end] == citation.quote


async def test_a_claim_that_no_article_makes(indexed: Path) -> None:
    answer = await check(indexed, UNKNOWN)
    assert not answer.answered
    assert answer.abstention is not None
    assert answer.abstention.reason == "not answered"


async def test_what_comes_closest_is_quoted_without_a_verdict(indexed: Path) -> None:
    claim = "Putin and Trump met in Budapest in October."
    answer = await check(indexed, claim)
    told = "I can't tell from the articles. What comes closest:"
    assert answer.statements[0].text == f"“{claim.rstrip('.')}”: {told}"
    assert len(answer.citations) == 1


async def test_what_was_planned_is_not_told_as_done(indexed: Path) -> None:
    answer = await check(indexed, "Trump met Putin in Budapest.")
    assert "I can't tell from the articles." in answer.statements[0].text
    answer = await check(indexed, "Trump cancelled the summit with Putin.")
    assert answer.statements[0].text.endswith("the articles say this.")


async def test_claims_that_are_not_checked_are_counted(indexed: Path) -> None:
    answer = await check(indexed, " ".join([TRUE] * 7))
    assert answer.statements[-1].text == "I only checked the first 5 statements."


async def test_a_claim_behind_a_colon_is_checked(indexed: Path) -> None:
    async with await Coverage.open(CoverageConfig(SEEDS, indexed)) as coverage:
        for wish in ("fact check", "Is this true", "can you verify this"):
            answer = await coverage.ask(f"{wish}: {TRUE}")
            assert (answer.kind, answer.question) == ("claim", f"{wish}: {TRUE}")
            assert answer.statements[0].text == f"“{TRUE.rstrip('.')}”: the articles say this."
        answer = await coverage.ask("Trump: why was the summit called off?")
        assert answer.kind == "fact"


async def test_only_what_is_stated_is_quoted_and_the_rest_is_counted(indexed: Path) -> None:
    answer = await check(indexed, f"{UNKNOWN} {TRUE} Is that so?")
    texts = [statement.text for statement in answer.statements if not statement.numbers]
    assert texts == [
        f"“{TRUE.rstrip('.')}”: the articles say this.",
        "I found nothing in the articles about the rest.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "Peskov said Putin and Trump can simply meet for the sake of meeting.",
        "Marco Rubio said that Putin and Trump cannot simply meet for the sake of meeting.",
    ],
)
async def test_a_claim_turned_round_is_never_called_true(indexed: Path, wrong: str) -> None:
    answer = await check(indexed, wrong)
    assert not any("the articles say this" in statement.text for statement in answer.statements)


async def test_questions_of_context_and_checks_are_told_apart(indexed: Path) -> None:
    async with await Coverage.open(CoverageConfig(SEEDS, indexed)) as coverage:
        checked = await coverage.ask("is this true?", context=TRUE)
        assert checked.kind == "claim"
        assert checked.question == "is this true?"
        asked = await coverage.ask("What did he say about it on November 2?", context=TRUE)
        assert asked.kind != "claim"
        assert "Peskov" in asked.text


def test_claims_are_sentences_that_state_something() -> None:
    text = "Wow. The strike is over, he said. Is it? “Who knows?” Nobody was hurt on Monday!"
    assert claims_in(text) == ["The strike is over, he said.", "Nobody was hurt on Monday!"]


def test_a_headline_and_the_items_of_a_list_are_claims_of_their_own() -> None:
    lines = ["Kremlin on new sanctions", "Putin said they", "were serious.", "- The talks failed"]
    assert claims_in("\n".join([*lines, "2) He left early"])) == [
        "Kremlin on new sanctions",
        "Putin said they were serious.",
        "The talks failed",
        "He left early",
    ]


def test_one_of_four_is_not_all() -> None:
    assert says_of_all("All lockers were locked.", "One of four lockers was locked.")
    assert not says_of_all("All lockers were locked.", "Every locker was locked.")
    assert not says_of_all("A locker was locked.", "One of four lockers was locked.")


def test_names_in_small_letters_are_names() -> None:
    claim = "putin met trump in moscow twice"
    assert with_capitals(claim, read(claim)) == "Putin met Trump in Moscow twice"


async def test_a_title_lends_its_names_only_to_sentences_without_any(indexed: Path) -> None:
    text = "In 1946 a quake off the Dominican Republic killed 2,000 people. It killed 2,000 people."
    story = story_of(text, file="Haiti.txt")  # the title has the name, too
    claim = "The quake off Haiti killed 2,000 people."
    async with await Coverage.open(CoverageConfig(SEEDS, indexed)) as coverage:
        verdict = (await coverage.claim_checker())._verdict
        other, none = (
            {problem.kind for problem in verdict(claim, story.evidence(part)).problems}
            for part in ("In 1946", "It killed")
        )
    assert "name" in other
    assert "name" not in none


async def test_what_is_affirmed_of_something_else_denies_nothing(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "dividend.md").write_text(
        "---\ndate: 2010-06-03\n---\nThe senators say: “We find it unfathomable that BP would pay"
        " out a dividend to shareholders before the total cost of BP’s clean-up is estimated.”\n"
    )
    async with await Coverage.open(CoverageConfig(articles, tmp_path / "data")) as coverage:
        await coverage.refresh()
        answer = await coverage.check_claims("BP will not pay a dividend this year.")
        assert "I can't tell from the articles." in answer.statements[0].text
