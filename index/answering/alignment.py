"""Aligns the words of a question with those of a sentence.

This is the late interaction of ColBERT (Khattab and Zaharia, 2020) with the local model's token
vectors: for each word of the question, the best cosine with any token of the text. If a
question asks for something that the text does not say, usually one of its words has no match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.embedding.local_model import LocalEmbedding, TokenVectors, Vector
from index.english.tokens import Token, tokenize
from index.english.verbs import merge_phrasal_verbs
from index.english.vocabulary import Rarity


@dataclass(frozen=True, slots=True)
class Alignment:
    """``mean`` is weighted by the words' rarity; ``least`` is the cosine of the worst match.

    ``words`` has the cosine of each word of the question, by stem.
    """

    mean: float
    least: float
    words: dict[str, float] = field(default_factory=dict)


LONGEST = 72
"""Tokens that are read of a sentence: all but a few sentences of news are shorter."""

UNALIGNED = Alignment(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class EmbeddedQuestion:
    """A question with its vector, shape (384,), and the vectors of the tokens of ``text``."""

    text: str
    vector: Vector
    tokens: TokenVectors


def embed_question(embedder: LocalEmbedding, text: str) -> EmbeddedQuestion:
    """Embed a question, for both retrieval and alignment."""
    return EmbeddedQuestion(text, *embedder.embed_question(text))


def align(
    embedder: LocalEmbedding, rarity: Rarity, question: EmbeddedQuestion, texts: Sequence[str]
) -> list[Alignment]:
    """Align the question with each text. Blocks while the model runs."""
    others = embedder.embed_tokens(texts, LONGEST)
    asked = question.tokens
    every = merge_phrasal_verbs(tokenize(question.text))
    words = [token for token in every if token.content] or every
    vectors = [_of_word(asked, word) for word in words]
    kept = [(word, vector) for word, vector in zip(words, vectors, strict=True) if len(vector)]
    if not kept:
        return [UNALIGNED for _ in texts]
    weights = np.array([rarity.weight(word.folded) for word, _ in kept])
    matrix = np.stack([_unit(vector.mean(axis=0)) for _, vector in kept])
    stems = [word.stem for word, _ in kept]
    return [_best(matrix, weights, stems, other) for other in others]


def _best(
    words: Vector, weights: npt.NDArray[np.float64], stems: Sequence[str], text: TokenVectors
) -> Alignment:
    if not len(text.vectors):
        return UNALIGNED
    best = (words @ text.vectors.T).max(axis=1)
    met = dict(zip(stems, best.tolist(), strict=True))
    return Alignment(float((best * weights).sum() / weights.sum()), float(best.min()), met)


def _of_word(text: TokenVectors, word: Token) -> Vector:
    inside = [i for i, (s, e) in enumerate(text.offsets) if s >= word.start and e <= word.end]
    return text.vectors[inside]


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
