"""The rows of one article as JSON: staged before a commit, and shared through a Chroma server."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.language.words import searchable
from index.ledger import candidates, withheld
from index.ledger.reading import fold
from index.ledger.state import Stat

if TYPE_CHECKING:  # whoever only reads the ledger does without parsers
    from index.prepare import Prepared

Body = dict[str, Any]

_ARTICLE = ("sha256", "title", "outlet", "published", "published_from", "author", "url", "raw")


def from_prepared(prepared: Prepared, contents: Sequence[str]) -> Body:
    """``contents`` has the embedding's name for each passage."""
    article = prepared.article
    return {
        "file": article.file,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "published": None if article.published is None else article.published.isoformat(),
        "published_from": article.published_from,
        "author": article.author,
        "url": article.url,
        "raw": article.raw,
        "passages": [
            [p.key, p.ordinal, p.start, p.end, p.text, p.first, p.last, content]
            for p, content in zip(prepared.passages, contents, strict=True)
        ],
        "sentences": [
            [
                s.ordinal,
                s.paragraph,
                s.start,
                s.end,
                s.text,
                _quote(article.raw, s.start, s.end, s.text),
            ]
            for s in prepared.sentences
        ],
        "mentions": [
            [s.ordinal, m.start, m.end, m.kind, m.value, _iso(m.first), _iso(m.last)]
            for s, mentions in zip(prepared.sentences, prepared.mentions, strict=True)
            for m in mentions
        ],
        "candidates": candidates.rows(prepared.candidates),
        "withheld": withheld.rows(article),
    }


def from_ledger(db: sqlite3.Connection, file: str) -> Body:
    """The same for an article that is live. KeyError where it is not."""
    row = db.execute(
        f"SELECT id, {', '.join(_ARTICLE)} FROM article WHERE file = ?",  # noqa: S608
        (file,),
    ).fetchone()
    if row is None:
        raise KeyError(file)
    article = row[0]

    def rows(sql: str) -> list[list[Any]]:
        return [list(found) for found in db.execute(sql, (article,))]

    return {
        "file": file,
        **dict(zip(_ARTICLE, row[1:], strict=True)),
        "passages": rows(
            'SELECT key, ordinal, start, "end", text, first, last, content '
            "FROM passage WHERE article = ? ORDER BY ordinal"
        ),
        "sentences": rows(
            'SELECT ordinal, paragraph, start, "end", text, quote '
            "FROM sentence WHERE article = ? ORDER BY ordinal"
        ),
        "mentions": rows(
            'SELECT ordinal, mention.start, mention."end", kind, value, first, last '
            "FROM mention JOIN sentence ON sentence.id = mention.sentence "
            "WHERE article = ? ORDER BY ordinal, mention.start"
        ),
        "candidates": candidates.live_rows(db, article),
        "withheld": withheld.live_rows(db, article),
    }


def insert(db: sqlite3.Connection, body: Body, stat: Stat) -> None:
    """Make an article live. The file must not be live."""
    cursor = db.execute(
        "INSERT INTO article (file, sha256, size, modified_ns, changed_ns, inode, hashed_ns, "
        "title, outlet, outlet_folded, published, published_from, author, url, raw) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["file"],
            body["sha256"],
            *numbers(stat),
            body["title"],
            body["outlet"],
            None if body["outlet"] is None else fold(body["outlet"]),
            *(body[name] for name in ("published", "published_from", "author", "url", "raw")),
        ),
    )
    article = cursor.lastrowid
    _insert_passages(db, body, article)
    sentence_ids = {}
    for row in body["sentences"]:
        cursor = db.execute(
            'INSERT INTO sentence (article, ordinal, paragraph, start, "end", text, quote) '
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article, *row),
        )
        sentence_ids[row[0]] = cursor.lastrowid
    db.executemany(
        "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(sentence_ids[ordinal], *mention) for ordinal, *mention in body["mentions"]],
    )
    candidates.insert(db, body["candidates"], sentence_ids)
    withheld.insert(db, body.get("withheld", []), article)  # older versions share none


def _insert_passages(db: sqlite3.Connection, body: Body, article: int | None) -> None:
    title = searchable(body["title"])
    whole = "\n".join(searchable(row[4]) for row in body["passages"])
    db.execute(
        "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
        (article, title, whole),
    )
    for row in body["passages"]:
        cursor = db.execute(
            'INSERT INTO passage (article, key, ordinal, start, "end", text, first, last, content) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, *row),
        )
        db.execute(
            "INSERT INTO passage_words (rowid, title, text) VALUES (?, ?, ?)",
            (cursor.lastrowid, title, searchable(row[4])),
        )


def delete(db: sqlite3.Connection, file: str) -> list[str]:
    """End an article's being live, and return the keys of its passages."""
    keys = [
        key
        for (key,) in db.execute(
            "SELECT key FROM passage JOIN article ON article.id = article WHERE file = ?", (file,)
        )
    ]
    db.execute(
        "DELETE FROM passage_words WHERE rowid IN (SELECT passage.id FROM passage "
        "JOIN article ON article.id = article WHERE file = ?)",
        (file,),
    )
    db.execute(
        "DELETE FROM article_words WHERE rowid = (SELECT id FROM article WHERE file = ?)", (file,)
    )
    db.execute("DELETE FROM article WHERE file = ?", (file,))
    return keys


def dumps(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def loads(data: bytes) -> Body:
    body: Body = json.loads(data)
    return body


def numbers(stat: Stat) -> tuple[int, int, int, int, int]:
    """A Stat as the columns of a row."""
    return stat.size, stat.modified_ns, stat.changed_ns, stat.inode, stat.hashed_ns


def _quote(raw: str, start: int, end: int, text: str) -> str | None:
    quote = raw[start:end]
    return None if quote == text else quote


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
