"""Finds planted instructions among staged articles, by the vectors of their sentences and titles.

A sentence has its vector only when its passage was embedded, so this is the second look at an
article: ``withholding`` takes the first one, at the wording. What is found here is withheld like
the rest, by preparing the article again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from index.embedding.embedder import Embedder, embed_all
from index.english.recognition import is_english
from index.english.sentences import word_count
from index.guardrails.head import FEWEST, planted_head
from index.models import Embeddable
from index.storage.ledger import commit
from index.storage.ledger.queries import unpack_vectors
from index.storage.ledger.records import Vector
from index.storage.ledger.rows import Body

Places = Mapping[str, frozenset[tuple[int, int]]]
"""(start, end) of sentences, as offsets into the file, by the name of their article."""
Titles = Mapping[str, frozenset[str]]
"""Texts that are no title, by the name of their article."""

_LONGEST = 300
"""Characters of a title that are embedded."""
_NEXT = 1
"""Characters between two sentences of a paragraph in the file, at most."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What was found planted in a file whose content had this SHA-256."""

    sha256: str
    places: Places
    titles: Titles = field(default_factory=dict)


def planted_in_staged(
    db: sqlite3.Connection, files: Iterable[str], embedder: Embedder
) -> tuple[Places, Titles]:
    """Return the planted sentences of the staged articles of ``files``, and the planted titles.

    Articles without any are left out. Vectors have to be those of the local embedding model; a
    passage without stored vectors is passed over, and so is the title of an article without any.
    Raises EmbedderFailed.
    """
    found: dict[str, frozenset[tuple[int, int]]] = {}
    titles: dict[str, frozenset[str]] = {}
    for body in commit.staged_bodies(db, files):
        screened = _screened(db, body)
        if screened is None:
            continue
        name = str(body["file"])
        if places := _planted(body, screened):
            found[name] = places
        if _is_planted_title(body, screened, embedder):
            titles[name] = frozenset([body["title"]])
    return found, titles


@dataclass(frozen=True, slots=True)
class _Screened:
    """The sentences of an article that have vectors, which have shape (n, 384).

    ``follows`` and ``beside``: see ``PlantedHead.planted``.
    """

    texts: list[str]
    vectors: Vector
    follows: list[bool]
    beside: list[bool]


def _screened(db: sqlite3.Connection, body: Body) -> _Screened | None:
    """Return what is known of an article's sentences, None if none has a vector."""
    chosen: list[tuple[int, int, int, int, str]] = []
    parts: list[Vector] = []
    for *_, first, last, content in body["passages"]:
        vectors = unpack_vectors(commit.kept_sentences(db, content))
        if len(vectors) == last - first + 1:
            chosen += (tuple(row[:5]) for row in body["sentences"][first : last + 1])
            parts.append(vectors)
    if not chosen:
        return None
    places = {(ordinal, paragraph) for ordinal, paragraph, *_ in chosen}
    starts = {start for start, *_ in body["withheld"]}
    ends = {end for _, end, _ in body["withheld"]}
    return _Screened(
        texts=[text for *_, text in chosen],
        vectors=np.concatenate(parts),
        follows=[(ordinal - 1, paragraph) in places for ordinal, paragraph, *_ in chosen],
        beside=[
            any(start - gap in ends or end + gap in starts for gap in range(_NEXT + 1))
            for _, _, start, end, _ in chosen
        ],
    )


def _planted(body: Body, screened: _Screened) -> frozenset[tuple[int, int]]:
    """Return the places of an article's planted sentences, with all that repeat one of them.

    Passages that repeat an earlier one are not embedded, so a repeated sentence has no vector.
    """
    told = planted_head().planted(
        screened.texts, screened.vectors, screened.follows, screened.beside
    )
    english = _is_english(screened)  # the vectors of other languages mean nothing to the head
    planted = {
        text
        for text, is_planted in zip(screened.texts, told, strict=True)
        if is_planted and (english or is_english(text))
    }
    return frozenset(
        (start, end) for _, _, start, end, text, _ in body["sentences"] if text in planted
    )


def _is_english(screened: _Screened) -> bool:
    return is_english("\n".join(screened.texts))


def _is_planted_title(body: Body, screened: _Screened, embedder: Embedder) -> bool:
    """Return whether the title is planted; one that the first sentence begins with is not asked.

    The vector of that sentence tells more than that of its beginning.
    """
    title = str(body["title"])[:_LONGEST]
    if word_count(title) < FEWEST or str(body["sentences"][0][4]).startswith(title.rstrip("…")):
        return False
    if not (_is_english(screened) or is_english(title)):
        return False
    [(_, embedded)] = embed_all(embedder, [Embeddable(title, ())])
    return planted_head().planted_title(title, embedded.vector, screened.vectors)
