"""Tables (CSV): each row is an article, its characters traced to the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import UnreadableArticle
from index.ingestion.loaders.json_articles import BODIES, format_of
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.fields import field_name, known_fields
from index.ingestion.source_text import Traced, build
from index.models import Section

_DELIMITERS = ",;\t|"
_EXCEL = re.compile(r"\ufeff?sep=(?P<delimiter>[,;\t|])\r?\n", re.IGNORECASE)
_CELLS = {
    delimiter: re.compile(
        rf"(?P<quoted>\"(?:[^\"]++|\"\")*+\")?(?P<plain>[^{re.escape(delimiter)}\r\n]*+)"
        rf"(?P<end>{re.escape(delimiter)}|\r\n|\r|\n|\Z)"
    )
    for delimiter in _DELIMITERS
}
_HEAD = 2_000  # characters of the line with the names of the columns
_NAMES = 100  # columns
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell at ``[start:end]`` of the file, without its quotation marks.

    ``torn``: the mark that it begins with is closed in another line, in the middle of a cell.
    """

    start: int
    end: int
    quoted: bool
    torn: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    start: int
    end: int
    cells: tuple[_Cell, ...]


def table_sections(raw: str, *, named: bool) -> list[Section] | None:
    """Return the articles of a table; None if a file is none.

    The first line names the columns: one for the text, and one for the title or the date.
    ``named``: the file's name says that it is a table. Raises UnreadableArticle if it is, and has
    no such columns.
    """
    begin, delimiter = _first(raw)
    rows = _rows(raw, begin, delimiter) if delimiter else iter(())
    head = next(rows, None)
    names = [] if head is None else [_text(raw, cell) for cell in head.cells]
    body = _body(names)
    if body is None:
        if named:
            raise UnreadableArticle(
                "is a table without columns for articles; name its columns title, date, outlet and "
                "text in the first line, or save each article as .txt"
            )
        return None
    sections = [_section(raw, row, names, body) for row in rows if not _is_empty(row)]
    if not named and all(section.error for section in sections):
        return None
    if not sections:
        raise UnreadableArticle("is a table without rows; add articles or remove the file")
    return sections


def _first(raw: str) -> tuple[int, str]:
    """Return where the names of the columns begin, and what divides them."""
    stated = _EXCEL.match(raw)
    if stated:
        return stated.end(), stated["delimiter"]
    begin = 1 if raw.startswith("\ufeff") else 0
    line = raw[begin : begin + _HEAD].split("\n", 1)[0]
    found = Counter({delimiter: line.count(delimiter) for delimiter in _DELIMITERS})
    delimiter, number = found.most_common(1)[0]
    return begin, delimiter if number else ""


def _body(names: Sequence[str]) -> int | None:
    """Return the column of the text; None if the first line of a file names no such columns."""
    keys = [field_name(name) for name in names]
    if len(keys) > _NAMES or not all(0 < len(name) <= _MAX_NAME for name in names if name):
        return None
    fields = known_fields({name: name for name in names})
    body = next((keys.index(name) for name in BODIES if name in keys), None)
    known = body is not None and "title" in fields
    return body if known and len(keys) == len(set(keys)) else None


def _rows(raw: str, at: int, delimiter: str) -> Iterator[_Row]:
    """Yield the rows of a table. In quotation marks, a cell may have line breaks and delimiters."""
    cell, line = _CELLS[delimiter], 1 + raw.count("\n", 0, at)
    cells: list[_Cell] = []
    start = first = at
    while match := cell.match(raw, at):
        quoted = match["quoted"] is not None and not match["plain"].strip()
        begin, end = match.span("quoted") if quoted else (match.start(), match.end("plain"))
        torn = not quoted and match["quoted"] is not None and "\n" in match["quoted"]
        cells.append(_Cell(begin + quoted, end - quoted, quoted, torn))
        at = match.end()
        if match["end"] != delimiter:
            yield _Row(line, start, match.end("plain"), tuple(cells))
            line += raw.count("\n", first, at)
            cells, start, first = [], at, at
            if at == len(raw):
                return


def _is_empty(row: _Row) -> bool:
    return all(cell.start == cell.end for cell in row.cells)


def _section(raw: str, row: _Row, names: Sequence[str], body: int) -> Section:
    if any(cell.torn for cell in row.cells):
        why = (
            f"is line {row.line} of its table, and has a quotation mark that is not closed; "
            "close it"
        )
        return replace(section_of(raw, row.start, row.end, "text"), error=why)
    if len(row.cells) != len(names):
        why = (
            f"is line {row.line} of its table, and has {len(row.cells)} columns in place of "
            f"{len(names)}; put quotation marks around cells that have commas, or correct the line"
        )
        return replace(section_of(raw, row.start, row.end, "text"), error=why)
    traced = _traced(raw, row.cells[body])
    given: dict[object, object] = {
        name: _text(raw, cell)
        for at, (name, cell) in enumerate(zip(names, row.cells, strict=True))
        if at != body
    }
    return Section(traced.text, traced.spans, format_of(traced.text), known_fields(given))


def _text(raw: str, cell: _Cell) -> str:
    return _traced(raw, cell).text.strip()


def _traced(raw: str, cell: _Cell) -> Traced:
    return build(_pieces(raw, cell))


def _pieces(raw: str, cell: _Cell) -> Iterator[tuple[str, int, int]]:
    at = cell.start
    while cell.quoted and (mark := raw.find('""', at, cell.end)) >= 0:
        yield raw[at:mark], at, mark
        yield '"', mark, mark + 2
        at = mark + 2
    yield raw[at : cell.end], at, cell.end
