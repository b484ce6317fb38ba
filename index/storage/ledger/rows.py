"""The rows of one article: made from a prepared article or the ledger, as JSON, and inserted.

JSON is used for rows that are staged before a commit or shared through a Chroma server.
"""

from __future__ import annotations

import base64
import itertools
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from index.english.tokens import searchable_tokens
from index.models import Article, EventCandidate, WithheldSpan, file_of, fold_outlet, number_in_file
from index.storage.ledger.state import FileStat

if TYPE_CHECKING:
    from index.models import PreparedArticle


_STORED = np.dtype("<u4")


def candidate_rows(candidates: Iterable[EventCandidate]) -> list[list[Any]]:
    """Return rows of: sentence ordinal, day, how, planned, tells, clarity, terms in base64."""
    return [
        [
            c.sentence,
            c.day.isoformat(),
            c.how,
            int(c.planned),
            int(c.tells),
            round(c.clarity, 4),
            base64.b64encode(np.array(c.terms, dtype=_STORED).tobytes()).decode(),
        ]
        for c in candidates
    ]


def candidates_from_ledger(db: sqlite3.Connection, article: int) -> list[list[Any]]:
    """Return the same rows for a live article, by its id."""
    found = db.execute(
        "SELECT ordinal, day, how, planned, tells, clarity, terms "
        "FROM candidate JOIN sentence ON sentence.id = candidate.sentence "
        "WHERE article = ? ORDER BY ordinal, day",
        (article,),
    )
    return [[*row[:-1], base64.b64encode(row[-1]).decode()] for row in found]


def insert_candidates(
    db: sqlite3.Connection, found: Sequence[Sequence[Any]], sentences: Mapping[int, int | None]
) -> None:
    """Insert an article's candidates; ``sentences`` maps ordinals to sentence ids."""
    db.executemany(
        "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (sentences[ordinal], *fields, base64.b64decode(terms))
            for ordinal, *fields, terms in found
        ],
    )


def withheld_rows(article: Article) -> list[list[Any]]:
    """Return rows of: start, end, reason, in order of the file."""
    return [[stretch.start, stretch.end, stretch.reason] for stretch in article.withheld]


def withheld_from_ledger(db: sqlite3.Connection, article: int) -> list[list[Any]]:
    """Return the same rows for a live article, by its id."""
    return [
        list(row)
        for row in db.execute(
            'SELECT start, "end", reason FROM withheld WHERE article = ? ORDER BY start', (article,)
        )
    ]


def insert_withheld(
    db: sqlite3.Connection, found: Sequence[Sequence[Any]], article: int | None
) -> None:
    """Insert the withheld stretches of an article."""
    db.executemany("INSERT INTO withheld VALUES (?, ?, ?, ?)", [(article, *row) for row in found])


def withheld_spans(db: sqlite3.Connection) -> list[WithheldSpan]:
    """Return all withheld stretches, by file and position."""
    found = db.execute(
        'SELECT file, start, "end", reason FROM withheld '
        "JOIN article ON article.id = withheld.article ORDER BY file, start"
    ).fetchall()
    spans = []
    for file, group in itertools.groupby(found, key=itemgetter(0)):
        raw = raw_of(db, file) or ""  # once: it may be megabytes
        spans += [
            WithheldSpan(file, start, end, raw[start:end], reason)
            for _, start, end, reason in group
        ]
    return spans


Body = dict[str, Any]

OF_FILE = """(file = :file OR (file > :file || '#' AND file < :file || '$'
    AND substr(file, length(:file) + 2) NOT GLOB '*[^0-9]*'))"""
"""Whether a row belongs to a file: its only article, or one of several ("news.json#2")."""

_ARTICLE = ("sha256", "title", "outlet", "published", "published_from", "author", "url", "raw")


def from_prepared(prepared: PreparedArticle, contents: Sequence[str]) -> Body:
    """Return the rows of a prepared article; ``contents`` has the content key of each passage."""
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
        "raw": article.raw if article.first else "",  # stored once a file
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
        "candidates": candidate_rows(prepared.candidates),
        "withheld": withheld_rows(article),
        "notes": list(article.notes),
        "pages": list(article.pages),
    }


def from_ledger(db: sqlite3.Connection, file: str) -> Body:
    """Return the rows of a live article. Raises KeyError if it is not live."""
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
        "candidates": candidates_from_ledger(db, article),
        "withheld": withheld_from_ledger(db, article),
        "notes": [text for (text,) in rows("SELECT text FROM note WHERE article = ? ORDER BY n")],
        "pages": [n for (n,) in rows("SELECT start FROM page WHERE article = ? ORDER BY n")],
    }


