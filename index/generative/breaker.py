"""Leaves a server alone that is down, so that nobody waits for it again and again."""

from __future__ import annotations

from index.generative.clock import Clock
from index.generative.failures import Failure

FAILURES = 3
PAUSE = 30.0
LONGEST = 600.0


class Breaker:
    """Closed, every request is let through. After ``FAILURES`` in a row it opens.

    Open, none is, for ``PAUSE`` seconds, and then one at a time: if that one succeeds the breaker
    closes, if not it stays open for twice as long, up to ``LONGEST``.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = PAUSE
        self._open_until: float | None = None
        self._probing = False
        self._last: Failure | None = None

    def refuses(self) -> Failure | None:
        """Why a request is not let through; None lets it through, and it must be told of."""
        if self._open_until is None:
            return None
        if self._last is not None and (self._probing or self._clock.now() < self._open_until):
            return Failure(f"{self._last.why} a moment ago", self._last.advice)
        self._probing = True
        return None

    def succeeded(self) -> None:
        """The server answered."""
        self._failures = 0
        self._pause = PAUSE
        self._open_until = None
        self._probing = False

    def failed(self, failure: Failure) -> None:
        """It did not, or not as it should."""
        self._last = failure
        self._failures += 1
        if self._probing:
            self._pause = min(2 * self._pause, LONGEST)
        if self._probing or self._failures >= FAILURES:
            self._open_until = self._clock.now() + self._pause
        self._probing = False

    def dropped(self) -> None:
        """Whoever asked went away before anything was known."""
        self._probing = False
