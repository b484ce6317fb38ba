"""Which articles print the same story: near copies of each other, and what links them.

Updated in the transaction that makes a re-index live. The stories depend only on the articles that
are live, not on the order in which they came.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from index.copies.candidates import Candidates, signature_of
from index.copies.shingles import FEWEST_SAME, Shingles, are_near_copies, shingles

MAX_KEPT = 1024
"""Articles whose shingles are kept at a time: some 60 kB each."""


def update_stories(db: sqlite3.Connection, *, anew: bool = False) -> None:
    """Bring the stories up to date with the live articles.

    New articles are compared with all; so are those whose story has lost an article. ``anew``
    compares all, after a change of what a near copy is.
    """
    if anew:
        _forget(db)
    try:
        _update(db)
    except ValueError:  # another version of the library made the signatures
        _forget(db)
        _update(db)


def _forget(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM signature")
    db.execute("DELETE FROM story")


def _update(db: sqlite3.Connection) -> None:
    texts = _Texts(db)
    new = texts.sign()
    whole, broken = _stories(db)
    db.executemany("DELETE FROM story WHERE article = ?", [(article,) for article in broken])
    compared = sorted({*new, *broken})
    if not compared:
        return
    groups = _Groups(whole)
    signed = dict(db.execute("SELECT article, minhash FROM signature WHERE minhash != x''"))
    candidates = Candidates(signed)
    for article in compared:
        for other in candidates.of(article) if article in signed else ():
            if groups.apart(article, other) and texts.are_near_copies(article, other):
                groups.join(article, other)
    for members in groups.of(compared):
        _write(db, members, texts.are_near_copies)


def _stories(db: sqlite3.Connection) -> tuple[list[list[int]], list[int]]:
    """Return the articles of each story that is still whole, and those of the others."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for article, first, size in db.execute("SELECT article, first, articles FROM story"):
        found[first, size].append(article)
    whole, broken = [], []
    for (_, size), members in found.items():
        if len(members) == size:
            whole.append(members)
        else:
            broken += members
    return whole, broken


def _write(
    db: sqlite3.Connection, members: Sequence[int], are_copies: Callable[[int, int], bool]
) -> None:
    """Write the rows of a story: its articles in the order in which they came out."""
    ordered = [
        article
        for (article,) in db.execute(
            "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?)) "
            "ORDER BY published IS NULL, published, file",
            (json.dumps(members),),
        )
    ]
    for place, article in enumerate(ordered):
        others = (*ordered[:place], *ordered[place + 1 :])
        copy_of = next((other for other in others if are_copies(article, other)), None)
        db.execute(
            "INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?)",
            (article, ordered[0], len(ordered), copy_of if place else None),
        )


class _Texts:
    """The articles as they are compared; the last ones that were read are kept."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._kept = functools.lru_cache(MAX_KEPT)(self._read)

    def sign(self) -> list[int]:
        """Sign the articles that have no signature yet, and return them."""
        new = [
            article
            for (article,) in self._db.execute(
                "SELECT id FROM article WHERE id NOT IN (SELECT article FROM signature)"
            ).fetchall()
        ]
        for article in new:
            found = self._read(article)
            signature = signature_of(found) if len(found) >= FEWEST_SAME else b""
            self._db.execute("INSERT INTO signature VALUES (?, ?)", (article, signature))
        return new

    def are_near_copies(self, one: int, other: int) -> bool:
        """Return whether two articles are near copies of each other."""
        return are_near_copies(self._kept(one), self._kept(other))

    def _read(self, article: int) -> Shingles:
        rows = self._db.execute(
            "SELECT text FROM sentence WHERE article = ? ORDER BY ordinal", (article,)
        )
        return shingles(text for (text,) in rows)


class _Groups:
    """Disjoint sets of articles; those of no group are alone."""

    def __init__(self, groups: Iterable[Sequence[int]]) -> None:
        self._members = {group[0]: list(group) for group in groups}
        self._group = {
            article: first for first, group in self._members.items() for article in group
        }

    def apart(self, one: int, other: int) -> bool:
        """Return whether two articles are in different groups."""
        return self._group.get(one, one) != self._group.get(other, other)

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two articles."""
        first, second = self._group.get(one, one), self._group.get(other, other)
        kept, dropped = self._members.get(first, [first]), self._members.pop(second, [second])
        self._members[first] = [*kept, *dropped]
        self._group.update(dict.fromkeys(self._members[first], first))

    def of(self, articles: Iterable[int]) -> list[list[int]]:
        """Return the groups that these articles are in, each once."""
        firsts = dict.fromkeys(self._group[a] for a in articles if a in self._group)
        return [self._members[first] for first in firsts]
