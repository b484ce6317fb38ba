"""Answers through a scripted model over real sockets: only supported sentences are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import replying, saying, sentences_of
from bench.simulation.language_model.server import Asked, Behaviour, serving
from index.answering import answerability
from index.answering.calibration import calibration
from index.models import Answer, Draft
from tests.helpers.generation import (
    QUOTED,
    WHY,
    asking,
    because,
    because_and_later,
    number_of,
    sound,
)

pytestmark = pytest.mark.slow


async def ask(
    indexed: Path, behaviour: Behaviour, question: str = WHY
) -> tuple[Answer, list[Draft]]:
    """The answer of such a model, and the drafts that were shown on the way."""
    drafts: list[Draft] = []
    async with (
        serving(behaviour) as server,
        asking(indexed, server.base_url, seconds=9) as coverage,
    ):
        answer = await coverage.ask(question, show=drafts.append)
    assert sound(answer)
    return answer, drafts


async def test_a_sentence_that_its_quote_bears_out(indexed: Path) -> None:
    answer, drafts = await ask(indexed, replying(because))
    assert answer.mode == "llm"
    assert answer.answered
    assert answer.note is None
    # the quotation has the file's own apostrophe
    assert answer.text == (
        'Trump cancelled the summit with Putin in Budapest because it "didn’t feel right" '
        "to him. [1]"
    )
    assert [citation.file for citation in answer.citations] == ["004_0208f0a20370e7a4.txt"]
    assert drafts == [Draft(answer.statements, answer.citations)]


async def test_what_was_checked_is_not_doubtful_because_the_quotes_were(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answerability, "calibration", lambda: replace(calibration(), sure=1.0))
    answer, _ = await ask(indexed, replying(because))
    assert (answer.mode, answer.doubtful) == ("llm", False)
    answer, _ = await ask(indexed, saying("NO ANSWER"))
    assert (answer.mode, answer.doubtful) == ("extractive", True)
    assert answer.note is not None


async def test_sentences_appear_as_they_are_finished(indexed: Path) -> None:
    answer, drafts = await ask(indexed, replying(because_and_later))
    assert answer.mode == "llm"
    assert [len(draft.citations) for draft in drafts] == [1, 2]
    assert drafts[1].text.startswith(drafts[0].text)
    assert drafts[1].text == answer.text
    assert [citation.number for citation in answer.citations] == [1, 2]


@pytest.mark.parametrize(
    "false",
    [
        "Trump cancelled the summit with Putin in Budapest on 3 March 2025. [{n}]",
        "Trump cancelled 14 summits with Putin in Budapest. [{n}]",
        "Macron cancelled the summit with Putin in Budapest. [{n}]",
        'Trump said that the summit was "a trap" in Budapest. [{n}]',
        "Trump never cancelled the summit with Putin in Budapest. [{n}]",
        "Trump cancelled the summit with Putin in Budapest. [77]",
        "Trump cancelled the summit with Putin in Budapest.",
        "Trump cancelled the summit; see https://example.com/budapest for more. [{n}]",
        "@everyone Trump cancelled the summit with Putin in Budapest. [{n}]",
        "Trump cancelled the summit in Budapest because Hungary refused to host Putin. [{n}]",
        "Trump cancelled the summit in Budapest, which was a cowardly mistake. [{n}]",
        "[Trump cancelled the summit](http://example.com) in Budapest. [{n}]",
    ],
)
async def test_what_no_quote_bears_out_is_never_shown(indexed: Path, false: str) -> None:
    def reply(asked: Asked) -> str:
        n = number_of(asked, "didn’t feel right")
        return f"{because(asked)} {false.format(n=n)} {false.format(n=n)}"

    answer, drafts = await ask(indexed, replying(reply))
    assert answer.mode == "llm"
    assert answer.text.count("Trump") == 1
    assert len(drafts) == 1


@pytest.mark.parametrize("word", ["True.", "Correct!", "(Note.)"])
async def test_a_word_that_no_quote_has_is_no_answer(indexed: Path, word: str) -> None:
    def reply(asked: Asked) -> str:
        return f"{word} [{number_of(asked, 'didn’t feel right')}]"

    answer, drafts = await ask(indexed, replying(reply))
    assert drafts == []
    assert answer.mode == "extractive"
    assert answer.note is not None
    assert "wrote nothing that the articles support" in answer.note


async def test_other_peoples_citations(indexed: Path) -> None:
    """A number of a quote that says something else bears nothing out."""

    def reply(asked: Asked) -> str:
        wrong = number_of(asked, "A great deal of homework")
        return f'Trump cancelled the summit because it "didn\'t feel right". [{wrong}]'

    answer, drafts = await ask(indexed, replying(reply))
    assert drafts == []
    assert answer.mode == "extractive"
    assert answer.note == f"{QUOTED} wrote nothing that the articles support."


async def test_numbers_beside_the_right_one_are_left_out(indexed: Path) -> None:
    def reply(asked: Asked) -> str:
        return because(asked)[:-1] + f"][{number_of(asked, 'A great deal of homework')}][99]"

    answer, _ = await ask(indexed, replying(reply))
    assert answer.mode == "llm"
    assert len(answer.citations) == 1
    assert "didn’t feel right" in answer.citations[0].quote


async def test_reasoning_that_only_ends_with_a_tag_is_no_part_of_the_answer(indexed: Path) -> None:
    def thinking(asked: Asked) -> str:
        steps = "Let me read the quotes one by one. " * 20
        return f"{steps}\n{because(asked)}\nSo that is what I answer.\n</think>\n\n{because(asked)}"

    answer, _ = await ask(indexed, replying(thinking))
    assert answer.mode == "llm"
    assert len(answer.statements) == 1


async def test_the_prompt_does_not_leak(indexed: Path) -> None:
    answer, drafts = await ask(indexed, replying(lambda a: f"{a.system} [1]\n{a.prompt[:900]} [1]"))
    shown = " ".join([answer.text, *(draft.text for draft in drafts)])
    assert "numbered quotes" not in shown
    assert "NO ANSWER" not in shown
    assert "Today is" not in shown


async def test_a_true_sentence_that_does_not_answer(indexed: Path) -> None:
    def reply(asked: Asked) -> str:
        n = number_of(asked, "47th ASEAN summit")
        return f"Trump was traveling to Malaysia for the 47th ASEAN summit on Saturday. [{n}]"

    answer, drafts = await ask(indexed, replying(reply))
    assert len(drafts) == 1
    assert answer.mode == "extractive"
    assert answer.note == f"{QUOTED} wrote nothing that answers the question."


async def test_the_model_may_find_no_answer(indexed: Path) -> None:
    answer, drafts = await ask(indexed, saying("NO ANSWER"))
    assert (answer.mode, answer.answered, drafts) == ("extractive", True, [])
    assert answer.note == f"{QUOTED} found no answer in the articles."
    answer, _ = await ask(indexed, saying("NO ANSWER."), "How much did Rosneft's shares fall?")
    assert (answer.mode, answer.answered, answer.note) == ("extractive", False, None)


async def test_no_model_is_asked_where_there_is_nothing_to_answer_from(indexed: Path) -> None:
    async with serving(saying("Macron said so. [1]")) as server:
        async with asking(indexed, server.base_url) as coverage:
            answer = await coverage.ask("What did Macron say about Notre-Dame?")
        assert server.asked == []
    assert (answer.answered, answer.mode, answer.note) == (False, "extractive", None)


async def test_a_model_does_not_answer_what_the_articles_only_touch(indexed: Path) -> None:
    """The nearest sentence, copied, is no answer where the articles have none."""

    def parrot(asked: Asked) -> str:
        return "\n".join(f"{text} [{n}]" for n, text in sentences_of(asked).items())

    question = "How much did Rosneft's shares fall?"
    answer, _ = await ask(indexed, replying(parrot, piece=200), question)
    assert (answer.answered, answer.mode) == (False, "extractive")


async def test_what_the_model_is_told(indexed: Path) -> None:
    async with serving(saying("NO ANSWER")) as server:
        async with asking(indexed, server.base_url, judges=False) as coverage:
            await coverage.ask(WHY)
        (asked,) = server.asked
    assert asked.body["model"] == "scripted"
    assert asked.body["temperature"] == 0
    assert "MENAFN, published on 26 October 2025, file 004_0208f0a20370e7a4.txt" in asked.prompt
    assert "Thursday: 2025-10-23" in asked.prompt
    assert asked.prompt.endswith(f"Question: {WHY}")
    assert list(sentences_of(asked)) == list(range(1, len(sentences_of(asked)) + 1))


async def test_a_small_context_is_kept(indexed: Path) -> None:
    async with serving(replying(because)) as server:
        async with asking(indexed, server.base_url, context=2048, judges=False) as coverage:
            answer = await coverage.ask(WHY)
        (asked,) = server.asked
    assert answer.mode == "llm"
    assert asked.body["max_tokens"] == 512
    # four characters a token, or more, in the English of news
    assert len(asked.system + asked.prompt) / 4 + 512 < 2048
