"""Files under the articles folder: which there are, and their bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from index.errors import UnreadableArticle

SUFFIXES = (".txt", ".md", ".html", ".htm")
MAX_BYTES = 10_000_000


def list_articles(folder: Path) -> list[str]:
    """Return the names of all article files below ``folder``, with ``/`` between parts, sorted.

    Hidden files and folders and editors' backups are left out, folders are never articles, and
    links to folders are not followed. What cannot be read is listed all the same: reading it
    says why. A name that is not Unicode is shown with backslashes, and reading it fails.
    """
    names: list[str] = []
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$", "#")):
                relative = (Path(where) / name).relative_to(folder).as_posix()
                names.append(relative.encode("utf-8", "backslashreplace").decode("utf-8"))
    return sorted(names)


def shown_with_backslashes(file: str) -> bool:
    """Whether ``list_articles`` may show a name that is not Unicode like this."""
    return "\\udc" in file


def read_bytes(folder: Path, file: str) -> bytes:
    """Return the bytes of an article file.

    Raises UnreadableArticle for anything but a regular file inside ``folder`` of at most
    ``MAX_BYTES`` bytes. A pipe or a device is refused without waiting on it.
    """
    try:
        path = (folder / file).resolve(strict=True)
        if not path.is_relative_to(folder.resolve(strict=True)):
            raise UnreadableArticle(
                "is a link to a file outside the articles folder; put a copy into the folder"
            )
        return _read_regular(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise UnreadableArticle(why_unreadable(error)) from error


def _read_regular(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableArticle("is a pipe or a device, not a file; remove it")
        data = stream.read(MAX_BYTES + 1)
    check_size(max(status.st_size, len(data)))
    return data


def check_size(size: int) -> None:
    """Raise UnreadableArticle when a file of ``size`` bytes is too large for an article."""
    if size > MAX_BYTES:
        raise UnreadableArticle(
            f"is larger than {MAX_BYTES // 1_000_000} MB ({size:,} bytes), the limit for one "
            "article; split it into single articles"
        )


def why_unreadable(error: Exception) -> str:
    """Say in one line why a file could not be opened or read, and what to do."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "is not there any more, or its name is not valid UTF-8; rename it or index again"
        case PermissionError():
            return "may not be read by this user; change its permissions"
        case IsADirectoryError():
            return "is a folder, not a file; rename it"
        case OSError():
            return f"cannot be read ({error.strerror or 'input/output error'}); check the file"
        case _:
            return "has a name or a link that leads nowhere; remove or rename it"
