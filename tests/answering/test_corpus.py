"""Views of articles that are kept between questions."""

from __future__ import annotations

from collections import Counter
from typing import cast

import pytest

from index.answering import corpus
from index.answering.corpus import CorpusView
from index.query.parser import QuestionParser
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence
from tests.helpers.answering import NEWEST, lexicon, rarity, story_of


class Reading:
    """A ledger of stories that counts how often each is read."""

    def __init__(self) -> None:
        self.read = Counter[str]()

    def article_sentences(self, file: str) -> tuple[StoredSentence, ...]:
        self.read[file] += 1
        return story_of("Oil rose.", file=file).view.sentences


def test_the_views_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "MAX_VIEWS", 2)
    ledger = Reading()
    view = CorpusView(1, (), QuestionParser(lexicon(), rarity(), NEWEST))
    for file in ("hot.txt", "a.txt", "hot.txt", "b.txt", "hot.txt"):
        assert list(view.views(cast("Ledger", ledger), [file])) == [file]
    assert ledger.read["hot.txt"] == 1
