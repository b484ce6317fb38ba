"""Reads the settings and explains in one line what is wrong with them.

No message contains a value that may be secret, also under another name than its own; lines of
``.env`` are referred to by number.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dotenv.parser import parse_stream
from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from bot.settings import Settings
from index.errors import UnusableSetting

_HARMLESS = re.compile(r"[-+]?[0-9]{1,10}(?:\.[0-9]{1,10})?|[A-Za-z]{1,12}(?: [A-Za-z]{1,12}){0,3}")
_OF_COMPOSE = frozenset({"BOT_UID", "BOT_GID"})
"""``compose.yaml`` reads these from ``.env``, which it also hands to the bot."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings, and warnings for the user, one line each."""

    settings: Settings
    warnings: tuple[str, ...]


def read_environment(dotenv: Path = Path(".env")) -> Environment:
    """Read ``.env`` and the environment variables. Raises UnusableSetting."""
    names = [*_names_in(dotenv), *os.environ]
    try:
        settings = Settings(_env_file=dotenv)
    except ValidationError as error:
        raise UnusableSetting(_explain(error, dotenv)) from None
    return Environment(settings, tuple(_warnings(names)))


def setting_names() -> dict[str, FieldInfo]:
    """Every setting, by the name that users write."""
    return {_name(field): info for field, info in Settings.model_fields.items()}


def _name(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"BOT_{field.upper()}"


def _names_in(dotenv: Path) -> list[str]:
    """Return the names that ``.env`` sets; empty if there is no such file."""
    if not dotenv.exists():
        return []
    if not dotenv.is_file():  # a pipe can be read only once, and waits for its writer
        raise UnusableSetting(
            f"{dotenv} is not a file: make it one, or set the environment variables instead"
        )
    try:
        with dotenv.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except UnicodeDecodeError:
        raise UnusableSetting(f"{dotenv} is not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise UnusableSetting(f"{dotenv} cannot be read: {error.strerror}") from error
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            line = binding.original.line + _leading_blank_lines(binding.original.string)
            raise UnusableSetting(f"{dotenv} line {line} cannot be parsed: write NAME=value")
    return [binding.key for binding in bindings if binding.key]


def _leading_blank_lines(text: str) -> int:
    """The parser counts blank lines as part of the statement that follows them."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _explain(error: ValidationError, dotenv: Path) -> str:
    """Describe the first problem in one line: the setting, its value, and what would be valid."""
    first = error.errors()[0]
    advice = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"]:  # several settings together are invalid; the message names them
        return advice
    place = str(first["loc"][0])
    name = place if place in setting_names() else _name(place)
    value = _value(name, dotenv)
    named = f"{name}={value}" if _is_harmless(name, value) else name
    return f"{named} cannot be used: {advice}"


def _value(name: str, dotenv: Path) -> str:
    """Return what the user wrote, or the default."""
    from dotenv import dotenv_values

    given = {**dotenv_values(dotenv, encoding="utf-8-sig"), **os.environ}
    value = {key.upper(): value for key, value in given.items() if value}.get(name)
    return str(setting_names()[name].default) if value is None else value


def _is_harmless(name: str, value: str) -> bool:
    """Return whether a value is certainly no secret: a number, a few short words, or a path.

    Addresses have logins and keys in them, and a key may be given where another setting belongs.
    """
    kinds = (setting_names()[name].annotation, *get_args(setting_names()[name].annotation))
    if SecretStr in kinds:
        return False
    return ("@" not in value) if Path in kinds else bool(_HARMLESS.fullmatch(value))


def _warnings(names: Iterable[str]) -> list[str]:
    """Warn about names that look like settings of the bot, but are not."""
    known = setting_names()
    given = {name.upper() for name in names} - _OF_COMPOSE
    lines = []
    for name in sorted(given - known.keys()):
        if not name.startswith(("BOT_", "DISCORD_")):
            continue
        nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        if nearest:
            lines.append(f"{name} is not a setting: did you mean {nearest[0]}?")
        elif name.startswith("BOT_"):
            lines.append(f"{name} is not a setting: see .env.example for the full list")
    return lines
