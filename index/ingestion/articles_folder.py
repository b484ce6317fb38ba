"""Adding and removing files of the articles folder without losing any."""

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

from index.errors import ArticleRefused, FolderUnavailable, UnreadableArticle
from index.ingestion.article_files import BY_SYSTEMS, SUFFIXES, is_bare, list_articles
from index.ingestion.change_detection import sha256_of
from index.ingestion.limits import reading_limits, reading_worker
from index.ingestion.origins import Origin, origin_path
from index.ingestion.parser import parse_file
from index.models import Article, file_of, folded
from index.worker import WorkerStopped

MAX_NAME_BYTES = 96  # fits into a Discord choice (100 characters) and any file system
_PATH = re.compile(r"[/\\]")
# Characters that Windows forbids in names, and invisible ones: control characters, marks that
# change the direction of writing, and surrogates.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return a safe name directly in the articles folder, at most ``MAX_NAME_BYTES`` in UTF-8.

    Removes folders, and whatever would hide the file or make it a device. Raises ArticleRefused
    if the suffix is not supported.
    """
    visible = "".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in name)
    last = _PATH.split(unicodedata.normalize("NFC", visible).rstrip())[-1]
    stem, suffix = _split_suffix(" ".join(last.split()))
    stem = _FORBIDDEN.sub("_", stem).lstrip(" .~$#-").rstrip(". ")
    if _RESERVED.fullmatch(stem.partition(".")[0].rstrip(" ")):
        stem = f"_{stem}"
    return _truncate(stem or "article", MAX_NAME_BYTES - len(suffix)) + suffix


def _split_suffix(name: str) -> tuple[str, str]:
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)], suffix
    raise ArticleRefused(
        f"only {', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are supported: save the article "
        "in one of these formats"
    )


def _truncate(stem: str, max_bytes: int) -> str:
    """Cut ``stem`` to at most ``max_bytes`` bytes, without splitting a character or its accents."""
    if len(stem.encode()) <= max_bytes:
        return stem
    cut = len(stem.encode()[:max_bytes].decode("utf-8", "ignore"))
    while cut > 1 and unicodedata.combining(stem[cut]):
        cut -= 1
    return stem[:cut].rstrip(". ")


REMOVED = ".removed"


def create_file(path: Path, data: bytes) -> None:
    """Write a new file. Raises FileExistsError if anything exists there, even a broken link."""
    with _temporary_file(path.parent, data) as temporary:
        # unlike renaming, linking never overwrites
        try:
            os.link(temporary, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                raise FileExistsError from None
            temporary.rename(path)
    _flush_folder(path.parent)


def replace_file(folder: Path, file: str, data: bytes) -> Path:
    """Replace an article and return the path where the old one is kept."""
    path = folder / file
    with _temporary_file(path.parent, data) as temporary:
        backup = _backup_path(folder, file)
        try:
            os.link(path, backup, follow_symlinks=False)
        except OSError:
            backup.write_bytes(path.read_bytes())
        temporary.replace(path)
    _flush_folder(path.parent)
    return backup


def move_to_removed(folder: Path, file: str) -> Path:
    """Move an article to ``.removed`` and return its new path.

    Sub-folders that are empty then go too: an empty folder keeps its articles in the index, because
    one where nothing is mounted looks like that.
    """
    backup = _backup_path(folder, file)
    (folder / file).rename(backup)
    _flush_folder(backup.parent)
    left = (folder / file).parent
    with suppress(OSError):  # it has other entries
        while left != folder:
            _clear_of_systems(left)
            left.rmdir()
            left = left.parent
    _flush_folder(left)
    return backup


def _clear_of_systems(folder: Path) -> None:
    """Delete what operating systems left in a folder, if there is nothing else in it."""
    left = list(folder.iterdir())
    if BY_SYSTEMS.issuperset(each.name for each in left):
        for each in left:
            each.unlink()


def _backup_path(folder: Path, file: str) -> Path:
    """Return an unused path below ``.removed``: a folder named by the time, then the file name."""
    removed_folder = folder / REMOVED
    if removed_folder.is_symlink():  # files must not leave the articles folder
        raise OSError(errno.ELOOP, f"{REMOVED} is a link")
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    backup = removed_folder / f"{moment}-{secrets.token_hex(3)}" / file
    backup.parent.mkdir(parents=True)
    return backup


@contextmanager
def _temporary_file(folder: Path, data: bytes) -> Iterator[Path]:
    """Write a hidden file with ``data``; it is deleted at the end unless it has been renamed."""
    temporary = folder / f".{secrets.token_hex(8)}.part"
    try:
        # O_EXCL does not follow a link that somebody put there
        binary = getattr(os, "O_BINARY", 0)  # of Windows
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Flush a folder's names to disk, if the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was added to the folder; ``replaced`` says whether it replaced another one.

    ``article`` is the first of the ``articles`` in it.
    """

    article: Article
    replaced: bool
    articles: int = 1

    @property
    def file(self) -> str:
        """Its name relative to the articles folder."""
        return file_of(self.article.file)


