"""A copy of the evidence is always supported; the same with one digit changed never is."""

from __future__ import annotations

import functools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.faithfulness.evidence import PreparedEvidence
from index.faithfulness.models import Evidence
from index.ingestion.article_files import list_articles
from index.ingestion.parser import read_article
from index.ingestion.preparation import prepare_article
from tests.helpers import SEEDS
from tests.helpers.faithfulness import FRIDAY, checker, quote

pytestmark = pytest.mark.slow

UNHURRIED = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@functools.cache
def sentences(file: str) -> list[tuple[str, PreparedEvidence]]:
    """Each sentence of a seed article with itself as the only evidence."""
    article = read_article(SEEDS, file)
    found = [
        Evidence(s.text, article.raw[s.start : s.end], article.published)
        for s in prepare_article(article).sentences
    ]
    return [(e.text, p) for e, p in zip(found, checker().prepare(found), strict=True)]


@pytest.mark.parametrize("file", list_articles(SEEDS))
def test_copies(file: str) -> None:
    assert all(checker().check(text, [evidence]).supported for text, evidence in sentences(file))


def test_changed_digits() -> None:
    changed = 0
    for text, evidence in (pair for file in list_articles(SEEDS) for pair in sentences(file)):
        for place in [match.start() for match in re.finditer(r"\d", text)]:
            digit = str((int(text[place]) + 4) % 9 + 1)
            if digit != text[place]:
                other = text[:place] + digit + text[place + 1 :]
                assert not checker().check(other, [evidence]).supported, other
                changed += 1
    assert changed > 15


@UNHURRIED
@given(st.text(min_size=1, max_size=200).filter(lambda text: re.search(r"[a-z]", text)))
def test_any_text_is_a_copy_of_itself(text: str) -> None:
    evidence = quote(" ".join(text.split()))
    assert checker().check(evidence.text, [evidence]).supported


@UNHURRIED
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_can_be_compared(sentence: str, text: str) -> None:
    verdict = checker().check(sentence, [quote(text)])
    assert 0 <= verdict.score <= 1
    assert verdict.supported is not bool(verdict.problems)


@UNHURRIED
@given(
    st.integers(2, 10**7),
    st.integers(1, 10**7),
    st.sampled_from(["soldiers", "percent", "million dollars", "kilometres of road", "days"]),
)
def test_another_number_is_refused(number: int, more: int, of: str) -> None:
    evidence = quote(f"The ministry said on Monday that {number:,} {of} had been counted.", FRIDAY)
    same = f"The ministry said that {number} {of} had been counted."
    other = f"The ministry said that {number + more:,} {of} had been counted."
    assert checker().check(same, [evidence]).supported
    assert not checker().check(other, [evidence]).supported
