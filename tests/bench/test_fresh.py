"""The questions, claims and echoes of the benchmarks: well formed, and no half seen in the other.

The articles themselves are not in this project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bench.corpus import rows as rows_of
from bench.fresh import (
    DATA,
    HALVES,
    LATER,
    LATER_SOURCES,
    SOURCES,
    WORLD,
    of_half,
    world_coverages,
)

NAMES = ("claims", "echoes", "questions")
ARTICLES: dict[str, list[str]] = json.loads((DATA / "articles.json").read_text("utf-8"))
WORDINGS = {"claims": "claim", "questions": "question"}
GIVEN = {
    "claims": {"claim", "evidence", "supported"},
    "echoes": {"shown", "extra", "says_same"},
    "questions": {"question", "gold"},
}


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of both halves."""
    return [row for half in HALVES for row in of_half(name, half)]


def places(name: str, row: dict[str, Any]) -> Iterator[list[Any]]:
    """The sentences of articles that a row names."""
    if name == "echoes":
        yield from (row[key] for key in ("shown", "extra") if not isinstance(row[key], str))
    else:
        yield from row["gold" if name == "questions" else "evidence"]


def test_each_coverage_has_its_articles() -> None:
    assert set(ARTICLES) == set(SOURCES)
    for names in ARTICLES.values():
        assert len(names) == len(set(names)) == 80
        assert not any("/" in name for name in names)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_has_all_that_it_needs(name: str) -> None:
    for row in rows(name):
        assert GIVEN[name] | {"id", "coverage"} <= set(row), row["id"]
        assert row["coverage"] in SOURCES, row["id"]
        assert all(row[key] not in ("", None) for key in GIVEN[name]), row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_is_a_stretch_of_an_article_of_the_coverage(name: str) -> None:
    for row in rows(name):
        for file, start, end in places(name, row):
            assert file in ARTICLES[row["coverage"]], row["id"]
            assert 0 <= start < end, row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_the_halves_share_no_row(name: str) -> None:
    ids = [row["id"] for row in rows(name)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", WORDINGS)
def test_the_halves_share_no_wording(name: str) -> None:
    one, other = (
        {" ".join(row[WORDINGS[name]].casefold().split()) for row in of_half(name, half)}
        for half in HALVES
    )
    assert not one & other


def test_the_halves_share_no_pair_of_sentences() -> None:
    one, other = (
        {frozenset((str(row["shown"]), str(row["extra"]))) for row in of_half("echoes", half)}
        for half in HALVES
    )
    assert not one & other


@pytest.mark.parametrize(("name", "key"), [("claims", "supported"), ("echoes", "says_same")])
@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_both_verdicts(name: str, key: str, half: str) -> None:
    verdicts = [row[key] for row in of_half(name, half)]
    assert set(verdicts) == {True, False}
    assert all(isinstance(verdict, bool) for verdict in verdicts)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_questions_of_each_coverage_with_and_without_an_answer(half: str) -> None:
    found = {(row["coverage"], bool(row["gold"])) for row in of_half("questions", half)}
    assert found == {(coverage, answered) for coverage in SOURCES for answered in (True, False)}


@pytest.mark.parametrize("name", WORDINGS)
def test_the_later_rows_are_over_articles_that_nothing_else_has(name: str) -> None:
    listed: dict[str, list[str]] = json.loads((DATA / LATER / "articles.json").read_text("utf-8"))
    assert set(listed) == set(LATER_SOURCES)
    followups = json.loads((DATA.parent / "followups/articles.json").read_text("utf-8"))
    others = {*ARTICLES["flu"], *followups["flu"]}
    found = list(of_half(name, LATER))
    for key in ("id", WORDINGS[name]):
        assert len({row[key] for row in found}) == len(found)
    for row in found:
        names = listed[row["coverage"]]
        assert not others & set(names)
        for file, start, end in places(name, row):
            assert file in names, row["id"]
            assert 0 <= start < end, row["id"]
    yes = sum(bool(row["gold" if name == "questions" else "supported"]) for row in found)
    assert yes * 2 == len(found)


def test_the_questions_about_wikinews_come_in_pairs_over_articles_of_their_own() -> None:
    [articles] = world_coverages().articles.values()
    credited = list(rows_of(DATA / WORLD / "articles.jsonl"))
    assert all(row["url"].startswith("https://en.wikinews.org/wiki/") for row in credited)
    asked = list(of_half("questions", WORLD))
    for key in ("id", "question"):
        assert len({row[key] for row in asked}) == len(asked)
    assert [bool(row["gold"]) for row in asked] == [True, False] * (len(asked) // 2)
    for row in asked:
        for file, start, end in row["gold"]:
            quoted = articles[f"{file}.md"][start:end]
            assert quoted and quoted == quoted.strip()  # noqa: PT018


def test_what_is_shown_is_always_a_sentence_of_an_article() -> None:
    assert not [row["id"] for row in rows("echoes") if isinstance(row["shown"], str)]
