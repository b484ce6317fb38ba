"""A text as the checks read it: words, sentences, quantities, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from index.dates import find_dates, find_dates_in_sequence
from index.language.words import Token, tokenize
from index.models import TimeExpression
from index.sentences import sentence_spans
from index.support.quantities import Quantity, find_quantities

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Reading:
    """A text with its words. ``sentences`` are (start, end) offsets, in order."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    _worked_out: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What ``work`` makes of this text, made once: evidence is asked for it again and again.

        Two threads may both make it; the results are equal.
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
            _moved(each, start)
            for (start, _), expressions in zip(self.sentences, found, strict=True)
            for each in expressions
        ]


def _moved(found: TimeExpression, by: int) -> TimeExpression:
    return TimeExpression(
        found.start + by,
        found.end + by,
        found.text,
        found.kind,
        found.value,
        found.first,
        found.last,
    )


def read(text: str) -> Reading:
    """Read a text of one or more sentences; lines part sentences."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):
        spans += [(begin + start, begin + end) for start, end in sentence_spans(line)]
        begin += len(line) + 1
    tokens = tuple(tokenize(text))
    return Reading(text, tokens, tuple(spans) or ((0, len(text)),))
