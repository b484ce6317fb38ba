"""How days are weighed, and how sentences are compared."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.events.extraction import terms
from index.timeline.candidates import DatedSentence
from index.timeline.day_selection import narrow_to_topic, rank_days, score_days
from index.timeline.tfidf import TermWeighting, cosines, matrix

DAY = dt.date(2025, 10, 20)
ONE = dt.timedelta(days=1)


def sentence(
    text: str, *, day: dt.date = DAY, published: dt.date | None = DAY, article: int = 1
) -> DatedSentence:
    words = np.array(terms(text), dtype=np.uint32)
    return DatedSentence(hash(text), article, published, day, "dated", False, True, 1.0, words)


def weights(
    *dated: DatedSentence, published: dict[dt.date, int] | None = None
) -> dict[dt.date, float]:
    weighing = TermWeighting(dated, [one.terms for one in dated])
    return score_days(dated, published or {}, weighing)


TEXT = "fire destroyed the harbour warehouse"


def test_more_articles_weigh_more_than_more_sentences() -> None:
    often = [sentence(TEXT, day=DAY) for _ in range(3)]
    widely = [sentence(TEXT, day=DAY + 10 * ONE, article=n) for n in range(3)]
    found = weights(*often, *widely)
    assert rank_days(found) == [DAY + 10 * ONE, DAY]


def test_what_later_articles_come_back_to_weighs_more() -> None:
    fresh = sentence(TEXT, day=DAY, published=DAY)
    recalled = sentence(TEXT, day=DAY + 10 * ONE, published=DAY + 30 * ONE, article=2)
    assert rank_days(weights(fresh, recalled))[0] == recalled.day


def test_a_day_from_which_the_news_grows_is_ahead_of_its_echo() -> None:
    before = [sentence(TEXT, day=DAY, article=n) for n in range(4)]
    after = [sentence(TEXT, day=DAY + ONE, article=n) for n in range(4)]
    assert rank_days(weights(*before, *after)) == [DAY, DAY + ONE]


def test_the_eve_of_a_great_day_is_not_great() -> None:
    eve = sentence(TEXT, day=DAY - ONE)
    great = [sentence(TEXT, day=DAY, article=n) for n in range(200)]
    other = [sentence(TEXT, day=DAY + 30 * ONE, article=n) for n in range(9)]
    assert rank_days(weights(eve, *great, *other))[1] == DAY + 30 * ONE


def test_a_topic_has_the_days_that_are_its_own() -> None:
    aside = [sentence(TEXT, day=DAY, article=n) for n in range(4)]
    own = [sentence(TEXT, day=DAY + 30 * ONE, article=n) for n in range(3)]
    found = {DAY: 4.0, DAY + 30 * ONE: 3.0}
    assert narrow_to_topic(found, [*aside, *own], {}) == found
    named = {DAY: 40, DAY + 30 * ONE: 4}
    assert rank_days(narrow_to_topic(found, [*aside, *own], named))[0] == DAY + 30 * ONE
    assert set(narrow_to_topic(found, [*aside, *own], named | {DAY: 400})) == {DAY + 30 * ONE}


def test_a_passing_remark_beside_the_theme_weighs_less() -> None:
    theme = [sentence(TEXT, day=DAY, article=n) for n in range(3)]
    aside = [
        sentence(text, day=DAY - 10 * ONE, article=9 + n)
        for n, text in enumerate(("tennis final", "chess opening", "opera premiere"))
    ]
    assert rank_days(weights(*aside, *theme))[0] == DAY


def test_days_of_articles_alone_are_days_too() -> None:
    found = weights(sentence(TEXT), published={DAY + 5 * ONE: 3})
    assert set(found) == {DAY, DAY + 5 * ONE}


def test_equals_are_in_order_of_days() -> None:
    assert rank_days({DAY + ONE: 1.0, DAY: 1.0}) == [DAY, DAY + ONE]


def test_nothing_to_learn_from() -> None:
    weighing = TermWeighting([], [])
    (row,), _ = matrix([sentence(TEXT)], weighing)
    assert np.linalg.norm(row) == pytest.approx(1.0)
    assert weighing.relevance([sentence(TEXT)]).tolist() == [0.0]


@given(st.lists(st.text(alphabet="abcdef ", min_size=1, max_size=30), min_size=1, max_size=8))
def test_cosines_are_cosines(texts: list[str]) -> None:
    pool = [told for told in map(sentence, texts) if len(told.terms)]
    if not pool:
        return
    weighing = TermWeighting(pool, [told.terms for told in pool])
    rows, vocabulary = matrix(pool, weighing)
    assert rows.shape == (len(pool), len(vocabulary))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert np.allclose(cosines(rows), rows @ rows.T, atol=1e-5)
    direct = rows @ weighing.theme(vocabulary)
    assert np.allclose(weighing.relevance(pool), direct, atol=1e-5)
