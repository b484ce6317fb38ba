"""Reads the settings, and says in one line what is wrong with them.

Nothing here prints a value that may be a secret: lines of ``.env`` are named by their number.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import parse_stream
from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from bot.settings import Settings
from index.errors import UnusableSetting


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings and what a user should know about them, one line each."""

    settings: Settings
    warnings: tuple[str, ...]


def read_environment(dotenv: Path = Path(".env")) -> Environment:
    """Read ``.env`` and the environment. Raises UnusableSetting."""
    names = [*_names_in(dotenv), *os.environ]
    try:
        settings = Settings(_env_file=dotenv)
    except ValidationError as error:
        raise UnusableSetting(_explain(error, dotenv)) from None
    return Environment(settings, tuple(_warnings(names)))


def setting_names() -> dict[str, FieldInfo]:
    """The settings by the name that a user writes."""
    return {_name(field): info for field, info in Settings.model_fields.items()}


def _name(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"BOT_{field.upper()}"


def _names_in(dotenv: Path) -> list[str]:
    """The names that ``.env`` sets; none when there is no such file."""
    if not dotenv.exists():
        return []
    try:
        with dotenv.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except UnicodeDecodeError:
        raise UnusableSetting(f"{dotenv} is not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise UnusableSetting(f"{dotenv} cannot be read: {error.strerror}") from error
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            line = binding.original.line + _blank_lines_before(binding.original.string)
            raise UnusableSetting(f"{dotenv} line {line} cannot be read: write NAME=value")
    return [binding.key for binding in bindings if binding.key]


def _blank_lines_before(text: str) -> int:
    """The parser counts blank lines to the statement that follows them."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _explain(error: ValidationError, dotenv: Path) -> str:
    """One line for the first thing that is wrong: the setting, its value, what would be right."""
    first = error.errors()[0]
    right = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"]:  # settings that do not fit together: the message names them
        return right
    place = str(first["loc"][0])
    name = place if place in setting_names() else _name(place)
    if SecretStr in getattr(setting_names()[name].annotation, "__args__", ()):
        return f"{name} cannot be used: {right}"
    return f"{name}={_value(name, dotenv)} cannot be used: {right}"


def _value(name: str, dotenv: Path) -> str:
    """What the user wrote, or the default. What may be secret in an address is left out."""
    from dotenv import dotenv_values

    given = {**dotenv_values(dotenv, encoding="utf-8-sig"), **os.environ}
    value = {key.upper(): value for key, value in given.items() if value}.get(name)
    if value is None:
        value = str(setting_names()[name].default)
    if "//" in value and "?" in value:
        value = f"{value.partition('?')[0]}?…"
    before, at, after = value.rpartition("@")
    if not at:
        return value
    scheme, slashes, _ = before.rpartition("//")  # who and which password stand behind it
    return f"{scheme}{slashes}…@{after}"


def _warnings(names: Iterable[str]) -> list[str]:
    """What is set but means nothing here. Names without our prefixes are none of our business."""
    known = setting_names()
    given = {name.upper() for name in names}
    lines = []
    for name in sorted(given - known.keys()):
        if not name.startswith(("BOT_", "DISCORD_")):
            continue
        nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        if nearest:
            lines.append(f"{name} is not a setting: did you mean {nearest[0]}?")
        elif name.startswith("BOT_"):
            lines.append(f"{name} is not a setting: .env.example lists them all")
    return lines
