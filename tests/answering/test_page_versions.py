"""What a page said before it changed is cited with the day until which it said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.cli.json_output import answer_document
from bot.cli.rendering import answer_lines, timeline_lines
from bot.discord.rendering.sources import source_line
from index.answering.corpus import ArticleView
from index.answering.page_versions import PageVersions, of_one_page, taken_back
from index.answering.selection import newer_versions_first, select_statements
from index.config import CoverageConfig
from index.coverage import Coverage
from index.generation.prompt import answer_messages, select_sources
from index.generation.verification import VerifiedSentence, compose
from index.ingestion.origins import Origin, origin_path, origin_text
from tests.helpers.answering import KnownEchoes, good_evidence, story_of
from tests.helpers.web import article_page

URL = "https://example.org/rail"
FIRST, SECOND, THIRD = (f"example.org/rail{day}.html" for day in ("", ".2026-03-02", ".2026-03-04"))


def test_each_older_version_stood_until_the_next_one_was_found() -> None:
    versions = PageVersions.among([[THIRD, FIRST, SECOND], ["example.org/x.html"]])
    assert versions.newer == {FIRST: (SECOND, THIRD), SECOND: (THIRD,)}
    assert versions.until == {FIRST: dt.date(2026, 3, 2), SECOND: dt.date(2026, 3, 4)}


def test_files_of_one_name_without_a_day_are_no_versions() -> None:
    versions = PageVersions.among([["example.org/rail.html", "example.org/rail.txt"]])
    assert not versions.newer
    assert of_one_page(FIRST, THIRD)
    assert not of_one_page(FIRST, "example.org/road.html")


def test_a_day_that_does_not_exist_is_part_of_a_name() -> None:
    assert not PageVersions.among([[FIRST, "example.org/rail.2026-02-30.html"]]).newer


def test_only_what_no_newer_version_has_was_taken_back() -> None:
    older = story_of("Six people died in Dunby. The dam broke on Monday.").view.sentences
    newer = story_of("The dam broke on Monday. In Dunby, 14 people died.").view.sentences
    assert taken_back(older, newer) == {0}


def test_what_a_page_says_now_goes_before_what_it_said_if_it_answers_nearly_as_surely() -> None:
    said = story_of("Six people died.", file=FIRST).evidence("Six", probability=0.9)
    says = story_of("14 people died.", file=SECOND).evidence("14", probability=0.6)
    other = story_of("Nobody knows.", file="b.txt").evidence("Nobody", probability=0.8)
    newer = {FIRST: (SECOND,)}
    assert newer_versions_first([said, other, says], newer) == [says, said, other]
    assert newer_versions_first([said, other, says], {}) == [said, other, says]
    unsure = story_of("14 are missing.", file=SECOND).evidence("14", probability=0.3)
    assert newer_versions_first([said, unsure], newer) == [said, unsure]


def test_versions_of_a_page_do_not_confirm_each_other() -> None:
    older, newer = (
        story_of(f"{n} people died.", file=f) for n, f in (("Six", FIRST), ("6", SECOND))
    )
    versions = PageVersions.among([[FIRST, SECOND]])
    said = good_evidence(ArticleView.of(versions.marked(older.view.sentences)), 0)
    says = good_evidence(newer.view, 0)
    other = story_of("6 persons died.", file="b.txt")
    beside = good_evidence(other.view, 0)
    raws = {FIRST: older.raw, SECOND: newer.raw, "b.txt": other.raw}
    echoes = KnownEchoes({"Six people died.", "6 people died.", "6 persons died."})
    for shown, extra in ((said, says), (says, said)):
        (statement,) = select_statements([shown], raws.__getitem__, echoes, [extra, beside])
        files = [quote.sentence.file for quote in statement.quotes]
        assert files == [shown.sentence.file, "b.txt"]


SAID = {
    FIRST: "The railway between Dunby and Halm is closed until Thursday, its manager said.</p>"
    "<p>A tree fell on the track of the railway at Halm on Monday, the fire brigade said.",
    SECOND: "The railway between Dunby and Halm is closed until Saturday, its manager said.",
    THIRD: "Buses of the Quick line will run between the two stations every hour.",
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def coverage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Coverage]:
    folder = tmp_path_factory.mktemp("versions")
    previous = None
    for day, (file, said) in enumerate(SAID.items(), 1):
        fetched = dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)
        origin = Origin(URL, fetched, previous=previous)
        for path, text in (
            (folder / "in" / file, article_page("Flood stops trains in Dunby", said)),
            (origin_path(folder / "in", file), origin_text(origin)),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        previous = file
    async with await Coverage.open(CoverageConfig(folder / "in", folder / "data")) as opened:
        await opened.refresh()
        yield opened


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_what_was_taken_out_is_answered_with_its_day(coverage: Coverage) -> None:
    question = "Until when is the railway between Dunby and Halm closed?"
    answer = await coverage.ask(question)
    assert [citation.file for citation in answer.citations] == [SECOND, FIRST]
    assert "Saturday" in answer.statements[0].text
    assert answer.statements[0].marked.endswith("[1] (the page said so until 4 March 2026)")
    assert answer.citations[1].until == dt.date(2026, 3, 2)
    assert answer_document(answer)["citations"][0]["until"] == "2026-03-04"
    shown = " ".join(" ".join(map(str, answer_lines(answer, 300))).split())
    assert f"{SECOND}; as it was until 4 March 2026" in shown
    line = source_line(answer.citations[:1], {SECOND: URL})
    assert f"(<{URL}>)" in line  # the page has no such text any more to open at
    assert "as it was until 4 March 2026" in line


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_what_the_page_says_now_goes_first_even_if_it_answers_less(
    coverage: Coverage,
) -> None:
    answer = await coverage.ask("What did the manager say about the railway?")
    assert [citation.file for citation in answer.citations] == [SECOND, FIRST]


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_timeline_and_a_prompt_say_what_does_not_stand_any_more(
    coverage: Coverage,
) -> None:
    events = await coverage.timeline()
    fallen = next(event for event in events if "A tree fell" in event.text)
    assert [citation.until for citation in fallen.citations] == [dt.date(2026, 3, 2)]
    assert "as it was until 2 March 2026" in " ".join(map(str, timeline_lines(events, 300)))
    engine = await coverage.query_engine()
    sources = select_sources(engine.run("What fell on the track at Halm?"), 2000)
    _, asked = answer_messages("What fell?", sources, dt.date(2026, 3, 9))
    assert "a page that said so until 2 March 2026" in str(asked.content)
    old = next(source for source in sources if "A tree fell" in source.text)
    (statement,) = compose([VerifiedSentence("A tree fell.", (old,), opens=True)]).statements
    assert statement.until == dt.date(2026, 3, 2)
    new = next(source for source in sources if source.citation.until is None)
    (statement,) = compose([VerifiedSentence("A tree fell.", (old, new), opens=True)]).statements
    assert statement.until is None


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_what_still_stands_is_cited_from_the_newest_version(coverage: Coverage) -> None:
    answer = await coverage.ask("Who opened the bridge over the river?")
    assert [citation.file for citation in answer.citations] == [THIRD]
    assert answer.citations[0].until is None


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_briefing_tells_what_pages_say_now(coverage: Coverage) -> None:
    briefing = await coverage.briefing()
    assert {citation.file for citation in briefing.citations} == {THIRD}
