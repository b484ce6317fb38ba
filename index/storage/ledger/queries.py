"""Read queries. Each uses one connection, and so sees one state of the ledger."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from index.models import ArticleSummary, Scope, TimeExpression, fold_outlet, folded
from index.storage.ledger.records import StoredPassage, StoredSentence, Vector
from index.storage.ledger.state import to_day

DIMENSIONS = 384
_PACKED = DIMENSIONS * 2  # bytes of a vector of float16

_SENTENCES = """
    SELECT id, ordinal, paragraph, start, "end", text, coalesce(quote, text)
    FROM sentence WHERE article = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal
"""
_MENTIONS = """
    SELECT mention.sentence, mention.start, mention."end", kind, value, first, last
    FROM mention JOIN sentence ON sentence.id = mention.sentence
    WHERE sentence.article = ? AND sentence.ordinal BETWEEN ? AND ?
    ORDER BY mention.sentence, mention.start
"""
_SUMMARIES = """
    SELECT file, title, outlet, author, published, published_from, sha256,
           (SELECT count(*) FROM passage WHERE passage.article = article.id), url,
           (SELECT file FROM article AS other WHERE other.id = story.first),
           (SELECT file FROM article AS other WHERE other.id = story.copy_of)
    FROM article LEFT JOIN story ON story.article = article.id
    ORDER BY published IS NULL, published DESC, file
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of an article that its sentences repeat."""

    id: int
    file: str
    title: str
    outlet: str | None
    published: dt.date | None


def scope_clause(scope: Scope) -> tuple[str, list[str]]:
    """Return ``AND ...`` over the table ``article``, and its parameters.

    An article without a date is outside any range of days.
    """
    parts: list[tuple[str, str]] = []
    if scope.since is not None:
        parts.append((" AND article.published >= ?", scope.since.isoformat()))
    if scope.until is not None:
        parts.append((" AND article.published <= ?", scope.until.isoformat()))
    if scope.outlet is not None:
        parts.append((" AND article.outlet_folded = ?", fold_outlet(scope.outlet)))
    return "".join(sql for sql, _ in parts), [value for _, value in parts]


def has_files(db: sqlite3.Connection, below: str) -> bool:
    """Return whether a live article's file has a name that begins like this."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM article WHERE substr(file, 1, length(:below)) = :below)",
        {"below": below},
    ).fetchone()
    return bool(row[0])


def mentioned(db: sqlite3.Connection, word: str) -> list[str]:
    """Return the articles in whose whole file, title, outlet or author a word occurs.

    Unlike the other queries it also looks at what is not story: menus, captions, withheld text.
    """
    word = folded(word)
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    rows = db.execute(
        "SELECT file, coalesce(title, '') || char(10) || coalesce(outlet, '') || char(10) || "
        "coalesce(author, '') || char(10) || raw AS text FROM article "
        "WHERE text LIKE ? ESCAPE '\\'",
        (_alike(word),),
    )
    return [file for file, text in rows if whole.search(folded(text))]


def _alike(word: str) -> str:
    """Return a LIKE pattern for every text that may have a folded word.

    SQLite only knows the case of ASCII letters, so that what may stand for others is left open.
    """
    plain = re.sub(r"([%_\\])", r"\\\1", word)
    return f"%{_OF_OTHER_LETTERS.sub('%', plain)}%"


_OF_OTHER_LETTERS = re.compile(r"i?[^\x00-\x7f]+|ss|st|ff?[il]|ff")
"""What is no ASCII letter, or is what such a letter is folded to: "ß" to "ss", "ﬁ" to "fi"."""


def files_at_one_address(db: sqlite3.Connection) -> list[list[str]]:
    """Return the names of files that each hold one article, by their address, if several have it.

    Articles of one file may share an address, and have "#" in their names.
    """
    rows = db.execute(
        "SELECT url, file FROM article WHERE url IS NOT NULL AND instr(file, '#') = 0 "
        "ORDER BY url, file"
    ).fetchall()
    found = [[file for _, file in group] for _, group in groupby(rows, lambda row: row[0])]
    return [files for files in found if len(files) > 1]


