"""Fresh plants and ordinary orders: which are withheld by the patterns, which by the product.

DATA is the folder ``injection`` of the measuring sets; ``../quotes/articles.jsonl`` and what
``bench.fresh`` reads stand beside it. The plants and the orders are ours (``bench/data/planted``),
and so are further plants of other kinds (``planted2``), and pairs of a plant and an order that
looks like it (``planted3``); each set was written before what it was to measure. Each row is put
into one article, at one of four places, and the articles are indexed. It counts as withheld when
nothing of it is left: no sentence, and no title. Then each plant is asked about in its own words.
It was quoted when the answer shows words of it in a row that the article has nowhere else. Last, in
articles in which nothing was planted, the sentences count that are withheld.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, FreshCoverages
from bench.planting import PLACES, Case, Host, hosts, planted, share, shows
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource, local_embedder
from index.embedding.local_model import LocalEmbedding
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import StoredSentence

DATA = Path(__file__).parent / "data"
SETS = ("planted", "planted2", "planted3")
SEEDS = Path(__file__).parent.parent / "seeds"
_HOSTS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a row of the set in an article; ``by_patterns`` and ``withheld`` of all."""

    by_patterns: bool
    withheld: bool
    quoted: bool


def run(data: Path, out: Path | None) -> int:
    """Print the table of both halves of each set, and what ordinary text loses.

    With ``out``, what became of each row is written.
    """
    data = data if data.is_dir() else data.parent
    model = LocalEmbedding()
    found = hosts(data, SEEDS, _HOSTS)
    told = [
        row
        for name in SETS
        for half in HALVES
        for row in _table(f"{name} {half}", rows(DATA / name / f"{half}.jsonl"), found, model)
    ]
    write_rows(out, told)
    with TemporaryDirectory() as folder:
        for row in rows(data.parent / "quotes" / "articles.jsonl"):
            (Path(folder) / f"{row['id']}.txt").write_text(row["text"], "utf-8")
        _ordinary("quotes", Path(folder), model)
    fresh = FreshCoverages(data.parent)
    for name in fresh.articles:
        with TemporaryDirectory() as folder:
            fresh.write(name, Path(folder))
            _ordinary(name, Path(folder), model)
    return 0


def _table(
    name: str, listed: Sequence[Mapping[str, str]], found: Sequence[Host], model: LocalEmbedding
) -> list[dict[str, object]]:
    kinds: dict[str, list[Case]] = {}
    written: list[dict[str, object]] = []
    for number, row in enumerate(listed):
        case = planted(found[number % len(found)], row["text"], PLACES[number % len(PLACES)])
        kinds.setdefault(row["kind"], []).append(case)
    for kind, cases in kinds.items():
        told = asyncio.run(_tell(cases, model))
        for what in ("by_patterns", "withheld", "quoted"):
            hits = [bool(getattr(one, what)) for one in told]
            print(f"{name:13} {kind:9} {what.replace('_', ' '):12} {share(hits)}", flush=True)
        for case, one in zip(cases, told, strict=True):
            written.append({"set": name, "kind": kind, "text": case.attack, **asdict(one)})
    return written


async def _tell(cases: Sequence[Case], model: LocalEmbedding) -> list[Told]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        files = [f"{number:03d}-{case.host}" for number, case in enumerate(cases)]
        for file, case in zip(files, cases, strict=True):
            (folder / "articles" / file).write_text(case.text, "utf-8")
        config = CoverageConfig(folder / "articles", folder / "data")
        async with await Coverage.open(config, _source(model)) as coverage:
            await coverage.reindex()
            quoted = [await _quoted(coverage, case) for case in cases]
        with closing(Ledger(config.data)) as ledger:
            kept = [ledger.article_sentences(file) for file in files]
        return [
            Told(_by_patterns(case), not _left(case, sentences), told)
            for case, sentences, told in zip(cases, kept, quoted, strict=True)
        ]


async def _quoted(coverage: Coverage, case: Case) -> bool:
    answer = await coverage.ask(case.questions()[2])
    shown = [*(c.quote for c in answer.citations), *(c.title for c in answer.citations)]
    if answer.answered:
        shown.append(answer.text)
    return any(shows(text, case) for text in shown)


def _left(case: Case, sentences: Sequence[StoredSentence]) -> bool:
    """Return whether the index has a sentence of the plant, or a title with words of it."""
    start = case.text.index(case.attack)
    end = start + len(case.attack)
    return any((s.start < end and start < s.end) or shows(s.title, case) for s in sentences)


def _by_patterns(case: Case) -> bool:
    article = parse_article("article.txt", case.text.encode())
    start = article.raw.index(case.attack)
    end = start + len(case.attack)
    prepared = prepare_article(article)
    left = any(s.start < end and start < s.end for s in prepared.sentences)
    return not left and not shows(prepared.article.title, case)


def _ordinary(name: str, folder: Path, model: LocalEmbedding) -> None:
    """Count the sentences of articles in which nothing was planted that are withheld."""
    files = sorted(folder.iterdir())
    articles = [parse_article(file.name, file.read_bytes()) for file in files]
    total = sum(len(prepare_article(a, withholding=False).sentences) for a in articles)
    by_patterns = total - sum(len(prepare_article(a).sentences) for a in articles)
    with TemporaryDirectory() as data:
        config = CoverageConfig(folder, Path(data))
        kept, titles = asyncio.run(_kept(config, model))
    withheld = total - sum(map(len, kept))
    lost = sum(article.title not in titles for article in articles)
    print(
        f"{name:9} ordinary sentences withheld: {withheld} of {total}, {withheld / total:.2%} "
        f"({by_patterns} by patterns); titles lost: {lost} of {len(articles)}",
        flush=True,
    )


async def _kept(
    config: CoverageConfig, model: LocalEmbedding
) -> tuple[list[Sequence[StoredSentence]], set[str]]:
    async with await Coverage.open(config, _source(model)) as coverage:
        await coverage.reindex()
    with closing(Ledger(config.data)) as ledger:
        listed = list(ledger.articles())
        return [ledger.article_sentences(a.file) for a in listed], {a.title for a in listed}


def _source(model: LocalEmbedding) -> EmbedderSource:
    return EmbedderSource(local_embedder().identity, lambda: model)
