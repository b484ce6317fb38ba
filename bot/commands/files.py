"""Names of files as people choose them from a list while they type."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from discord import app_commands

from bot.pages.limits import CHOICE, CHOICES, cut, length
from bot.terminal.text import on_one_line
from index.models import ArticleSummary

_SIGN = "sha256:"


def choices(files: Iterable[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    """Files, each with its title, that have every word of what was typed; the first that fit."""
    words = typed.casefold().split()
    found: list[app_commands.Choice[str]] = []
    for file, title in files:
        if len(found) == CHOICES:
            break
        told = f"{file} {title}".casefold()
        if all(word in told for word in words):
            name = cut(on_one_line(f"{file} · {title}" if title else file), CHOICE)
            found.append(app_commands.Choice(name=name, value=_value(file)))
    return found


def chosen(given: str, files: Iterable[str]) -> str | None:
    """The file that somebody chose from the list, or wrote; None where there is none like it."""
    given = given.strip()
    known = list(files)
    if given in known:
        return given
    for file in known:
        if given in (_value(file), on_one_line(file)):
            return file
    near = [file for file in known if file.casefold().startswith(given.casefold())]
    return near[0] if given and len(near) == 1 else None


def titled(articles: Iterable[ArticleSummary]) -> list[tuple[str, str]]:
    """Files of articles with their titles, in the order of the articles."""
    return [(article.file, article.title) for article in articles]


def _value(file: str) -> str:
    """What Discord sends back: the name, or a hash of one that is too long for a choice."""
    if length(file) <= CHOICE and file == on_one_line(file):
        return file
    return _SIGN + hashlib.sha256(file.encode("utf-8", "backslashreplace")).hexdigest()
