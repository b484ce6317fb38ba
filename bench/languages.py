"""Questions in other languages than English, over articles in the same languages.

``python -m bench languages`` needs no DATA: ``bench/data/languages`` holds fifteen short articles
that were written for it, three each in German, French, Spanish, Ukrainian and Chinese, and
questions in their language. All articles are indexed together. An answer is worded differently in
the question and in its sentence, so that shared words alone rarely find it; a third of the
questions have no answer. They are asked of the product without the multilingual model and, where
its package is installed, with it. Printed for each language: the right sentence is quoted first; it
is among the quotes; a question with an answer is refused; one without is refused. Of the held half,
only totals are ever printed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import indexed, rows, write_rows
from bench.questions import overlaps
from index.coverage import Coverage
from index.embedding.multilingual import multilingual_model
from index.models import Answer

DATA = Path(__file__).parent / "data" / "languages"
HALVES = ("open", "held")
UNSPACED = frozenset({"Chinese"})
"""Languages that put no space between sentences."""
IN_PARAGRAPH = 3
"""Sentences of a paragraph, in the files that are indexed."""
HEAD = f"{'right first':>13}{'shown':>10}{'wrongly refused':>17}{'unanswerable refused':>22}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer; ``gold`` is the sentence that answers, None if there is none."""

    language: str
    question: str
    gold: str | None
    answer: Answer

    @property
    def right(self) -> list[bool]:
        """Of each quote, in order, whether it is the sentence that answers."""
        gold = self.gold
        return [gold is not None and overlaps(c.quote, gold) for c in self.answer.citations]

    @property
    def refused(self) -> bool:
        """Whether nothing was quoted."""
        return not self.answer.citations


def run(data: Path | None, out: Path | None) -> int:
    """Print the figures of the open half by language, and of both halves in all."""
    models = [False] if multilingual_model() is None else [False, True]
    predictions: list[dict[str, Any]] = []
    for with_model in models:
        asked = asyncio.run(ask_all(data or DATA, with_model=with_model))
        name = f"{'with' if with_model else 'without'} the multilingual model"
        print(f"{name:36}{HEAD}")
        for language in dict.fromkeys(each.language for each in asked["open"]):
            print(f"{language:36}" + figures([e for e in asked["open"] if e.language == language]))
        for half in HALVES:
            print(f"{half + ', all':36}" + figures(asked[half]))
        predictions += [_prediction(each) | {"model": with_model} for each in asked["open"]]
    if len(models) == 1:
        print("coverage-bot[languages] is not installed, so the multilingual model was not asked.")
    write_rows(out, predictions)
    return 0


async def ask_all(data: Path, *, with_model: bool) -> dict[str, list[Asked]]:
    """Index the articles and ask the questions of both halves. Raises FileNotFoundError."""
    articles = json.loads((data / "articles.json").read_text("utf-8"))
    sentences = {article["name"]: article["sentences"] for article in articles}
    with TemporaryDirectory() as folder:
        for article in articles:
            (Path(folder) / f"{article['name']}.txt").write_text(text_of(article), "utf-8")
        async with indexed(Path(folder), languages=with_model) as coverage:
            return {half: await _ask(coverage, data, half, sentences) for half in HALVES}


def text_of(article: dict[str, Any]) -> str:
    """Return an article as a text file: its title, and paragraphs of a few sentences."""
    between = "" if article["language"] in UNSPACED else " "
    said = article["sentences"]
    starts = range(0, len(said), IN_PARAGRAPH)
    paragraphs = [between.join(said[start : start + IN_PARAGRAPH]) for start in starts]
    return "\n\n".join([article["title"], *paragraphs]) + "\n"


async def _ask(
    coverage: Coverage, data: Path, half: str, sentences: dict[str, list[str]]
) -> list[Asked]:
    found = []
    for row in rows(data / half / "questions.jsonl"):
        gold = sentences[row["article"]][row["sentence"]] if "article" in row else None
        answer = await coverage.ask(row["question"])
        found.append(Asked(row["language"], row["question"], gold, answer))
    return found


def figures(asked: Sequence[Asked]) -> str:
    """Return the counts as a line of the table, each as "hits of all"."""
    answerable = [each for each in asked if each.gold is not None]
    others = [each for each in asked if each.gold is None]
    counts = (
        ([each.right[:1] == [True] for each in answerable], 13),
        ([any(each.right) for each in answerable], 10),
        ([each.refused for each in answerable], 17),
        ([each.refused for each in others], 22),
    )
    return "".join(f"{f'{sum(hits)} of {len(hits)}':>{width}}" for hits, width in counts)


def _prediction(asked: Asked) -> dict[str, Any]:
    return {
        "language": asked.language,
        "question": asked.question,
        "gold": asked.gold,
        "quotes": [citation.quote for citation in asked.answer.citations],
        "confidence": asked.answer.confidence,
        "right": asked.right,
    }
