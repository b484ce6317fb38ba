"""What a message wants: its kind, its topic and its days, with the real weights and embedder."""

from __future__ import annotations

import datetime as dt

import pytest

from index.embedding.local_model import LocalEmbedding
from index.models import Kind
from index.query.days.requests import days_of
from index.query.intent.classifier import intent_classifier
from index.query.intent.features import grams
from index.query.intent.noise import is_only_links, without_noise
from index.query.intent.topic import topic_of

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
        ("summarize the coverage in 3 sentences", None),
        ("the five main points about Haiti", "Haiti"),
        ("an overview of the 5 hostages", "5 hostages"),
    ],
)
def test_the_topic_is_what_does_not_ask(text: str, topic: str | None) -> None:
    _, dates = days_of(text, SUNDAY)
    assert topic_of(text, intent_classifier().frame, dates) == topic


def test_a_name_is_a_topic_though_its_words_look_typed_in_a_hurry() -> None:
    frame = intent_classifier().frame
    assert topic_of("what's new in Tel Aviv", frame) == "Tel Aviv"
    assert topic_of("tel me what's new", frame) is None


def test_a_message_of_links_alone_is_told() -> None:
    assert is_only_links("<https://example.com/news> https://example.org")
    assert not is_only_links("https://example.com/news is this true?")
    assert not is_only_links("?")
