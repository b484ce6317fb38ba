"""Logging of the running bot: readable lines on standard error, without secrets or questions.

Every record, from the bot or from a library, is redacted when it is formatted: known secrets,
interaction tokens in URLs, and the question that is being answered.
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

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_TOKEN_IN_URL = re.compile(r"((?:webhooks|interactions)/\d+/)[^/\s?'\")]+")
# what a terminal acts on, and what changes the direction of writing; not tab and line feed
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_UNKNOWN_INTERACTION = 10062
_MIN_REDACTED = 4  # shorter questions are words that any log line may contain

current_question: ContextVar[str] = ContextVar("current_question", default="")
"""The question that the current task answers; never logged."""


class RedactingFormatter(logging.Formatter):
    """Formats a record, including its traceback, and removes what must not be logged."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = [secret for secret in secrets if secret]

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Put the message on one line: it may have a file name with line breaks or controls."""
        record.message = " ".join(record.message.split())
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", super().format(record))
        text = text.replace("\n", "\n    ")  # no line of a traceback can pass for a record
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        question = current_question.get()
        if len(question) > _MIN_REDACTED:
            text = re.sub(_in_any_lines(question), "[question]", text)
        return _TOKEN_IN_URL.sub(r"\1[token]", text)


def _in_any_lines(question: str) -> str:
    """Return an expression for a question, also where its lines were joined, indented or quoted."""
    return r"(?:\s|\\[nrt])+".join(map(re.escape, question.split()))


def is_expired_autocomplete(record: logging.LogRecord) -> bool:
    """Whether a record reports autocomplete results that arrived too late.

    This is normal while somebody keeps typing, but discord.py logs it with a traceback.
    """
    error = record.exc_info[1] if record.exc_info else None
    return (
        record.name == "discord.app_commands.tree"
        and isinstance(error, discord.NotFound)
        and error.code == _UNKNOWN_INTERACTION
    )


def secrets_of(settings: Settings) -> list[str]:
    """Return every secret value in the settings."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


def configure_logging(secrets: Iterable[str], *, debug: bool = False) -> None:
    """Log to standard error from now on; with ``debug``, also why answers were chosen."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    handler.addFilter(lambda record: not is_expired_autocomplete(record))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for package in ("bot", "index"):
        logging.getLogger(package).setLevel(logging.DEBUG if debug else logging.INFO)