@dataclass(frozen=True, slots=True)
class ArticlesFolder:
    """The articles folder at ``path``. Every method blocks; all errors are CoverageErrors.

    Removed and replaced files are kept in its hidden folder ``.removed``. ``indexed`` says whether
    articles of it are in the index: if it is empty then, nothing is written, because a drive that
    is not mounted looks like that, and a folder with one file like one whose others were deleted.
    """

    path: Path
    indexed: bool = False

    def add(self, name: str, data: bytes, *, replace: bool = False) -> Added:
        """Write ``data`` as an article under a safe form of ``name``.

        Raises UnreadableArticle if ``data`` is not an article. Raises ArticleRefused if the name is
        taken (unless ``replace``), if an article with this content exists, and for system errors.
        """
        if self.indexed:
            with translated_errors(self.path):
                refuse_bare(self.path, self.path)
        file = self._existing_name(safe_name(name))
        articles = parse_in_worker(file, data)
        article = articles[0]
        with translated_errors(self.path):
            self._refuse_duplicate(article, len(data))
            exists = os.path.lexists(self.path / file)
            if exists and not replace:
                raise _name_taken(file)
            if exists:
                self._refuse_special_file(file)
                replace_file(self.path, file, data)
                origin_path(self.path, file).unlink(missing_ok=True)
            else:
                try:
                    create_file(self.path / file, data)
                except FileExistsError:  # created in the meantime
                    raise _name_taken(file) from None
        return Added(article, replaced=exists, articles=len(articles))

    def remove(self, file: str) -> Path:
        """Remove an article from the folder and return the path where it is kept.

        Raises ArticleRefused unless it is a regular file that is listed as an article.
        """
        with translated_errors(self.path):
            if file != file_of(file):
                raise ArticleRefused(
                    f"the article {_display_name(file)} is one of several in "
                    f"{_display_name(file_of(file))}: remove that file"
                )
            if file not in list_articles(self.path):
                raise ArticleRefused(
                    f"there is no article {_display_name(file)} in the articles folder"
                )
            self._refuse_special_file(file)
            moved = move_to_removed(self.path, file)
            origin_path(self.path, file).unlink(missing_ok=True)
            return moved

    def _existing_name(self, file: str) -> str:
        """Return the name as the folder spells it, if it exists with other case or encoding."""
        wanted = folded(file)  # on some file systems, names that are folded alike are one file
        with translated_errors(self.path):
            return next((f for f in list_articles(self.path) if folded(f) == wanted), file)

    def _refuse_duplicate(self, article: Article, size: int) -> None:
        for file in list_articles(self.path):
            path = self.path / file
            if _size(path) == size and sha256_of(path) == article.sha256:
                raise ArticleRefused(f"this article already exists as {_display_name(file)}")

    def _refuse_special_file(self, file: str) -> None:
        if not stat.S_ISREG((self.path / file).lstat().st_mode):
            raise ArticleRefused(
                f"the file {_display_name(file)} is a link or a device, not a regular one: change "
                "it on the machine where the bot runs"
            )


_OF_WHOLE_FOLDER = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


@contextmanager
def translated_errors(folder: Path) -> Iterator[None]:
    """Turn errors of the system about the articles folder into one-line refusals."""
    if not folder.is_dir():
        raise FolderUnavailable(
            "the articles folder does not exist: ask the person who runs the bot to create it"
        )
    try:
        yield
    except OSError as error:
        reason = error.strerror or "input/output error"
        whole = error.errno in _OF_WHOLE_FOLDER or not os.access(folder, os.W_OK | os.X_OK)
        refusal = FolderUnavailable if whole else ArticleRefused
        raise refusal(
            f"the articles folder cannot be written ({reason}): tell the person who runs the bot"
        ) from error


def refuse_bare(folder: Path, below: Path) -> None:
    """Raise ArticleRefused if ``below`` is empty, a place of files that are in the index.

    If that is the articles folder, ``folder``, it is FolderUnavailable. Raises OSError if it cannot
    be listed.
    """
    if is_bare(below):
        why = "is empty, although articles of it are indexed: mount the drive that belongs there"
        if below == folder:
            raise FolderUnavailable(
                f"the articles folder {why}, or, if they were deleted, run 'coverage-bot index "
                "--rebuild'"
            )
        name = _display_name(below.relative_to(folder).as_posix())
        raise ArticleRefused(f"the folder {name} in the articles folder {why}, or delete it, too")


def parse_in_worker(file: str, data: bytes, origin: Origin | None = None) -> tuple[Article, ...]:
    """Return the articles of a file, read in a child process. Raises UnreadableArticle."""
    limits = reading_limits(len(data))
    try:
        return reading_worker().call(limits, parse_file, file, data, origin).articles
    except WorkerStopped as error:
        raise UnreadableArticle(
            f"{_display_name(file)} cannot be read: it {error}; simplify it or split it"
        ) from error
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{_display_name(file)} {error}") from error


def _name_taken(file: str) -> ArticleRefused:
    return ArticleRefused(
        f"an article named {_display_name(file)} already exists: replace it, or choose another name"
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _display_name(file: str) -> str:
    """Shorten a name for use in a message, without line breaks."""
    line = " ".join(file.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
