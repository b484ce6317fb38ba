"""Timelines, articles, status, re-indexes and news fit into messages, whatever they contain."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.errors import message_for
from bot.discord.rendering.admin import (
    Status,
    added_page,
    first_index_page,
    not_indexed_page,
    progress_page,
    removal_question,
    removed_page,
    report_file,
    report_page,
    status_page,
    uploads_page,
)
from bot.discord.rendering.articles import article_card, article_pages, news_page
from bot.discord.rendering.limits import MESSAGE, length
from bot.discord.rendering.timelines import TimelineQuery, timeline_pages
from index.errors import CoverageError, PageUnavailable, UnusableSetting
from index.ingestion.articles_folder import Added
from index.models import (
    ArticleSummary,
    Citation,
    Event,
    Failure,
    HealthCheck,
    Progress,
    Reindexed,
    Reprint,
)
from index.storage.archive.records import Counts
from tests.helpers.fakes import ARTICLE, CITATION

pytestmark = pytest.mark.slow

# Characters that are escaped or count twice, and mentions.
hostile = st.sampled_from(["*_~|`<>[]()" * 90, "𝔘😀" * 600, "@everyone <@1> " * 80, "1. # - " * 99])
texts = st.one_of(
    st.text(max_size=40), hostile, st.text(alphabet="*_`\\[]()|~@#1. \n", max_size=900)
)
names = texts.map(lambda text: text + ".txt")
days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
maybe = st.none()
citations = st.lists(
    st.builds(
        Citation,
        number=st.integers(1, 99),
        file=names,
        title=texts,
        outlet=maybe | texts,
        published=maybe | days,
        start=st.just(0),
        end=st.just(1),
        quote=texts,
        page=maybe | st.integers(1, 10**6),
        also=st.lists(st.builds(Reprint, names, maybe | texts, maybe | days), max_size=6).map(
            tuple
        ),
    ),
    min_size=1,
    max_size=30,
).map(tuple)
events = st.lists(st.builds(Event, days, texts, citations, st.booleans()), max_size=12)
articles = st.lists(
    st.builds(
        ArticleSummary,
        file=names,
        title=texts,
        outlet=maybe | texts,
        published=maybe | days,
        published_from=st.sampled_from([None, "text", "metadata"]),
        passages=st.integers(0, 10**6),
        sha256=st.just("0" * 64),
        copy_of=maybe | names,
        url=maybe | st.just("https://example.org/" + "a" * 570),
    ),
    max_size=25,
)
failures = st.lists(st.builds(Failure, names, texts), max_size=40).map(tuple)
files = st.lists(names, max_size=60).map(tuple)
queries = st.builds(TimelineQuery, maybe | texts, maybe | days, maybe | days)
several = settings(max_examples=40)


def assert_fits(page: str) -> None:
    assert page.strip()
    assert length(page) <= MESSAGE
    assert not re.search(r"@(everyone|here)|<@[!&]?\d", page)


@several
@given(queries, events)
def test_timelines(query: TimelineQuery, found_events: list[Event]) -> None:
    pages = timeline_pages(query, found_events)
    for page in pages:
        assert_fits(page)
    shown = "\n".join(pages)
    assert shown.count("\n-# Page ") == (len(pages) if found_events else 0)
    for number in range(1, len(pages) + 1):
        assert not found_events or f"\n-# Page {number} of {len(pages)} · " in pages[number - 1]


@several
@given(articles, st.integers(0, 10**6))
def test_articles(found: list[ArticleSummary], refused: int) -> None:
    for page in article_pages(found, refused):
        assert_fits(page)


@several
@given(articles.filter(bool), events)
def test_one_article(found: list[ArticleSummary], found_events: list[Event]) -> None:
    assert_fits(article_card(found[0], found_events))


@several
@given(st.lists(names, min_size=1, max_size=10), texts, st.lists(st.tuples(names, texts)))
def test_files_that_are_not_indexed(
    found: list[str], why: str, refused: list[tuple[str, str]]
) -> None:
    reason = f"{message_for(CoverageError(why))}\n-# Reference abcdef"
    said = [(name, message_for(CoverageError(text))) for name, text in refused]
    page = not_indexed_page(found, reason, said)
    assert_fits(page)
    assert "\n-# Reference abcdef\n" in page


@several
@given(articles.filter(bool), st.lists(st.tuples(names, texts)), failures)
def test_files_that_are_added_and_removed(
    found: list[ArticleSummary], refused: list[tuple[str, str]], failed: tuple[Failure, ...]
) -> None:
    added = [Added(each, replaced=True, articles=2) for each in found]
    report = Reindexed(failed=(*failed, Failure(found[0].file, failed[0].error if failed else "")))
    said = [(name, message_for(CoverageError(text))) for name, text in refused]
    assert_fits(added_page(added[0], report))
    assert_fits(uploads_page(added, said, report))
    assert_fits(removal_question(found[0].file, found[:1]))
    assert_fits(removed_page(found[0].file, report))


@several
@given(texts)
def test_errors(text: str) -> None:
    for kind in (CoverageError, PageUnavailable, UnusableSetting):
        assert_fits(f"{message_for(kind(text))}\n-# Reference abcdef")


@several
@given(articles.filter(bool), articles, events)
def test_news(
    added: list[ArticleSummary], changed: list[ArticleSummary], found_events: list[Event]
) -> None:
    assert_fits(news_page(added, changed, found_events))


def test_news_of_what_is_only_planned_says_so() -> None:
    planned = Event(dt.date(2026, 5, 1), "The summit will be held.", (CITATION,), planned=True)
    assert "*planned:* The summit will be held." in news_page([ARTICLE], [], [planned])


@several
@given(st.builds(Reindexed, files, files, files, st.integers(0, 10**9), failures), st.booleans())
def test_reindexes(done: Reindexed, dry: bool) -> None:
    page = report_page(done, dry_run=dry)
    assert_fits(page)
    cut = re.search(r"^… and ([\d,]+) more in the attached file$", page, re.MULTILINE)
    assert not cut or report_file(done) is not None


@several
@given(
    articles,
    failures,
    st.lists(st.builds(HealthCheck, texts | st.just("index"), st.booleans(), texts), max_size=8),
    st.sampled_from([Counts(0, 0, None, None, 0, 0), Counts(10**9, 1, 1e9, 1e9, 7, 8)]),
)
def test_status(
    found: list[ArticleSummary],
    refused: tuple[Failure, ...],
    checks: list[HealthCheck],
    counts: Counts,
) -> None:
    assert_fits(
        status_page(
            Status(
                found,
                refused,
                checks,
                counts,
                10**9,
                ["x 1.0"] * 60,
                "*" * 99,
                Progress(1, 10**9, "embedding"),
            )
        )
    )


@several
@given(st.integers(0, 10**9), st.integers(0, 10**9), texts)
def test_progress(done: int, total: int, stage: str) -> None:
    progress = Progress(done, total, stage[:20])
    assert_fits(progress_page(progress))
    assert_fits(first_index_page(progress))
