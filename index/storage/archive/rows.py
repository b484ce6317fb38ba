"""Conversion between the archive's values and database rows."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from typing import Any

from pydantic import TypeAdapter

from index.models import Abstention, Answer, Citation, Reprint, Scope, Statement, Turn
from index.storage.archive.records import ArchivedExchange, Exchange, Feedback, Location, Shown

_STATEMENTS = TypeAdapter(tuple[Statement, ...])
_ABSTENTION = TypeAdapter(Abstention)
_REPRINTS = TypeAdapter(tuple[Reprint, ...])
_TURN = TypeAdapter(Turn)
_MARKER = re.compile(r"\[(\d+)\]")

ANSWER = (
    "id, at, guild, channel, person, private, follows, question, understood, since, until, "
    "outlet, answered, text, mode, note, seconds, confidence, statements, abstention, kind, "
    "doubtful"
)


def insert_answer(
    db: sqlite3.Connection, exchange: Exchange, at: dt.datetime, replaces: int | None = None
) -> int:
    """Insert an answer and its citations; returns the answer's number.

    In the place of the answer ``replaces`` it has the time of that one, as if it had always been
    there. The answer that it follows up may have been deleted meanwhile.
    """
    answer, scope, where = exchange.answer, exchange.scope, exchange.where
    moment_given = _moment_of(db, replaces) or stamp(at)
    row = (
        moment_given, where.guild, where.channel, exchange.person, exchange.private,
        exchange.follows,
        answer.question, answer.understood, iso(scope.since), iso(scope.until), scope.outlet,
        answer.answered, answer.text, answer.mode, answer.note, answer.seconds, answer.confidence,
        _STATEMENTS.dump_json(answer.statements).decode(),
        _ABSTENTION.dump_json(answer.abstention).decode() if answer.abstention else None,
        answer.kind, answer.doubtful,
        _TURN.dump_json(answer.turn).decode() if answer.parts else None,
    )  # fmt: skip
    columns = f"{ANSWER.removeprefix('id, ')}, turn"
    marks = ", ".join(
        "(SELECT id FROM answer WHERE id = ?)" if column == "follows" else "?"
        for column in columns.split(", ")
    )
    sql = f"INSERT INTO answer ({columns}) VALUES ({marks}) RETURNING id"  # noqa: S608  # ours
    number = int(db.execute(sql, row).fetchone()[0])
    db.executemany(
        "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                c.number,
                c.file,
                c.title,
                c.outlet,
                iso(c.published),
                c.start,
                c.end,
                c.quote,
                c.text,
                c.page,
                _REPRINTS.dump_json(c.also).decode(),
                iso(c.until),
            )
            for c in answer.citations
        ],
    )
    return number


def read_answer(db: sqlite3.Connection, number: int) -> ArchivedExchange | None:
    """Return the answer with this number, or None."""
    row = db.execute(f"SELECT {ANSWER} FROM answer WHERE id = ?", (number,)).fetchone()  # noqa: S608
    return None if row is None else _saved(db, row)


def read_chain(db: sqlite3.Connection, number: int, most: int) -> list[Turn]:
    """Return the turns up to and including this answer, oldest first, at most ``most``."""
    turns: list[Turn] = []
    following: int | None = number
    while following is not None and len(turns) < most:
        saved = read_answer(db, following)
        if saved is None:
            break
        turns.append(_turn(db, following) or saved.exchange.answer.turn)
        following = saved.exchange.follows
    return turns[::-1]


def take_place(db: sqlite3.Connection, of: int, number: int) -> None:
    """Have the answers that follow up another one follow up this one."""
    db.execute(
        "UPDATE answer SET follows = (SELECT id FROM answer WHERE id = ?) "
        "WHERE follows = ? AND id <> ?",
        (number, of, number),
    )


def read_shown(db: sqlite3.Connection, number: int) -> Shown:
    """Return where an answer is shown; nowhere if it is not in the archive."""
    row = db.execute("SELECT channel FROM answer WHERE id = ?", (number,)).fetchone()
    shown = db.execute("SELECT message FROM shown WHERE answer = ? ORDER BY message", (number,))
    return Shown(row[0] if row else 0, tuple(message for (message,) in shown))


def read_feedback(db: sqlite3.Connection) -> list[Feedback]:
    """Return all feedback, newest first."""
    rows = db.execute(
        "SELECT answer, person, good, wrong, words, at FROM feedback ORDER BY at DESC, answer DESC"
    ).fetchall()
    found = []
    for number, person, good, wrong, words, at in rows:
        saved = read_answer(db, number)
        if saved is not None:
            found.append(Feedback(saved, person, bool(good), wrong, words, moment(at)))
    return found


def stamp(at: dt.datetime) -> str:
    """Format a time for the database: UTC, ISO 8601, to the second."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def stamp_or_none(at: dt.datetime | None) -> str | None:
    """Like ``stamp``, for a time that may be missing."""
    return None if at is None else stamp(at)


