"""Where timelines come from: event candidates, as stored in the ledger."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answering.page_versions import PageVersions
from index.copies.shingles import words
from index.models import Citation, DateBasis, Scope, fold_outlet
from index.storage.ledger.digests import check_articles
from index.storage.ledger.queries import files_at_one_address
from index.storage.ledger.state import parse_day, to_day

Terms = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class DatedSentence:
    """An event candidate and its article; ids are those of the source.

    Versions of one page, in several files, are one article. Near copies are articles of one
    ``story``; a sentence that they print word for word is one candidate, and ``reprints`` are the
    sentences of the others.

    ``terms`` are distinct and increasing; the rest as in index.models.EventCandidate.
    """

    sentence: int
    article: int
    published: dt.date | None
    day: dt.date
    how: DateBasis
    planned: bool
    tells: bool
    clarity: float
    terms: Terms
    reprints: tuple[int, ...] = ()
    of_story: int | None = None

    @property
    def story(self) -> int:
        """What is counted as one source: the article and its near copies."""
        return self.article if self.of_story is None else self.of_story


LEAD_SENTENCES = 10  # sentences that open an article
REPEATED_DAYS = 2  # a sentence printed again after more days is not news
_STORED = np.dtype("<u4")
_BATCH = 500

MAX_DATED = 60_000
"""Dated candidates that a timeline without a topic is made from: of more, those of the days that
most of them name. So many are read and compared in about two seconds.
"""
MAX_LEADS = 50_000
"""Opening sentences that tell what a coverage is about: of more, those of every second, third, ...
article.
"""

_ALL = "candidate JOIN sentence ON sentence.id = candidate.sentence"
# In this order, so that the work grows with what is wanted and not with the coverage.
_WANTED = """
    json_each(?) AS wanted CROSS JOIN sentence ON sentence.id = wanted.value
    CROSS JOIN candidate ON candidate.sentence = sentence.id
"""
_IDS = """
    SELECT sentence.id FROM json_each(?) AS wanted
    CROSS JOIN article ON article.file = json_extract(wanted.value, '$[0]')
    CROSS JOIN sentence ON sentence.article = article.id
        AND sentence.ordinal = json_extract(wanted.value, '$[1]')
"""
_CANDIDATES = """
    SELECT candidate.sentence, sentence.article, text, published, day,
        planned, tells, clarity, terms
    FROM {} JOIN article ON article.id = sentence.article
"""
_REPEATED = """
    SELECT terms FROM candidate WHERE how = 'reported' GROUP BY terms
    HAVING julianday(max(day)) - julianday(min(day)) > ?
"""
_LEADS = """
    SELECT article.id, terms FROM {} JOIN article ON article.id = sentence.article
    WHERE ordinal < ? AND article.id % ? = 0{} GROUP BY sentence.id ORDER BY sentence.id
"""
_NAMED = """
    SELECT day, count(*) FROM candidate {}
    WHERE how = 'dated' AND day BETWEEN ? AND ?{} GROUP BY day
"""
_OF_OUTLETS = """
    JOIN sentence ON sentence.id = candidate.sentence JOIN article ON article.id = sentence.article
"""
_QUOTES = """
    SELECT sentence.id, file, title, outlet, published, start, "end", coalesce(quote, text), text,
        (SELECT max(n) FROM page WHERE page.article = article.id AND page.start <= sentence.start)
    FROM sentence JOIN article ON article.id = sentence.article WHERE sentence.id IN ({})
"""
# A file that holds one article has no "#" in its name; those of several may share an address.
_AT_ONE_ADDRESS = """
    SELECT id, min(id) OVER (PARTITION BY url) FROM article
    WHERE url IS NOT NULL AND instr(file, '#') = 0
"""
_PUBLISHED = """
    SELECT day, count(*) FROM (
        SELECT min(published) AS day FROM article LEFT JOIN story ON story.article = article.id
        WHERE published BETWEEN ? AND ?{} GROUP BY coalesce(first, article.id)
    ) GROUP BY day
