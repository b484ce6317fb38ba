"""Where files of the articles folder came from, if the bot fetched them from the web.

A fetched file is kept byte for byte, so that its quotes are exact. What the response said beside it
(the address, the encoding) is in a file of the same name in the hidden folder ``.sources``. It goes
where the articles go: an index that is built again has it, too.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".sources"
LISTED = "listed"
"""The field of a section that has the day on which a feed says that the page was published."""

_MAX_BYTES = 100_000
_VERSION = re.compile(
    r"(?P<page>[^.]*(?:\.[^./]+)*/[^./]+)(?:\.(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<number>\d+))?)?\.\w+"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from, and what its publisher said of it.

    fetched    when, in UTC
    charset    the encoding that the server stated
    story      a hash of the text, by which versions are compared
    previous   the file of the version before, if this address had another text
    published  the day that the feed gives, for a page that gives none
    """

    url: str
    fetched: dt.datetime
    charset: str | None = None
    story: str | None = None
    previous: str | None = None
    published: dt.date | None = None

    @property
    def fields(self) -> dict[str, str]:
        """What is known of every article in the file."""
        listed = {LISTED: self.published.isoformat()} if self.published else {}
        return {"url": self.url, **listed}

    @property
    def notes(self) -> tuple[str, ...]:
        """What readers of the list of articles should know."""
        if self.previous is None:
            return ()
        day = self.fetched.date().isoformat()
        return (f"changed at its address: this is its text of {day}, after {self.previous}",)


def version_of(file: str) -> tuple[str, str, int]:
    """Return which page a fetched file is a version of, and by what versions sort as they came.

    The first version of a page has no day in its name: see ``index.ingestion.web.pages``.
    """
    found = _VERSION.fullmatch(file)
    if found is None or (found["day"] and not _is_day(found["day"])):
        return file, "", 1
    return found["page"], found["day"] or "", int(found["number"] or 1)


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def origin_of(folder: Path, file: str) -> Origin | None:
    """Return where a file came from; None if the bot did not fetch it, or that was lost."""
    return _read(origin_path(folder, file))


def origins_like(folder: Path, pattern: str) -> Iterator[tuple[str, Origin]]:
    """Yield the files, by name, that match a glob pattern and whose origin is known."""
    for path in sorted((folder / FOLDER).glob(f"{pattern}.json")):
        if (origin := _read(path)) is not None:
            yield path.relative_to(folder / FOLDER).as_posix().removesuffix(".json"), origin


def origin_path(folder: Path, file: str) -> Path:
    """Return where the origin of a file is kept."""
    return folder / FOLDER / f"{file}.json"


def origin_text(origin: Origin) -> str:
    """Return what is written there."""
    published = origin.published.isoformat() if origin.published else None
    given = {
        "url": origin.url,
        "fetched": origin.fetched.isoformat(timespec="seconds"),
        "charset": origin.charset,
        "story": origin.story,
        "previous": origin.previous,
        "published": published,
    }
    return json.dumps({name: value for name, value in given.items() if value}, indent=1) + "\n"


def _read(path: Path) -> Origin | None:
    """Return what a file says; None if there is none, or somebody broke it."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        given = json.loads(path.read_text("utf-8"))
        published = given.get("published")
        return Origin(
            url=str(given["url"]),
            fetched=dt.datetime.fromisoformat(given["fetched"]),
            charset=_text(given.get("charset")),
            story=_text(given.get("story")),
            previous=_text(given.get("previous")),
            published=dt.date.fromisoformat(published) if published else None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
