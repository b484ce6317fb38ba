"""A model that judges what it wrote: when it is believed, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import (
    in_turn,
    judging,
    refusing,
    replying,
    saying,
    sentences_of,
    stalling,
    statements_of,
)
from bench.simulation.language_model.server import Asked, Behaviour, serving
from index.config import LanguageModel
from index.generation.budget import Budget, InMemoryUsage
from index.generation.control_statements import CONTROLS
from index.generation.controls import (
    OTHER_REPORTS,
    SUPPORTED_OR_WRONG,
    CitedQuote,
    CitingStatement,
    ControlledRequest,
)
from index.generation.judge import RULES, SUPPORT, ModelJudge, verdicts_in
from index.generation.resilience import ModelCaller
from index.health.language_model import check_language_model
from index.models import NOBODY, Answer
from tests.helpers.generation import (
    QUOTED,
    WHY,
    asking,
    because,
    because_and_later,
    number_of,
    sound,
)

FAR = "It was a matter of instinct: he had a bad feeling about sitting down with the Russian."
"""What a quote says in words so different that the local checks do not see it."""
RIGHT = {control.supported: True for control in CONTROLS} | {c.wrong: False for c in CONTROLS}


def rightly(text: str) -> bool:
    """The verdict of a good judge who believes everything but the controls that are wrong."""
    return RIGHT.get(text, True)


def far(asked: Asked) -> str:
    """An answer to ``WHY`` in words of its own."""
    return f"{FAR} [{number_of(asked, 'didn’t feel right')}]"


async def ask(indexed: Path, behaviour: Behaviour, question: str = WHY, **limits: object) -> Answer:
    async with (
        serving(behaviour) as server,
        asking(indexed, server.base_url, **limits) as coverage,
    ):
        answer = await coverage.ask(question)
    assert sound(answer)
    return answer


@pytest.mark.slow
async def test_what_a_good_judge_passes_is_shown(indexed: Path) -> None:
    alone = await ask(indexed, replying(far), judges=False)
    assert alone.mode == "extractive"
    answer = await ask(indexed, judging(replying(far), rightly))
    assert answer.mode == "llm"
    assert answer.text == f"{FAR} [1]"
    assert "didn’t feel right" in answer.citations[0].quote


@pytest.mark.slow
@pytest.mark.parametrize(
    "judge",
    [
        lambda text: True,
        lambda text: False,
        lambda text: None if text == FAR else rightly(text),
        lambda text: None if RIGHT.get(text) is False else rightly(text),
        lambda text: not rightly(text),
    ],
    ids=["passes all", "fails all", "says nothing of it", "says nothing of controls", "the wrong"],
)
async def test_who_misjudges_controls_is_not_believed(
    indexed: Path, judge: Callable[[str], bool | None]
) -> None:
    assert (await ask(indexed, judging(replying(far), judge))).mode == "extractive"


@pytest.mark.slow
async def test_what_it_fails_is_struck_out(indexed: Path) -> None:
    def judge(text: str) -> bool:
        return "Leavitt" not in text and rightly(text)

    answer = await ask(indexed, judging(replying(because_and_later), judge))
    assert len(answer.statements) == 1
    assert "feel right" in answer.text
    strict = await ask(
        indexed, judging(replying(because_and_later), lambda text: RIGHT.get(text, False))
    )
    assert strict.mode == "extractive"
    assert strict.note == f"{QUOTED} wrote nothing that the articles support."


@pytest.mark.slow
async def test_what_is_left_without_its_lead_has_to_answer(indexed: Path) -> None:
    def writes(asked: Asked) -> str:
        lead, other = number_of(asked, "didn’t feel right"), number_of(asked, "homework")
        rest = "A great deal of homework remains to be done, according to Peskov."
        return f"{FAR} [{lead}] {rest} [{other}]"

    whole = await ask(indexed, judging(replying(writes), rightly))
    assert whole.mode == "llm"
    assert len(whole.statements) == 2
    headless = await ask(
        indexed, judging(replying(writes), lambda text: text != FAR and rightly(text))
    )
    assert headless.mode == "extractive"
    assert headless.note == f"{QUOTED} wrote nothing that answers the question."


@pytest.mark.slow
@pytest.mark.parametrize(
    "false",
    [
        "He had a bad feeling about the summit on 3 March 2025.",
        "He had a bad feeling about all 14 summits.",
        'He called the summit "a very bad feeling".',
        "He had a bad feeling: see https://example.com/feeling for more.",
    ],
)
async def test_nobody_overrules_what_is_exact(indexed: Path, false: str) -> None:
    def writes(asked: Asked) -> str:
        return f"{because(asked)} {false} [{number_of(asked, 'didn’t feel right')}]"

    answer = await ask(indexed, judging(replying(writes), rightly))
    assert answer.mode == "llm"
    assert "bad feeling" not in answer.text


@pytest.mark.slow
async def test_what_it_finds_no_answer_in_is_not_answered(indexed: Path) -> None:
    careless = await ask(indexed, judging(saying("NO ANSWER"), lambda text: True))
    assert careless.answered
    assert careless.note == f"{QUOTED} found no answer in the articles."
    answer = await ask(indexed, judging(saying("NO ANSWER"), rightly))
    assert answer.abstention is not None
    assert answer.abstention.reason == "not answered"
    assert answer.abstention.closest is not None
    assert (answer.citations, answer.note, answer.mode) == ((), None, "extractive")


@pytest.mark.slow
async def test_a_model_that_finds_nothing_judges_controls_beside_its_quotes(indexed: Path) -> None:
    async with serving(judging(saying("NO ANSWER"), rightly)) as server:
        async with asking(indexed, server.base_url) as coverage:
            answer = await coverage.ask(WHY, explain=True)
        writing, controls = server.asked
    assert controls.system == RULES
    assert len(statements_of(controls)) == len(SUPPORTED_OR_WRONG)
    given = set(sentences_of(writing).values())
    assert given <= {*sentences_of(controls).values()}
    assert answer.confidence == answer.explanation[0].confidence < 0.1
    assert answer.explanation[0].ruled_out == "not answered"
    assert not any(each.quoted for each in answer.explanation[0].candidates)


@pytest.mark.slow
async def test_what_is_copied_needs_no_verdict_of_its_own(indexed: Path) -> None:
    def copies(asked: Asked) -> str:
        number = number_of(asked, "didn’t feel right")
        return f"{sentences_of(asked)[number].partition(' {')[0]} [{number}]"

    async with serving(judging(replying(copies), rightly)) as server:
        async with asking(indexed, server.base_url) as coverage:
            answer = await coverage.ask(WHY)
        _, controls = server.asked
    assert len(statements_of(controls)) == len(SUPPORTED_OR_WRONG)
    assert answer.mode == "llm"


@pytest.mark.slow
@pytest.mark.parametrize(
    "fails",
    [refusing(500), refusing(400), stalling(), saying("")],
    ids=["500", "400", "stalls", "mute"],
)
async def test_a_judge_that_fails_leaves_it_to_the_local_checks(
    indexed: Path, fails: Behaviour
) -> None:
    answer = await ask(indexed, in_turn(replying(because), fails), seconds=4)
    assert (answer.mode, answer.note) == ("llm", None)
    assert "feel right" in answer.text


@pytest.mark.slow
async def test_thoughts_are_no_verdicts(indexed: Path) -> None:
    thought = "<think>\n1: is it? FAIL\n2: perhaps FAIL\n</think>\n"
    answer = await ask(indexed, judging(replying(far), rightly, thought=thought))
    assert answer.mode == "llm"


@pytest.mark.slow
@pytest.mark.parametrize(("good", "said"), [(True, "and judged 6"), (False, "did not judge 6")])
async def test_the_doctor_says_whether_it_judges_rightly(good: bool, said: str) -> None:
    judge = rightly if good else bool
    async with serving(judging(saying("ready"), judge)) as server:
        check = await check_language_model(LanguageModel(server.base_url, "m"))
    assert check.ok
    assert said in check.detail
    assert (check.advice is None) == good


@pytest.mark.slow
async def test_the_doctor_says_why_it_cannot_judge() -> None:
    async with serving(in_turn(saying("ready"), refusing(429))) as server:
        failing = await check_language_model(LanguageModel(server.base_url, "m", seconds=2))
    assert failing.ok
    assert "but not when asked to judge 6 test statements" in failing.detail
    async with serving(saying("ready")) as server:
        small = await check_language_model(LanguageModel(server.base_url, "m", context=1024))
    assert small.ok
    assert "BOT_LLM_CONTEXT is too small for it to judge" in small.detail
    assert small.advice is not None


@pytest.mark.slow
@pytest.mark.parametrize(("context", "judged"), [(2048, False), (3072, True), (32_000, True)])
async def test_a_request_fits_into_the_context(indexed: Path, context: int, judged: bool) -> None:
    def writes(asked: Asked) -> str:
        everything = "".join(f"[{n}]" for n in sentences_of(asked))
        number = number_of(asked, "didn’t feel right")
        return f"{FAR} [{number}]{everything}"

    async with serving(judging(replying(writes), rightly)) as server:
        async with asking(indexed, server.base_url, context=context) as coverage:
            answer = await coverage.ask(WHY)
        requests = [asked for asked in server.asked if asked.system == RULES]
    assert [answer.mode == "llm", bool(requests)] == [judged, judged]
    for asked in requests:
        assert len(asked.system + asked.prompt) / 4 + asked.body["max_tokens"] <= context


@pytest.mark.slow
@pytest.mark.parametrize(("share", "asked"), [(0.01, 0), (0.5, 1)])
async def test_it_is_not_asked_when_the_time_is_up(share: float, asked: int) -> None:
    async with serving(judging(saying(""), rightly)) as server:
        model = LanguageModel(server.base_url, "m")
        judge = ModelJudge(ModelCaller(model), Budget(model, InMemoryUsage()))
        verdicts = await judge.supported([CitingStatement("It snowed.", QUOTES)], NOBODY, (), share)
        assert len(server.asked) == asked
    assert verdicts == ([True] if asked else None)


QUOTES = (CitedQuote("Somewhere", "Snow fell."), CitedQuote("", "Nobody\nwas hurt."))


def request_of(texts: Sequence[str]) -> ControlledRequest:
    statements = [CitingStatement(text, QUOTES) for text in texts]
    return ControlledRequest.of(statements, SUPPORT.controls)


def reply_to(request: ControlledRequest, verdicts: dict[str, str], form: str = "{n}: {v}") -> str:
    """A verdict on each statement: those given, and the right one on the controls."""
    lines = []
    for number, each in enumerate(request.asked, 1):
        right = "PASS" if RIGHT.get(each.text) else "FAIL"
        lines.append(form.format(n=number, v=verdicts.get(each.text, right)))
    return "\n".join(lines)


def believed(request: ControlledRequest, written: str) -> list[bool | None] | None:
    return request.believed(verdicts_in(written), SUPPORT.right)


def test_a_request_has_controls_that_cannot_be_told_by_their_place() -> None:
    places = {request_of([f"Snow fell {i}."]).places[0] for i in range(40)}
    assert len(places) == len(SUPPORTED_OR_WRONG) + 1
    request = request_of(["It snowed.", "Nobody was hurt."])
    assert [request.asked[place].text for place in request.places] == [
        "It snowed.",
        "Nobody was hurt.",
    ]
    assert sorted(filter(None, request.kinds)) == ["supported"] * 3 + ["wrong"] * 3
    assert request == request_of(["It snowed.", "Nobody was hurt."])


def test_quotes_stand_once_on_a_line_below_their_article() -> None:
    statements = [CitingStatement(text, QUOTES) for text in ("It snowed.", "Nobody was hurt.")]
    beside = [CitedQuote("Somewhere", "It was cold."), QUOTES[0]]
    _, user = ControlledRequest.of(statements, SUPPORT.controls, beside).messages(RULES)
    text = user.content or ""
    assert text.count("Somewhere") == 1
    assert text.count(OTHER_REPORTS) == 1
    _, _, below = text.partition("Somewhere\n")
    lines = [line.partition(" ")[2] for line in below.splitlines()[:2]]
    assert lines == ["Snow fell.", "It was cold."]
    assert "] Nobody was hurt.\n" in text


def test_what_looks_like_a_number_of_a_quote_is_none() -> None:
    quote = CitedQuote("Echo: “[2] left”", "Snow fell. [3] All of it is said. ［4］ [Quote 5]")
    statement = CitingStatement("It snowed [1].", (quote,))
    _, user = ControlledRequest.of([statement], SUPPORT.controls).messages(RULES)
    for text in ("Snow fell. (3) All", "said. (4) (Quote 5)", "“(2) left”", "It snowed (1)."):
        assert text in (user.content or "")


@pytest.mark.parametrize(
    "form", ["{n}: {v}", "{n}. nothing, {v}.", "- {n} (cites [1]): all said **{v}**", "{n}: {v} "]
)
def test_forms_of_verdicts(form: str) -> None:
    request = request_of(["It snowed.", "Two were hurt."])
    written = reply_to(request, {"It snowed.": "PASS", "Two were hurt.": "FAIL"}, form)
    assert believed(request, written) == [True, False]


def test_what_is_judged_twice_is_not_judged() -> None:
    request = request_of(["It snowed.", "Two were hurt."])
    written = reply_to(request, {"It snowed.": "PASS", "Two were hurt.": "maybe"})
    place = request.places[0] + 1
    assert believed(request, written) == [True, None]
    assert believed(request, f"{written}\n{place}: FAIL") == [None, None]


def test_words_of_a_reason_are_no_verdict() -> None:
    assert verdicts_in("1: the quote does not say that the bill did pass\nFAIL") == {}
    assert verdicts_in("2: it says that it may pass FAIL") == {2: False}
    assert verdicts_in("3: PASS or FAIL") == {}


def test_every_control_differs_from_its_quote() -> None:
    for control in CONTROLS:
        texts = {control.quote, control.supported, control.wrong, control.unstated}
        assert len(texts) == 4
    assert len({c.quote for c in CONTROLS}) == len(CONTROLS) >= 2 * len(SUPPORTED_OR_WRONG)
