"""Quotes, the statements that cite them, and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.models.articles import fold_outlet
from index.models.wording import written_day


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that prints what another one says, as a near copy of it."""

    file: str
    outlet: str | None
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: ``[start:end]`` of the text of ``file_of(file)`` is ``quote``.

    Offsets count characters; ``end`` is excluded. The text is the decoded file, and for PDF, Word
    and e-mail what was extracted from it.

    text  the quote without markup; None if only the quote is known
    page  the page of a PDF on which the quote begins, from 1; None in other files
    also  the near copies of the article that say the same; they confirm nothing
    until  the day on which its page was found to say something else; None if it still says so
    """

    number: int
    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    start: int
    end: int
    quote: str
    text: str | None = None
    page: int | None = None
    also: tuple[Reprint, ...] = ()
    until: dt.date | None = None

    @property
    def printed(self) -> tuple[Reprint, ...]:
        """The article and its near copies that say the same."""
        return Reprint(self.file, self.outlet, self.published), *self.also

    @property
    def also_in(self) -> tuple[str, ...]:
        """The outlets of ``also`` other than its own, each once; of unknown ones, the files."""
        named: dict[str, str] = {}
        for reprint in self.also:
            name = reprint.outlet or reprint.file
            if fold_outlet(name) != fold_outlet(self.outlet):
                named.setdefault(fold_outlet(name), name)
        return tuple(named.values())

    @property
    def shown(self) -> str:
        """The quote as it is shown to readers."""
        return self.quote if self.text is None else self.text


def by_article(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Return the quotes of each article together, in the order of their first ones."""
    found: dict[str, list[Citation]] = {}
    for citation in citations:
        found.setdefault(citation.file, []).append(citation)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer, with the ``numbers`` of the citations that support it.

    ``published`` is the publication date of its first article, if the answer cites articles of
    several days, and ``day`` then the day of what it tells, if it names one day. ``until`` is that
    of its first citation. ``opens`` says that the statement begins a new line.
    """

    text: str
    numbers: tuple[int, ...]
    published: dt.date | None = None
    opens: bool = True
    day: dt.date | None = None
    until: dt.date | None = None

    @property
    def when(self) -> str:
        """The day of what it tells, else when it was published, and until when its page said so,
        in brackets; "" for none of them.
        """
        parts = []
        if self.day is not None:
            parts.append(written_day(self.day))
        elif self.published is not None:
            parts.append(f"published {written_day(self.published)}")
        if self.until is not None:
            parts.append(f"the page said so until {written_day(self.until)}")
        return f"({'; '.join(parts)})" if parts else ""

    @property
    def dated(self) -> str:
        """The text, followed by its day in brackets if there is one."""
        return f"{self.text} {self.when}".rstrip()

    @property
    def marked(self) -> str:
        """The text with its citation markers, followed by its day if there is one."""
        markers = "".join(f"[{number}]" for number in self.numbers)
        return " ".join(part for part in (self.text, markers, self.when) if part)


def join_statements(statements: Sequence[Statement]) -> str:
    """Join statements, with their citation markers, into one text of one or more lines."""
    text = ""
    for statement in statements:
        separator = "" if not text else "\n" if statement.opens else " "
        text += separator + statement.marked
    return text


def numbered(
    told: Iterable[tuple[Statement, Sequence[Citation]]],
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return statements and what each cites, with the citations numbered in a row."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for statement, cited in told:
        numbers = tuple(range(len(citations) + 1, len(citations) + len(cited) + 1))
        citations += [replace(c, number=n) for c, n in zip(cited, numbers, strict=True)]
        statements.append(replace(statement, numbers=numbers))
    return tuple(statements), tuple(citations)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day, and every story that reports it.

    Of a story that several articles print, one is cited; the others are in ``Citation.also``.
    """

    date: dt.date
    text: str
    citations: tuple[Citation, ...]
    planned: bool = False
