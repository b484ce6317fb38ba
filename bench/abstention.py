"""Knowing when to abstain: each paragraph as the only article, asked its question.

DATA is a file of rows with question, context and answerable. Predictions have the confidence as
``score``. The operating point is what the product does: answer or abstain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bench.corpus import files, rows, write_rows
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import LocalEmbedding, PassageText
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.models import Answer


def run(data: Path, out: Path | None) -> int:
    """Ask every question of its own paragraph and print how well the two kinds are told apart."""
    asked = [row for file in files(data) for row in rows(file)]
    model = LocalEmbedding()
    loaded = EmbedderSource(local_embedder().identity, lambda: model)
    answers = [asyncio.run(_ask(row["context"], row["question"], loaded)) for row in asked]
    cosines = [_cosine(model, row["context"], row["question"]) for row in asked]
    truth = [bool(row["answerable"]) for row in asked]
    confidences = [answer.confidence for answer in answers]
    print(f"AUROC of the confidence        {auroc(truth, confidences):.4f}")
    print(f"AUROC of the best cosine alone {auroc(truth, cosines):.4f}")
    _operating_point(truth, answers)
    write_rows(out, ({"score": confidence} for confidence in confidences))
    return 0


async def _ask(context: str, question: str, embedder: EmbedderSource) -> Answer:
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        (articles / "paragraph.txt").write_bytes(context.encode())
        config = CoverageConfig(articles=articles, data=Path(folder) / "data")
        async with await Coverage.open(config, embedder) as coverage:
            await coverage.refresh()
            answer = await coverage.ask(question)
            for citation in answer.citations:
                assert context[citation.start : citation.end] == citation.quote
            return answer


def _cosine(model: LocalEmbedding, context: str, question: str) -> float:
    """The nearest sentence of the paragraph, as most retrievers would judge."""
    sentences = prepare_article(parse_article("paragraph.txt", context.encode())).sentences
    texts = [question, *(sentence.text for sentence in sentences)]
    vectors = np.stack([e.vector for e in model.embed_passages([PassageText(t) for t in texts])])
    return float((vectors[1:] @ vectors[0]).max(initial=0.0))


def auroc(truth: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """How often a true one scores above a false one; ties count half."""
    values, labels = np.asarray(scores), np.asarray(truth, dtype=bool)
    true, false = values[labels][:, None], values[~labels][None]
    return float((true > false).mean() + 0.5 * (true == false).mean())


def _operating_point(truth: Sequence[bool], answers: Sequence[Answer]) -> None:
    answered = [answer.answered for answer in answers]
    right = [t for t, a in zip(truth, answered, strict=True) if a]
    abstained = [not t for t, a in zip(truth, answered, strict=True) if not a]
    print(f"answered  {len(right):4}: right to answer in  {_share(right)}")
    print(f"abstained {len(abstained):4}: right to abstain in {_share(abstained)}")


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.1%}" if hits else "-"
