"""Keeps fetched pages in the articles folder: one file for each version of each page.

A page whose text has changed at its address becomes a new file, and the file before stays: what it
said can still be cited, and quotes in old answers are still where they were. A page that only
differs in what is not its story (menus, counters, advertisements) is no new version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from index.errors import ArticleRefused, PageUnavailable, UnreadableArticle
from index.ingestion.article_files import list_articles, read_bytes
from index.ingestion.articles_folder import (
    MAX_NAME_BYTES,
    create_file,
    parse_in_worker,
    refuse_bare,
    safe_name,
    translated_errors,
)
from index.ingestion.block import ends_sentence
from index.ingestion.origins import (
    Origin,
    origin_of,
    origin_path,
    origin_text,
    origins_like,
)
from index.ingestion.web.entries import lists_articles
from index.ingestion.web.fetcher import Fetched
from index.ingestion.web.urls import host_of, shown_url
from index.models import Article, KeptPage

Indexed = Callable[[str], bool]

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_HOST_BYTES = 40
_EMPTY_NAMES = re.compile(r"(?:index|default|article|story|news|amp|print|html?|[\d._-]*)", re.I)
_NO_WORD = re.compile(r"[^\w]+")
_MAX_NUMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was fetched, when, and what is known of it.

    ``day`` is when its feed says that it was published. ``newest`` is the file of its newest
    version so far, if it is known.
    """

    fetched: Fetched
    at: dt.datetime
    day: dt.date | None = None
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a page, and the hash of its story."""

    page: KeptPage
    story: str


class PageKeeper:
    """Writes pages into the articles folder. Blocks; one call at a time."""

    def __init__(self, folder: Path, indexed: Indexed = lambda below: False) -> None:
        """``indexed`` says whether files below a folder, by its name in this one, are indexed."""
        self._folder = folder
        self._indexed = indexed

    def keep(self, page: Page) -> Kept:
        """Keep a page, unless its newest version says the same.

        Raises PageUnavailable if it is no article, and ArticleRefused for errors of the system, as
        FolderUnavailable if no other page could be kept either.
        """
        fetched = page.fetched
        suffix = _suffix_of(fetched)
        origin = Origin(fetched.url, page.at, fetched.charset, published=page.day)
        try:
            articles = parse_in_worker(f"page{suffix}", fetched.data, origin)
        except UnreadableArticle as error:
            what = str(error).removeprefix(f"page{suffix} ")
            raise PageUnavailable(f"{shown_url(fetched.url)}: {what}") from error
        story = story_of(articles)
        with translated_errors(self._folder):
            base = _base_name(fetched.url, articles[0])
            newest = self._newest(page, base)
            if newest is not None and self._says(newest, story):
                return self._result("unchanged", newest, fetched.url, articles, story)
            if newest is None and (copy := self._copy_of(fetched.data)) is not None:
                return self._result("unchanged", copy, fetched.url, articles, story)
            name = _Name(base, suffix, page.at.date() if newest else None)
            made = Origin(fetched.url, page.at, fetched.charset, story, newest, page.day)
            file = self._create(name, fetched.data, made)
        outcome = "added" if newest is None else "new version"
        return self._result(outcome, file, fetched.url, articles, story, newest)

    def exists(self, file: str) -> bool:
        """Return whether a file that was kept is still there."""
        return (self._folder / file).is_file()

    def check_mounted(self, file: str) -> None:
        """Raise ArticleRefused if the place of a file looks like that of a drive not mounted.

        What is written there would be hidden by the drive, and until then count as all there is.
        """
        with translated_errors(self._folder):
            for above in reversed(PurePosixPath(file).parents):
                below = self._folder / above
                if below.is_dir() and self._indexed("" if above.name == "" else f"{above}/"):
                    refuse_bare(self._folder, below)

    def summary(self, file: str, url: str) -> KeptPage:
        """Return what is kept in a file, which is unchanged. Raises UnreadableArticle."""
        data = read_bytes(self._folder, file)
        articles = parse_in_worker(file, data, origin_of(self._folder, file))
        return self._result("unchanged", file, url, articles, "").page

    def _newest(self, page: Page, base: str) -> str | None:
        """Return the file of the newest version that is still in the folder."""
        if page.newest is not None and self.exists(page.newest):
            return page.newest
        # the archive may have been lost, or the program stopped before it was written
        same = [
            (origin.fetched, file)
            for file, origin in origins_like(self._folder, f"{_escaped(base)}*")
            if origin.url == page.fetched.url and self.exists(file)
        ]
        return max(same)[1] if same else None

    def _says(self, file: str, story: str) -> bool:
        """Return whether the newest version has this story: as it was read now, or then."""
        origin = origin_of(self._folder, file)
        try:
            articles = parse_in_worker(file, read_bytes(self._folder, file), origin)
        except UnreadableArticle:  # whatever it was then, it says nothing now
            return False
        # the program may read pages otherwise than when it was kept
        return story in {story_of(articles), origin.story if origin is not None else None}

    def _copy_of(self, data: bytes) -> str | None:
        """Return a file with the same bytes, which somebody has put into the folder."""
        wanted = hashlib.sha256(data).digest()
        for file in list_articles(self._folder):
            path = self._folder / file
            if path.is_file() and path.stat().st_size == len(data):
                with path.open("rb") as stream:
                    if hashlib.file_digest(stream, "sha256").digest() == wanted:
                        return file
        return None

    def _create(self, name: _Name, data: bytes, origin: Origin) -> str:
        """Write a file under a name that is free, its origin before it."""
        self.check_mounted(name.numbered(1))
        for number in range(1, _MAX_NUMBERED):
            file = name.numbered(number)
            path, beside = self._folder / file, origin_path(self._folder, file)
            if path.exists() or path.is_symlink():
                continue
            for each in (path.parent, beside.parent):
                self._make_folder(each)
            beside.unlink(missing_ok=True)  # of a file that was removed
            create_file(beside, origin_text(origin).encode())
            try:
                create_file(path, data)
            except FileExistsError:
                continue
            return file
        raise ArticleRefused(f"there are too many files named {name.numbered(1)}: rename some")

    def _make_folder(self, folder: Path) -> None:
        """Create a sub-folder, but follow no link out of the articles folder."""
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(self._folder.resolve()):
            name = folder.relative_to(self._folder).as_posix()
            raise ArticleRefused(
                f"{name} in the articles folder is a link to another place: change it on the "
                "machine where the bot runs"
            )

    @staticmethod
    def _result(  # noqa: PLR0913, PLR0917  # the parts of a result
        outcome: str,
        file: str,
        url: str,
        articles: tuple[Article, ...],
        story: str,
        previous: str | None = None,
    ) -> Kept:
        first = articles[0]
        page = KeptPage(
            url=url,
            file=file,
            outcome=outcome,  # type: ignore[arg-type]
            title=first.title,
            outlet=first.outlet,
            published=first.published,
            previous=previous,
            articles=len(articles),
        )
        return Kept(page, story)


@dataclass(frozen=True, slots=True)
class _Name:
    """A file's name without its number; ``day`` is that of a later version."""

    base: str
    suffix: str
    day: dt.date | None

    def numbered(self, number: int) -> str:
        """Return the name, with a number from 2 on."""
        day = f".{self.day.isoformat()}" if self.day else ""
        return f"{self.base}{day}{f'-{number}' if number > 1 else ''}{self.suffix}"


