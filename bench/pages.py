"""Public sets of real pages with what is right for them, and the halves that they are split into.

The sets are read as their authors publish them: ``scrapinghub/article-extraction-benchmark`` (the
text of the story), ``adbar/htmldate`` (the day), ``adbar/trafilatura`` (pieces of the story, and
pieces of what is not) and ``flairNLP/fundus`` (story, day and headline of pages of some 200
publishers, by a parser written for each). DATA is a folder that has the clones of one or more of
them.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Half = Literal["open", "held"]
HALVES: tuple[Half, ...] = ("open", "held")


@dataclass(frozen=True, slots=True)
class Page:
    """A stored page, and what its set says of it; what the set does not say is None.

    ``kept`` and ``dropped`` are pieces of the page that are story and that are not.
    """

    set: str
    path: Path
    story: str | None = None
    day: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: Sequence[str] = ()
    kept: Sequence[str] = ()
    dropped: Sequence[str] = ()

    @property
    def half(self) -> Half:
        """Return the half that the page belongs to, by a hash of its file's name."""
        return HALVES[hashlib.sha256(self.path.name.encode()).digest()[0] % 2]

    def read(self) -> bytes:
        """Return the page as it was stored."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data

    @property
    def file(self) -> str:
        """Return the name under which somebody would have saved the page."""
        name = self.path.name.removesuffix(".gz")
        return name if name.endswith((".html", ".htm")) else f"{name}.html"


def load_pages(data: Path) -> list[Page]:
    """Return the pages of every set below a folder.

    Raises FileNotFoundError if there is none.
    """
    found = [
        *_stories(data, "ground-truth.json"),
        *_days(data, "eval_mediacloud_2020.json", "eval_default.json"),
        *_pieces(data, "evaldata.json"),
        *_publishers(data),
    ]
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "ground-truth.json")
    return found


def _stories(data: Path, name: str) -> Iterator[Page]:
    for path, rows in _named(data, name):
        for key, row in rows.items():
            page = path.parent / "html" / f"{key}.html.gz"
            yield Page("stories", page, story=row["articleBody"])


def _days(data: Path, *names: str) -> Iterator[Page]:
    seen = set()
    for name in names:
        for path, rows in _named(data, name):
            for row in rows.values():
                page = _stored(path.parent, row["file"], ("test_set", "cache", "eval"))
                if page not in seen and isinstance(row["date"], str):  # five have no day
                    seen.add(page)
                    yield Page("days", page, day=row["date"])


def _pieces(data: Path, name: str) -> Iterator[Page]:
    for path, rows in _named(data, name):
        for row in rows.values():
            page = _stored(path.parent, row["file"], ("cache", "eval"))
            yield Page("pieces", page, kept=row["with"], dropped=row["without"])


def _publishers(data: Path) -> Iterator[Page]:
    """Yield the pages of fundus, whose parsers and pages of one publisher are both in order."""
    for path, pages in _named(data, "meta.info"):
        names = _publisher_names(path.parent)
        versions = {
            publisher: sorted(
                json.loads((path.parent / f"{publisher}.json").read_text("utf-8")).items()
            )
            for publisher in {page.split("_")[0] for page in pages}
        }
        for page in sorted(name for name in pages if (path.parent / name).exists()):
            _, row = versions[page.split("_")[0]].pop(0)
            sections = row["body"]["sections"]
            story = [
                *row["body"]["summary"],
                *(text for each in sections for text in (*each["headline"], *each["paragraphs"])),
            ]
            yield Page(
                "publishers",
                path.parent / page,
                story="\n".join(story),
                day=row["publishing_date"][:10],
                title=row["title"],
                outlet=names.get(page.split("_")[0]),
                authors=row.get("authors", ()),
            )


_PUBLISHER = re.compile(r"(\w+) = Publisher\(\s*name=\"([^\"]+)\"")


def _publisher_names(folder: Path) -> dict[str, str]:
    """Return what the publishers of a country are called, by the names of their parsers."""
    place = folder.parents[4] / "src" / "fundus" / "publishers" / folder.name / "__init__.py"
    return dict(_PUBLISHER.findall(place.read_text(encoding="utf-8")))


def _named(data: Path, name: str) -> Iterator[tuple[Path, dict[str, dict[str, Any]]]]:
    for path in sorted(data.rglob(name)):
        yield path, _json(path)


def _json(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _stored(folder: Path, name: str, places: Sequence[str]) -> Path:
    return next(
        (path for place in places if (path := folder / place / name).exists()),
        folder / places[0] / name,
    )
