"""What the tests of the index share: articles, an embedder that hashes, a dump of a ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import DIMENSIONS, Embedded, PassageText, Vector
from index.ingestion.pipeline import Reindexer, ReindexSetup
from index.models import EVERYTHING
from index.storage.chroma import Chroma
from index.storage.ledger import state
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore


@dataclass
class HashEmbedder:
    """Vectors from a hash of the words: equal texts are equal, others are far apart.

    ``before`` is called with the number of the batch, from 1, before each, and may raise.
    """

    before: Callable[[int], None] = lambda batch: None
    batches: int = 0
    texts: list[str] = field(default_factory=list)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[Embedded]:
        self.batches += 1
        self.before(self.batches)
        self.texts += [passage.text for passage in passages]
        return [
            Embedded(
                vector_of(passage.text),
                np.array([vector_of(passage.text[a:b]) for a, b in passage.sentences]).reshape(
                    -1, DIMENSIONS
                ),
            )
            for passage in passages
        ]

    def embed_each(self, passages: Sequence[PassageText]) -> Generator[Embedded, None, None]:
        for begin in range(0, len(passages), 32):
            yield from self.embed_passages(passages[begin : begin + 32])

    def source(self, identity: str = "hash") -> EmbedderSource:
        return EmbedderSource(identity, lambda: self)


def vector_of(text: str) -> Vector:
    """A unit vector that only depends on the text."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@dataclass
class Index:
    """The parts of an index on a data folder, opened and closed together."""

    articles: Path
    data: Path
    embedder: EmbedderSource = field(default_factory=local_embedder)
    url: str | None = None
    chunk: int = 8
    base: str = "test"

    def __enter__(self) -> Self:
        self.data.mkdir(parents=True, exist_ok=True)
        self.ledger = Ledger(self.data)
        self.chroma = Chroma(self.data, self.url)
        self.store = VectorStore(self.chroma, self.ledger)
        setup = ReindexSetup(self.articles, self.base, self.chunk)
        self.reindexer = Reindexer(setup, self.ledger, self.store, self.embedder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.chroma.close()
        self.ledger.close()

    def found(self) -> set[str]:
        """Keys of all passages that a query by vector can find."""
        return {key for key, _ in self.store.nearest(vector_of("anything"), EVERYTHING, 10_000)}

    def keys(self) -> set[str]:
        """Keys of all live passages."""
        with self.ledger.database.reading() as db:
            return {key for (key,) in db.execute("SELECT key FROM passage")}

    def vector_of_passage(self, key: str) -> Vector:
        """What the HashEmbedder made of a live passage."""
        embedder = self.embedder.load()
        assert isinstance(embedder, HashEmbedder)
        passage = self.ledger.passages([key])[key]
        return vector_of(next(text for text in embedder.texts if passage.text in text))

    def unsettled(self) -> list[tuple[str, str]]:
        with self.ledger.database.reading() as db:
            return state.unsettled(db)

    def vectors_in_chroma(self) -> int:
        with self.ledger.database.reading() as db:
            name = state.live_index(db).collection
        assert name is not None
        return self.store.probe(name)


def write(folder: Path, **texts: str) -> None:
    """Files NAME.txt with a title, a day and paragraphs."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        front = f"---\ntitle: About {name}\ndate: 2025-10-24\noutlet: The {name.title()}\n---\n"
        (folder / f"{name}.txt").write_text(f"{front}\n{text}\n", encoding="utf-8")


def story(name: str, paragraphs: int = 6) -> str:
    """Paragraphs of plain sentences, all different from those of another name."""
    return "\n\n".join(
        f"The council of {name} met on Monday to discuss the road number {i}. "
        f"Mayor {name.title()} Smith said the plan number {i} would cost {i + 3} million euros. "
        f"Residents of {name} have asked for the work since 2019, and {i + 20} of them came. "
        f"A vote on the road number {i} of {name} is expected on 30 October 2025."
        for i in range(paragraphs)
    )


def sentence_texts(ledger: Ledger) -> list[str]:
    """The text of every live sentence."""
    return [text for article in ledger.articles() for text in ledger.texts_of(article.file)]


def dump(ledger: Ledger) -> dict[str, Any]:
    """Everything that is live, but for row numbers, times of files and the vectors themselves."""
    with ledger.database.reading() as db:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return db.execute(sql).fetchall()

        return {
            "articles": rows(
                "SELECT file, sha256, size, title, outlet, outlet_folded, published, "
                "published_from, author, url, raw FROM article ORDER BY file"
            ),
            "refused": rows("SELECT file, sha256, size, error FROM refused ORDER BY file"),
            "passages": rows(
                'SELECT file, key, ordinal, start, "end", text, first, last, content, '
                "(SELECT length(sentences) FROM embedding WHERE embedding.content = "
                "passage.content) FROM passage JOIN article ON article.id = article "
                "ORDER BY file, ordinal"
            ),
            "sentences": rows(
                'SELECT file, ordinal, paragraph, start, "end", text, quote FROM sentence '
                "JOIN article ON article.id = article ORDER BY file, ordinal"
            ),
            "mentions": rows(
                'SELECT file, ordinal, m.start, m."end", kind, value, first, last '
                "FROM mention m JOIN sentence ON sentence.id = m.sentence "
                "JOIN article ON article.id = article ORDER BY file, ordinal, m.start"
            ),
            "stories": rows(
                "SELECT article.file, first.file, other.file FROM story "
                "JOIN article ON article.id = story.article "
                "JOIN article first ON first.id = story.first "
                "LEFT JOIN article other ON other.id = story.copy_of ORDER BY article.file"
            ),
            "pages": rows(
                "SELECT file, n, start FROM page JOIN article ON article.id = article "
                "ORDER BY file, n"
            ),
            "words": rows("SELECT term, doc, cnt FROM passage_terms ORDER BY term"),
            "vocabulary": rows("SELECT kind, term, count FROM vocabulary ORDER BY kind, term"),
            "embeddings": rows("SELECT content FROM embedding ORDER BY content"),
            "staged": rows("SELECT file FROM staged"),
            "unsettled": rows("SELECT collection, key FROM unsettled"),
        }
