"""The seed articles, indexed once, and asked through a model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from bench.simulation.language_model.behaviours import sentences_of
from bench.simulation.language_model.server import Asked
from index.config import CoverageConfig, LanguageModel
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.generation.budget import Usage
from index.models import Answer, Citation
from tests.helpers import SEEDS

QUOTED = "Quoted from the articles: the language model"
"""How a note begins under an answer that the model did not write."""
WHY = "Why did Trump cancel the summit in Budapest?"


@cache
def embedder() -> EmbedderSource:
    """The local model, loaded once a process."""
    return local_embedder()


async def index_seeds(data: Path) -> None:
    """Index the seed articles into a folder; the tests of a module then share it."""
    async with await Coverage.open(CoverageConfig(SEEDS, data), embedder()) as coverage:
        await coverage.reindex()


@asynccontextmanager
async def asking(
    data: Path, base_url: str, usage: Usage | None = None, **limits: Any
) -> AsyncIterator[Coverage]:
    """The coverage with a model behind ``base_url``; ``limits`` are of ``LanguageModel``."""
    model = LanguageModel(base_url, "scripted", **limits)
    config = CoverageConfig(SEEDS, data, language_model=model)
    async with await Coverage.open(config, embedder(), usage) as coverage:
        yield coverage


def exact(citation: Citation) -> bool:
    """Whether the quote stands in the file where the citation says."""
    raw = (SEEDS / citation.file).read_bytes().decode("utf-8")
    return raw[citation.start : citation.end] == citation.quote


def sound(answer: Answer) -> bool:
    """Whether every number in the text has its citation, in order, and every quote is exact."""
    numbers = [citation.number for citation in answer.citations]
    named = sorted({number for number in numbers if f"[{number}]" in answer.text})
    return (
        numbers == list(range(1, len(numbers) + 1))
        and named == numbers
        and all(exact(citation) for citation in answer.citations)
    )


def number_of(asked: Asked, words: str) -> int:
    """The number of the first quote with these words."""
    return next(n for n, text in sentences_of(asked).items() if words in text)


def because(asked: Asked) -> str:
    """A true answer to ``WHY``, with straight quotation marks where the file has curly ones."""
    n = number_of(asked, "didn’t feel right")
    return (
        'Trump cancelled the summit with Putin in Budapest because it "didn\'t feel right" to '
        f"him. [{n}]"
    )


def because_and_later(asked: Asked) -> str:
    """``because``, and a second true sentence, about Leavitt."""
    later = number_of(asked, "later clarified that the meeting")
    return (
        f"{because(asked)} Karoline Leavitt later clarified that the meeting "
        f'"is not completely off the table". [{later}]'
    )
