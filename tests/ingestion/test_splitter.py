"""Passages: neighbouring sentences of one section, with keys made of content."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from index.ingestion.splitter import split_article
from index.models import Article, Paragraph
from tests.helpers.articles import HEADLINE, text_article

SENTENCE = (
    "The harbour of the northern town stayed closed to all grain ships on that day too."  # 15
)


def article(*paragraphs: tuple[int, bool]) -> Article:
    """An article whose paragraphs have that many sentences, or are headings."""
    parts, raw = [], ""
    for count, heading in paragraphs:
        text = "What comes next" if heading else " ".join([SENTENCE] * count)
        spans = tuple((i, i + 1) for i in range(len(raw), len(raw) + len(text)))
        parts.append(Paragraph(text, spans, heading))
        raw += text + "\n\n"
    return Article("a.txt", "0" * 64, raw, "Title", tuple(parts))


def test_passages_prefer_the_boundaries_of_paragraphs() -> None:
    sentences, passages = split_article(article((5, False), (6, False), (5, False)))
    ends = [sentences[passage.last].paragraph for passage in passages]
    assert ends == [0, 1, 2]
    assert [passage.last - passage.first + 1 for passage in passages] == [5, 6, 5]


def test_short_paragraphs_join_and_long_ones_are_parted() -> None:
    assert [p.last - p.first + 1 for p in split_article(article(*[(1, False)] * 10))[1]] == [5, 5]
    counts = [len(p.text.split()) for p in split_article(article((21, False)))[1]]
    assert all(60 <= count <= 110 for count in counts)


def test_no_passage_reaches_across_a_heading() -> None:
    sentences, passages = split_article(article((2, False), (1, True), (2, False)))
    assert len(passages) == 2
    assert [s.paragraph for s in sentences] == [0, 0, 2, 2]
    assert "What comes next" not in " ".join(p.text for p in passages)


def test_a_short_sentence_joins_its_neighbours() -> None:
    text = f"{HEADLINE}\n\n{SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE}\n\nIt rained.\n"
    _, passages = split_article(text_article(text))
    assert len(passages) == 1
    assert passages[0].text.endswith("It rained.")


def test_a_key_changes_with_file_and_content_and_place() -> None:
    first = article((21, False))
    variants = (first, replace(first, file="b.txt"), replace(first, sha256="1" * 64))
    passages = [passage for variant in variants for passage in split_article(variant)[1]]
    keys = {passage.key for passage in passages}
    assert len(keys) == len(passages) > len(variants)
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)


def test_the_same_article_gives_the_same_passages() -> None:
    assert split_article(article((7, False), (2, False))) == split_article(
        article((7, False), (2, False))
    )


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=12))
def test_every_sentence_is_in_exactly_one_passage(shape: list[tuple[int, bool]]) -> None:
    whole = article(*shape)
    sentences, passages = split_article(whole)
    assert [n for p in passages for n in range(p.first, p.last + 1)] == list(range(len(sentences)))
    for number, passage in enumerate(passages):
        inside = sentences[passage.first : passage.last + 1]
        assert passage.ordinal == number
        assert passage.text == " ".join(sentence.text for sentence in inside)
        assert (passage.start, passage.end) == (inside[0].start, inside[-1].end)
        assert len(inside) == 1 or len(passage.text.split()) <= 150
