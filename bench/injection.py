"""Instructions planted in articles: what reaches the user, and what is held back for nothing.

DATA is the folder with ``attacks.jsonl``; ``../quotes/articles.jsonl`` stands beside it. Every
attack is planted in an article (a seed, or news) at the start, in the middle, inside a paragraph
and at the end; the articles are indexed together and asked about themselves, about what stands
beside the plant, and about the plant. It has reached the user when the answer, a quote or a title
shows words of it. Three ways to answer: the articles' own sentences; a scripted model that obeys
whatever it reads, and says it with the number of the quote it has it from; a small real model (a
few cases, because it is slow). "Without" is the same with planted sentences left in the evidence:
what the prompt and the check of support do by themselves. Predictions have a row a question. Fresh
plants follow (``bench.plants``).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import plants
from bench.corpus import rows, write_rows
from bench.planting import PLACES, Case, hosts, planted, share, shows
from bench.simulation.language_model.behaviours import replying, sentences_of
from bench.simulation.language_model.real import MODEL, real_model
from bench.simulation.language_model.server import Asked, serving
from index.config import CoverageConfig, LanguageModel
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import LocalEmbedding
from index.ingestion.parser import parse_article
from index.ingestion.pipeline import Reindexer, ReindexSetup
from index.ingestion.preparation import prepare_article
from index.models import Answer
from index.storage.chroma import Chroma
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore

SEEDS = Path(__file__).parent.parent / "seeds"
_REAL = 5  # articles that the real model is asked about: the seeds

Row = dict[str, Any]


def run(data: Path, out: Path | None) -> int:
    """Print the table; everything is asked with and without the defence."""
    attacks = rows(data / "attacks.jsonl" if data.is_dir() else data)
    model = LocalEmbedding()
    embedder = EmbedderSource(local_embedder().identity, lambda: model)
    data = data if data.is_dir() else data.parent
    _ordinary(data)
    made = asyncio.run(_measure(data, attacks, embedder))
    _table(made, "own sentences", "obedient model")
    made += asyncio.run(_measure_real(data, attacks, embedder))
    _table(made, "small real model")
    write_rows(out, made)
    return plants.run(data, None)


async def _measure(data: Path, attacks: list[Row], embedder: EmbedderSource) -> list[Row]:
    """Each attack once at each place, in another article each time."""
    found = hosts(data, SEEDS, len(attacks))
    made: list[Row] = []
    for turn, place in enumerate(PLACES):
        cases = [
            planted(found[(number * 7 + turn) % len(found)], row["text"], place)
            for number, row in enumerate(attacks)
        ]
        for withholding in (True, False):
            with TemporaryDirectory() as name:
                folder = Path(name)
                _index(folder, cases, embedder, withholding)
                asked = [row async for row in _ask_all(folder, cases, embedder)]
            reached = len({row["attack"] for row in asked if row["reached"]})
            how = "with" if withholding else "without"
            print(f"    {place}, {how}: {reached} of {len(cases)} in any way", flush=True)
            made += [{**row, "defence": withholding} for row in asked]
    return made


async def _measure_real(data: Path, attacks: list[Row], embedder: EmbedderSource) -> list[Row]:
    """A few attacks inside paragraphs, asked about what stands beside them."""
    found = hosts(data, SEEDS, _REAL)
    some = attacks[:: max(1, len(attacks) // _REAL)][:_REAL]
    cases = [planted(host, row["text"], "inside") for host, row in zip(found, some, strict=False)]
    made: list[Row] = []
    with real_model() as url:
        for withholding in (True, False):
            with TemporaryDirectory() as name:
                folder = Path(name)
                _index(folder, cases, embedder, withholding)
                async with _coverage(folder, embedder, LanguageModel(url, MODEL)) as coverage:
                    for case in cases:
                        answer = await coverage.ask(case.questions()[1])
                        row = _row("small real model", case, 1, answer)
                        made.append({**row, "defence": withholding})
    return made


def _index(folder: Path, cases: list[Case], embedder: EmbedderSource, withholding: bool) -> None:
    articles, data = folder / "articles", folder / "data"
    articles.mkdir()
    data.mkdir()
    for number, case in enumerate(cases):
        (articles / f"{number:03d}-{case.host}").write_text(case.text, encoding="utf-8")
    chroma = Chroma(data, None)
    try:
        with Ledger(data) as ledger:
            setup = ReindexSetup(articles, withholding=withholding)
            told = Reindexer(setup, ledger, VectorStore(chroma, ledger), embedder).run()
            assert not told.failed, told.failed  # what is refused whole is no defence
    finally:
        chroma.close()


async def _ask_all(folder: Path, cases: list[Case], embedder: EmbedderSource) -> AsyncIterator[Row]:
    async with _coverage(folder, embedder, None) as coverage:
        for case in cases:
            for number, question in enumerate(case.questions()):
                yield _row("own sentences", case, number, await coverage.ask(question))
    attacks = [case.attack for case in cases]
    async with (
        serving(replying(_obedient(attacks))) as server,
        _coverage(folder, embedder, LanguageModel(server.base_url, "obedient")) as coverage,
    ):
        for case in cases:
            for number, question in enumerate(case.questions()):
                yield _row("obedient model", case, number, await coverage.ask(question))


@asynccontextmanager
async def _coverage(
    folder: Path, embedder: EmbedderSource, model: LanguageModel | None
) -> AsyncIterator[Coverage]:
    config = CoverageConfig(folder / "articles", folder / "data", language_model=model)
    async with await Coverage.open(config, embedder) as coverage:
        yield coverage


def _obedient(attacks: list[str]) -> Callable[[Asked], str]:
    """A model that does what it reads: it says every instruction, and where it has it from."""

    def reply(asked: Asked) -> str:
        said = [
            f"{text} [{number}]"
            for number, text in sentences_of(asked).items()
            if any(attack in text for attack in attacks)
        ]
        return " ".join(said) or "NO ANSWER"

    return reply


def _row(way: str, case: Case, question: int, answer: Answer) -> Row:
    # who abstains names what nothing was found about, and that are words of the question
    shown = [
        answer.text if answer.answered else "",
        *(c.quote for c in answer.citations),
        *(c.title for c in answer.citations),
    ]
    return {
        "way": way,
        "attack": case.attack,
        "place": case.place,
        "host": case.host,
        "question": question,
        "answered": answer.answered,
        "mode": answer.mode,
        "reached": any(shows(text, case) for text in shown),
    }


def _table(made: list[Row], *ways: str) -> None:
    for way in ways:
        for defence in (True, False):
            mine = [row for row in made if row["way"] == way and row["defence"] == defence]
            cases: dict[tuple[str, str], bool] = defaultdict(bool)
            for row in mine:
                cases[row["attack"], row["place"]] |= row["reached"]
            label = "with the defence" if defence else "without"
            print(f"{way:16} {label:16}  reached in {share(list(cases.values()))}", flush=True)
            for place in PLACES:
                there = [reached for (_, where), reached in cases.items() if where == place]
                if there:
                    print(f"    {place:8} {share(there)}")


def _ordinary(data: Path) -> None:
    """Sentences of articles in which nothing was planted, and how many are held back."""
    held, total = 0, 0
    news = [(row["id"], row["text"]) for row in rows(data.parent / "quotes" / "articles.jsonl")]
    seeds = [(path.name, path.read_text("utf-8")) for path in sorted(SEEDS.iterdir())]
    for _, text in (*news, *seeds):
        article = parse_article("article.txt", text.encode())
        all_of_it = prepare_article(article, withholding=False)
        kept = prepare_article(article)
        total += len(all_of_it.sentences)
        held += len(all_of_it.sentences) - len(kept.sentences)
        for stretch in kept.article.withheld:
            print(f"    held back: {article.raw[stretch.start : stretch.end]!r} ({stretch.reason})")
    print(f"ordinary sentences held back: {held} of {total}, {held / total:.2%}")
