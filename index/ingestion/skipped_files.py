"""Files in the articles folder that are not read: what they are, and what to do about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from index.models import SkippedFiles

_SAVE = "save each article as .docx, .pdf, .html or .txt"
_KINDS = (
    ("documents of other word processors", ".doc .odt .pages .wpd .wps .tex", _SAVE),
    ("e-books", ".epub .mobi .azw .azw3 .djvu", _SAVE),
    ("Outlook messages", ".msg .pst .ost", "save each message as .eml"),
    ("archives of web pages", ".webarchive .warc .maff", "save each page as .html or .mhtml"),
    ("compressed archives", ".zip .gz .tgz .bz2 .xz .7z .rar .tar .zst", "unpack them here"),
    (
        "tables",
        ".xls .xlsx .ods .numbers .parquet",
        "save them as .csv, with columns named title, date, outlet and text",
    ),
    (
        "images",
        ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .heic .avif",
        "if they are scanned articles, add their text; otherwise nothing needs to be done",
    ),
    ("recordings", ".mp3 .m4a .wav .ogg .flac .mp4 .m4v .mov .avi .mkv .webm", "add transcripts"),
    (
        "parts of saved web pages",
        ".css .js .mjs .map .woff .woff2 .ttf .otf .eot .php .aspx .download",
        "nothing needs to be done",
    ),
    ("presentations", ".ppt .pptx .odp .key", _SAVE),
)
_BY_SUFFIX = {
    suffix: (kind, advice) for kind, suffixes, advice in _KINDS for suffix in suffixes.split()
}
_LINKS = ("links to folders", "copy the folders into the articles folder: links are not followed")


def skipped_files(names: Iterable[str]) -> tuple[SkippedFiles, ...]:
    """Group the names of files that are not read by kind, the largest group first."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        groups[_kind_of(name)].append(name)
    found = [
        SkippedFiles(kind, tuple(sorted(files)), advice) for (kind, advice), files in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (-len(group.files), group.kind)))


def _kind_of(name: str) -> tuple[str, str]:
    if name.endswith("/"):
        return _LINKS
    suffix = PurePosixPath(name).suffix.lower()
    known = _BY_SUFFIX.get(suffix)
    return known or (f"{suffix} files" if suffix else "files without a suffix", _SAVE)