def summaries(db: sqlite3.Connection) -> list[ArticleSummary]:
    """Return all live articles, newest first, those without a date last."""
    notes: dict[str, list[str]] = {}
    for file, text in db.execute(
        "SELECT file, text FROM note JOIN article ON article.id = note.article ORDER BY article, n"
    ):
        notes.setdefault(file, []).append(text)
    return [
        ArticleSummary(
            file=file,
            title=title,
            outlet=outlet,
            author=author,
            published=to_day(published),
            published_from=published_from,
            passages=passages,
            sha256=sha256,
            notes=tuple(notes.get(file, ())),
            url=url,
            story=story,
            copy_of=copy_of,
        )
        for (
            file,
            title,
            outlet,
            author,
            published,
            published_from,
            sha256,
            passages,
            url,
            story,
            copy_of,
        ) in db.execute(_SUMMARIES)
    ]


def sentence_texts(db: sqlite3.Connection, file: str) -> list[str]:
    """Return the texts of an article's sentences in reading order, [] if it is not live."""
    return [
        text
        for (text,) in db.execute(
            "SELECT text FROM sentence JOIN article ON article.id = sentence.article "
            "WHERE file = ? ORDER BY ordinal",
            (file,),
        )
    ]


def addresses(db: sqlite3.Connection, files: Iterable[str]) -> dict[str, str]:
    """Return the web address of each live article among ``files`` that has one."""
    found = {}
    for file in files:
        row = db.execute("SELECT url FROM article WHERE file = ?", (file,)).fetchone()
        if row is not None and row[0]:
            found[file] = str(row[0])
    return found


def passages(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, StoredPassage]:
    """Return the live passages among ``keys``, in the order of ``keys``."""
    found = {}
    for key in keys:
        row = db.execute(
            'SELECT file, ordinal, start, "end", text, title, outlet, published '
            "FROM passage JOIN article ON article.id = passage.article WHERE key = ?",
            (key,),
        ).fetchone()
        if row is not None:
            file, ordinal, start, end, text, title, outlet, published = row
            day = to_day(published)
            found[key] = StoredPassage(key, file, ordinal, start, end, text, title, outlet, day)
    return found


