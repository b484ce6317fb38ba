"""Tokens per day for each guild and person, and an estimate of the tokens of a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from index.config import LanguageModel
from index.errors import CoverageError
from index.generation.errors import GUILD_SPENT, PERSON_SPENT, UNCOUNTED, ModelFailure
from index.models import Asker


class Usage(Protocol):
    """Tokens by day; safe to call from several threads at once. ``kind`` is guild or person."""

    def spent(self, day: dt.date, kind: str, number: int) -> int: ...

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None: ...


@dataclass
class MemoryUsage:
    """Forgets when the process ends."""

    _tokens: dict[tuple[dt.date, str, int], int] = field(default_factory=dict)

    def spent(self, day: dt.date, kind: str, number: int) -> int:
        return self._tokens.get((day, kind, number), 0)

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None:
        key = (day, kind, number)
        self._tokens[key] = self._tokens.get(key, 0) + tokens


def utc_today() -> dt.date:
    """The day by which tokens are counted."""
    return dt.datetime.now(dt.UTC).date()


class Budget:
    """Says whether there are tokens left for whoever asks, and takes off what was used.

    What is used is only known afterwards: answers that are being written at the same time may
    together go beyond a limit, each by no more than one answer.
    """

    def __init__(
        self, model: LanguageModel, usage: Usage, today: Callable[[], dt.date] = utc_today
    ) -> None:
        self._limits = {"guild": model.guild_tokens, "person": model.person_tokens}
        self._usage = usage
        self._today = today

    def lacks(self, asker: Asker, needed: int) -> ModelFailure | None:
        """What stands against spending ``needed`` tokens; may block on a file."""
        try:
            return self._lacks(asker, needed)
        except CoverageError:
            return UNCOUNTED

    def spend(self, asker: Asker, tokens: int) -> None:
        """Take tokens off; may block on a file."""
        # the answer is there: that it cannot be counted stops the next one, in ``lacks``
        with suppress(CoverageError):
            for kind, number in _parties(asker):
                self._usage.add(self._today(), kind, number, tokens)

    def _lacks(self, asker: Asker, needed: int) -> ModelFailure | None:
        for kind, number in _parties(asker):
            limit = self._limits[kind]
            if limit is None:
                continue
            if self._usage.spent(self._today(), kind, number) + needed > limit:
                return GUILD_SPENT if kind == "guild" else PERSON_SPENT
        return None


def _parties(asker: Asker) -> list[tuple[str, int]]:
    parties = (("guild", asker.guild), ("person", asker.person))
    return [(kind, number) for kind, number in parties if number is not None]


def estimate_tokens(text: str) -> int:
    """Tokens of a text, on the safe side: a little more than most models take.

    English news has four to five characters a token; names and digits have fewer, and letters of
    most other scripts take a token each.
    """
    plain = sum(character < "\u0250" for character in text)
    return ceil(plain / 3.5) + (len(text) - plain)
