"""What the answering side reads from the ledger, over the seeds and small articles."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import DatabaseDamaged
from index.models import Scope
from tests.helpers import SEEDS
from tests.helpers.index import EVERYTHING, HashEmbedder, Index, story, vector_of, write


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    data = tmp_path_factory.mktemp("data")
    with Index(SEEDS, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        yield index


def test_every_quote_is_exact(seeds: Index) -> None:
    for article in seeds.ledger.articles():
        raw = (SEEDS / article.file).read_bytes().decode("utf-8")
        assert seeds.ledger.raw(article.file) == raw
        sentences = seeds.ledger.article_sentences(article.file)
        assert sentences
        for sentence in sentences:
            assert raw[sentence.start : sentence.end] == sentence.quote
            assert " ".join(sentence.quote.split()) == sentence.text


def test_articles_come_newest_first(seeds: Index) -> None:
    days = [article.published for article in seeds.ledger.articles()]
    known = [day for day in days if day is not None]
    assert len(days) == 5
    assert known == sorted(known, reverse=True)
    assert days[: len(known)] == known


def test_a_damaged_day_is_damage(tmp_path: Path) -> None:
    write(tmp_path / "articles", alpha=story("alpha"))
    with Index(tmp_path / "articles", tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        with index.ledger.database.writing() as db:
            db.execute("UPDATE article SET published = '2025-13-45'")
        for read in (index.ledger.newest, index.ledger.articles):
            with pytest.raises(DatabaseDamaged, match="'2025-13-45' is no day"):
                read()


def test_sentences_of_a_passage_carry_vectors_and_mentions(seeds: Index) -> None:
    keys = sorted(seeds.keys())
    by_passage = seeds.ledger.sentences(keys)
    passages = seeds.ledger.passages(keys)
    assert list(by_passage) == list(passages) == keys
    mentions = 0
    for key, sentences in by_passage.items():
        passage = passages[key]
        assert passage.start <= sentences[0].start
        assert sentences[-1].end <= passage.end
        for sentence in sentences:
            assert sentence.vector is not None
            assert np.linalg.norm(sentence.vector) == pytest.approx(1.0, abs=1e-5)
            assert float(sentence.vector @ vector_of(sentence.text)) > 0.999
            for mention in sentence.mentions:
                mentions += 1
                assert sentence.text[mention.start : mention.end] == mention.text
    assert mentions > 10


def test_sentences_by_article_are_those_by_passage(seeds: Index) -> None:
    for article in seeds.ledger.articles():
        sentences = seeds.ledger.article_sentences(article.file)
        assert [s.ordinal for s in sentences] == list(range(len(sentences)))
        assert all(s.vector is not None for s in sentences)


def test_unknown_names_are_left_out(seeds: Index) -> None:
    key = next(iter(seeds.keys()))
    assert set(seeds.ledger.passages(["nothing", key])) == {key}
    assert set(seeds.ledger.sentences(["nothing", key])) == {key}
    assert seeds.ledger.live(["nothing", key]) == {key}
    assert seeds.ledger.article_sentences("nothing.txt") == ()
    with pytest.raises(KeyError):
        seeds.ledger.raw("nothing.txt")


def test_words_are_stemmed_ranked_and_scoped(seeds: Index) -> None:
    ranked = seeds.ledger.words('"sanction" OR "oil"', EVERYTHING, 50)
    scores = [score for _, score in ranked]
    assert ranked
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    texts = seeds.ledger.passages([key for key, _ in ranked])
    for passage in texts.values():
        assert {"sanction", "oil"} & set(_stems(f"{passage.title} {passage.text}"))
    day = dt.date(2025, 10, 24)
    scoped = seeds.ledger.words('"sanction"', Scope(since=day, until=day), 50)
    assert {p.published for p in seeds.ledger.passages([k for k, _ in scoped]).values()} == {day}
    assert seeds.ledger.words('"sanction"', Scope(since=dt.date(2030, 1, 1)), 50) == []


def _stems(text: str) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return [word.removesuffix("s").removesuffix("ed") for word in words]


def test_words_of_whole_articles(seeds: Index) -> None:
    ranked = seeds.ledger.article_words('"Rubio"', EVERYTHING, 50)
    files = {file for file, _ in ranked}
    assert files == {a.file for a in seeds.ledger.articles() if _mentions(seeds, a.file, "rubio")}
    assert files


def _mentions(index: Index, file: str, word: str) -> bool:
    sentences = index.ledger.article_sentences(file)
    title = next(a.title for a in index.ledger.articles() if a.file == file)
    return any(word in s.text.lower() for s in sentences) or word in title.lower()


def test_a_query_that_fts_cannot_parse(seeds: Index) -> None:
    with pytest.raises(ValueError, match="FTS5"):
        seeds.ledger.words('"unfinished', EVERYTHING, 5)


def test_document_frequency_counts_passages(seeds: Index) -> None:
    found = seeds.ledger.document_frequency(["putin", "zebra"])
    assert found["zebra"] == 0
    assert found["putin"] == len(seeds.ledger.words('"putin"', EVERYTHING, 1000)) > 5


def test_passages_by_the_days_they_speak_of(seeds: Index) -> None:
    day = dt.date(2025, 10, 23)
    found = seeds.ledger.on_days(day, day, EVERYTHING, 50)
    assert found
    for key, count in found:
        speaking = [
            s
            for s in seeds.ledger.sentences([key])[key]
            if any(m.first and m.last and m.first <= day <= m.last for m in s.mentions)
        ]
        assert len(speaking) >= count > 0
    assert seeds.ledger.on_days(dt.date(1999, 1, 1), dt.date(1999, 1, 2), EVERYTHING, 50) == []


def test_nearest_without_chroma_finds_the_very_passage(seeds: Index) -> None:
    key = sorted(seeds.keys())[3]
    wanted = seeds.vector_of_passage(key)
    best = seeds.ledger.nearest(wanted, EVERYTHING, 3)
    assert best[0][0] == key
    assert best[0][1] == pytest.approx(1.0, abs=1e-5)
    other = Scope(outlet="no such outlet")
    assert seeds.ledger.nearest(wanted, other, 3) == []


def test_outlets_are_compared_without_case_and_blanks(tmp_path: Path) -> None:
    write(tmp_path / "articles", alpha=story("alpha"), beta=story("beta"))
    with Index(tmp_path / "articles", tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        assert {a.outlet for a in index.ledger.articles()} == {"The Alpha", "The Beta"}
        found = index.ledger.words('"council"', Scope(outlet="the  ALPHA"), 50)
        assert {p.outlet for p in index.ledger.passages([k for k, _ in found]).values()} == {
            "The Alpha"
        }


def test_a_reader_sees_one_state_while_another_is_committed(tmp_path: Path) -> None:
    write(tmp_path / "articles", alpha=story("alpha"))
    with Index(tmp_path / "articles", tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            before = db.execute("SELECT file FROM article").fetchall()
            write(tmp_path / "articles", beta=story("beta"))
            index.reindexer.run()
            assert db.execute("SELECT file FROM article").fetchall() == before
        assert len(index.ledger.articles()) == 2
        assert index.ledger.revision() == 2


_SPELLINGS = {
    "Müller": ("MÜLLER", "müller", "Mu\u0308ller", "MU\u0308LLER"),
    "Élodie": ("ÉLODIE", "e\u0301lodie"),
    "Gündoğan": ("GÜNDOĞAN", "gu\u0308ndog\u0306an"),
    "İstanbul": ("İSTANBUL", "I\u0307stanbul"),
    "Strauß": ("STRAUSS", "Strauß", "strauss"),
    "Griffin": ("GRIFFIN", "Griﬃn", "Griﬀin"),
    "Зеленський": ("ЗЕЛЕНСЬКИЙ", "зеленськии\u0306"),
    "100%": ("100%",),
    "a_b": ("A_B",),
}
"""Words, and how else they may be written."""


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("spelled")
    for word, spellings in _SPELLINGS.items():
        for n, spelling in enumerate(spellings):
            text = f"{story('alpha', 1)}\n\nThe council thanked {spelling} on Tuesday."
            write(folder / "articles", **{f"{word[:2]}{n}": text})
    with Index(folder / "articles", folder / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        yield index


@pytest.mark.parametrize("word", _SPELLINGS)
def test_a_word_is_found_however_it_is_written(spelled: Index, word: str) -> None:
    wanted = {f"{word[:2]}{n}.txt" for n in range(len(_SPELLINGS[word]))}
    for written in (word, word.upper(), unicodedata.normalize("NFD", word)):
        assert spelled.ledger.mentioned(written) == wanted


@pytest.mark.parametrize("word", ["Muller", "Mülle", "lodie", "Stra", "Grin", "axb", "100", "1%"])
def test_another_word_is_not_found(spelled: Index, word: str) -> None:
    assert spelled.ledger.mentioned(word) == ({"100.txt"} if word == "100" else set())
