"""The articles folder as admins change it: files are added and removed without losing any."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleRefused, UnreadableArticle
from index.ingestion.article_files import SUFFIXES, list_articles
from index.ingestion.change_detection import sha256_of
from index.ingestion.parser import parse_article
from index.models import Article

MAX_NAME_BYTES = 96  # fits a choice of Discord's (100 characters), and any file system
_PATH = re.compile(r"[/\\]")
# What Windows has no names of, what shells act on at the start of a word, and what cannot be seen:
# control characters, marks that turn the direction of writing, and halves of characters.
_UNFIT = re.compile(r'[<>:"|?*]')
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The name of a file directly in the articles folder, at most ``MAX_NAME_BYTES`` in UTF-8.

    Folders before it are dropped, and so is what would hide the file or make it a device.
    Raises ArticleRefused where the suffix is not one of an article.
    """
    shown = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in name)
    last = _PATH.split(unicodedata.normalize("NFC", shown).rstrip())[-1]
    stem, suffix = _parted(" ".join(last.split()))
    stem = _UNFIT.sub("_", stem).strip(" ").lstrip(".~$#-").strip(" ").rstrip(". ")
    if _RESERVED.fullmatch(stem.partition(".")[0].rstrip(" ")):
        stem = f"_{stem}"
    return _shortened(stem or "article", MAX_NAME_BYTES - len(suffix)) + suffix


def same_file(name: str) -> str:
    """What two names have in common that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _parted(name: str) -> tuple[str, str]:
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)], suffix
    raise ArticleRefused(
        f"only {', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are supported: save the article "
        "in one of these formats"
    )


def _shortened(stem: str, most: int) -> str:
    """The first bytes of ``stem``, no character cut in two and none robbed of its accents."""
    if len(stem.encode()) <= most:
        return stem
    cut = len(stem.encode()[:most].decode("utf-8", "ignore"))
    while cut > 1 and unicodedata.combining(stem[cut]):
        cut -= 1
    return stem[:cut].rstrip(". ")


REMOVED = ".removed"


def write_new(path: Path, data: bytes) -> None:
    """Raises FileExistsError when there is something, a dangling link included."""
    with _written(path.parent, data) as temporary:
        # linking never goes over what is there, as renaming does
        try:
            os.link(temporary, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                raise FileExistsError from None
            temporary.rename(path)
    _flush_folder(path.parent)


def write_over(folder: Path, file: str, data: bytes) -> Path:
    """Replace an article; returns where the old one is kept."""
    path = folder / file
    with _written(path.parent, data) as temporary:
        kept = _place_for(folder, file)
        try:
            os.link(path, kept, follow_symlinks=False)
        except OSError:
            kept.write_bytes(path.read_bytes())
        temporary.replace(path)
    _flush_folder(path.parent)
    return kept


def put_aside(folder: Path, file: str) -> Path:
    """Move an article to where nothing is listed; returns where that is."""
    kept = _place_for(folder, file)
    (folder / file).rename(kept)
    _flush_folder(kept.parent)
    _flush_folder((folder / file).parent)
    return kept


def _place_for(folder: Path, file: str) -> Path:
    """A path below ``.removed`` that was never used: of this moment, then as in the folder."""
    removed = folder / REMOVED
    if removed.is_symlink():  # nothing leaves the folder
        raise OSError(errno.ELOOP, f"{REMOVED} is a link")
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = removed / f"{moment}-{secrets.token_hex(3)}" / file
    kept.parent.mkdir(parents=True)
    return kept


@contextmanager
def _written(folder: Path, data: bytes) -> Iterator[Path]:
    """A hidden file with ``data`` on the disk, gone afterwards unless it was renamed."""
    temporary = folder / f".{secrets.token_hex(8)}.part"
    try:
        # O_EXCL follows no link that somebody put there
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder last; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
                raise ArticleRefused(f"there is no article {_shown(file)} in the articles folder")
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
                raise ArticleRefused(f"this article already exists as {_shown(file)}")

    def _refuse_odd(self, file: str) -> None:
        if not stat.S_ISREG((self.path / file).lstat().st_mode):
            raise ArticleRefused(
                f"{_shown(file)} is a link or a device, not a regular file: change it on the server"
            )

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Turn what the system says into one line."""
        if not self.path.is_dir():
            raise ArticleRefused(
                "the articles folder does not exist: ask the person who runs the bot to create it"
            )
        try:
            yield
        except OSError as error:
            reason = error.strerror or "input/output error"
            raise ArticleRefused(
                f"the articles folder cannot be written ({reason}): tell the person who runs the "
                "bot"
            ) from error


def _parsed(file: str, data: bytes) -> Article:
    try:
        return parse_article(file, data)
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{_shown(file)} {error}") from error


def _taken(file: str) -> ArticleRefused:
    return ArticleRefused(
        f"an article named {_shown(file)} already exists: replace it, or choose another name"
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
