"""Rows of the archive from and to values."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from index.archive.records import Asked, Feedback, Saved, Where
from index.models import Answer, Citation, Scope, Turn

ANSWER = (
    "id, at, guild, channel, person, private, follows, question, understood, since, until, "
    "outlet, answered, text, mode, note, seconds, confidence"
)


def insert_answer(db: sqlite3.Connection, asked: Asked, at: dt.datetime) -> int:
    """Keep an answer and its citations; returns its number."""
    answer, scope, where = asked.answer, asked.scope, asked.where
    row = (
        stamp(at), where.guild, where.channel, asked.person, asked.private, asked.follows,
        answer.question, answer.understood, _iso(scope.since), _iso(scope.until), scope.outlet,
        answer.answered, answer.text, answer.mode, answer.note, answer.seconds, answer.confidence,
    )  # fmt: skip
    columns = ANSWER.removeprefix("id, ")
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO answer ({columns}) VALUES ({marks}) RETURNING id"  # noqa: S608  # ours
    number = int(db.execute(sql, row).fetchone()[0])
    db.executemany(
        "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                c.number,
                c.file,
                c.title,
                c.outlet,
                _iso(c.published),
                c.start,
                c.end,
                c.quote,
                c.text,
            )
            for c in answer.citations
        ],
    )
    return number


def read_answer(db: sqlite3.Connection, number: int) -> Saved | None:
    row = db.execute(f"SELECT {ANSWER} FROM answer WHERE id = ?", (number,)).fetchone()  # noqa: S608
    return None if row is None else _saved(db, row)


def read_chain(db: sqlite3.Connection, number: int, most: int) -> list[Turn]:
    """The turns up to and with this answer, oldest first, at most ``most``."""
    turns: list[Turn] = []
    following: int | None = number
    while following is not None and len(turns) < most:
        saved = read_answer(db, following)
        if saved is None:
            break
        answer = saved.asked.answer
        turns.append(
            Turn(
                answer.understood or answer.question,
                answer.text,
                tuple(dict.fromkeys(c.file for c in answer.citations)),
                tuple(dict.fromkeys(c.published for c in answer.citations if c.published)),
            )
        )
        following = saved.asked.follows
    return turns[::-1]


def read_feedback(db: sqlite3.Connection) -> list[Feedback]:
    """All of it, newest first."""
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
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _saved(db: sqlite3.Connection, row: tuple[Any, ...]) -> Saved:
    (number, at, guild, channel, person, private, follows, question, understood, since, until,
     outlet, answered, text, mode, note, seconds, confidence) = row  # fmt: skip
    answer = Answer(
        question, bool(answered), text, _citations(db, number), mode, seconds, confidence,
        understood, note,
    )  # fmt: skip
    scope = Scope(_day(since), _day(until), outlet)
    where = Where(guild, channel)
    asked = Asked(answer, scope, where, person, bool(private), follows)
    return Saved(number, asked, moment(str(at)))


def _citations(db: sqlite3.Connection, number: object) -> tuple[Citation, ...]:
    rows = db.execute(
        'SELECT number, file, title, outlet, published, start, "end", quote, text FROM citation '
        "WHERE answer = ? ORDER BY number",
        (number,),
    )
    return tuple(
        Citation(n, file, title, outlet, _day(published), start, end, quote, text)
        for n, file, title, outlet, published, start, end, quote, text in rows
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None
