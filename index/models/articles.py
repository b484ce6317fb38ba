"""An article, as it was read from its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.models.compact import Compact
from index.models.wording import folded

PublishedFrom = Literal["front matter", "date line", "metadata", "text", "file name"]


@dataclass(frozen=True, slots=True)
class Paragraph(Compact):
    """A stretch of an article that may be quoted.

    ``text`` is what a reader sees: no markup, each run of white space as one space, no space at
    either end. ``spans[i]`` is the (start, end) in the file of ``text[i]``. Headings
    (``heading=True``) are kept because they say what follows is about; they are never quoted.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    heading: bool = False

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the file of the non-empty stretch ``text[start:end]``."""
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class Furniture(Compact):
    """A stretch of the file that is not article text; ``kind`` is menu, caption, teaser, ...."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Withheld(Compact):
    """A stretch of the file that instructs AI assistants; ``reason`` says how it was recognised."""

    start: int
    end: int
    reason: str


Format = Literal["text", "markdown", "html"]


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a file that is read as one page.

    ``spans[i]`` is the (start, end) in the file of ``text[i]``. ``fields`` (title, date, outlet,
    author, url) are stated around the text, and replace what the text itself says. ``error`` says
    why there is none to read, if it is known before. ``rows`` and ``headings`` are the offsets into
    the text at which rows of a document's tables and its headings begin.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    format: Format
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""
    rows: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


def file_of(name: str) -> str:
    """Return the file that an article is in: "news.json" for "news.json" and "news.json#2".

    No file is called like the latter: names of article files end with their suffix.
    """
    file, mark, number = name.rpartition("#")
    return file if mark and number.isascii() and number.isdigit() else name


def number_in_file(name: str) -> int:
    """Return the number of an article in its file, from 1; 0 for the only article of a file."""
    file = file_of(name)
    return 0 if file == name else int(name[len(file) + 1 :])


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the articles folder.

    ``file`` is its name: the file's path relative to the folder, with ``/`` as separator. If a
    file holds several articles, ``#`` and the article's number in it follow: "news.json#2".

    raw        the text of the whole file
    notes      what had to be assumed to read it, or was found odd, each in one line
    section    what it was read from, and ``part`` its number there, from 0
    first      whether it is the first article of its file
    pages      where the pages of a PDF begin, as offsets into ``raw``; () for other files
    """

    file: str
    sha256: str
    raw: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None = None
    published: dt.date | None = None
    published_from: PublishedFrom | None = None
    author: str | None = None
    url: str | None = None
    furniture: tuple[Furniture, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    notes: tuple[str, ...] = ()
    section: Section | None = field(default=None, compare=False, repr=False)
    part: int = field(default=0, compare=False)
    first: bool = True
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An indexed article, as shown in lists of articles. ``notes`` and ``url``: see ``Article``.

    story    the article that was the first to print the same story, itself if it was; None if no
             other article prints it
    copy_of  the earliest article that this one is a near copy of; None for the first
    """

    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    published_from: PublishedFrom | None
    passages: int
    sha256: str
    notes: tuple[str, ...] = ()
    url: str | None = None
    story: str | None = None
    copy_of: str | None = None
    author: str | None = None


def fold_outlet(outlet: str | None) -> str:
    """Normalize an outlet's name for comparison: ignore case, extra white space and encoding."""
    return " ".join(folded(outlet or "").split())