def story_of(articles: tuple[Article, ...]) -> str:
    """Return a hash of what articles say: their titles and sentences, without white space.

    Lines that are no sentences ("3 comments", "Updated 5 minutes ago") are left out.
    """
    digest = hashlib.sha256()
    for article in articles:
        told = [p.text for p in article.paragraphs if not p.heading and ends_sentence(p.text)]
        lines = told or [p.text for p in article.paragraphs]
        for text in (article.title, *lines):
            digest.update("".join(text.split()).encode("utf-8", "backslashreplace") + b"\0")
    return digest.hexdigest()[:32]


def _suffix_of(fetched: Fetched) -> str:
    """Return the suffix for a kind of page. Raises PageUnavailable if it can be no article."""
    url = shown_url(fetched.url)
    if not fetched.data.strip():
        raise PageUnavailable(f"{url}: the page is empty", temporary=True)
    if lists_articles(fetched.data):
        raise PageUnavailable(
            f"{url}: is a feed, not an article; add its address to BOT_FEEDS to follow it"
        )
    kind = fetched.kind
    if kind in ("", "application/octet-stream", "binary/octet-stream"):  # the server does not say
        kind = "application/pdf" if fetched.data.startswith(b"%PDF") else "text/html"
    if kind not in _SUFFIXES:
        raise PageUnavailable(f"{url}: is {_shown_kind(kind)}, not an article")
    return _SUFFIXES[kind]


def _shown_kind(kind: str) -> str:
    name = kind if re.fullmatch(r"[\w.+/-]{3,60}", kind, re.ASCII) else "something else"
    article = "an" if name[0] in "aeiou" else "a"
    return name if name == "something else" else f"{article} {name} file"


def _base_name(url: str, article: Article) -> str:
    """Return the name of a page's files, without day, number and suffix: "host/words-of-it".

    The words are the last ones of the address that say something, or the title.
    """
    parts = [unquote(part) for part in urlsplit(url).path.split("/")]
    stems = [PurePosixPath(part).stem if "." in part else part for part in parts]
    told = [stem for stem in stems if stem and not _EMPTY_NAMES.fullmatch(stem)]
    words = told[-1] if told and not urlsplit(url).query else article.title
    host = host_of(url).replace(":", "-").removeprefix("www.")[:_HOST_BYTES].strip("-.") or "web"
    room = MAX_NAME_BYTES - len(host) - len("/.2025-10-22-999.xhtml")
    slug = _NO_WORD.sub("-", words).strip("-_").lower() or "article"
    slug = slug.encode()[:room].decode("utf-8", "ignore").rstrip("-_")
    return f"{host}/{safe_name(f'{slug}.txt').removesuffix('.txt')}"


def _escaped(name: str) -> str:
    """Return a name as a glob pattern that matches only it."""
    return re.sub(r"([*?\[])", r"[\1]", name)