"""


class LedgerSource:
    """Candidates in the ledger, ordered by article, then sentence, or as a method says.

    They are read over one connection, and so from one state of the ledger.
    ``only`` limits them to sentences given by file and ordinal, as for a topic. The number of
    articles published on a day is then meaningless and not used.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        only: frozenset[tuple[str, int]] | None = None,
        repeated: Callable[[sqlite3.Connection], frozenset[bytes]] | None = None,
    ) -> None:
        """``repeated`` returns what ``repeated_terms`` does, perhaps from memory."""
        self._db = db
        self._limited = only is not None
        self._find_repeated = repeated or repeated_terms
        self._from: str = _ALL
        self._given: tuple[str, ...] = ()
        if only is not None:
            ids = [key for (key,) in db.execute(_IDS, (json.dumps(sorted(only)),))]
            self._from, self._given = _WANTED, (json.dumps(ids),)

    def dated(self, scope: Scope) -> Sequence[DatedSentence]:
        """Return candidates whose sentence names the day, for the days and outlet of the scope."""
        outlet, values = _outlet(scope)
        often = self._days_named_often(scope)
        if often is not None:
            outlet += " AND day IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(often))
        rows = self._db.execute(
            f"{_CANDIDATES.format(self._from)} WHERE how = 'dated' AND day BETWEEN ? AND ?{outlet} "
            "ORDER BY file, ordinal, day",
            (*self._given, *_days(scope), *values),
        )
        return self._dated_sentences(rows, "dated")

    def _days_named_often(self, scope: Scope) -> list[str] | None:
        """Return the days that are named most, if not all candidates can be considered."""
        if self._limited:
            return None
        outlet, values = _outlet(scope)
        query = _NAMED.format(_OF_OUTLETS if outlet else "", outlet)
        named = list(self._db.execute(query, (*_days(scope), *values)))
        if sum(candidates for _, candidates in named) <= MAX_DATED:
            return None
        named.sort(key=lambda each: (-each[1], each[0]))
        before = accumulate((candidates for _, candidates in named), initial=0)
        return [day for (day, _), total in zip(named, before, strict=False) if total < MAX_DATED]

    def reported(self, days: Sequence[dt.date], scope: Scope, most: int) -> Sequence[DatedSentence]:
        """Return undated candidates of articles published on these days.

        At most the ``most`` clearest per day, the clearest first, without those that other days
        print, too.
        """
        outlet, values = _outlet(scope)
        query = f"{_CANDIDATES.format(self._from)} WHERE how = 'reported' AND "
        order = f"{outlet} ORDER BY clarity DESC, file, ordinal"
        wanted: dict[str, Iterable[Any]] = {}
        if self._limited:
            grouped: defaultdict[str, list[Any]] = defaultdict(list)
            for row in self._db.execute(f"{query} true{order}", (*self._given, *values)):
                grouped[row[4]].append(row)
            wanted.update(grouped)
        found: list[DatedSentence] = []
        for day in map(dt.date.isoformat, days):
            rows = (
                wanted.get(day, ())
                if self._limited
                else self._db.execute(f"{query} day = ?{order}", (day, *values))
            )
            fresh = (row for row in rows if row[-1] not in self._repeated)
            found.extend(self._dated_sentences(fresh, "reported", most))
        return found

    @cached_property
    def _repeated(self) -> frozenset[bytes]:
        return self._find_repeated(self._db)

    @cached_property
    def _first_at_address(self) -> Mapping[int, int]:
        """The first article at the address of each other one there.

        Versions of one page are one source: they do not confirm each other.
        """
        rows = self._db.execute(_AT_ONE_ADDRESS)
        return {article: first for article, first in rows if article != first}

    @cached_property
    def _versions(self) -> PageVersions:
        return PageVersions.among(files_at_one_address(self._db))

    @cached_property
    def _stories(self) -> Mapping[int, int]:
        """The story of each article that is a near copy, or a version of a page that has one."""
        stories = dict(self._db.execute("SELECT article, first FROM story"))
        for article, first in self._first_at_address.items():
            one, other = stories.get(article, first), stories.get(first, first)
            if one != other:
                stories.update({each: other for each, story in stories.items() if story == one})
            if other != first or article in stories:
                stories[article] = other
        return stories

    def leads(self, scope: Scope) -> Sequence[Terms]:
        """Return the terms of the opening sentences of the articles: what the coverage is about.

        What near copies open with is there once.
        """
        outlet, values = _outlet(scope)
        within, step = LEAD_SENTENCES, 1
        if self._limited:
            within = sys.maxsize
        elif not outlet:
            articles = self._db.execute("SELECT count(*) FROM article").fetchone()[0]
            step = max(1, -(-articles * LEAD_SENTENCES // MAX_LEADS))
        query = _LEADS.format(self._from, outlet)
        printed: dict[tuple[int, bytes], int] = {}
        found: list[Terms] = []
        for article, terms in self._db.execute(query, (*self._given, within, step, *values)):
            story = self._stories.get(article, article)
            if printed.setdefault((story, terms), article) == article:
                found.append(_unpack(terms))
        return found

    def published(self, scope: Scope) -> Mapping[dt.date, int]:
        """Return how many stories were published on each day of the scope.

        A story that several articles print is published on the first day of the scope on which one
        of them is.
        """
        if self._limited:
            return {}
        outlet, values = _outlet(scope)
        rows = self._db.execute(_PUBLISHED.format(outlet), (*_days(scope), *values))
        return {parse_day(day): articles for day, articles in rows}

    def named(self, scope: Scope) -> Mapping[dt.date, int]:
        """Return how many sentences name each day, on the topic or not; empty without a topic."""
        if not self._limited:
            return {}
        outlet, values = _outlet(scope)
        query = _NAMED.format(_OF_OUTLETS if outlet else "", outlet)
        rows = self._db.execute(query, (*_days(scope), *values))
        return {parse_day(day): sentences for day, sentences in rows}

    def quotes(self, sentences: Sequence[int]) -> Mapping[int, Citation]:
        """Return the sentences with these ids as citations, all with the number 1."""
        found = {}
        for batch in _batches(sentences):
            sql = _QUOTES.format(",".join("?" * len(batch)))
            for key, file, title, outlet, published, *place in self._db.execute(sql, batch):
                cited = Citation(1, file, title, outlet, to_day(published), *place)
                found[key] = replace(cited, until=self._versions.until.get(file))
        check_articles(self._db, {cited.file for cited in found.values()})
        return found

    def _dated_sentences(
        self, rows: Iterable[Any], how: DateBasis, most: int = sys.maxsize
    ) -> list[DatedSentence]:
        """Return the candidates of rows, at most ``most``.

        Of one that near copies print word for word, that of the article that came out first.
        """
        found: dict[object, list[DatedSentence]] = {}
        for sentence, article, text, *row in rows:
            story = self._stories.get(article)
            key = sentence if story is None else (story, words(text))
            if len(found) < most or (row[1], key) in found:
                found.setdefault((row[1], key), []).append(
                    self._dated_sentence(sentence, article, row, how)
                )
        return list(map(_folded, found.values()))

    def _dated_sentence(
        self, sentence: int, article: int, row: Sequence[Any], how: DateBasis
    ) -> DatedSentence:
        published, day, planned, tells, clarity, terms = row
        return DatedSentence(
            sentence,
            self._first_at_address.get(article, article),
            to_day(published),
            parse_day(day),
            how,
            bool(planned),
            bool(tells),
            clarity,
            _unpack(terms),
            of_story=self._stories.get(article),
        )


def _unpack(terms: bytes) -> Terms:
    """Unpack a row's terms. Raises sqlite3.DatabaseError if their size cannot be right."""
    try:
        return np.frombuffer(terms, dtype=_STORED)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"{len(terms)} bytes are no terms") from error


def repeated_terms(db: sqlite3.Connection) -> frozenset[bytes]:
    """Return the terms of undated sentences that are printed again days later.

    A sentence that articles repeat word for word is background, or boilerplate.
    """
    return frozenset(terms for (terms,) in db.execute(_REPEATED, (REPEATED_DAYS,)))


def _folded(same: Sequence[DatedSentence]) -> DatedSentence:
    """The sentence of the first article of several that print it; those of the others with it."""
    first = min(same, key=lambda each: each.published or dt.date.max)
    if len(same) == 1:
        return first
    others = dict.fromkeys(each.article for each in same if each.article != first.article)
    of_others = {each.article: each.sentence for each in reversed(same)}
    return replace(first, reprints=tuple(of_others[article] for article in others))


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), _BATCH):
        yield keys[begin : begin + _BATCH]


def _days(scope: Scope) -> tuple[str, str]:
    return (scope.since or dt.date.min).isoformat(), (scope.until or dt.date.max).isoformat()


def _outlet(scope: Scope) -> tuple[str, list[str]]:
    if scope.outlet is None:
        return "", []
    return " AND outlet_folded = ?", [fold_outlet(scope.outlet)]
