"""Questions put to a small index with the real models."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.answering import answerability
from index.answering.calibration import calibration
from index.config import CoverageConfig
from index.coverage import Coverage
from index.cross_encoder.model import CrossEncoder, ReaderScores, Window
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import cores
from index.errors import StoreUnavailable
from index.models import Answer, Scope
from tests.helpers.small_index import ARTICLES, build, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> EmbedderSource:
    """Loaded once for all tests."""
    source = local_embedder()
    source.load()
    return source


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, model: EmbedderSource) -> CoverageConfig:
    """An index of the articles."""
    return asyncio.run(build(tmp_path_factory.mktemp("answerer"), model))


@pytest_asyncio.fixture
async def coverage(config: CoverageConfig, model: EmbedderSource) -> AsyncIterator[Coverage]:
    async with await Coverage.open(config, model) as opened:
        yield opened


def files(answer: Answer) -> list[str]:
    return [citation.file for citation in answer.citations]


async def check(coverage: Coverage, answer: Answer) -> None:
    """What holds of every answer."""
    for part in answer.parts:
        await check(coverage, part)
    if answer.kind == "fact" and not answer.parts:
        assert answer.answered is bool(answer.citations)
    assert answer.text
    assert 0 <= answer.confidence <= 1
    assert answer.seconds >= 0
    for number, citation in enumerate(answer.citations, 1):
        raw = await coverage.article_text(citation.file)
        assert raw[citation.start : citation.end] == citation.quote
        assert citation.number == number
        assert f"[{number}]" in answer.text


@pytest.mark.parametrize(
    ("asked", "file", "words"),
    [
        ("Which oil companies were hit by sanctions?", "sanctions.txt", "Rosneft and Lukoil"),
        ("What did Scott Bessent say about the sanctions?", "sanctions.txt", "step towards peace"),
        ("How many passengers came on the first day of the ferry?", "bridge.txt", "340"),
        ("Who is Anna Lind?", "bridge.txt", "mayor"),
        ("When did Putin and Trump speak by telephone?", "call.txt", "Thursday"),
        ("Why did Trump cancel the Budapest summit?", "cancelled.txt", "waste his time"),
        ("hi! could you tell me what Pesckov said about the call??", "call.txt", "frank"),
    ],
)
async def test_it_answers_with_the_articles_own_words(
    coverage: Coverage, asked: str, file: str, words: str
) -> None:
    answer = await coverage.ask(asked)
    assert answer.answered
    assert words in answer.text
    assert file in files(answer)
    assert answer.question == asked
    assert answer.mode == "extractive"
    await check(coverage, answer)


@pytest.mark.parametrize(
    "asked",
    [
        "What did Angela Merkel say about the sanctions?",
        "Who won the football match between Brazil and Japan?",
        "How do I bake a chocolate cake?",
        "What happened on 3 May 2021?",
        "",
        " \n ",
        "?",
    ],
)
async def test_it_abstains(coverage: Coverage, asked: str) -> None:
    answer = await coverage.ask(asked)
    assert not answer.answered
    assert answer.text.startswith("The coverage does not say")
    await check(coverage, answer)


async def test_a_missing_name_is_named(coverage: Coverage) -> None:
    assert "Merkel" in (await coverage.ask("What did Angela Merkel say about oil?")).text


async def test_only_articles_in_the_scope_are_cited(coverage: Coverage) -> None:
    asked = "What happened to the Budapest summit of Trump and Putin?"
    assert (await coverage.ask(asked)).answered
    courier = await coverage.ask(asked, Scope(outlet="The Courier"))
    assert courier.answered
    assert not {"cancelled.txt", "bridge.txt"} & set(files(courier))
    since = await coverage.ask(asked, Scope(since=dt.date(2025, 10, 23)))
    assert set(files(since)) == {"cancelled.txt"}


async def test_a_scope_without_articles_says_so(coverage: Coverage) -> None:
    answer = await coverage.ask("Which oil companies were hit?", Scope(outlet="The Gazette"))
    assert not answer.answered
    assert "No article matches the dates or outlet you chose." in answer.text


async def test_the_latest_is_of_the_newer_article(coverage: Coverage) -> None:
    answer = await coverage.ask("How high does the river in Harlow stand now?")
    assert answer.answered
    assert files(answer)[0] == "weather-new.txt"
    await check(coverage, answer)


async def test_a_question_of_only_a_day(coverage: Coverage) -> None:
    answer = await coverage.ask("What happened on October 16?")
    assert answer.answered
    assert files(answer)[0] == "call.txt"
    await check(coverage, answer)


async def test_a_day_is_answered_though_a_sentence_of_another_one_reads_better(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: Captain released\ndate: 2025-10-09\n---\n\n"
        "Captain Tom Becker was released on Thursday because of a lack of evidence.\n"
    )
    (folder / "b.md").write_text(
        "---\ntitle: What happened\ndate: 2025-10-12\n---\n\n"
        "What happened when the ferry sank on 4 October will be looked into, a minister said.\n"
    )
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        for asked in ("what happened on 9 October?", "What happened on 9 October 2025?"):
            assert files(await coverage.ask(asked)) == ["a.md"]
        assert not (await coverage.ask("what happened on 20 October?")).answered


async def test_two_questions_at_once_are_both_answered(coverage: Coverage) -> None:
    answer = await coverage.ask(
        "Which oil companies were hit by sanctions, and how many passengers came on the ferry?"
    )
    assert {"sanctions.txt", "bridge.txt"} <= set(files(answer))
    await check(coverage, answer)


async def test_the_engine_takes_several_questions_as_one(coverage: Coverage) -> None:
    engine = await coverage.query_engine()
    asked = "Which oil companies were hit by sanctions, and how many passengers came on the ferry?"
    result = await engine.arun(asked)
    assert result.found.question.text == asked
    await check(coverage, result.answer)
    assert {"sanctions.txt", "bridge.txt"} & set(files(result.answer))


async def test_the_same_question_has_the_same_answer(coverage: Coverage) -> None:
    asked = "Why did Trump cancel the Budapest summit?"
    first, second = await asyncio.gather(coverage.ask(asked), coverage.ask(asked))
    assert (first.text, first.citations) == (second.text, second.citations)


async def test_a_question_as_long_as_a_book_is_answered_or_not(coverage: Coverage) -> None:
    await check(coverage, await coverage.ask("Who is Anna Lind? " * 2000))


async def test_bytes_that_are_not_text_do_no_harm(coverage: Coverage) -> None:
    answer = await coverage.ask("Who is \udcff Anna Lind?\0")
    assert "mayor" in answer.text
    await check(coverage, answer)


async def test_nothing_indexed(tmp_path: Path, model: EmbedderSource) -> None:
    (tmp_path / "articles").mkdir()
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data")
    async with await Coverage.open(config, model) as empty:
        for _ in range(2):  # before a re-index, and after one that found nothing
            answer = await empty.ask("Who is Anna Lind?")
            assert not answer.answered
            assert answer.text == "The coverage does not say. No articles are indexed."
            await empty.reindex()


async def test_a_re_index_is_noticed_by_the_next_question(
    tmp_path: Path, model: EmbedderSource
) -> None:
    path = tmp_path / "articles" / "one.txt"
    write(path, "Anna Lind leads the town.", title="A", day="2025-10-01", outlet="The Herald")
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data")
    async with await Coverage.open(config, model) as coverage:
        await coverage.reindex()
        assert "Tove Berg" not in (await coverage.ask("Who leads the town?")).text
        text = "Tove Berg leads the town. She likes boats."
        write(path, text, title="A", day="2025-10-02", outlet="The Herald")
        await coverage.reindex()
        answer = await coverage.ask("Who is Tove Berg?")
        assert "Tove Berg leads the town." in answer.text
        await check(coverage, answer)
        assert not (await coverage.ask("Who is Anna Lind?")).answered


async def test_a_re_index_in_the_middle_of_a_question(
    tmp_path: Path, model: EmbedderSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is committed when the passages have been found, before their sentences are read."""
    path = tmp_path / "articles" / "one.txt"
    write(path, "Anna Lind leads the town.", title="A", day="2025-10-01", outlet="The Herald")
    other = tmp_path / "articles" / "two.txt"  # a folder that is empty keeps its articles
    write(other, "A ferry sank in the lake.", title="B", day="2025-10-02", outlet="The Herald")
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data")
    loop = asyncio.get_running_loop()
    meanwhile: list[Coverage] = []
    undisturbed = CrossEncoder.read

    def read(self: CrossEncoder, question: str, windows: Sequence[Window]) -> list[ReaderScores]:
        while meanwhile:
            asyncio.run_coroutine_threadsafe(meanwhile.pop().reindex(), loop).result()
        return undisturbed(self, question, windows)

    monkeypatch.setattr(CrossEncoder, "read", read)
    async with await Coverage.open(config, model) as coverage:
        await coverage.reindex()
        assert (await coverage.ask("Who leads the town?")).answered
        text = "It rained on every day of the week. Anna Lind leads the town."
        write(path, text, title="A", day="2025-10-01", outlet="The Herald")
        meanwhile.append(coverage)
        answer = await coverage.ask("Who leads the town?")
        assert answer.citations[0].quote == "Anna Lind leads the town."
        await check(coverage, answer)
        path.unlink()
        meanwhile.append(coverage)
        assert not (await coverage.ask("Who leads the town?")).answered
        assert not meanwhile