def names_of_file(db: sqlite3.Connection, file: str) -> list[str]:
    """Return the names of a file's live articles, in their order in the file."""
    found = db.execute(f"SELECT file FROM article WHERE {OF_FILE}", {"file": file})  # noqa: S608
    return sorted((name for (name,) in found), key=number_in_file)


def of_file(db: sqlite3.Connection, file: str) -> list[Body]:
    """Return the rows of every live article of a file, in their order in the file."""
    return [from_ledger(db, name) for name in names_of_file(db, file)]


def insert(db: sqlite3.Connection, body: Body, stat: FileStat) -> None:
    """Make an article live. The file must not be live already."""
    cursor = db.execute(
        "INSERT INTO article (file, sha256, size, modified_ns, changed_ns, inode, hashed_ns, "
        "title, outlet, outlet_folded, published, published_from, author, url, raw) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body["file"],
            body["sha256"],
            *stat_columns(stat),
            body["title"],
            body["outlet"],
            None if body["outlet"] is None else fold_outlet(body["outlet"]),
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
    insert_candidates(db, body["candidates"], sentence_ids)
    insert_withheld(db, body.get("withheld", []), article)  # older versions share none
    db.executemany(
        "INSERT INTO note VALUES (?, ?, ?)",
        [(article, n, text) for n, text in enumerate(body.get("notes", []))],
    )
    db.executemany(
        "INSERT INTO page VALUES (?, ?, ?)",
        [(article, n, start) for n, start in enumerate(body.get("pages", []), 1)],
    )


def _insert_passages(db: sqlite3.Connection, body: Body, article: int | None) -> None:
    title = searchable_tokens(body["title"])
    text = "\n".join(searchable_tokens(row[4]) for row in body["passages"])
    db.execute(
        "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
        (article, title, text),
    )
    for row in body["passages"]:
        cursor = db.execute(
            'INSERT INTO passage (article, key, ordinal, start, "end", text, first, last, content) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, *row),
        )
        db.execute(
            "INSERT INTO passage_words (rowid, title, text) VALUES (?, ?, ?)",
            (cursor.lastrowid, title, searchable_tokens(row[4])),
        )


def delete(db: sqlite3.Connection, file: str) -> list[str]:
    """Remove an article, or all articles of a file, from what is live.

    Returns the keys of their passages.
    """
    ids = db.execute(f"SELECT id FROM article WHERE {OF_FILE}", {"file": file}).fetchall()  # noqa: S608
    keys: list[str] = []
    for id_ in ids:
        found = db.execute("SELECT key FROM passage WHERE article = ?", id_)
        keys += [key for (key,) in found]
        db.execute(
            "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passage WHERE article = ?)",
            id_,
        )
        db.execute("DELETE FROM article_words WHERE rowid = ?", id_)
        db.execute("DELETE FROM article WHERE id = ?", id_)
    return keys


def forget_refused(db: sqlite3.Connection, file: str) -> None:
    """Forget why a file, or articles in it, were refused."""
    db.execute(f"DELETE FROM refused WHERE {OF_FILE}", {"file": file})  # noqa: S608


def raw_of(db: sqlite3.Connection, name: str) -> str | None:
    """Return the text of the file that an article is in, or None if the article is not live.

    It is stored once, with the first article of the file.
    """
    row = db.execute("SELECT raw FROM article WHERE file = ?", (name,)).fetchone()
    if row is None or row[0] or file_of(name) == name:
        return None if row is None else str(row[0])
    row = db.execute(
        f"SELECT raw FROM article WHERE {OF_FILE} AND raw != ''",  # noqa: S608
        {"file": file_of(name)},
    ).fetchone()
    return None if row is None else str(row[0])


def dumps(body: Body) -> bytes:
    """Encode rows as JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def loads(data: bytes) -> Body:
    """Decode rows from JSON."""
    body: Body = json.loads(data)
    return body


def stat_columns(stat: FileStat) -> tuple[int, int, int, int, int]:
    """Return a FileStat as the columns of a row."""
    return stat.size, stat.modified_ns, stat.changed_ns, stat.inode, stat.hashed_ns


def _quote(raw: str, start: int, end: int, text: str) -> str | None:
    quote = raw[start:end]
    return None if quote == text else quote


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
