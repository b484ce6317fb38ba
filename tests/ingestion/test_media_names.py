"""Names of media are told by their words, also those that nothing was learned from."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.media_names import BUCKETS, buckets, medium_probability
from index.ingestion.metadata.outlet import LIKELY


@pytest.mark.parametrize(
    "name",
    [
        "Fjordby Tidende",
        "Hochmoor Nachrichten",
        "La Voz de Serravalle",
        "Kurier Zaborski",
        "Залісський вісник",
        "HARBOUR GAZETTE",
        "The Saltmarsh Chronicle",
        "Harbour Radio",
        "Coast Television",
    ],
)
def test_a_made_up_medium_is_recognised(name: str) -> None:
    assert medium_probability(name) >= LIKELY


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill",
        "Tadeas Novak",
        "Oslo, Norway",
        "Ministry of Fisheries",
        "Transport Correspondent",
        "Trump Sues The Times",
        "Press Release",
    ],
)
def test_people_places_bodies_and_headlines_are_none(line: str) -> None:
    assert medium_probability(line) < LIKELY


@pytest.mark.parametrize(
    "line", ["", "…", "2024", "新聞記事の見出し", "A Very Long Line With Many Times In It"]
)
def test_a_line_that_cannot_be_a_name_is_none(line: str) -> None:
    assert medium_probability(line) == 0


def test_case_does_not_matter_and_buckets_are_in_range() -> None:
    assert buckets("The Times") == buckets("THE TIMES")
    assert all(0 <= each < BUCKETS for each in buckets("Dagens Nyheter"))