WORDS = " ".join(text for *_, text in ARTICLES.values()).split()
ASKING = 'what who when where why how many did and , ? ( “ ” " * - on 16 October now not us'.split()
QUESTIONS = st.text(max_size=200) | st.lists(st.sampled_from(WORDS + ASKING), max_size=20).map(
    " ".join
)


def test_any_text_is_answered_exactly_or_not_at_all(
    config: CoverageConfig, model: EmbedderSource
) -> None:
    with asyncio.Runner() as runner:
        coverage = runner.run(Coverage.open(config, model))

        @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
        @given(QUESTIONS)
        def ask(asked: str) -> None:
            answer = runner.run(coverage.ask(asked))
            assert answer.question == asked
            runner.run(check(coverage, answer))

        try:
            ask()
        finally:
            runner.run(coverage.close())


async def test_a_doubtful_answer_says_so(
    coverage: Coverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "Why did Trump cancel the Budapest summit?"
    sure = await coverage.ask(asked)
    monkeypatch.setattr(
        answerability, "calibration", lambda: replace(calibration(), sure=sure.confidence + 0.001)
    )
    doubtful = await coverage.ask(asked)
    assert doubtful.statements == sure.statements
    assert doubtful.doubtful
    monkeypatch.setattr(
        answerability, "calibration", lambda: replace(calibration(), sure=sure.confidence)
    )
    assert not (await coverage.ask(asked)).doubtful
    refused = await coverage.ask("Who won the curling final in Oslo?")
    assert not refused.answered
    assert not refused.doubtful


async def test_closing_lets_a_question_end_and_gives_up_those_that_wait(
    config: CoverageConfig, model: EmbedderSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = threading.Event(), threading.Event()
    undisturbed = CrossEncoder.read

    def read(self: CrossEncoder, question: str, windows: Sequence[Window]) -> list[ReaderScores]:
        began.set()
        assert go_on.wait(30)
        return undisturbed(self, question, windows)

    coverage = await Coverage.open(config, model)
    await coverage.warm()
    monkeypatch.setattr(CrossEncoder, "read", read)
    asking = [
        asyncio.create_task(coverage.ask("Who is Anna Lind?")) for _ in range(2 * cores() + 1)
    ]
    await asyncio.to_thread(began.wait, 30)
    closing = asyncio.create_task(coverage.close())
    await asyncio.sleep(0.2)
    assert not closing.done()
    go_on.set()
    await closing
    results = await asyncio.gather(*asking, return_exceptions=True)
    answered = [each for each in results if isinstance(each, Answer)]
    given_up = [
        each for each in results if isinstance(each, asyncio.CancelledError | StoreUnavailable)
    ]
    assert answered
    assert given_up
    assert len(answered) + len(given_up) == len(asking)
