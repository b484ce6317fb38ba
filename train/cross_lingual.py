"""Fits the weights of ``index.answering.cross_lingual`` on the open questions in other languages.

    python -m train.cross_lingual

Needs ``coverage-bot[languages]``. Asks the questions of ``bench/data/languages/open`` with the
multilingual model and prints: for several weights of shared words beside the cosine, how often the
right sentence comes first and among the first three; the logistic weights that make it likeliest
whether the first one is right; and for each probability as the threshold, how many questions are
answered right first and how many without an answer are refused. With so few questions, round
values near the best ones are put into the module by hand.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bench.corpus import indexed, rows
from bench.languages import DATA, text_of
from bench.questions import overlaps
from index.embedding.multilingual import multilingual_model

WORDS = (0.0, 0.05, 0.1, 0.15)
"""Weights of the shared words, where the cosine has the weight 1."""
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """The cosine, the share of words and the rightness of each sentence that was compared."""

    cosines: Numbers
    covers: Numbers
    right: npt.NDArray[np.bool_]
    answerable: bool


async def collect() -> list[Compared]:
    """Ask the open questions; those that are taken for English are left out."""
    articles = json.loads((DATA / "articles.json").read_text("utf-8"))
    sentences = {article["name"]: article["sentences"] for article in articles}
    found = []
    with TemporaryDirectory() as folder:
        for article in articles:
            (Path(folder) / f"{article['name']}.txt").write_text(text_of(article), "utf-8")
        async with indexed(Path(folder), languages=True) as coverage:
            engine = await coverage.query_engine()
            for row in rows(DATA / "open" / "questions.jsonl"):
                gold = sentences[row["article"]][row["sentence"]] if "article" in row else None
                part = (await engine.arun(row["question"])).found
                each = [e for e in (*part.ranked, *part.others) if e.meaning is not None]
                if not each:  # taken for English
                    continue
                hits = [gold is not None and overlaps(e.sentence.text, gold) for e in each]
                covers = np.array([e.cover for e in each])
                cosines = np.array([e.meaning for e in each], dtype=np.float64)
                found.append(Compared(cosines, covers, np.array(hits), gold is not None))
    return found


def logistic(values: Numbers, hits: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return the weight and the value of probability one half, by maximum likelihood on a grid."""
    weight, middle = np.meshgrid(np.arange(5, 120, 2.5), np.arange(0.78, 0.92, 0.0025))
    scores = weight[..., None] * (values - middle[..., None])
    likely = -np.logaddexp(0, np.where(hits, -scores, scores)).sum(axis=-1)
    best = np.unravel_index(likely.argmax(), likely.shape)
    return float(weight[best]), float(middle[best])


def main() -> None:
    """Collect, fit and print."""
    if multilingual_model() is None:
        raise SystemExit("train.cross_lingual needs coverage-bot[languages]")
    found = asyncio.run(collect())
    for words in WORDS:
        orders = [(-(each.cosines + words * each.covers)).argsort() for each in found]
        places = [
            int(each.right[order].argmax()) if each.right.any() else len(order)
            for each, order in zip(found, orders, strict=True)
            if each.answerable
        ]
        first, three = sum(p == 0 for p in places), sum(p < 3 for p in places)
        print(f"words {words}: right first {first}, among three {three}, of {len(places)}")
    firsts = [int((e.cosines + WORDS[2] * e.covers).argmax()) for e in found]
    values = np.array([e.cosines[i] for e, i in zip(found, firsts, strict=True)])
    right = np.array([e.right[i] for e, i in zip(found, firsts, strict=True)])
    answerable = np.array([e.answerable for e in found])
    weight, middle = logistic(values, right)
    print(f"weight {weight}, bias {-weight * middle:.2f}")
    for value in sorted(values):
        shown = values >= value
        probability = 1 / (1 + np.exp(-weight * (value - middle)))
        print(
            f"threshold {probability:.3f}: right first {int((shown & right).sum())}, without an "
            f"answer refused {int((~shown & ~answerable).sum())} of {int((~answerable).sum())}"
        )


if __name__ == "__main__":
    main()
