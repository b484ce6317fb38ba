"""Tokens by day, kept in the archive, so that a restart gives nobody a fresh budget."""

from __future__ import annotations

import datetime as dt

from index.database import Database

KEPT = 40
"""Days after which a day's tokens are forgotten."""


class ArchivedUsage:
    """Implements ``index.generative.budget.Usage``. Raises StorageFull, StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spent(self, day: dt.date, kind: str, number: int) -> int:
        """Tokens of one guild or person on one day."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT spent FROM tokens WHERE day = ? AND kind = ? AND number = ?",
                (day.isoformat(), kind, number),
            ).fetchone()
        return int(row[0]) if row else 0

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None:
        """Add tokens to what they have spent on that day."""
        oldest = day - dt.timedelta(days=KEPT)
        with self._database.writing() as db:
            db.execute("DELETE FROM tokens WHERE day < ?", (oldest.isoformat(),))
            db.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?) ON CONFLICT (day, kind, number) "
                "DO UPDATE SET spent = spent + excluded.spent",
                (day.isoformat(), kind, number, tokens),
            )
