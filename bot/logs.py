"""The log of the running bot: on standard error, readable, without secrets or people's questions.

Whatever is logged, by us or by a library, is cleaned where it becomes text: tokens that are known,
tokens of interactions in addresses, and the question that is being answered.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from contextvars import ContextVar

import discord
from pydantic import SecretStr

from bot.settings import Settings

LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_IN_ADDRESS = re.compile(r"((?:webhooks|interactions)/\d+/)[^/\s?'\")]+")
_EXPIRED = 10062
_SHORT = 4  # so short a question is a word that lines of a log may have anyway

asked: ContextVar[str] = ContextVar("asked", default="")
"""What a person asked, in the task that answers it."""


class Cleaned(logging.Formatter):
    """Formats a record, with its traceback, and takes out what nobody should read there."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(LINE)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        question = asked.get()
        if len(question) > _SHORT:
            text = text.replace(question, "[question]")
        return _IN_ADDRESS.sub(r"\1[token]", text)


def too_late(record: logging.LogRecord) -> bool:
    """Whether it tells of suggestions that nobody waits for: people go on typing meanwhile.

    discord.py sends suggestions itself, and logs with a traceback that nobody took them.
    """
    error = record.exc_info[1] if record.exc_info else None
    return (
        record.name == "discord.app_commands.tree"
        and isinstance(error, discord.NotFound)
        and error.code == _EXPIRED
    )


def secrets_of(settings: Settings) -> list[str]:
    """Every value of the settings that is secret."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


def set_up(secrets: Iterable[str]) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Cleaned(secrets))
    handler.addFilter(lambda record: not too_late(record))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("bot", "index"):
        logging.getLogger(ours).setLevel(logging.INFO)
