"""Scores how well the evidence supports the words of a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from index.embedding.local_model import Vector
from index.english.synonyms import Likeness, forms, is_light, likeness
from index.english.tokens import Token
from index.english.vocabulary import Rarity
from index.faithfulness.evidence import EmbeddedText, EvidencePool, ParsedText
from index.faithfulness.models import Findings
from index.faithfulness.wording import TELLING, AddedWord, added_words, cheapest_path

Floats = npt.NDArray[np.float64]
TOGETHER = 3
"""Neighbouring sentences of the evidence that are taken together."""

WORTH: Final[dict[Likeness, float]] = {"same": 1.0, "place": 0.8, "synonym": 0.6}
"""What another form, another name of the same country, and a synonym are worth for a word."""

MET = 0.7
"""From here a figure counts as met."""

MOST = 3
"""Problems that count."""

SMALL_PRODUCT = 250_000
"""Multiplications in one matrix product."""

STRANGE, RATHER_STRANGE = 0.35, 0.45
"""Below the first, one word is enough to be told from the evidence; below the second, two."""


@dataclass(frozen=True, slots=True)
class Features:
    """``missing``, ``figures`` and ``problems`` are counts, the others are between -1 and 1.

    path      score of the cheapest path that follows the evidence (see wording.py)
    met       mean over word pieces of the best cosine anywhere in the evidence
    near      words matched by the best three neighbouring sentences, weighted by rarity; names
              and figures only by the same words
    runs      share of the sentence's trigrams that the evidence has
    strange   lowest cosine among words that are not in the evidence; 1 if all are
    missing   weighted number of unmatched words: the sum of 1 - cosine
    figures   how many figures are unmatched
    problems  how many problems the rules find
    """

    path: float
    met: float
    near: float
    runs: float
    strange: float
    missing: float
    figures: float
    problems: float


NOTHING = Features(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """``strange`` are words without any similar word in the evidence, if there are too many."""

    features: Features
    strange: tuple[str, ...]


def compare(
    claim: ParsedText, own: EmbeddedText, pool: EvidencePool, rarity: Rarity, findings: Findings
) -> Compared:
    """Compare a sentence with all its evidence.

    Left out are days, quantities and names that the evidence has in another form, and words of its
    title, outlet or speaker.
    """
    seen = pool.seen
    settled = [i for i, t in enumerate(claim.tokens) if _settled(t, findings.told, pool)]
    tokens = [t for i, t in enumerate(claim.tokens) if i not in settled]
    words = [t for t in tokens if t.content] or tokens
    left = [i for i, span in enumerate(own.offsets) if not _inside(span, claim, settled)]
    own = EmbeddedText(own.vectors[left], tuple(own.offsets[i] for i in left), own.sentences[left])
    kept = [(word, piece) for word in words if (piece := _pieces(own, word))]
    if not kept or not len(seen.vectors):
        return Compared(NOTHING, ())
    cosines = _cosines(own.vectors, seen.vectors)
    for row, (start, end) in zip(cosines, own.offsets, strict=True):
        written = claim.text[start:end]
        if not rarity.is_piece(written):  # all that the model has no piece for is alike to it
            row[:] = [float(each == written) for each in pool.pieces]
    weights = np.array([rarity.weight(word.folded) for word, _ in kept])
    best = cosines.max(axis=1)
    met = np.array([best[piece].mean() for _, piece in kept])
    novel = [not (word.stem in pool.stems or forms(word.stem) & pool.stems) for word, _ in kept]
    there = _met_by_sentence(cosines, pool, kept)
    anywhere = there.max(axis=1)
    found = Features(
        path=cheapest_path(cosines, seen.sentences),
        met=float(best.mean()),
        near=_best_together(there, weights),
        runs=_shared_runs(claim, settled, pool),
        strange=float(met[novel].min()) if any(novel) else 1.0,
        missing=float((weights * (1 - met)).sum()),
        figures=float(
            sum(m < MET and _figure(w) for m, (w, _) in zip(anywhere, kept, strict=True))
        ),
        problems=float(min(len(findings.problems), MOST)),
    )
    strange = _strange(claim, [word for word, _ in kept], anywhere, findings.told)
    return Compared(
        found, strange or added_words(claim, _of_tails(kept, met, settled, claim, pool))
    )


def _of_tails(
    kept: Sequence[tuple[Token, list[int]]],
    met: Floats,
    settled: Sequence[int],
    claim: ParsedText,
    pool: EvidencePool,
) -> list[AddedWord]:
    """The words as a tail is judged by them; what is told in other words is told."""
    left = [
        AddedWord(word, float(how), bool(_literal(word.stem, pool.stems)))
        for (word, _), how in zip(kept, met, strict=True)
    ]
    return left + [AddedWord(claim.tokens[i], 1.0, True) for i in settled]


def _cosines(own: Vector, known: Vector) -> Vector:
    """Of each row with each row.

    Few rows at a time: a product this small stays below the size from which OpenBLAS wakes its
    threads, and waking them costs several times the product where the cores are busy.
    """
    step = max(1, int(SMALL_PRODUCT // known.size))
    return np.concatenate([own[i : i + step] @ known.T for i in range(0, len(own), step)])


def _figure(word: Token) -> bool:
    return word.folded[:1].isdigit()


def _strange(
    claim: ParsedText, words: Sequence[Token], met: Floats, told: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    """Words of topic that are hardly met: one, or two that are met a little better.

    Of the word that opens the sentence less is borne with: it mostly says whom it is about.

    Figures, the names that are ``told`` and words with a capital before another have rules of their
    own; words of speech and light words tell little.
    """
    before_capital = {one.start for one, two in pairwise(claim.tokens) if two.capital}
    judged = [
        (word, how)
        for word, how in zip(words, met, strict=True)
        if word.content
        and not (_figure(word) or word.stem in TELLING or is_light(word.stem))
        and not any(start <= word.start and word.end <= end for start, end in told)
        and not (word.capital and word.start in before_capital)
    ]
    rather = [(word, how) for word, how in judged if how < RATHER_STRANGE]
    enough = len(rather) > 1 or any(how < STRANGE or word.start == 0 for word, how in rather)
    return tuple(word.text for word, _ in rather) if enough else ()


def _met_by_sentence(
    cosines: Vector, pool: EvidencePool, kept: Sequence[tuple[Token, list[int]]]
) -> Floats:
    """How far each word (a row) is met by each sentence of the evidence (a column)."""
    firsts = _firsts(pool.seen)
    nearest = np.maximum.reduceat(cosines, firsts, axis=1)
    sentences = [pool.sentence_stems[i] for i in pool.seen.sentences[firsts]]
    rows = []
    for word, piece in kept:
        literal = np.array([_literal(word.stem, stems) for stems in sentences])
        exact = word.capital or _figure(word)
        rows.append(literal if exact else np.maximum(literal, nearest[piece].mean(axis=0)))
    return np.stack(rows)


def _literal(stem: str, stems: frozenset[str]) -> float:
    like = likeness(stem, stems)
    return WORTH[like] if like else 0.0


def _best_together(there: Floats, weights: Floats) -> float:
    columns = there.shape[1]
    windows = [
        there[:, i : i + TOGETHER].max(axis=1) for i in range(max(1, columns - TOGETHER + 1))
    ]
    return float(max(weights @ window for window in windows) / weights.sum())


def _pieces(seen: EmbeddedText, word: Token) -> list[int]:
    return [i for i, (s, e) in enumerate(seen.offsets) if s >= word.start and e <= word.end]


def _firsts(seen: EmbeddedText) -> npt.NDArray[np.int64]:
    """The first word piece of each sentence."""
    changes = np.r_[True, seen.sentences[1:] != seen.sentences[:-1]]
    return np.flatnonzero(changes)


def _settled(token: Token, told: Sequence[tuple[int, int]], pool: EvidencePool) -> bool:
    """Whether it is known to be told, though not in this word."""
    if token.stem in pool.stems:
        return False
    inside = any(start <= token.start and token.end <= end for start, end in told)
    return inside or token.folded in pool.known


def _inside(span: tuple[int, int], claim: ParsedText, settled: Sequence[int]) -> bool:
    return any(claim.tokens[i].start <= span[0] and span[1] <= claim.tokens[i].end for i in settled)


def _shared_runs(claim: ParsedText, settled: Sequence[int], pool: EvidencePool) -> float:
    """Share of the runs of three stems that stand in the evidence."""
    runs = [run for i, run in enumerate(_runs(claim)) if not set(settled) & {i, i + 1, i + 2}]
    known = frozenset[tuple[str, ...]]().union(
        *(reading.once("runs", partial(_runs, reading)) for reading in pool.readings)
    )
    return sum(run in known for run in runs) / len(runs) if runs else 1.0


def _runs(reading: ParsedText) -> list[tuple[str, ...]]:
    stems = [token.stem for token in reading.tokens]
    return list(zip(stems, stems[1:], stems[2:], strict=False))


INTERCEPT = -2.2
ENOUGH = 0.5


def score(found: Features) -> float:
    """Return a score from 0 to 1."""
    value = (
        INTERCEPT
        + 7.8 * found.path
        - 3.3 * found.met
        + 3.3 * found.near
        + 3.1 * found.runs
        - 1.9 * found.strange
        - 0.5 * found.missing
        - 1.5 * found.figures
        - 0.6 * found.problems
    )
    return 1 / (1 + math.exp(-value))
