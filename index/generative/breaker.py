"""Leaves a server alone that is down, so that nobody waits for it again and again."""

from __future__ import annotations

from dataclasses import dataclass

from index.generative.clock import Clock
from index.generative.failures import Failure

FAILURES = 3
PAUSE = 30.0
LONGEST = 600.0


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A request that was let through. ``probe``: the one that finds out whether it is still down.

    Exactly one of the breaker's ``succeeded``, ``failed`` and ``dropped`` is to be told of it.
    """

    probe: bool


class Breaker:
    """Closed, every request is let through. After ``FAILURES`` in a row it opens.

    Open, none is, for ``PAUSE`` seconds, and then one at a time: if that one succeeds the breaker
    closes, if not it stays open for twice as long, up to ``LONGEST``. How requests end that had
    begun before it opened says nothing about that one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = PAUSE
        self._open_until: float | None = None
        self._probe: Attempt | None = None
        self._last: Failure | None = None

    def begin(self) -> Attempt | Failure:
        """A request that is let through, or why it is not."""
        if self._open_until is None:
            return Attempt(probe=False)
        if self._last is not None and (self._probe or self._clock.now() < self._open_until):
            return Failure(f"{self._last.why} a moment ago", self._last.advice)
        self._probe = Attempt(probe=True)
        return self._probe

    def succeeded(self, _: Attempt) -> None:
        """The server answered."""
        self._failures = 0
        self._pause = PAUSE
        self._open_until = None
        self._probe = None

    def failed(self, attempt: Attempt, failure: Failure) -> None:
        """It did not, or not as it should."""
        if self._open_until is not None and attempt is not self._probe:
            return
        self._last = failure
        self._failures += 1
        if attempt.probe:
            self._pause = min(2 * self._pause, LONGEST)
        if attempt.probe or self._failures >= FAILURES:
            self._open_until = self._clock.now() + self._pause
        self._probe = None

    def dropped(self, attempt: Attempt) -> None:
        """Whoever asked went away before anything was known."""
        if attempt is self._probe:
            self._probe = None
