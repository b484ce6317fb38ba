"""Deletes what the archive has about people; only counts stay."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.storage.archive import rows
from index.storage.database import ARCHIVE, newest_version


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted: answers with their questions, feedback, and days of token counts.

    ``backups`` is the number of backups that something was deleted from.
    """

    answers: int = 0
    feedback: int = 0
    token_days: int = 0
    backups: int = 0

    def __bool__(self) -> bool:
        return bool(self.answers or self.feedback or self.token_days or self.backups)


def forget_person(db: sqlite3.Connection, person: int, today: dt.date | None = None) -> Forgotten:
    """Delete a person's questions with their answers, feedback and token counts.

    With ``today``, the count of that day is held until the day is over: it limits what the person
    can still spend, and would begin anew each time.

    Texts behind buttons go, too, all of them: one may be what the person typed, and nobody can tell
    whose it is. A button without its text says that the command is to be used again.
    """
    answers = [row[0] for row in db.execute("SELECT id FROM answer WHERE person = ?", (person,))]
    forget_answers(db, answers)
    given = db.execute("SELECT answer FROM feedback WHERE person = ?", (person,)).fetchall()
    db.execute(_COUNT_FEEDBACK + _ADD, (None, person))
    db.execute("DELETE FROM feedback WHERE person = ?", (person,))
    held = 0
    if today is not None:
        held = db.execute(_HOLD, (HELD, person, today.isoformat())).rowcount
    spent = db.execute(
        "DELETE FROM tokens WHERE number = ? AND (kind = 'person' OR (kind = ? AND day IS NOT ?))",
        (person, HELD, None if today is None else today.isoformat()),
    )
    # by their names: in backups of older versions, no time tells them from what is kept forever
    db.execute("DELETE FROM state WHERE key LIKE 'text %'")
    return Forgotten(len(answers), len(given), spent.rowcount - held)


def forget_answers(db: sqlite3.Connection, answers: Sequence[int]) -> None:
    """Delete answers with their questions and the feedback on them."""
    for answer in answers:
        db.execute(_COUNT_FEEDBACK + _ADD, (answer, None))
        db.execute(_COUNT_ANSWER + _ADD, (answer,))
        db.execute("DELETE FROM answer WHERE id = ?", (answer,))


def forget_before(db: sqlite3.Connection, moment: dt.datetime) -> int:
    """Delete every answer given before ``moment``, with the feedback on it; return how many."""
    found = db.execute("SELECT id FROM answer WHERE at < ?", (rows.stamp(moment),))
    answers = [row[0] for row in found]
    forget_answers(db, answers)
    return len(answers)


def forget_tokens_before(db: sqlite3.Connection, day: dt.date) -> None:
    """Delete the token counts of the days before ``day``."""
    db.execute("DELETE FROM tokens WHERE day < ?", (day.isoformat(),))


def forget_held_before(db: sqlite3.Connection, day: dt.date) -> None:
    """Delete the token counts of forgotten people that were held on the days before ``day``."""
    db.execute("DELETE FROM tokens WHERE kind = ? AND day < ?", (HELD, day.isoformat()))


def forget_state_before(db: sqlite3.Connection, moment: dt.datetime) -> None:
    """Delete the values that were kept before ``moment`` and not forever."""
    db.execute("DELETE FROM state WHERE at < ?", (rows.stamp(moment),))


def forget_in_file(path: Path, person: int) -> Forgotten:
    """Delete what a copy of the archive has about a person. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        prepare(db)
        db.execute("PRAGMA temp_store = MEMORY")  # a temporary folder may be small
        try:
            with db:
                forgotten = forget_person(db, person)
        except sqlite3.OperationalError as error:
            lacks_table = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR
            if lacks_table and db.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
                # made by an older version, without a table for counts: of no more use
                path.unlink()
                return Forgotten()
            raise
        if forgotten or db.execute("PRAGMA freelist_count").fetchone()[0]:
            db.execute("VACUUM")  # drops free pages, with what was deleted before the copy was made
        return forgotten


def forget_old(db: sqlite3.Connection, now: dt.datetime, days: int, *, state: bool = True) -> int:
    """Delete what is more than ``days`` old; return how many answers. Counts stay.

    Token counts go after ``MAX_TOKEN_DAYS`` if that is less, and those that are held once their
    day is over. ``state``: the table of values tells since when they are kept.
    """
    moment = now - dt.timedelta(days=days)
    forget_tokens_before(db, now.date() - dt.timedelta(days=min(days, MAX_TOKEN_DAYS)))
    forget_held_before(db, now.date())
    if state:
        forget_state_before(db, moment)
    return forget_before(db, moment)


def forget_old_in_file(path: Path, now: dt.datetime, days: int) -> bool:
    """Delete from a copy of the archive what is more than ``days`` old; return if that was any.

    Copies by versions without a table for counts, or by newer ones, stay. Raises sqlite3.Error.
    """
    with contextlib.closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if not _VERSION <= version <= newest_version(ARCHIVE):
            return False
        prepare(db)
        db.execute("PRAGMA temp_store = MEMORY")  # a temporary folder may be small
        with db:
            forget_old(db, now, days, state=version >= _VERSION_WITH_TIMES)
        if db.total_changes:
            db.execute("VACUUM")
        return db.total_changes > 0


MAX_TOKEN_DAYS = 40
"""Days after which token counts are deleted, however long answers are kept."""

_VERSION = 5
_VERSION_WITH_TIMES = 11


def prepare(db: sqlite3.Connection) -> None:
    """Have a connection overwrite what it deletes."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")


HELD = "held"
"""The kind of the token counts of people who were forgotten today."""

_HOLD = """
    INSERT INTO tokens SELECT day, ?, number, spent FROM tokens
    WHERE kind = 'person' AND number = ? AND day = ?
    ON CONFLICT (day, kind, number) DO UPDATE SET spent = spent + excluded.spent
"""
_ADD = """
    ON CONFLICT (guild) DO UPDATE SET questions = questions + excluded.questions,
    abstained = abstained + excluded.abstained, good = good + excluded.good,
    bad = bad + excluded.bad
"""
_COUNT_FEEDBACK = """
    INSERT INTO past SELECT coalesce(guild, 0), 0, 0, sum(good), sum(NOT good)
    FROM feedback JOIN answer ON answer.id = feedback.answer
    WHERE answer.id = ? OR feedback.person = ? GROUP BY 1
"""
_COUNT_ANSWER = """
    INSERT INTO past SELECT coalesce(guild, 0), 1, NOT answered, 0, 0 FROM answer WHERE id = ?
"""
