"""The model card speaks of the weights that are shipped."""

from __future__ import annotations

import pytest

from index.cross_encoder import model
from index.guardrails import head
from index.ingestion.boilerplate import whole_page
from index.ingestion.metadata import media_names
from index.query.intent import classifier
from tests.helpers import ROOT
from train.card import tables
from train.news import FURTHER, SOURCES
from train.sources import NEWS


@pytest.mark.parametrize(
    "shipped",
    [
        model.WEIGHTS_SHA256,
        classifier.WEIGHTS_SHA256,
        head.WEIGHTS_SHA256,
        media_names.WEIGHTS_SHA256,
        whole_page.WEIGHTS_SHA256,
    ],
)
def test_the_card_names_the_shipped_weights(shipped: str) -> None:
    card = (ROOT / "train" / "MODEL_CARD.md").read_text("utf-8")
    assert f"SHA-256 `{shipped[:8]}…`" in card


def test_the_card_has_the_tables_of_the_sources() -> None:
    card = (ROOT / "train" / "MODEL_CARD.md").read_text("utf-8").splitlines()
    assert not [line for line in tables() if line not in card]


def test_all_articles_that_questions_are_about_are_credited() -> None:
    assert {*SOURCES.values(), *FURTHER.values()} <= NEWS.keys()
