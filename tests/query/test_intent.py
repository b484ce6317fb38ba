"""What a message wants: its kind, its topic and its days, with the real weights and embedder."""

from __future__ import annotations

import datetime as dt

import pytest

from index.embedding.local_model import LocalEmbedding
from index.models import Kind, Scope
from index.query.intent.classifier import intent_classifier
from index.query.intent.features import grams
from index.query.intent.topic import days_of, is_only_links, topic_of, without_noise

SUNDAY = dt.date(2025, 11, 2)


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedding:
    return LocalEmbedding()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello there", "greeting"),
        ("thank you very much!", "thanks"),
        ("what can you do for me?", "help"),
        ("how many articles are indexed", "about"),
        ("which newspapers do you have", "about"),
        ("summarise the articles please", "overview"),
        ("give me an overview of the strike", "overview"),
        ("whats new today", "news"),
        ("any news of the strike?", "news"),
        ("compare reuters and the bbc on the strike", "comparison"),
        ("show me the source please", "last"),
        ("make that shorter", "last"),
        ("lmao", "none"),
        ("who is the mayor of lyon", "fact"),
        ("why did the ferry sink", "fact"),
        ("hi, who paid for the bridge?", "fact"),
        ("what is the treaty with norway about", "fact"),
        ("how many sources did the inspectors question", "fact"),
        ("ferry captain name", "fact"),
    ],
)
def test_a_message_is_told_by_its_kind(embedder: LocalEmbedding, text: str, kind: Kind) -> None:
    assert intent_classifier().classify(text, embedder.embed_question(text)).kind == kind


@pytest.mark.slow
def test_probabilities_are_a_distribution(embedder: LocalEmbedding) -> None:
    found = intent_classifier().classify("", embedder.embed_question(""))
    assert sum(found.probabilities.values()) == pytest.approx(1, abs=1e-4)


def test_what_is_compared_does_not_change_the_features() -> None:
    known = {"compare", "and", "on"}
    one = grams("compare Oslo and Bergen on trams", known)
    other = grams("compare Lagos and Accra on ports", known)
    assert "compare _ and" in one & other
    assert "_ on _" in one & other
    assert grams("", known) == {"^ $", "length:0"}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("@lena when did it start", "when did it start"),
        ("when did it start cc @tom @ann", "when did it start"),
        ("https://example.com/a?b=c when did it start", "when did it start"),
        ("what did @realmayor say", "what did @realmayor say"),
        ("who is @realmayor", "who is @realmayor"),
        ("https://example.com", "https://example.com"),
        ("<@123456789> when did it start 🚢👀", "when did it start"),
        ("when did it start <:wave:42> :wink: <#77>", "when did it start"),
        ("did it start at 10:30: or later", "did it start at 10:30: or later"),
        ("👍", "👍"),
    ],
)
def test_links_and_people_who_are_addressed_are_no_topic(text: str, bare: str) -> None:
    assert without_noise(text) == bare


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("summarize", None),
        ("what's new since Monday", None),
        ("give me a summary of the oil spill please", "oil spill"),
        ("what's the latest on the ferry and its captain?", "ferry and its captain"),
        ("tl;dr of the strike pls", "strike"),
        ("tldr the strike plz", "strike"),
        ("WHAT IS THE LATEST ON THE FERRY?", "FERRY"),
        ("Give Me An Overview Of Haiti", "Haiti"),
    ],
)
def test_the_topic_is_what_does_not_ask(text: str, topic: str | None) -> None:
    _, dates = days_of(text, SUNDAY)
    assert topic_of(text, intent_classifier().frame, dates) == topic


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("what's new since monday", Scope(dt.date(2025, 10, 27))),
        ("news of today", Scope(SUNDAY, SUNDAY)),
        ("what happened this week", Scope(dt.date(2025, 10, 27), SUNDAY)),
        ("what's new", Scope()),
        ("news of the last 3 days", Scope(dt.date(2025, 10, 30))),
        ("what was said over the past two weeks", Scope(dt.date(2025, 10, 19))),
        ("the last few days", Scope()),
        ("what's new in the last 24 hours", Scope(dt.date(2025, 11, 1))),
        ("news of the last 36 hours", Scope(dt.date(2025, 10, 31))),
    ],
)
def test_days_are_the_readers(text: str, scope: Scope) -> None:
    assert days_of(text, SUNDAY)[0] == scope


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("summarise the news between 22 October and 26 October 2025", 22, 26),
        ("News from 20 to 24 October 2025", 20, 24),
        ("20-24 October", 20, 24),
        ("what's new until 25 October?", None, 25),
        ("tl;dr of everything before 24 October", None, 23),
        ("anything after the 24th of October", 25, None),
        ("the news after 3 October and before 20 October", 4, 19),
        ("since 20 October before 3 October", 20, None),
        ("what happened after 3 pm on 24 October?", 24, 24),
        ("what happened the day before 24 October?", 24, 24),
        ("summarise 21 October and 24 October", 21, 21),
        ("summarise 23 October and 24 October", 23, 24),
        ("what's new since the 24th of October", 24, None),
        ("summarise the news from the 20th to the 24th of October", 20, 24),
    ],
)
def test_days_have_the_bounds_that_are_named(
    text: str, since: int | None, until: int | None
) -> None:
    first, last = (day and dt.date(2025, 10, day) for day in (since, until))
    scope, dates = days_of(text, SUNDAY)
    assert scope == Scope(first, last)
    assert topic_of(text, intent_classifier().frame, dates) is None


def test_a_name_is_a_topic_though_its_words_look_typed_in_a_hurry() -> None:
    frame = intent_classifier().frame
    assert topic_of("what's new in Tel Aviv", frame) == "Tel Aviv"
    assert topic_of("tel me what's new", frame) is None


def test_a_range_of_weekdays_is_in_their_order() -> None:
    wednesday = dt.date(2026, 12, 2)
    scope, _ = days_of("what happened from Monday to Friday", wednesday)
    assert scope == Scope(dt.date(2026, 11, 23), dt.date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("summarize October", Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31))),
        ("anything new since march?", Scope(dt.date(2025, 3, 1))),
        ("what happened on oct 24", Scope(dt.date(2025, 10, 24), dt.date(2025, 10, 24))),
        ("summarize 24 October 2026", Scope(dt.date(2026, 10, 24), dt.date(2026, 10, 24))),
        ("what's new today", Scope(dt.date(2026, 11, 29), dt.date(2026, 11, 29))),
        ("news from 21 to 23 October", Scope(dt.date(2025, 10, 21), dt.date(2025, 10, 23))),
        ("what's new from October 21 to 23", Scope(dt.date(2025, 10, 21), dt.date(2025, 10, 23))),
        ("news between 22 and 26 October", Scope(dt.date(2025, 10, 22), dt.date(2025, 10, 26))),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest_to_the_newest_article(
    text: str, scope: Scope
) -> None:
    assert days_of(text, dt.date(2026, 11, 29), newest=SUNDAY)[0] == scope


def test_a_message_of_links_alone_is_told() -> None:
    assert is_only_links("<https://example.com/news> https://example.org")
    assert not is_only_links("https://example.com/news is this true?")
    assert not is_only_links("?")
