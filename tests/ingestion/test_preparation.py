"""What is laid out of an article before anything is embedded."""

from __future__ import annotations

import pickle

from index.ingestion.parser import parse_article
from index.ingestion.preparation import MAX_MENTIONS, prepare_article
from index.models import PreparedArticle


def _prepared(text: str) -> PreparedArticle:
    return prepare_article(parse_article("a.txt", text.encode()))


def test_a_passage_that_comes_again_is_embedded_once() -> None:
    prepared = _prepared("word " * 20_000)
    assert len(prepared.passages) <= 2
    assert len(prepared.embeddables) == len(prepared.passages)
    assert prepared.passages[0].start == 0
    assert len(prepared.sentences) > 100


def test_other_passages_stay_with_their_sentences() -> None:
    paragraph = " ".join(["The council met in town {0} and voted on the bridge."] * 6)
    prepared = _prepared("\n\n".join(paragraph.format(i % 7) for i in range(21)))
    texts = [passage.text for passage in prepared.passages]
    assert len(texts) == len(set(texts))
    assert {i for i in range(7) if any(f"town {i} " in text for text in texts)} == set(range(7))
    assert len({passage.key for passage in prepared.passages}) == len(texts)
    for passage, embeddable in zip(prepared.passages, prepared.embeddables, strict=True):
        found = [embeddable.text[a:b] for a, b in embeddable.sentences]
        assert found == [s.text for s in prepared.sentences[passage.first : passage.last + 1]]


def test_a_sentence_that_is_nothing_but_days_keeps_some_of_them() -> None:
    prepared = _prepared("The council met on Monday.\n\n" + "Monday " * 5_000)
    most = max(len(found) for found in prepared.mentions)
    assert most == MAX_MENTIONS
    assert prepared.mentions[0][0].text == "Monday"


def test_an_article_comes_out_of_the_reading_process_as_it_was() -> None:
    prepared = _prepared("The mayor will open the bridge on 3 May 2011, she said on Monday.\n" * 3)
    assert prepared.mentions[0]
    assert prepared.candidates
    assert pickle.loads(pickle.dumps(prepared)) == prepared
