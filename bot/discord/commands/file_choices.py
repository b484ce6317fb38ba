"""Autocomplete for article files, in ``/article`` and ``/admin remove``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from discord import app_commands

from bot.discord.errors import UserError
from bot.discord.rendering.limits import CHOICE, CHOICES, cut, length
from bot.discord.rendering.markdown import escaped_line
from bot.rendering.text import on_one_line
from index.models import ArticleSummary

_HASH_PREFIX = "sha256:"


def file_choices(files: Iterable[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    """Return the first (file, title) pairs that contain every word of what was typed."""
    words = typed.casefold().split()
    found: list[app_commands.Choice[str]] = []
    for file, title in files:
        if len(found) == CHOICES:
            break
        text = f"{file} {title}".casefold()
        if all(word in text for word in words):
            name = cut(on_one_line(f"{file} · {title}" if title else file), CHOICE)
            found.append(app_commands.Choice(name=name, value=_value(file)))
    return found


def find_file(given: str, files: Iterable[str]) -> str:
    """Return the file that was chosen or typed. Raises UserError if there is no such file."""
    given = given.strip()
    known = list(files)
    if given in known:
        return given
    for file in known:
        if given in (_value(file), on_one_line(file)):
            return file
    similar = [file for file in known if file.casefold().startswith(given.casefold())]
    if given and len(similar) == 1:
        return similar[0]
    raise UserError(
        f"There is no article called “{escaped_line(cut(given, 100))}”. `/articles` lists them all."
    )


def with_titles(articles: Iterable[ArticleSummary]) -> list[tuple[str, str]]:
    """Return (file, title) of each article, in the same order."""
    return [(article.file, article.title) for article in articles]


def _value(file: str) -> str:
    """Return what Discord sends back: the name, or a hash if the name is too long for a choice."""
    if length(file) <= CHOICE and file == on_one_line(file):
        return file
    return _HASH_PREFIX + hashlib.sha256(file.encode("utf-8", "backslashreplace")).hexdigest()