def moment(value: object) -> dt.datetime:
    """Parse a time from the database."""
    return dt.datetime.fromisoformat(str(value))


def moment_or_none(value: object) -> dt.datetime | None:
    """Like ``moment``, for a time that may be missing."""
    return None if value is None else moment(value)


def iso(on: dt.date | None) -> str | None:
    """Format a day for the database, if there is one."""
    return on.isoformat() if on else None


def to_day(value: object) -> dt.date | None:
    """Parse a day from the database, if there is one."""
    return dt.date.fromisoformat(str(value)) if value else None


def _saved(db: sqlite3.Connection, row: tuple[Any, ...]) -> ArchivedExchange:
    (number, at, guild, channel, person, private, follows, question, understood, since, until,
     outlet, answered, text, mode, note, seconds, confidence, statements, abstention, kind,
     doubtful,
     ) = row  # fmt: skip
    answer = Answer(
        question=question,
        statements=_statements(statements, text) if answered else (),
        citations=_citations(db, number),
        abstention=None if answered else _abstention(abstention),
        mode=mode,
        seconds=seconds,
        confidence=confidence,
        understood=understood,
        note=note,
        kind=kind or "fact",
        doubtful=bool(doubtful),
    )
    scope = Scope(to_day(since), to_day(until), outlet)
    where = Location(guild, channel)
    exchange = Exchange(answer, scope, where, person, bool(private), follows)
    return ArchivedExchange(number, exchange, moment(at))


def _moment_of(db: sqlite3.Connection, number: int | None) -> str | None:
    row = db.execute("SELECT at FROM answer WHERE id = ?", (number,)).fetchone()
    return None if row is None else str(row[0])


def _turn(db: sqlite3.Connection, number: int) -> Turn | None:
    """What a follow-up leans on, where that is not the whole answer."""
    (kept,) = db.execute("SELECT turn FROM answer WHERE id = ?", (number,)).fetchone()
    return None if kept is None else _TURN.validate_json(kept)


def _statements(kept: str | None, text: str) -> tuple[Statement, ...]:
    """Read an answer's statements. Old rows have none: their lines of text become statements."""
    if kept is not None:
        return _STATEMENTS.validate_json(kept)
    return tuple(
        Statement(_MARKER.sub("", line).strip(), tuple(map(int, _MARKER.findall(line))))
        for line in text.splitlines()
        if line.strip()
    )


def _abstention(kept: str | None) -> Abstention:
    return Abstention("not answered") if kept is None else _ABSTENTION.validate_json(kept)


def _citations(db: sqlite3.Connection, answer: object) -> tuple[Citation, ...]:
    rows = db.execute(
        'SELECT number, file, title, outlet, published, start, "end", quote, text, page, also, '
        "until FROM citation WHERE answer = ? ORDER BY number",
        (answer,),
    )
    return tuple(
        Citation(
            n, file, title, outlet, to_day(on), start, end, quote, text, page,
            _reprints(also), to_day(until),
        )
        for n, file, title, outlet, on, start, end, quote, text, page, also, until in rows
    )  # fmt: skip


def _reprints(kept: str | None) -> tuple[Reprint, ...]:
    return () if kept is None else _REPRINTS.validate_json(kept)
