"""Evidence that has been read, and the model's view of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.embedding import LocalEmbedding, Vector
from index.language.words import tokenize
from index.models import TimeExpression
from index.support.models import Evidence
from index.support.reading import Reading, read
from index.support.units import Unit, units

WINDOW = 900
"""Characters embedded in one pass: about 200 tokens, less than the model reads."""

Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Seen:
    """The model's view of a text: a vector for each word piece, and which sentence it is of."""

    vectors: Vector
    offsets: tuple[tuple[int, int], ...]
    sentences: Ordinals


def look(embedder: LocalEmbedding, reading: Reading) -> Seen:
    """Embed a text in stretches of whole sentences, each word in the context of its stretch."""
    windows: list[list[int]] = []
    for start, end in reading.sentences:
        if windows and end - windows[-1][0] <= WINDOW:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    found = embedder.embed_tokens([reading.text[start:end] for start, end in windows])
    offsets = tuple(
        (start + a, start + b)
        for (start, _), each in zip(windows, found, strict=True)
        for a, b in each.offsets
    )
    starts = np.array([start for start, _ in reading.sentences])
    ordinals = np.searchsorted(starts, [a for a, _ in offsets], side="right") - 1
    return Seen(np.concatenate([each.vectors for each in found]), offsets, ordinals)


@dataclass(frozen=True)
class Prepared:
    """Evidence that has been read, so that several sentences can be checked against it."""

    evidence: Evidence
    reading: Reading
    seen: Seen
    dates: tuple[TimeExpression, ...]
    units: tuple[Unit, ...]
    known: frozenset[str]
    """Folded words of the title, the outlet and the speaker: names that may count as told."""


def prepare(embedder: LocalEmbedding, evidence: Evidence) -> Prepared:
    """Read a quote once; blocks while the model runs."""
    reading = read(evidence.text)
    dates = tuple(reading.dates(evidence.published, evidence.day))
    around = " ".join((evidence.title, evidence.outlet or "", evidence.speaker or ""))
    return Prepared(
        evidence,
        reading,
        look(embedder, reading),
        dates,
        tuple(units(reading, dates)),
        frozenset(token.folded for token in tokenize(around)),
    )


@dataclass(frozen=True)
class Pool:
    """All the evidence that a sentence cites, taken together."""

    parts: tuple[Prepared, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.reading.stems for part in self.parts))

    @cached_property
    def sentence_stems(self) -> list[frozenset[str]]:
        """The stems of each sentence of all parts, numbered as in ``seen``."""
        return [stems for part in self.parts for stems in part.reading.sentence_stems]

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.reading.folded for part in self.parts))

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.known for part in self.parts))

    @cached_property
    def readings(self) -> Sequence[Reading]:
        return [part.reading for part in self.parts]

    @cached_property
    def seen(self) -> Seen:
        """The model's view of all parts one after another."""
        if len(self.parts) == 1:
            return self.parts[0].seen
        sentences, before = [], 0
        for part in self.parts:
            sentences.append(part.seen.sentences + before)
            before += len(part.reading.sentences)
        return Seen(
            np.concatenate([part.seen.vectors for part in self.parts]),
            tuple(offset for part in self.parts for offset in part.seen.offsets),
            np.concatenate(sentences),
        )
