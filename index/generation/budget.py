"""Tokens per day for each guild and person, and an estimate of the tokens of a text."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Protocol

from index.config import LanguageModel
from index.errors import CoverageError
from index.generation.errors import GUILD_SPENT, PERSON_SPENT, UNCOUNTED, ModelFailure
from index.models import Asker

if TYPE_CHECKING:  # slow to import, and not needed before a model is asked
    from llama_index.core.base.llms.types import ChatMessage


class Usage(Protocol):
    """Token counts by day. ``kind`` is "guild" or "person". Implementations are thread-safe."""

    def spent(self, day: dt.date, kind: str, number: int) -> int: ...

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None: ...


@dataclass
class InMemoryUsage:
    """Token counts that are lost when the process ends."""

    _tokens: dict[tuple[dt.date, str, int], int] = field(default_factory=dict)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def spent(self, day: dt.date, kind: str, number: int) -> int:
        return self._tokens.get((day, kind, number), 0)

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None:
        key = (day, kind, number)
        with self._writing:
            self._tokens[key] = self._tokens.get(key, 0) + tokens


def utc_today() -> dt.date:
    """Return the current day in UTC, by which tokens are counted."""
    return dt.datetime.now(dt.UTC).date()


class Budget:
    """Checks whether an asker has tokens left, and records those that were used.

    The tokens of an answer are known only afterwards, so answers written at the same time may
    exceed a limit together, each by at most one answer.
    """

    def __init__(
        self, model: LanguageModel, usage: Usage, today: Callable[[], dt.date] = utc_today
    ) -> None:
        self._limits = {"guild": model.guild_tokens, "person": model.person_tokens}
        self._usage = usage
        self._today = today

    def exceeded(self, asker: Asker, needed: int) -> ModelFailure | None:
        """Return why ``needed`` tokens may not be spent, or None. May block on a file."""
        try:
            return self._exceeded(asker, needed)
        except CoverageError:
            return UNCOUNTED

    def spend(self, asker: Asker, tokens: int) -> None:
        """Record used tokens. May block on a file."""
        # the answer exists already; ``exceeded`` refuses the next one if counting still fails
        with suppress(CoverageError):
            for kind, number in _accounts(asker):
                self._usage.add(self._today(), kind, number, tokens)

    def _exceeded(self, asker: Asker, needed: int) -> ModelFailure | None:
        for kind, number in _accounts(asker):
            limit = self._limits[kind]
            if limit is None:
                continue
            if self._usage.spent(self._today(), kind, number) + needed > limit:
                return GUILD_SPENT if kind == "guild" else PERSON_SPENT
        return None


def _accounts(asker: Asker) -> list[tuple[str, int]]:
    accounts = (("guild", asker.guild), ("person", asker.person))
    return [(kind, number) for kind, number in accounts if number is not None]


def estimate_tokens(text: str) -> int:
    """Estimate the tokens of a text, a little higher than most models count.

    English news has four to five characters per token, names and digits fewer; letters of most
    other scripts take one token each.
    """
    latin = sum(character < "\u0250" for character in text)
    return ceil(latin / 3.5) + (len(text) - latin)


def estimate_prompt_tokens(messages: Iterable[ChatMessage]) -> int:
    """Estimate the tokens of all messages of a request together."""
    return sum(estimate_tokens(message.content or "") for message in messages)
