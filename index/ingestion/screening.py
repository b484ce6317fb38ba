"""Finds planted instructions among staged articles, by the vectors of their sentences.

A sentence has its vector only when its passage was embedded, so this is the second look at an
article: ``withholding`` takes the first one, at the wording. What is found here is withheld like
the rest, by preparing the article again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from index.guardrails.head import planted_head
from index.storage.ledger import commit
from index.storage.ledger.queries import unpack_vectors
from index.storage.ledger.records import Vector
from index.storage.ledger.rows import Body

Places = Mapping[str, frozenset[tuple[int, int]]]
"""(start, end) of sentences, as offsets into the file, by the name of their article."""


@dataclass(frozen=True, slots=True)
class Planted:
    """Where planted sentences were found in a file whose content had this SHA-256."""

    sha256: str
    places: Places


def planted_in_staged(db: sqlite3.Connection, files: Iterable[str]) -> Places:
    """Return the planted sentences of the staged articles of ``files``.

    Articles without any are left out. Vectors have to be those of the local embedding model; a
    passage without stored vectors is passed over.
    """
    found = {}
    for body in commit.staged_bodies(db, files):
        if places := _planted(db, body):
            found[str(body["file"])] = places
    return found


def _planted(db: sqlite3.Connection, body: Body) -> frozenset[tuple[int, int]]:
    """Return the places of an article's planted sentences, with all that repeat one of them.

    Passages that repeat an earlier one are not embedded, so a repeated sentence has no vector.
    """
    texts: list[str] = []
    parts: list[Vector] = []
    sentences = body["sentences"]
    for *_, first, last, content in body["passages"]:
        vectors = unpack_vectors(commit.kept_sentences(db, content))
        if len(vectors) == last - first + 1:
            texts += (str(sentence[4]) for sentence in sentences[first : last + 1])
            parts.append(vectors)
    if not texts:
        return frozenset()
    told = zip(texts, planted_head().planted(texts, np.concatenate(parts)), strict=True)
    planted = {text for text, is_planted in told if is_planted}
    return frozenset((start, end) for _, _, start, end, text, _ in sentences if text in planted)
