"""Files are put into the articles folder and taken out of it, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.articles import list_articles, parse_article
from index.errors import ArticleRefused, UnreadableArticle
from index.folder.names import safe_name, same_file
from index.folder.writing import put_aside, write_new, write_over
from index.models import Article
from index.scan import sha256_of


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was put into the folder; ``replaced`` where it took another one's place."""

    article: Article
    replaced: bool

    @property
    def file(self) -> str:
        """Its name relative to the articles folder."""
        return self.article.file


@dataclass(frozen=True, slots=True)
class ArticlesFolder:
    """The articles folder at ``path``. Every method blocks; all errors are CoverageErrors.

    What is taken out or written over is kept in ``.removed`` below it, where nothing is listed.
    """

    path: Path

    def add(self, name: str, data: bytes, *, replace: bool = False) -> Added:
        """Write ``data`` as an article under a safe form of ``name``.

        Raises UnreadableArticle for content that is no article, and ArticleRefused for a name that
        is taken (without ``replace``), for content that is there already, and where the system
        refuses.
        """
        file = self._name_there(safe_name(name))
        article = _parsed(file, data)
        with self._reachable():
            self._refuse_twin(article, len(data))
            there = os.path.lexists(self.path / file)
            if there and not replace:
                raise _taken(file)
            if there:
                self._refuse_odd(file)
                write_over(self.path, file, data)
            else:
                try:
                    write_new(self.path / file, data)
                except FileExistsError:  # somebody was quicker
                    raise _taken(file) from None
        return Added(article, replaced=there)

    def remove(self, file: str) -> Path:
        """Take an article out of the folder; returns where it is kept.

        Raises ArticleRefused for anything but a regular file that the folder lists as an article.
        """
        with self._reachable():
            if file not in list_articles(self.path):
                raise ArticleRefused(f"{_shown(file)} is no file of the articles folder")
            self._refuse_odd(file)
            return put_aside(self.path, file)

    def _name_there(self, file: str) -> str:
        """As the folder spells it, where it has the name in other letters or another encoding."""
        wanted = same_file(file)
        with self._reachable():
            return next((f for f in list_articles(self.path) if same_file(f) == wanted), file)

    def _refuse_twin(self, article: Article, size: int) -> None:
        for file in list_articles(self.path):
            path = self.path / file
            if _size(path) == size and sha256_of(path) == article.sha256:
                raise ArticleRefused(f"this article is there already, as {_shown(file)}")

    def _refuse_odd(self, file: str) -> None:
        if not stat.S_ISREG((self.path / file).lstat().st_mode):
            raise ArticleRefused(
                f"{_shown(file)} is a link or a device, not a file: change it where the bot runs"
            )

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Turn what the system says into one line."""
        if not self.path.is_dir():
            raise ArticleRefused(
                "the articles folder is not there: whoever runs the bot has to create it"
            )
        try:
            yield
        except OSError as error:
            reason = error.strerror or "input/output error"
            raise ArticleRefused(
                f"the articles folder cannot be written ({reason}): tell whoever runs the bot"
            ) from error


def _parsed(file: str, data: bytes) -> Article:
    try:
        return parse_article(file, data)
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{_shown(file)} {error}") from error


def _taken(file: str) -> ArticleRefused:
    return ArticleRefused(
        f"there is an article {_shown(file)} already: replace it, or choose another name"
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _shown(file: str) -> str:
    """A name within a line: short, and without line breaks."""
    line = " ".join(file.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
