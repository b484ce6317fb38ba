"""Evidence and parsed texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from index.embedding.local_model import LocalEmbedding, Vector
from index.english.quantities import Quantity, find_quantities
from index.english.sentences import sentence_spans
from index.english.tokens import Token, tokenize
from index.faithfulness.models import Evidence
from index.models import TimeExpression
from index.temporal.tagger import find_dates, find_dates_in_sequence

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class ParsedText:
    """A text with its words. ``sentences`` are (start, end) offsets, in order."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    _worked_out: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Return the result of ``work`` for this text, cached.

        Two threads may both compute it; the results are equal.
        """
        if name not in self._worked_out:
            self._worked_out[name] = work()
        made: T = self._worked_out[name]
        return made

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(find_quantities(self.text, self.tokens))

    @cached_property
    def of_sentence(self) -> tuple[int, ...]:
        """The ordinal of each token's sentence."""
        starts = np.array([start for start, _ in self.sentences] or [0])
        places = np.searchsorted(starts, [t.start for t in self.tokens], side="right") - 1
        return tuple(max(0, int(place)) for place in places)

    @cached_property
    def sentence_stems(self) -> tuple[frozenset[str], ...]:
        """The stems of each sentence."""
        found: list[set[str]] = [set() for _ in self.sentences]
        for token, ordinal in zip(self.tokens, self.of_sentence, strict=True):
            found[ordinal].add(token.stem)
        return tuple(map(frozenset, found))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(token.stem for token in self.tokens)

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(token.folded for token in self.tokens)

    def dates(self, published: dt.date | None, day: dt.date | None = None) -> list[TimeExpression]:
        """Its time expressions, with offsets into the text."""
        if len(self.sentences) == 1:
            return find_dates(self.text, published, context=day)
        texts = [self.text[start:end] for start, end in self.sentences]
        found = find_dates_in_sequence(texts, published)
        return [
            replace(each, start=each.start + start, end=each.end + start)
            for (start, _), expressions in zip(self.sentences, found, strict=True)
            for each in expressions
        ]


def parse_text(text: str) -> ParsedText:
    """Parse a text of one or more sentences; line breaks separate sentences."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):
        spans += [(begin + start, begin + end) for start, end in sentence_spans(line)]
        begin += len(line) + 1
    tokens = tuple(tokenize(text))
    return ParsedText(text, tokens, tuple(spans) or ((0, len(text)),))


WINDOW = 900
"""Characters embedded in one pass: about 200 tokens, less than the model reads."""

Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True)
class EmbeddedText:
    """A vector for each word piece of a text, and the ordinal of its sentence."""

    vectors: Vector
    offsets: tuple[tuple[int, int], ...]
    sentences: Ordinals


def embed_text(embedder: LocalEmbedding, reading: ParsedText) -> EmbeddedText:
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
    return EmbeddedText(np.concatenate([each.vectors for each in found]), offsets, ordinals)


@dataclass(frozen=True)
class PreparedEvidence:
    """Evidence that has been parsed and embedded, so that several sentences can be checked."""

    evidence: Evidence
    reading: ParsedText
    seen: EmbeddedText
    dates: tuple[TimeExpression, ...]
    units: tuple[Unit, ...]
    known: frozenset[str]
    """Folded words of the title, the outlet and the speaker: names that may count as told."""


NOT_EMBEDDED = EmbeddedText(np.zeros((0, 0), np.float32), (), np.zeros(0, np.int64))


def prepare_evidence(embedder: LocalEmbedding, evidence: Evidence) -> PreparedEvidence:
    """Parse and embed a quote. Blocks while the model runs."""
    parsed = parse_evidence(evidence)
    return replace(parsed, seen=embed_text(embedder, parsed.reading))


def parse_evidence(evidence: Evidence) -> PreparedEvidence:
    """Parse a quote for the checks that need no vectors."""
    reading = parse_text(evidence.text)
    dates = tuple(reading.dates(evidence.published, evidence.day))
    around = " ".join((evidence.title, evidence.outlet or "", evidence.speaker or ""))
    return PreparedEvidence(
        evidence,
        reading,
        NOT_EMBEDDED,
        dates,
        tuple(units(reading, dates)),
        frozenset(token.folded for token in tokenize(around)),
    )


@dataclass(frozen=True)
class EvidencePool:
    """All the evidence that a sentence cites."""

    parts: tuple[PreparedEvidence, ...]

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
    def readings(self) -> Sequence[ParsedText]:
        return [part.reading for part in self.parts]

    @cached_property
    def pieces(self) -> list[str]:
        """The texts of the word pieces of ``seen``."""
        return [part.reading.text[a:b] for part in self.parts for a, b in part.seen.offsets]

    @cached_property
    def seen(self) -> EmbeddedText:
        """The embeddings of all parts, concatenated."""
        if len(self.parts) == 1:
            return self.parts[0].seen
        sentences, before = [], 0
        for part in self.parts:
            sentences.append(part.seen.sentences + before)
            before += len(part.reading.sentences)
        return EmbeddedText(
            np.concatenate([part.seen.vectors for part in self.parts]),
            tuple(offset for part in self.parts for offset in part.seen.offsets),
            np.concatenate(sentences),
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens ``first`` to ``last``, and the key by which they are compared.

    Words are compared by stem, quantities by value ("$5bn" equals "5 billion dollars"), days by
    date.
    """

    symbol: str
    first: int
    last: int
    kind: Literal["word", "quantity", "day"] = "word"
    quantity: Quantity | None = None


def units(reading: ParsedText, dates: Sequence[TimeExpression]) -> list[Unit]:
    """Return all units of a text in order, without overlap."""
    days = _by_token(reading, dates)
    quantities = {quantity.first: quantity for quantity in reading.quantities}
    found: list[Unit] = []
    i = 0
    while i < len(reading.tokens):
        unit = days.get(i) or _of_quantity(quantities.get(i))
        found.append(unit or Unit(reading.tokens[i].stem, i, i))
        i = found[-1].last + 1
    return found


def _of_quantity(quantity: Quantity | None) -> Unit | None:
    if quantity is None:
        return None
    symbol = f"#{quantity.value:g}{quantity.currency}"
    return Unit(symbol, quantity.first, quantity.last, "quantity", quantity)


def _by_token(reading: ParsedText, dates: Sequence[TimeExpression]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for each in dates:
        if each.kind not in {"DATE", "TIME"} or each.first is None:
            continue
        inside = [
            i for i, t in enumerate(reading.tokens) if t.start < each.end and each.start < t.end
        ]
        if inside:
            symbol = f"@{each.first}/{each.last}"
            found[inside[0]] = Unit(symbol, inside[0], inside[-1], "day")
    return found
