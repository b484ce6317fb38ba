"""Claims that a language model judges by the nearest sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import (
    refusing,
    replying,
    sentences_of,
    statements_of,
)
from bench.simulation.language_model.server import Asked, Behaviour, serving
from index.claims.model_verdicts import ClaimVerdict, Word, claim_verdicts
from index.generation.control_statements import CONTROLS
from index.generation.controls import CitedQuote
from index.models import Answer
from tests.helpers.generation import asking, exact

TRUE = "Trump had a bad feeling about the summit with Putin in Budapest and called it off."
"""What the articles say in words so different that the local models do not see it."""
QUOTED = "didn’t feel right"
STATED = "Trump cancelled the summit with Putin."
"""What the local models find in the articles."""
RIGHT = (
    {control.supported: "STATED [1]" for control in CONTROLS}
    | {control.wrong: "DENIED [1]" for control in CONTROLS}
    | {control.unstated: "SILENT" for control in CONTROLS}
)

Judge = Callable[[str, Callable[[str], int]], str]
"""What is written of a claim; called with a function that finds the number of a quote by words."""


def judging(judge: Judge, controls: Callable[[str], str] | None = None) -> Behaviour:
    """Judge claims with ``judge``, and controls rightly or with ``controls``."""

    def reply(asked: Asked) -> str:
        quotes = sentences_of(asked)

        def number(words: str) -> int:
            return next(n for n, text in quotes.items() if words in text)

        lines = []
        for n, text in statements_of(asked).items():
            if text in RIGHT:
                told = controls(text) if controls else RIGHT[text]
            else:
                told = judge(text, number)
            lines.append(f"{n}: because {told}")
        return "\n".join(lines)

    return replying(reply)


async def check(indexed: Path, behaviour: Behaviour, text: str = TRUE) -> Answer:
    async with (
        serving(behaviour) as server,
        asking(indexed, server.base_url, seconds=9) as coverage,
    ):
        answer = await coverage.check_claims(text)
    assert all(map(exact, answer.citations))
    return answer


@pytest.mark.slow
async def test_what_the_quotes_say_in_other_words(indexed: Path) -> None:
    alone = await check(indexed, refusing(400))
    assert "the articles say this" not in alone.text
    answer = await check(indexed, judging(lambda text, number: f"STATED [{number(QUOTED)}]"))
    assert answer.statements[0].text == f"“{TRUE.rstrip('.')}”: the articles say this."
    assert [QUOTED in citation.quote for citation in answer.citations] == [True]
    assert answer.confidence == 1.0


@pytest.mark.slow
async def test_what_the_quotes_deny(indexed: Path) -> None:
    claim = "Trump felt good about the summit in Budapest."
    answer = await check(indexed, judging(lambda text, number: f"DENIED [{number(QUOTED)}]"), claim)
    assert answer.statements[0].text == f"“{claim.rstrip('.')}”: the articles say otherwise."
    assert QUOTED in answer.citations[0].quote


@pytest.mark.slow
async def test_what_the_local_models_take_for_stated_may_be_taken_back(indexed: Path) -> None:
    alone = await check(indexed, refusing(400), STATED)
    assert "the articles say this" in alone.text
    answer = await check(indexed, judging(lambda text, number: "SILENT"), STATED)
    assert "I can't tell from the articles. What comes closest:" in answer.text


@pytest.mark.slow
async def test_what_an_article_says_word_for_word_is_not_asked(indexed: Path) -> None:
    claim = "Dmitry Peskov said that Putin and Trump cannot simply meet for the sake of meeting."
    text = (await check(indexed, refusing(400), claim)).citations[0].shown
    async with serving(judging(lambda text, number: "SILENT")) as server:
        async with asking(indexed, server.base_url) as coverage:
            answer = await coverage.check_claims(text)
        assert server.asked == []
    assert "the articles say this" in answer.text


@pytest.mark.slow
async def test_many_claims_are_asked_in_as_many_requests_as_have_room(indexed: Path) -> None:
    text = (
        "Trump was angry with Putin. The sanctions hit Rosneft and Lukoil hard. Dmitriev told CNN "
        "of a settlement. Leavitt did not rule a meeting out. Rubio had a long call with Lavrov."
    )
    async with serving(judging(lambda text, number: "SILENT")) as server:
        async with asking(indexed, server.base_url, context=3072) as coverage:
            await coverage.check_claims(text)
        asked = server.asked
    assert 1 < len(asked) <= 5
    assert all(len(each.system + each.prompt) / 4 + 768 <= 3072 for each in asked)


@pytest.mark.slow
@pytest.mark.parametrize(
    "claim",
    [
        "Trump had a bad feeling about 14 summits with Putin in Budapest.",
        "Trump had a bad feeling about the summit with Putin in Budapest on 3 March 2025.",
        'Trump had "a bad feeling" about the summit with Putin in Budapest.',
    ],
)
async def test_what_no_quote_has_is_not_said(indexed: Path, claim: str) -> None:
    answer = await check(indexed, judging(lambda text, number: f"STATED [{number(QUOTED)}]"), claim)
    assert "the articles say this" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "controls",
    [
        lambda text: "STATED [1]",
        lambda text: "SILENT",
        lambda text: "whatever",
        lambda text: RIGHT[text].replace("SILENT", "DENIED [1]"),
        lambda text: RIGHT[text].replace("DENIED", "SILENT"),
    ],
    ids=["all stated", "none stated", "no verdicts", "never silent", "never denied"],
)
async def test_who_misjudges_controls_is_not_believed(
    indexed: Path, controls: Callable[[str], str]
) -> None:
    behaviour = judging(lambda text, number: f"STATED [{number(QUOTED)}]", controls)
    assert "the articles say this" not in (await check(indexed, behaviour)).text


@pytest.mark.slow
@pytest.mark.parametrize("told", ["STATED", "STATED [99]", "DENIED", "DENIED [99]"])
async def test_a_verdict_without_its_quote_does_not_count(indexed: Path, told: str) -> None:
    answer = await check(indexed, judging(lambda text, number: told), STATED)
    assert "the articles say this" in answer.text


@pytest.mark.slow
async def test_a_quote_is_shown_once(indexed: Path) -> None:
    def judge(text: str, number: Callable[[str], int]) -> str:
        return f"STATED [{number(QUOTED)}] [{number(QUOTED)}]"

    assert len((await check(indexed, judging(judge))).citations) == 1


QUOTES = [CitedQuote("", text) for text in "abcdefgh"]


def verdict(word: Word, *quotes: int) -> ClaimVerdict:
    return ClaimVerdict(word, tuple(QUOTES[number - 1] for number in quotes))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1: all of it STATED [4]", verdict("STATED", 4)),
        ("1. it was the mayor DENIED [2][7]", verdict("DENIED", 2, 7)),
        ("1: all of it STATED [2, 7]", verdict("STATED", 2, 7)),
        ("- 1 (cites [3]): nothing about it. SILENT", verdict("SILENT")),
        ("**1**: he said so, **STATED** by [2], [3].", verdict("STATED", 2, 3)),
        ("1: so seven are not stated [5]; it was denied. SILENT", verdict("SILENT")),
        ("1: all of it STATED [4], of 6 October", verdict("STATED", 4)),
    ],
)
def test_forms_of_verdicts(line: str, told: ClaimVerdict) -> None:
    assert claim_verdicts(f"Here they are.\n{line}\n", QUOTES) == {1: told}


def test_what_is_judged_twice_is_not_judged() -> None:
    written = "1: STATED [2]\n2: STATED [3]\n1: DENIED [2]"
    assert claim_verdicts(written, QUOTES) == {2: verdict("STATED", 3)}
