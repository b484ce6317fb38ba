"""Tables (CSV): each row is an article, its characters traced to the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse

from index.errors import UnreadableArticle
from index.ingestion.loaders.column_contents import BODY, columns_by_content
from index.ingestion.loaders.embedded import embedded_section
from index.ingestion.loaders.json_articles import BODIES
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.fields import (
    field_name,
    fields_of,
    known_names,
    names_in_any_language,
)
from index.ingestion.source_text import build
from index.models import Section, count

_DELIMITERS = ",;\t|"
_EXCEL = re.compile(r"sep=(?P<delimiter>[,;\t|])\r?\n", re.IGNORECASE)
_CELLS = {
    delimiter: re.compile(
        rf"(?P<quoted>\"(?:[^\"]++|\"\")*+\")?(?P<plain>[^{re.escape(delimiter)}\r\n]*+)"
        rf"(?P<end>{re.escape(delimiter)}|\r\n|\r|\n|\Z)"
    )
    for delimiter in _DELIMITERS
}
_LISTED = "text, content or body"
_HEAD = 2_000  # characters of the line with the names of the columns
_NAMES = 100  # columns
_EMPTY_LINE = re.compile(r"(?:\r\n?+|\n)[ \t]*+[\r\n]")
_RULE = re.compile(r"[\r\n]{1,2}[ \t:|-]++(?=[\r\n]|\Z)")
_MAX_BROKEN = 0.1  # of the rows of a file that is not named as a table
_BLANK = re.compile(r"(?:[ ]*+[\r\n])*+")
_CALLED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": '"|"'}


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


@dataclass(frozen=True, slots=True)
class _Columns:
    """How many columns have to be there, that of the text, and those of each known name.

    ``fields`` are the names with their fields, in order of preference.
    """

    delimiter: str
    number: int
    body: int
    known: dict[str, int]
    fields: list[tuple[str, str]]


def table_sections(raw: str, *, named: bool) -> list[Section] | None:
    """Return the articles of a table; None if a file is none.

    The first line names the columns: one for the text, and one for any other field. ``named``: the
    file's name says that it is a table; other files are none without titles, with an empty line
    below their names, or with many broken rows. Columns with other names are told by what they hold
    in a file that is named as a table. Raises UnreadableArticle if it is one without such columns.
    """
    begin, delimiter = _first(raw)
    rows: Iterator[_Row] = filterfalse(_is_empty, _rows(raw, begin, delimiter) if delimiter else ())
    head = next(rows, None)
    names = [] if head is None else [_text(raw, cell) for cell in head.cells]
    columns = _columns(names, delimiter)
    paragraph = head is not None and _EMPTY_LINE.match(raw, head.end) is not None
    ruled = _RULE.match(raw, head.end) if head is not None else None
    if ruled and "-" in ruled.group():  # as Markdown draws tables
        return None
    keys = [field_name(name) for name in names[:_NAMES]]
    if named and columns is None and head is not None:
        found = list(rows)
        rows, columns = iter(found), _columns_by_content(raw, names, found, delimiter)
    if named and columns is None and names_in_any_language(keys) and not {*BODIES} & {*keys}:
        raise UnreadableArticle(f"has no column with the text of its articles; name it {_LISTED}")
    if columns is None or not (named or ("title" in dict(columns.fields) and not paragraph)):
        if named:
            raise UnreadableArticle(
                "is a table without columns for articles; name its columns title, date, outlet and "
                "text in the first line, or save each article as .txt"
            )
        return None
    sections = [_section(raw, row, columns) for row in rows]
    broken = sum(section.error != "" for section in sections)
    if not named and (not sections or broken > _MAX_BROKEN * len(sections)):
        return None
    if not sections:
        raise UnreadableArticle("is a table without rows; add articles or remove the file")
    return sections


def _first(raw: str) -> tuple[int, str]:
    """Return where the names of the columns begin, and what divides them."""
    stated = _EXCEL.match(raw)
    if stated:
        return stated.end(), stated["delimiter"]
    blank = _BLANK.match(raw)
    begin = blank.end() if blank else 0
    line = raw[begin : begin + _HEAD].split("\n", 1)[0]
    found = Counter({delimiter: line.count(delimiter) for delimiter in _DELIMITERS})
    delimiter, number = found.most_common(1)[0]
    return begin, delimiter if number else ""


def _columns(names: Sequence[str], delimiter: str) -> _Columns | None:
    """Return the columns of a table; None if the first line of a file names none for articles."""
    number = max((at for at, name in enumerate(names, 1) if name), default=0)
    if number > _NAMES:
        return None
    keys = [field_name(name) for name in names[:number]]
    body = next((name for name in BODIES if name in keys), None)
    fields = names_in_any_language(keys)
    wanted = {name for _, name in fields}
    english = [name for _, name in known_names(keys)]
    if body is None or not wanted or any(keys.count(name) > 1 for name in (body, *english)):
        return None
    known = {name: keys.index(name) for name in wanted}
    return _Columns(delimiter, number, keys.index(body), known, fields)


def _columns_by_content(
    raw: str, names: Sequence[str], rows: Sequence[_Row], delimiter: str
) -> _Columns | None:
    """Return the columns of a table by what they hold, and by those of their names that are known.

    None if there is no column of texts.
    """
    number = max((at for at, name in enumerate(names, 1) if name), default=0)
    whole = [row for row in rows if len(row.cells) == number]
    if number > _NAMES or not whole:
        return None
    told = columns_by_content([[_text(raw, cell) for cell in row.cells] for row in whole])
    if not told:
        return None
    keys = [field_name(name) for name in names[:number]]
    body = told.pop(BODY)
    fields = [each for each in names_in_any_language(keys) if keys.index(each[1]) != body]
    known = {name: keys.index(name) for _, name in fields}
    for field, at in told.items():
        if at not in known.values():
            fields.append((field, f"column {at}"))
            known[f"column {at}"] = at
    return _Columns(delimiter, number, body, known, fields)


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


def _section(raw: str, row: _Row, columns: _Columns) -> Section:
    if any(cell.torn for cell in row.cells):
        why = (
            f"is line {row.line} of its table, and has a quotation mark that is not closed; "
            "close it"
        )
        return replace(section_of(raw, row.start, row.end, "text"), error=why)
    number = len(row.cells)
    while number > columns.number and row.cells[number - 1].start == row.cells[number - 1].end:
        number -= 1
    if number != columns.number:
        why = (
            f"is line {row.line} of its table, and has {count(number, 'column')} in place of "
            f"{columns.number}; put quotation marks around cells with {_CALLED[columns.delimiter]} "
            "in them, or correct the line"
        )
        return replace(section_of(raw, row.start, row.end, "text"), error=why)
    given = {name: _text(raw, row.cells[at]) for name, at in columns.known.items()}
    fields = fields_of(given, columns.fields)
    return embedded_section(build(_pieces(raw, row.cells[columns.body])), fields)


def _text(raw: str, cell: _Cell) -> str:
    text = raw[cell.start : cell.end]
    return (text.replace('""', '"') if cell.quoted else text).strip()


def _pieces(raw: str, cell: _Cell) -> Iterator[tuple[str, int, int]]:
    at = cell.start
    while cell.quoted and (mark := raw.find('""', at, cell.end)) >= 0:
        yield raw[at:mark], at, mark
        yield '"', mark, mark + 2
        at = mark + 2
    yield raw[at : cell.end], at, cell.end
