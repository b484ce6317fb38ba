"""Rows over news articles: questions of our own.

    python -m train.news SHARED WORK ROUND

`train/written` holds questions over articles of the measuring sets, none of which `bench.fresh`
has, and of Wikinews; the coverage does not answer half of them. Rows name places by article and
offsets, so that none of the sets' text is in this project. Each question is asked, and every window
of text that the product would read becomes a row: with the answer where the marked sentence is in
it, else without. The rows of a question are learned from together.

They make a further round of training, from the weights of WORK: ROUND gets `rows/train.jsonl`
with these rows, planted instructions that answer nothing (`train.injected`), and some of the rows
in WORK, so that what was learned there stays. `rows/dev.jsonl` has what was written over one
article in eight. What was read of a coverage is kept in `rows/read`, and not read again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import rows
from bench.fresh import Coverages, of_sets
from index.answering.windows import windows_around
from index.coverage import Coverage
from train import rows as row_files
from train.data import JUDGED
from train.injected import ORDER, PLANT, injected
from train.rows import EntailmentRow, ReaderRow, Row

DATA = Path(__file__).parent / "written"
SOURCES = {
    "haiti": "timeline/haiti/articles.jsonl",
    "oil": "timeline/bpoil/articles.jsonl",
    "campaign": "quotes/articles.jsonl",
    "wire": "timex/dev.jsonl",
    "spill": "timeline/bpoil/articles.jsonl",
    "primaries": "quotes/articles.jsonl",
    "quake": "timeline/haiti/articles.jsonl",
    "slick": "timeline/bpoil/articles.jsonl",
}
FURTHER = {
    "dispatches": "timex/dev.jsonl",
    "well": "timeline/bpoil/articles.jsonl",
    "port": "timeline/haiti/articles.jsonl",
    "race": "quotes/articles.jsonl",
    "crisis": "quotes/articles.jsonl",
    "bulletins": "timex/dev.jsonl",
    "relief": "timeline/haiti/articles.jsonl",
    "rig": "timeline/bpoil/articles.jsonl",
}
"""The sets that the articles of coverages are from, those of `written` and of `written/further`."""
WORLD, CALIBRATED = DATA / "world", 3
"""The questions over Wikinews, and the share of its articles that `train.calibrate` asks about and
nothing is learned from: one in so many."""
BESIDE, WITHOUT = 3, 4
"""Windows without the answer that are kept: of a question that another one answers, and of one that
nothing answers. The best ones are: those further down are easily told."""
KEPT_READ, KEPT_JUDGED = 8000, 12000
"""Rows of WORK, taken at random."""
TIMES = 2
"""How often rows are taken that have planted instructions or ordinary orders, and all rows of sets
in which people found some questions unanswerable: also those that are answered, as otherwise their
kind of text would speak against an answer."""
DEV_SHARE = 8


@dataclass(frozen=True)
class Written:
    """A question; `quote` is the answering sentence in the article `file`, `answer` the piece of
    it that answers. Both are None where nothing answers."""

    question: str
    file: str
    quote: str | None
    answer: str | None


def questions(coverages: Coverages, name: str, folder: Path) -> Iterator[Written]:
    """The questions over a coverage in `folder`."""
    for row in rows(folder / "questions.jsonl"):
        if row["coverage"] == name:
            file = f"{row['article']}.md"
            text = coverages.articles[name][file]
            quote = text[slice(*row["quote"])] if row["answer"] else None
            answer = text[slice(*row["answer"])] if row["answer"] else None
            yield Written(row["question"], file, quote, answer)


def wikinews() -> Coverages:
    """The articles of Wikinews of 2019."""
    return Coverages({WORLD.name: rows(WORLD / "articles.jsonl")})


def for_calibration(files: Iterable[str]) -> set[str]:
    """Those of the files over Wikinews that only `train.calibrate` asks about."""
    return set(sorted(files)[::CALIBRATED])


def coverages(shared: Path) -> Iterator[tuple[Coverages, Path]]:
    """The articles of all coverages, and the folder of the questions over them."""
    for sources, folder in ((SOURCES, DATA), (FURTHER, DATA / "further")):
        yield Coverages(of_sets(shared / "bench", sources, folder / "articles.json")), folder
    yield wikinews(), WORLD


async def read_rows(coverage: Coverage, asked: Written, source: str) -> list[ReaderRow]:
    """The rows of one question, those with its answer first."""
    engine = await coverage.query_engine()
    part = (await engine.arun(asked.question)).found
    windows = windows_around([(each.view, each.ordinal) for each in part.ranked])
    hits, others = [], []
    for window, members in windows:
        file = part.ranked[members[0]].sentence.file
        group = f"{source}/{asked.file}"
        place = _place(window.text, asked) if file == asked.file else None
        marks = tuple(
            (a, b, int(place is not None and a < place[1] and place[0] < b))
            for a, b in window.sentences
        )
        row = ReaderRow(
            asked.question,
            window.text,
            place,
            place is not None,
            marks,
            source,
            group,
            asked=asked.question,
        )
        if place:
            hits.append(row)
        elif not (asked.answer and asked.answer.lower() in window.text.lower()):
            others.append(row)
    return hits + others[: BESIDE if hits else WITHOUT]


def _place(text: str, asked: Written) -> tuple[int, int] | None:
    """Where the answer stands in a window, whose sentences have single spaces."""
    quote, answer = (" ".join((part or "").split()) for part in (asked.quote, asked.answer))
    start = text.find(quote) if quote else -1
    if start < 0:
        return None
    start += quote.find(answer)
    return start, start + len(answer)


async def all_rows(shared: Path, kept: Path) -> AsyncIterator[ReaderRow]:
    """What is read where all questions are asked over all coverages; `kept` is the folder of what
    was read before."""
    for articles, folder in coverages(shared):
        for name in articles.articles:
            path = kept / f"{name}.jsonl"
            if not path.exists():
                found = [row async for row in _rows_over(articles, name, folder)]
                row_files.write(path.with_suffix(".part"), found)
                path.with_suffix(".part").replace(path)
            for row in row_files.read(path):
                assert isinstance(row, ReaderRow)  # noqa: S101 - nothing else was written
                yield row


async def _rows_over(articles: Coverages, name: str, folder: Path) -> AsyncIterator[ReaderRow]:
    skipped = for_calibration(articles.articles[name]) if folder == WORLD else set()
    async with articles.opened(name) as coverage:
        for asked in questions(articles, name, folder):
            if asked.file not in skipped:
                for read in await read_rows(coverage, asked, name):
                    yield read


def is_dev(row: Row) -> bool:
    """Whether the article of `row` belongs to the dev file."""
    return zlib.crc32(row.group.encode()) % DEV_SHARE == 0


def mixed(news: Iterable[ReaderRow], before: Iterable[Row], rng: random.Random) -> list[Row]:
    """The rows of the round, in random order."""
    found: list[Row] = list(news)
    judged, people, read = list[Row](), list[Row](), list[Row]()
    for row in before:
        if isinstance(row, EntailmentRow):
            judged.append(row)
        elif row.source in JUDGED:
            people.append(row)
        else:
            read.append(row)
    found += people * TIMES
    for rows_of, most in ((judged, KEPT_JUDGED), (read, KEPT_READ)):
        found += rng.sample(rows_of, min(len(rows_of), most))
    rng.shuffle(found)
    return found


def _times(row: ReaderRow) -> int:
    return TIMES if row.source in {PLANT, ORDER} else 1


async def build(options: argparse.Namespace) -> dict[str, int]:
    """Write both files; how many rows each has."""
    made: Path = options.round
    news = [row async for row in all_rows(options.shared, made / "rows/read")]
    news += injected(options.shared)
    rng = random.Random(14)  # noqa: S311
    learned = [row for row in news if not is_dev(row) for _ in range(_times(row))]
    before = row_files.read(options.work / "rows/train.jsonl")
    train = mixed(learned, before, rng)
    dev = [row for row in news if is_dev(row)]
    return {
        "written": len(news),
        "train": row_files.write(made / "rows/train.jsonl", train),
        "dev": row_files.write(made / "rows/dev.jsonl", dev),
    }


def main() -> None:
    """Build the rows and print how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("round", type=Path)
    print(asyncio.run(build(parser.parse_args())))


if __name__ == "__main__":
    main()
