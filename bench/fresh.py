"""Questions, claims and echoes written for three coverages of the measuring sets.

``bench/data/fresh`` holds two halves: ``open``, which thresholds and weights may be fitted on, and
``held``, which nobody looks at and every figure is reported for. Rows name sentences by article
and offsets, so that none of the sets' text is in this project: 80 articles each of political
news, news wires and the swine flu, put together from ``timex``, ``quotes`` and ``timeline/H1N1``.

``later`` holds questions and claims over 60 further articles on the swine flu: questions in pairs
of one with an answer and one much like it without, claims in fours of which two are right.
``world`` holds such pairs of questions over 60 articles of Wikinews of 2020, on anything, and the
articles themselves (CC BY 2.5; the address of each is in its row). Both are only reported.

``gold`` of a question are all sentences that answer it by themselves; none where the coverage does
not answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import indexed, rows
from index.config import LanguageModel
from index.coverage import Coverage

DATA = Path(__file__).parent / "data" / "fresh"
HALVES = ("open", "held")
LATER, WORLD = "later", "world"
SOURCES = {
    "politics": "quotes/articles.jsonl",
    "newswire": "timex/dev.jsonl",
    "flu": "timeline/H1N1/articles.jsonl",
}
"""The set that a coverage's articles are from."""
LATER_SOURCES = {"epidemic": "timeline/H1N1/articles.jsonl"}
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}
_SPACES = (
    (r" ([.,;:!?%)\]])", r"\1"),
    (r"([(\[$£]) ", r"\1"),
    (r" (n't|'s|'re|'ve|'ll|'d|'m|s')(?=\W)", r"\1"),
    (r'" ([^"]*?) "', r'"\1"'),
)
"""What undoes the tokens of the timeline set."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of the article ``file``, with the day the article came out."""

    file: str
    text: str
    published: str


class Coverages:
    """The articles of some coverages, as files, by coverage and name.

    With a ``language_model``, they are asked through it.
    """

    language_model: LanguageModel | None = None

    def __init__(self, articles: Mapping[str, Iterable[dict[str, Any]]]) -> None:
        """``articles`` are rows with "id", "text", "published", and maybe "outlet" and "title"."""
        self._published: dict[str, str] = {}
        self.articles: dict[str, dict[str, str]] = {}
        for coverage, found in articles.items():
            named = ((row["id"].replace("/", "_"), row) for row in found)
            self.articles[coverage] = {f"{name}.md": self._file(row, name) for name, row in named}

    def _file(self, row: dict[str, Any], name: str) -> str:
        self._published[name] = row["published"]
        title = f"title: {json.dumps(row['title'], ensure_ascii=False)}\n" if "title" in row else ""
        known = f"{title}date: {row['published']}\noutlet: {row.get('outlet', 'newswire')}\n"
        return f"---\n{known}---\n\n{row['text']}\n"

    def write(self, coverage: str, folder: Path) -> None:
        """Write the articles of a coverage into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.articles[coverage].items():
            (folder / name).write_bytes(text.encode())

    def place(self, coverage: str, where: list[Any]) -> Place:
        """Return the sentence at [name, start, end]."""
        name, start, end = where
        text = self.articles[coverage][f"{name}.md"][start:end]
        return Place(f"{name}.md", text, self._published[name])

    def text(self, coverage: str, where: list[Any] | str) -> str:
        """Return a sentence of the coverage, or one that was written for the row."""
        return where if isinstance(where, str) else self.place(coverage, where).text

    @asynccontextmanager
    async def opened(self, coverage: str) -> AsyncIterator[Coverage]:
        """Index a coverage."""
        with TemporaryDirectory() as folder:
            self.write(coverage, Path(folder))
            async with indexed(Path(folder), language_model=self.language_model) as opened:
                yield opened

    async def indexed(self) -> AsyncIterator[tuple[str, Coverage]]:
        """Index each coverage in turn, and yield it with its name."""
        for name in self.articles:
            async with self.opened(name) as coverage:
                yield name, coverage


class FreshCoverages(Coverages):
    """The articles of the three coverages that are measured on."""

    def __init__(self, sets: Path) -> None:
        """``sets`` is the folder of the measuring sets. Raises FileNotFoundError."""
        super().__init__(of_sets(sets, SOURCES, DATA / "articles.json"))


def later_coverages(sets: Path) -> Coverages:
    """The articles of the later questions. Raises FileNotFoundError."""
    return Coverages(of_sets(sets, LATER_SOURCES, DATA / LATER / "articles.json"))


def world_coverages() -> Coverages:
    """The articles of Wikinews."""
    return Coverages({WORLD: rows(DATA / WORLD / "articles.jsonl")})


def of_sets(
    sets: Path, sources: Mapping[str, str], listed: Path
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the articles of some coverages, their texts without the marks of tokens.

    ``sets`` is the folder of the measuring sets, ``sources`` names the set of each coverage, and
    the file ``listed`` the articles of each. Raises FileNotFoundError.
    """
    wanted = json.loads(listed.read_text("utf-8"))
    found: dict[str, list[dict[str, Any]]] = {}
    for coverage, source in sources.items():
        every = {row["id"].replace("/", "_"): row for row in rows(sets / source)}
        chosen = (every[name] for name in wanted[coverage])
        found[coverage] = [row | {"text": _plain(row["text"])} for row in chosen]
    return found


def of_half(name: str, half: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of questions, claims or echoes of one half, or of ``later`` or ``world``."""
    yield from rows(DATA / half / f"{name}.jsonl")


def claims(sets: Coverages, half: str) -> list[dict[str, Any]]:
    """Return rows with "claim", "evidence" (each with its day in brackets first), "supported"."""
    made = []
    for row in of_half("claims", half):
        places = [sets.place(row["coverage"], where) for where in row["evidence"]]
        made.append(row | {"evidence": [f"[{each.published}] {each.text}" for each in places]})
    return made


def echoes(sets: FreshCoverages, half: str) -> list[dict[str, Any]]:
    """Return rows with the sentences "shown" and "extra", and "says_same"."""
    return [
        row | {key: sets.text(row["coverage"], row[key]) for key in ("shown", "extra")}
        for row in of_half("echoes", half)
    ]


def _plain(text: str) -> str:
    for token, mark in _BRACKETS.items():
        text = text.replace(token, mark)
    for pattern, replacement in _SPACES:
        text = re.sub(pattern, replacement, text)
    return text.strip()