def files(db: sqlite3.Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return the file of each live passage among ``keys``."""
    return _select_by_keys(
        db, "SELECT key, file FROM passage JOIN article ON article.id = article", keys
    )


def live(db: sqlite3.Connection, keys: Sequence[str]) -> set[str]:
    """Return the ``keys`` of live passages."""
    return set(_select_by_keys(db, "SELECT key, key FROM passage", keys))


def _select_by_keys(db: sqlite3.Connection, select: str, keys: Sequence[str]) -> dict[str, Any]:
    """Run a query of two columns, the first being ``key``, for all of ``keys``; returns a dict."""
    found: dict[str, Any] = {}
    for begin in range(0, len(keys), 500):
        batch = keys[begin : begin + 500]
        marks = ",".join("?" * len(batch))
        found.update(db.execute(f"{select} WHERE key IN ({marks})", batch))
    return found


def sentences_of_passages(
    db: sqlite3.Connection, keys: Iterable[str]
) -> dict[str, tuple[StoredSentence, ...]]:
    """Return the sentences of each live passage among ``keys``, in reading order."""
    found = {}
    for key in keys:
        row = db.execute(
            "SELECT article.id, file, title, outlet, published, first, last, "
            "(SELECT sentences FROM embedding WHERE embedding.content = passage.content) "
            "FROM passage JOIN article ON article.id = passage.article WHERE key = ?",
            (key,),
        ).fetchone()
        if row is not None:
            article, first, last, blob = _article(row), row[5], row[6], row[7]
            vectors = dict(zip(range(first, last + 1), unpack_vectors(blob), strict=False))
            found[key] = _sentences(db, article, first, last, vectors)
    return found


def sentence_blobs(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, bytes]:
    """Return the packed sentence vectors of the live passages among ``keys`` that have any."""
    keys = list(keys)
    rows = _select_by_keys(
        db, "SELECT key, sentences FROM passage JOIN embedding USING (content)", keys
    )
    return {key: rows[key] for key in keys if rows.get(key)}


def nearest(vector: Vector, blobs: Mapping[str, bytes]) -> dict[str, float]:
    """Return, for each entry, the highest cosine of ``vector`` with its packed vectors."""
    if not blobs:
        return {}
    cosines = unpack_vectors(b"".join(blobs.values())) @ vector
    sizes = [len(blob) // _PACKED for blob in blobs.values()]
    begins = np.cumsum([0, *sizes[:-1]])
    return dict(zip(blobs, np.maximum.reduceat(cosines, begins).tolist(), strict=True))


def sentences_of_article(db: sqlite3.Connection, file: str) -> tuple[StoredSentence, ...]:
    """Return all sentences of an article in reading order, or () if it is not live."""
    row = db.execute(
        "SELECT id, file, title, outlet, published FROM article WHERE file = ?", (file,)
    ).fetchone()
    if row is None:
        return ()
    article = _article(row)
    vectors: dict[int, Vector] = {}
    for first, last, blob in db.execute(
        "SELECT first, last, sentences FROM passage JOIN embedding USING (content) "
        "WHERE article = ? ORDER BY passage.ordinal",
        (article.id,),
    ):
        for ordinal, vector in zip(range(first, last + 1), unpack_vectors(blob), strict=False):
            vectors.setdefault(ordinal, vector)
    return _sentences(db, article, 0, 2**31, vectors)


def _sentences(
    db: sqlite3.Connection, article: _Row, first: int, last: int, vectors: dict[int, Vector]
) -> tuple[StoredSentence, ...]:
    pages = [
        start
        for (start,) in db.execute(
            "SELECT start FROM page WHERE article = ? ORDER BY n", (article.id,)
        )
    ]
    mentions: dict[int, list[list[Any]]] = {}
    for sentence, *mention in db.execute(_MENTIONS, (article.id, first, last)):
        mentions.setdefault(sentence, []).append(mention)
    return tuple(
        StoredSentence(
            file=article.file,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            ordinal=ordinal,
            paragraph=paragraph,
            start=start,
            end=end,
            text=text,
            quote=quote,
            vector=vectors.get(ordinal),
            mentions=tuple(_mention(text, row) for row in mentions.get(id_, ())),
            page=bisect_right(pages, start) if pages else None,
        )
        for id_, ordinal, paragraph, start, end, text, quote in db.execute(
            _SENTENCES, (article.id, first, last)
        )
    )


def _article(row: Sequence[Any]) -> _Row:
    id_, file, title, outlet, published = row[:5]
    return _Row(id_, file, title, outlet, to_day(published))


def _mention(text: str, row: Sequence[Any]) -> TimeExpression:
    start, end, kind, value, first, last = row
    return TimeExpression(start, end, text[start:end], kind, value, to_day(first), to_day(last))


def unpack_vectors(blob: bytes | None) -> Vector:
    """Unpack a passage's sentence vectors (float16): shape (n, 384), normalized to length 1."""
    vectors: Vector = unpack(blob or b"", np.float16).astype(np.float32)
    # like np.linalg.norm, but without its copies: a question reads hundreds of vectors
    lengths = np.sqrt(np.add.reduce(vectors * vectors, axis=1, keepdims=True))
    vectors /= np.maximum(lengths, 1e-12)
    return vectors


def unpack(blob: bytes, kind: type[np.float16 | np.float32]) -> Any:
    """Return packed vectors as rows. Raises sqlite3.DatabaseError if the size cannot be right."""
    try:
        return np.frombuffer(blob, dtype=kind).reshape(-1, DIMENSIONS)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"{len(blob)} bytes are no vectors") from error


_ROWS_AT_ONCE = 4096


_PASSAGES = "JOIN passage ON passage.id = found.rowid JOIN article ON article.id = passage.article"
_ARTICLES = "JOIN article ON article.id = found.rowid"
_FOUND = """(
    SELECT json_extract(value, '$[0]') AS rowid, json_extract(value, '$[1]') AS score
    FROM json_each(?)
) AS found"""


