"""The texts that the cross-encoder reads: candidates with the sentences around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from index.answering.corpus import ArticleView
from index.cross_encoder.model import Window
from index.storage.ledger.records import StoredSentence

BEFORE, AFTER = 1, 1
"""Sentences read before and after a candidate: who "he" is, and what "this" was."""
LONGEST = 700
"""Characters of a window that more than one candidate shares: about 170 tokens."""


def windows_around(
    candidates: Sequence[tuple[ArticleView, int]],
) -> list[tuple[Window, list[int]]]:
    """Return windows, each with the numbers of its candidates, which are its ``sentences``.

    Candidates near each other in one article share a window. Every candidate is in one of them.
    """
    by_file: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (view, ordinal) in enumerate(candidates):
        by_file[view.sentences[ordinal].file].append((ordinal, number))
    return [
        _window(candidates[group[0][1]][0], group)
        for places in by_file.values()
        for group in _groups(candidates[places[0][1]][0], sorted(places))
    ]


def _groups(view: ArticleView, places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Split the (ordinal, number) of an article's candidates into those read together."""
    groups = [[places[0]]]
    for place in places[1:]:
        first, last = groups[-1][0][0], groups[-1][-1][0]
        near = place[0] - last <= BEFORE + AFTER
        length = sum(len(sentence.text) for sentence in _around(view, first, place[0]))
        if near and length <= LONGEST:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _around(view: ArticleView, first: int, last: int) -> Sequence[StoredSentence]:
    """The sentences from one candidate to another, and their neighbours."""
    return view.sentences[max(0, first - BEFORE) : last + AFTER + 1]


def _window(view: ArticleView, group: list[tuple[int, int]]) -> tuple[Window, list[int]]:
    chosen = _around(view, group[0][0], group[-1][0])
    first = chosen[0].ordinal
    spans: list[tuple[int, int]] = []
    begin = 0
    for sentence in chosen:
        spans.append((begin, begin + len(sentence.text)))
        begin += len(sentence.text) + 1
    text = " ".join(sentence.text for sentence in chosen)
    wanted = tuple(spans[ordinal - first] for ordinal, _ in group)
    return Window(text, wanted), [number for _, number in group]
