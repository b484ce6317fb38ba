"""Measuring sets as folders of articles, so that the product's own code indexes them."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.config import CoverageConfig, LanguageModel
from index.coverage import Coverage


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def files(data: Path) -> list[Path]:
    """The files of JSON lines in a folder, or the one file that was given.

    Raises FileNotFoundError for a folder without any.
    """
    found = sorted(data.glob("*.jsonl")) if data.is_dir() else [data]
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(data / "*.jsonl"))
    return found


def write_rows(path: Path | None, made: Iterable[dict[str, Any]]) -> None:
    """Write predictions, one object a line; nowhere when no path is given."""
    if path is not None:
        path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")


def write_articles(folder: Path, articles: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Write each article as a text file with what is known of it as front matter.

    Returns the article's id by file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids: dict[str, Any] = {}
    for number, article in enumerate(articles):
        known = {"date": article.get("published"), "outlet": article.get("outlet")}
        matter = "".join(f"{key}: {value}\n" for key, value in known.items() if value)
        head = f"---\n{matter}---\n" if matter else ""
        name = f"{number:05d}.txt"
        (folder / name).write_bytes((head + article["text"]).encode())
        ids[name] = article["id"]
    return ids


@asynccontextmanager
async def indexed(
    articles: Path, *, languages: bool = False, language_model: LanguageModel | None = None
) -> AsyncIterator[Coverage]:
    """A coverage of a folder, indexed into a data folder that is thrown away afterwards.

    The multilingual model is used only for ``languages``, so that no figure depends on whether it
    is installed.
    """
    with TemporaryDirectory() as data:
        config = CoverageConfig(
            articles, Path(data), languages=languages, language_model=language_model
        )
        async with await Coverage.open(config) as coverage:
            await coverage.refresh()
            yield coverage