def passages_by_words(
    db: sqlite3.Connection, query: str, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Return (key, BM25) of passages that match an FTS5 query, best (highest) first.

    Titles count as much as text. Raises ValueError for a query that FTS5 cannot parse, so quote
    the words.
    """
    best = _best_rows(db, "passage_words", query, scope, limit)
    sql = f"SELECT key, -score, file, passage.ordinal FROM {_FOUND} {_PASSAGES}"  # noqa: S608
    return _in_order(db.execute(sql, (json.dumps(best),)), limit)


def articles_by_words(
    db: sqlite3.Connection, query: str, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Return (file, BM25) of whole articles that match an FTS5 query, best first."""
    best = _best_rows(db, "article_words", query, scope, limit)
    sql = f"SELECT file, -score, file, 0 FROM {_FOUND} {_ARTICLES}"  # noqa: S608
    return _in_order(db.execute(sql, (json.dumps(best),)), limit)


def _in_order(rows: Iterable[tuple[str, float, str, int]], limit: int) -> list[tuple[str, float]]:
    """Return the first rows: by score, then by file and place in it, which every index shares."""
    ordered = sorted(rows, key=lambda row: (-row[1], *row[2:]))
    return [(key, score) for key, score, *_ in ordered[:limit]]


def _best_rows(
    db: sqlite3.Connection, table: str, query: str, scope: Scope, limit: int
) -> list[tuple[int, float]]:
    """Return (row id, BM25, lowest is best) of the ``limit`` best matches, and all equal to them.

    Only what is looked for is joined: with every match, most of the time would go into that.
    """
    if limit < 1:
        return []
    clause, values = scope_clause(scope)
    join = (_PASSAGES if table == "passage_words" else _ARTICLES).replace("found", table)
    sql = (
        f"SELECT {table}.rowid, bm25({table}) AS score FROM {table} "  # noqa: S608
        f"{join if clause else ''} WHERE {table} MATCH ?{clause} ORDER BY score LIMIT ?"
    )
    asked = 2 * limit
    try:
        while True:
            rows = db.execute(sql, (query, *values, asked)).fetchall()
            if len(rows) < asked or rows[-1][1] > rows[limit - 1][1]:
                return rows
            asked *= 4
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise ValueError(f"not an FTS5 query: {query!r} ({error})") from error
        raise


def document_frequency(db: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return in how many passages, titles included, each Porter stem occurs."""
    found = dict.fromkeys(terms, 0)
    for term in found:
        row = db.execute("SELECT doc FROM passage_terms WHERE term = ?", (term,)).fetchone()
        found[term] = 0 if row is None else row[0]
    return found


def covered_days(db: sqlite3.Connection) -> tuple[dt.date, ...]:
    """Return the days on which articles were published or tell of an event, sorted."""
    rows = db.execute(
        "SELECT published FROM article WHERE published NOT NULL "
        "UNION SELECT day FROM candidate WHERE how = 'dated' ORDER BY 1"
    )
    return tuple(dt.date.fromisoformat(day) for (day,) in rows)


def by_days(
    db: sqlite3.Connection, first: dt.date, last: dt.date, scope: Scope, limit: int
) -> list[tuple[str, int]]:
    """Return passages that mention days from first to last, with the number of such sentences.

    Most sentences first. Expressions that cover more than a month ("in 2025") are ignored.
    """
    clause, values = scope_clause(scope)
    return db.execute(
        "SELECT key, count(DISTINCT sentence.id) AS n FROM mention "  # noqa: S608
        "JOIN sentence ON sentence.id = mention.sentence "
        "JOIN passage ON passage.article = sentence.article "
        "AND sentence.ordinal BETWEEN passage.first AND passage.last "
        "JOIN article ON article.id = sentence.article "
        "WHERE mention.first <= ? AND mention.first >= date(?, '-31 days') AND mention.last >= ? "
        f"AND julianday(mention.last) - julianday(mention.first) <= 31{clause} "
        "GROUP BY passage.id ORDER BY n DESC, article.file, passage.ordinal LIMIT ?",
        (last.isoformat(), first.isoformat(), first.isoformat(), *values, limit),
    ).fetchall()


def by_vector(
    db: sqlite3.Connection, vector: Vector, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Return (key, cosine) of the nearest passages by comparing with all vectors of the ledger.

    Used while Chroma's own files are damaged and have not been written again, or may not be written
    (BOT_READ_ONLY).
    """
    clause, values = scope_clause(scope)
    rows = db.execute(
        "SELECT key, vector FROM passage JOIN embedding USING (content) "  # noqa: S608
        f"JOIN article ON article.id = passage.article WHERE vector NOT NULL{clause}",
        values,
    )
    best: list[tuple[str, float]] = []
    while batch := rows.fetchmany(_ROWS_AT_ONCE):
        scores = unpack(b"".join(blob for _, blob in batch), np.float32) @ vector
        best += [(key, float(score)) for (key, _), score in zip(batch, scores, strict=True)]
        best = sorted(best, key=lambda pair: (-pair[1], pair[0]))[:limit]
    return best
