"""Finds the story in a page that was copied whole, with its menus, links and notices.

A small convolutional network over the lines of the page. Of each line it sees the shape (length,
capitals, punctuation, place) and the words, hashed into ``BUCKETS`` (the hashing trick, Weinberger
et al. 2009), and three convolutions see up to 26 lines above and below. ``train.pages`` makes the
weights; the model card there says of what, and how well they do.
"""

from __future__ import annotations

import functools
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.embedding.loading import read_weights
from index.english.tokens import STOP_WORDS
from index.ingestion.block import Block, ends_sentence

WEIGHTS_SHA256 = "f49dd5d4f9ab30cb19c0ed706bbd3041d2d3ac7822b5992e2cf54ac35c6f5dc4"
"""SHA-256 of ``whole_page.npz``."""
BUCKETS = 1 << 13
SHAPES = 22
"""Numbers that tell the shape of a line."""
DILATIONS = (1, 3, 9)
WIDTH = 5
"""Lines that a convolution sees, one of ``DILATIONS`` apart."""

Array = npt.NDArray[np.float32]

_FEWEST_LINES = 15
_MOST_LINES = 5_000
_WORD = re.compile(r"\w+")
_READ_WORDS = 40
_SHORT_LINE = 8  # words of a line that is known as a whole
_BEGINNING = 12  # words that are known in pairs
_PROSE_WORDS = 12
_CONTENT = 4  # letters of a word that tells what a line is about
_QUOTES = "'\"“«„‘"
_ADDRESSES = ("@", "://", "www.")


@dataclass(frozen=True, slots=True)
class WholePage:
    """Where the story of a page is, as indices of lines.

    ``outside`` are no part of the story. ``title`` is its headline, None if none is likely. Around
    ``head``, from above the headline to the beginning of the story, stand its date and author.
    """

    title: int | None
    head: range
    outside: frozenset[int]


def find_story(blocks: Sequence[Block]) -> WholePage | None:
    """Return where the story of a page is; None for a text that is hardly more than a story."""
    if not _FEWEST_LINES <= len(blocks) <= _MOST_LINES:
        return None
    scores = line_scores(blocks)
    story = np.flatnonzero(scores[:, 0] > 0)
    outside = np.flatnonzero(scores[:, 0] < OUTSIDE)
    if not story.size or len(outside) < FEWEST_OUTSIDE:
        return None
    first = int(story[0])
    above = np.exp(scores[: first + 1, 1] - scores[: first + 1, 1].max())
    best = int(above.argmax())
    title = best if above[best] > LIKELY * above.sum() else None
    begin = max((first if title is None else title) - _ABOVE, 0)
    head = range(begin, min(first + _BELOW, len(blocks)))
    return WholePage(title, head, frozenset(outside.tolist()) - {best})


OUTSIDE = -4.0
"""The score below which a line is no part of the story."""
FEWEST_OUTSIDE = 12
"""Lines that a page has beside its story; a text with fewer is read without this model."""
LIKELY = 0.3
"""How likely a line has to be the headline."""
_ABOVE, _BELOW = 15, 12
"""Lines around the headline and the beginning of the story that may have its date and author."""


def line_scores(blocks: Sequence[Block]) -> Array:
    """Return two scores of each line, shape (lines, 2): that of the story, and of the headline.

    The first is the log odds that a line is part of the story; the line with the greatest second
    one is the headline.
    """
    weights = _weights()
    shapes = (line_shapes(blocks) - weights["mean"]) / weights["deviation"]
    words = np.stack([weights["words"][line_buckets(block.text)].mean(axis=0) for block in blocks])
    hidden = _relu(np.hstack([shapes, words]) @ weights["line"].T + weights["line_bias"])
    seen = [hidden]
    for dilation in DILATIONS:
        kernel, bias = weights[f"kernel{dilation}"], weights[f"bias{dilation}"]
        hidden = _relu(_convolve(hidden, kernel, dilation) + bias) + hidden
        seen.append(hidden)
    scores: Array = np.hstack(seen) @ weights["score"].T + weights["score_bias"]
    return scores


def _relu(values: Array) -> Array:
    return np.maximum(values, 0)


def _convolve(lines: Array, kernel: Array, dilation: int) -> Array:
    """Return, for each line, the weighted sum of ``WIDTH`` lines around it, of the same shape.

    ``lines`` has the shape (lines, features), and ``kernel`` (features, features, WIDTH).
    """
    edge = dilation * (WIDTH // 2)
    padded = np.pad(lines, ((edge, edge), (0, 0)))
    total = np.zeros_like(lines)
    for tap in range(WIDTH):
        begin = tap * dilation
        total += padded[begin : begin + len(lines)] @ kernel[:, :, tap].T
    return total


def line_buckets(text: str) -> list[int]:
    """Return the words of a line as numbers below ``BUCKETS``: [0] for a line without words."""
    found = {zlib.crc32(feature.encode()) % BUCKETS for feature in _features(text)}
    return sorted(found) or [0]


def _features(text: str) -> Iterator[str]:
    """Yield the words, the pairs at the beginning, the first and last word, and a short line."""
    words = _words(text)
    if not words:
        return
    yield from (f"word {word}" for word in words[:_READ_WORDS])
    beginning = words[: _BEGINNING + 1]
    yield from (f"pair {a} {b}" for a, b in pairwise(beginning))
    yield f"first {words[0]}"
    yield f"last {words[-1]}"
    if len(words) <= _SHORT_LINE:
        yield f"line {' '.join(words)}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def line_shapes(blocks: Sequence[Block]) -> Array:
    """Return ``SHAPES`` numbers of each line, shape (lines, SHAPES)."""
    texts = [block.text for block in blocks]
    words = [_words(text) for text in texts]
    prose = [
        ends_sentence(text) and len(line) >= _PROSE_WORDS
        for text, line in zip(texts, words, strict=True)
    ]
    told = {w for ws, is_told in zip(words, prose, strict=True) if is_told for w in _content(ws)}
    above = np.cumsum([0, *(len(t) * p for t, p in zip(texts, prose, strict=True))])
    times = Counter(text.casefold() for text in texts)
    shapes = np.empty((len(blocks), SHAPES), dtype=np.float32)
    for at, (block, line) in enumerate(zip(blocks, words, strict=True)):
        text, raw, content = block.text, block.text.split(), _content(line)
        shapes[at] = (
            np.log1p(len(text)),
            np.log1p(len(line)),
            ends_sentence(text),
            prose[at],
            text[0].isupper(),
            sum(word[0].isupper() for word in raw) / len(raw),
            sum(word in STOP_WORDS for word in line) / max(len(line), 1),
            sum(map(str.isdigit, text)) / len(text),
            text.count(",") / len(raw),
            "|" in text,
            text[0] in _QUOTES,
            block.gap,
            block.item,
            at / len(blocks),
            1 - at / len(blocks),
            above[at] / max(above[-1], 1),
            times[text.casefold()] > 1,
            sum(word in told for word in content) / max(len(content), 1),
            text.isupper(),
            any(mark in text for mark in _ADDRESSES),
            "©" in text,
            min(len(blocks), 1_000) / 1_000,
        )
    return shapes


def _content(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) >= _CONTENT and word not in STOP_WORDS]


@functools.cache
def _weights() -> Mapping[str, Array]:
    """Return the weights by name. Raises EmbedderFailed if the file is damaged."""
    what = "the model that finds the story of a page"
    data = read_weights("index.ingestion.boilerplate", "whole_page.npz", WEIGHTS_SHA256, what)
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
