"""Files in the articles folder: listing, reading and decoding them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableArticle
from index.ingestion.encoding import Decoded, decode_text, utf16_without_mark
from index.storage.own_files import own_names

TEXT_SUFFIXES = (".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
XML_SUFFIXES = (".xml", ".rss", ".atom", ".enex")
TABLE_SUFFIXES = (".csv", ".tsv")
MAIL_SUFFIXES = (".eml", ".mbox", ".mhtml", ".mht")
DOCUMENT_SUFFIXES = (".pdf", ".docx", ".rtf")
SUBTITLE_SUFFIXES = (".srt", ".vtt")
EXTRACTED_SUFFIXES = (*MAIL_SUFFIXES, *DOCUMENT_SUFFIXES, *SUBTITLE_SUFFIXES)
"""Of files whose text is not the file itself."""
SUFFIXES = (
    *TEXT_SUFFIXES,
    *MARKDOWN_SUFFIXES,
    *HTML_SUFFIXES,
    *JSON_SUFFIXES,
    *XML_SUFFIXES,
    *TABLE_SUFFIXES,
    *MAIL_SUFFIXES,
    *DOCUMENT_SUFFIXES,
    *SUBTITLE_SUFFIXES,
)
MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below the articles folder, by names relative to it, with ``/`` as separator.

    articles   the names of all article files, sorted
    others     the names of all other files, and of links to folders (which are not followed, and
               end with ``/`` here), sorted
    unlisted   the folders that could not be listed, and why; "" is the articles folder itself
    empty      the folders without any entry but ``BY_SYSTEMS``, as a mount point is while nothing
               is mounted

    Hidden files and folders, backups made by editors ("#name#"), and what the bot keeps in its data
    folder are left out. In names that are not Unicode, invalid bytes are escaped with backslashes;
    reading those files fails.
    """

    articles: tuple[str, ...]
    others: tuple[str, ...]
    unlisted: Mapping[str, str]
    empty: frozenset[str]


BY_SYSTEMS = frozenset((".DS_Store", ".directory", ".localized", "desktop.ini", "Thumbs.db"))
"""Files that operating systems put into folders that somebody looks at."""


def is_bare(folder: Path) -> bool:
    """Return whether a folder has no entry but ``BY_SYSTEMS``, as while nothing is mounted there.

    Raises OSError if it cannot be listed.
    """
    with os.scandir(folder) as entries:
        return all(entry.is_file() and entry.name in BY_SYSTEMS for entry in entries)


def list_folder(folder: Path) -> Listing:
    """List the articles folder. Never raises: what cannot be listed is in ``unlisted``."""
    articles: list[str] = []
    others: list[str] = []
    unlisted: dict[str, str] = {}
    empty: set[str] = set()

    def note(error: OSError) -> None:
        at = Path(os.fsdecode(error.filename)) if error.filename else folder
        unlisted[_relative(at, folder)] = error.strerror or "input/output error"

    for where, folders, files in os.walk(folder, onerror=note):
        here = Path(where)
        if not folders and BY_SYSTEMS.issuperset(files):
            empty.add(_relative(here, folder))
        own = own_names((*folders, *files))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in own)
        others += [
            f"{_relative(here / name, folder)}/" for name in folders if (here / name).is_symlink()
        ]
        for name in set(files) - own:
            if not name.startswith((".", "~$")) and not (name[0] == name[-1] == "#"):
                found = articles if name.lower().endswith(SUFFIXES) else others
                found.append(_relative(here / name, folder))
    backups = [name for name in others if name.endswith("~")]
    return Listing(
        articles=tuple(sorted(articles)),
        others=tuple(sorted(set(others) - set(backups))),
        unlisted=unlisted,
        empty=frozenset(empty),
    )


def list_articles(folder: Path) -> list[str]:
    """Return the sorted names of all article files below ``folder``; see ``Listing``."""
    return list(list_folder(folder).articles)


def _relative(path: Path, folder: Path) -> str:
    """Return a path relative to the articles folder, "" for that folder itself."""
    name = path.relative_to(folder).as_posix()
    return "" if name == "." else name.encode("utf-8", "backslashreplace").decode("utf-8")


def has_escaped_bytes(file: str) -> bool:
    """Return whether ``list_articles`` may have escaped invalid bytes in this name."""
    return "\\udc" in file


def read_bytes(folder: Path, file: str) -> bytes:
    """Return the bytes of an article file.

    Raises UnreadableArticle unless it is a regular file inside ``folder`` of at most
    ``MAX_BYTES`` bytes. Never waits for a pipe or a device.
    """
    try:
        path = (folder / file).resolve(strict=True)
        if not path.is_relative_to(folder.resolve(strict=True)):
            raise UnreadableArticle(
                "is a link to a file outside the articles folder; copy the file into the folder "
                "instead"
            )
        return _read_regular(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise UnreadableArticle(why_unreadable(error)) from error


def open_without_waiting(path: Path) -> int:
    """Open a file to be read, and return its descriptor; never waits for a pipe."""
    # Windows has only the second of the flags, and needs it
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_RDONLY | flags)


def _read_regular(path: Path) -> bytes:
    descriptor = open_without_waiting(path)
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableArticle("is a pipe or a device, not a regular file; remove it")
        data = stream.read(MAX_BYTES + 1)
    check_size(max(status.st_size, len(data)))
    return data


def check_size(size: int) -> None:
    """Raise UnreadableArticle if a file of ``size`` bytes is too large for an article."""
    if size > MAX_BYTES:
        raise UnreadableArticle(
            f"is larger than {MAX_BYTES // 1_000_000} MB ({size:,} bytes), the limit for one "
            "file; split it into several files"
        )


def why_unreadable(error: Exception) -> str:
    """Describe in one line why a file cannot be opened or read, and what to do."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "does not exist, or its name is not valid UTF-8; check its name, or index again"
        case PermissionError():
            return "cannot be read by this user; change its permissions"
        case IsADirectoryError():
            return "is a folder, not a file; rename it"
        case OSError():
            return f"cannot be read ({error.strerror or 'input/output error'}); check the file"
        case _:
            return "has an invalid name or is a broken link; rename or remove it"


_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "a database",
}
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # all but ESC, which some encodings use
_MAX_CONTROLS = 0.02  # share of control characters above which a file is not text


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """Decode the bytes of a file that should be text; ``charset`` is what a server said of it.

    Raises UnreadableArticle for an empty file, for one in an encoding that cannot be recognised
    (with the offset of the first byte that is not UTF-8), and for files that are not text.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableArticle("is empty; add the article's text or remove the file")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableArticle(f"is {kind}, not text; save the article as UTF-8 text")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    wide = wide or utf16_without_mark(data) is not None
    if not wide and (nul := data.find(b"\0")) >= 0:
        raise UnreadableArticle(f"is not text (NUL byte at byte {nul}); save it as UTF-8 text")
    decoded = decode_text(data, charset)
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > _MAX_CONTROLS * len(decoded.text):
        raise UnreadableArticle(
            f"is not text ({controls} control characters); save it as UTF-8 text"
        )
    return decoded
