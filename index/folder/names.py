"""A name that somebody sent becomes one that is safe in any file system."""

from __future__ import annotations

import re
import unicodedata

from index.articles.files import SUFFIXES
from index.errors import ArticleRefused

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
        f"only {', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are articles: save the article "
        "as one of these"
    )


def _shortened(stem: str, most: int) -> str:
    """The first bytes of ``stem``, no character cut in two and none robbed of its accents."""
    if len(stem.encode()) <= most:
        return stem
    cut = len(stem.encode()[:most].decode("utf-8", "ignore"))
    while cut > 1 and unicodedata.combining(stem[cut]):
        cut -= 1
    return stem[:cut].rstrip(". ")
