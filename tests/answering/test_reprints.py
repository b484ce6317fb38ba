"""Near copies in answers: one is cited, the others are named, and what differs stays citable."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from index.answering.reprints import Reprints
from index.config import CoverageConfig
from index.coverage import Coverage
from index.generation.prompt import select_sources
from index.models import Answer, ArticleSummary, Citation
from tests.helpers import copies

HEAD = "---\ntitle: {title}\noutlet: {outlet}\ndate: {day}\n---\n\n{text}\n"
REPORT = (
    "Six people were killed on Monday 20 October 2025 in the fire aboard the Norvik Star, "
    "according to rescue workers.\n\nUnions demand more crew on night crossings."
)
ARTICLES = {
    "a.md": ("Six die in ferry fire", "Agency Post", "2025-10-21", copies.AGENCY),
    "b.md": ("Ferry fire kills six", "Morning Echo", "2025-10-22", copies.WITH_LOCAL),
    "c.md": ("Deadly blaze on ferry", "Coast Herald", "2025-10-22", copies.CUT),
    "d.md": ("What the fire tells us", "The Lantern", "2025-10-22", REPORT),
    "e.md": ("Fishermen wait", "Agency Post", "2025-10-23", copies.told(*copies.OTHER)),
}


def summary(file: str, story: str | None, **more: str) -> ArticleSummary:
    outlet, url = more.get("outlet", file.upper()), more.get("url")
    return ArticleSummary(file, "", outlet, None, None, 1, "", url=url, story=story)


def test_who_printed_the_same_sentences() -> None:
    texts = {
        "a": ("One thing was said.", "Two things were said."),
        "b": ("ONE thing, was said", "Something else was said."),
        "c": ("Two things were said.", "One thing was said."),
        "d": ("One thing was said.",),
    }
    stories = [summary(file, "a") for file in "cba"]
    found = Reprints.among([*stories, summary("d", None)], texts.__getitem__)
    assert [found.story(file) for file in "abcd"] == ["a", "a", "a", "d"]
    assert [each.file for each in found.of("a", ["One thing was said."])] == ["b", "c"]
    assert [each.file for each in found.of("c", list(texts["a"]))] == ["a"]
    assert found.of("b", ["Something else was said."]) == ()
    assert found.of("d", ["One thing was said."]) == ()


def test_a_version_of_the_same_page_is_no_other_outlet() -> None:
    page = {"url": "https://paper.example/a"}
    articles = [summary("a", "a", **page), summary("b", "a", **page), summary("c", "a")]
    found = Reprints.among(articles, lambda file: ("The same.",))
    assert [each.file for each in found.of("b", ["The same."])] == ["c"]


def test_the_names_of_other_outlets() -> None:
    found = Reprints.among(
        [summary(f, "a", outlet=o) for f, o in (("a", "A"), ("b", "a"), ("c", "C"), ("d", ""))],
        lambda file: ("The same.",),
    )
    cited = Citation(1, "a", "", "A", None, 0, 1, "x", also=found.of("a", ["The same."]))
    assert cited.also_in == ("C", "d")
    assert [each.file for each in cited.printed] == ["a", "b", "c", "d"]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def coverage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Coverage]:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "in").mkdir()
    for file, (title, outlet, day, text) in ARTICLES.items():
        article = HEAD.format(title=title, outlet=outlet, day=day, text=text)
        (folder / "in" / file).write_text(article, encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder / "in", folder / "data")) as opened:
        await opened.refresh()
        yield opened


def cited(answer: Answer) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(c.outlet, c.also_in) for c in answer.citations]


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_near_copies_do_not_confirm_each_other(coverage: Coverage) -> None:
    answer = await coverage.ask("How many people died in the fire on the Norvik Star?")
    assert sorted(cited(answer), key=str) == [
        ("Agency Post", ("Morning Echo", "Coast Herald")),
        ("The Lantern", ()),
    ]
    for citation in answer.citations:
        raw = await coverage.article_text(citation.file)
        assert raw[citation.start : citation.end] == citation.quote


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_what_one_copy_adds_is_cited_from_it(coverage: Coverage) -> None:
    answer = await coverage.ask("What did mayor Ada Berg say about flags?")
    assert cited(answer) == [("Morning Echo", ())]
    answer = await coverage.ask("Who announced an inquiry into the ferry fire?")
    assert cited(answer)[0] == ("Agency Post", ("Morning Echo",))


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_model_reads_a_story_once(coverage: Coverage) -> None:
    engine = await coverage.query_engine()
    result = await engine.arun("What is known about the fire on the ferry Norvik Star?")
    sources = select_sources(result, 4000)
    texts = [source.citation.shown for source in sources]
    assert len(texts) == len(set(texts)) > 3
    assert any(source.citation.also for source in sources)
    assert all(s.citation.outlet != "Coast Herald" for s in sources), "all of it is in the others"


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_long_titles_take_room_from_quotes(coverage: Coverage) -> None:
    engine = await coverage.query_engine()
    result = await engine.arun("What is known about the fire on the ferry Norvik Star?")
    short = select_sources(result, 600)
    for each in (*result.found.ranked, *result.found.others):
        object.__setattr__(each.sentence, "title", f"{'A long title ' * 60}")
    long = select_sources(result, 600)
    assert len({s.citation.file for s in long}) < len({s.citation.file for s in short})


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_claim_is_supported_once_by_a_story(coverage: Coverage) -> None:
    answer = await coverage.check_claims(
        "The ferry was carrying 214 passengers from Grindal to Norvik."
    )
    assert cited(answer) == [("Agency Post", ("Morning Echo", "Coast Herald"))]


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_briefing_tells_a_story_once(coverage: Coverage) -> None:
    answer = await coverage.briefing()
    outlets = [outlet for outlet, _ in cited(answer)]
    assert not {"Morning Echo", "Coast Herald"} & set(outlets)
    assert any(len(also) == 2 for _, also in cited(answer))


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_the_list_of_articles_says_what_is_a_copy(coverage: Coverage) -> None:
    found = {article.file: article.copy_of for article in await coverage.articles()}
    assert found == {"a.md": None, "b.md": "a.md", "c.md": "a.md", "d.md": None, "e.md": None}


@pytest.mark.slow
async def test_a_copy_with_another_number_says_something_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for file, text, day in (("a.md", copies.AGENCY, 21), ("b.md", copies.CORRECTED, 22)):
        article = HEAD.format(title="Fire", outlet=file, day=f"2025-10-{day}", text=text)
        (folder / file).write_text(article, encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        assert {a.file: a.copy_of for a in await coverage.articles()} == {
            "a.md": None,
            "b.md": "a.md",
        }
        engine = await coverage.query_engine()
        result = await engine.arun("How many people died in the fire on the Norvik Star?")
        told = {c.shown.split()[0]: c.also for c in result.answer.citations}
        assert not any(told.values())
        read = {each.sentence.text.split()[0] for each in result.found.ranked}
        assert {"Six", "Fourteen"} <= read, "neither hides the other"
        shown = {s.citation.shown.split()[0] for s in select_sources(result, 4000)}
        assert {"Six", "Fourteen"} <= shown
