"""Pages and feeds from the web."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from index.models.indexing import Failure


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What became of a web page that was fetched.

    outcome   added: it is new; new version: its text has changed, and the version before is still
              there; unchanged: the newest version in the articles folder says the same
    file      that version, relative to the articles folder, and ``articles`` how many are in it
    previous  the file of the version before, if there is one
    """

    url: str
    file: str
    outcome: Literal["added", "new version", "unchanged"]
    title: str
    outlet: str | None = None
    published: dt.date | None = None
    previous: str | None = None
    articles: int = 1


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known about a feed. Times are UTC; None: never.

    since          the first poll
    polled         the last poll, and ``succeeded`` the last one that could read the feed
    new_article    when the last new article or version was kept, and ``articles`` how many were
    next_poll      not before then
    failures       polls in a row that failed, the first at ``failing_since``, the last with
                   ``error``
    problem        why the last article that could not be kept could not; None if it could
    """

    url: str
    since: dt.datetime
    next_poll: dt.datetime
    polled: dt.datetime | None = None
    succeeded: dt.datetime | None = None
    new_article: dt.datetime | None = None
    failures: int = 0
    failing_since: dt.datetime | None = None
    error: str | None = None
    problem: str | None = None
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll of a feed did.

    outcome  done: it was read; unchanged: it had nothing new; failed: it could not be read, because
             of ``error``; waiting: it may not be asked before ``until``
    kept     its new articles, and new versions of articles
    failed   articles that could not be kept, by address, and why
    left     articles that are fetched by later polls
    """

    feed: str
    outcome: Literal["done", "unchanged", "failed", "waiting"]
    kept: tuple[KeptPage, ...] = ()
    failed: tuple[Failure, ...] = ()
    left: int = 0
    error: str | None = None
    until: dt.datetime | None = None
