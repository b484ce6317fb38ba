"""PDF and Word files (.docx): their text, page by page or paragraph by paragraph."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

from index.errors import UnreadableArticle
from index.ingestion.block import ends_sentence
from index.ingestion.loaders.exports.reader import export_sections
from index.ingestion.loaders.source import Extracted, Source, in_sequence
from index.ingestion.metadata.outlet import letters, names_medium

_MAX_BYTES = 100_000_000  # of a Word file, unpacked
_PDF_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    NotImplementedError,
)
_WORD = "word/document.xml"
_NUMBER = re.compile(r"[0-9]{1,9}")
_MIN_TITLE_WORDS = 3
_NO_FIELDS: Mapping[str, str] = {}


def read_pdf(data: bytes) -> Source:
    """Return the text of a PDF. Raises UnreadableArticle if it has none or cannot be read."""
    from pypdf import PdfReader  # slow to import
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
        title = "" if locked or reader.metadata is None else str(reader.metadata.title or "")
    except (*_PDF_ERRORS, PyPdfError) as error:
        raise UnreadableArticle(
            f"is a PDF that cannot be read ({type(error).__name__}); save it again, or as .txt"
        ) from error
    if locked:
        raise UnreadableArticle("is a PDF with a password; save it without the password")
    pages = without_print_lines([_clean(page).strip() for page in pages])
    pages = without_running_lines(pages)
    text = "\n".join(pages)  # no empty line: a sentence may run over the page
    if not text.strip():
        raise UnreadableArticle(
            "is a PDF without text, probably a scan; make its text searchable (OCR) or add it"
        )
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0)
    fields = {"title": " ".join(title.split())} if _is_headline(title, pages[0]) else {}
    return replace(_as_articles(text, fields), pages=tuple(starts))


def _as_articles(
    text: str,
    fields: Mapping[str, str] = _NO_FIELDS,
    rows: Iterable[int] = (),
    headings: Iterable[int] = (),
) -> Source:
    """Return a text as one article with these fields, or as those of which it is an export.

    ``rows`` and ``headings`` are the offsets at which rows of tables and headings begin.
    """
    sections = export_sections(text, "text")
    if sections:
        return Source(text, sections)
    marks = frozenset(rows), frozenset(headings)
    return in_sequence([Extracted(text, "text", fields, (), *marks)])


def _is_headline(title: str, page: str) -> bool:
    """Return whether the first page of a document shows what it gives as its title.

    Others are names of files, or of a program.
    """
    shown = bool(letters(title)) and letters(title) in letters(page)
    return shown and len(title.split()) >= _MIN_TITLE_WORDS and not names_medium(title)


# What browsers print above and below each page: "5/10/24, 9:14 AM Headline", the address and "1/2".
_PRINTED_FOOT = re.compile(r"https?://\S{1,500}\s+\d{1,3}/\d{1,3}")
_PRINTED_HEAD = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},\s\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.{0,300})?"
)


def without_print_lines(pages: Sequence[str]) -> list[str]:
    """Return pages that a browser printed without its lines; other pages as they are."""
    lines = [page.split("\n") for page in pages]
    if not all(any(_PRINTED_FOOT.fullmatch(line.strip()) for line in page) for page in lines):
        return list(pages)
    marks = (_PRINTED_FOOT, _PRINTED_HEAD)
    return [
        "\n".join(x for x in page if not any(mark.fullmatch(x.strip()) for mark in marks)).strip()
        for page in lines
    ]


_RUNNING = 5  # lines of a head or a foot, at most


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Return pages without the lines at their top or bottom that run through the document.

    Such a line is that of the next page, but for the page's number. A running head stays on the
    first page and a running foot on the last, because an outlet or a day may be in it; a mere
    number stays nowhere. Pages of a single line are left alone.
    """
    lines = [page.splitlines() for page in pages]
    dropped = [set[int]() for _ in lines]
    several = [number for number, each in enumerate(lines) if len(each) > 1]
    for number, following in pairwise(several):
        page, next_page = lines[number], lines[following]
        longest = min(_RUNNING, len(page) - 1, len(next_page) - 1)
        for at in range(longest):
            if not _runs_on(page[at], next_page[at]):
                break
            dropped[following].add(at)
            if not _has_letters(page[at]):
                dropped[number].add(at)
        for at in range(1, longest + 1):
            if not _runs_on(page[-at], next_page[-at]):
                break
            dropped[number].add(len(page) - at)
            if not _has_letters(page[-at]):
                dropped[following].add(len(next_page) - at)
    kept = (
        [line for at, line in enumerate(each) if at not in gone]
        for each, gone in zip(lines, dropped, strict=True)
    )
    return ["\n".join(each).strip() for each in kept]


def _runs_on(line: str, following: str) -> bool:
    """Return whether two lines are the same, except that numbers may be one more.

    What ends like a sentence is story, and a number that stays the same is no page's.
    """
    if _NUMBER.sub("0", line).split() != _NUMBER.sub("0", following).split():
        return False
    pairs = zip(_NUMBER.findall(line), _NUMBER.findall(following), strict=False)
    more = {int(other) - int(number) for number, other in pairs}
    return more <= {0, 1} and (1 in more or (_has_letters(line) and not ends_sentence(line)))


def _has_letters(line: str) -> bool:
    return any(map(str.isalpha, line))


def _clean(page: str) -> str:
    """Remove what text must not have: lone surrogates and NUL characters."""
    return page.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def is_docx(data: bytes) -> bool:
    """Return whether a zip file is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORD in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def read_docx(data: bytes) -> Source:
    """Return the text of a Word document. Raises UnreadableArticle if it cannot be read."""
    from docx import Document  # slow to import

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _MAX_BYTES:
        raise UnreadableArticle(
            f"is a Word document of {size:,} bytes unpacked, more than {_MAX_BYTES:,}; split it"
        )
    try:
        lines = [line for line in _lines(Document(io.BytesIO(data))) if line.strip()]
    except Exception as error:  # python-docx and lxml raise many kinds for damaged files
        raise UnreadableArticle(
            f"is a Word document that cannot be read ({type(error).__name__}); save it again"
        ) from error
    if not lines:
        raise UnreadableArticle("is a Word document without text; add the text or remove the file")
    return of_paragraphs(lines)


def of_paragraphs(lines: Sequence[str]) -> Source:
    """Return the paragraphs of a document, of which some are a ``Row`` or a ``Heading``."""
    text = "\n\n".join(lines)
    starts = list(accumulate((len(line) + 2 for line in lines[:-1]), initial=0))
    rows = (at for at, line in zip(starts, lines, strict=True) if isinstance(line, Row))
    headings = (at for at, line in zip(starts, lines, strict=True) if isinstance(line, Heading))
    return _as_articles(text, rows=rows, headings=headings)


class Row(str):
    """The cells of a row of a table, in one line."""

    __slots__ = ()


class Heading(str):
    """A paragraph with the style of a title or a heading."""

    __slots__ = ()


_HEADINGS = re.compile(r"title|heading \d", re.IGNORECASE)
"""The names of these styles in any language's Word."""


_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN = frozenset(f"{_WORDS}{name}" for name in ("del", "moveFrom", "instrText", "delText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""Says again what stands beside it, for older programs."""


def _lines(document: Any) -> Iterator[str]:
    """Yield the paragraphs of a document as it reads with all changes accepted, in order.

    Cells of a table's row are one line. Text boxes and content controls are paragraphs, too.
    """
    names = ((style.style_id, style.name or "") for style in document.styles)
    headings = frozenset(style for style, name in names if _HEADINGS.fullmatch(name))
    yield from _blocks(document.element.body, headings)


_ENDS = tuple(f"{_WORDS}pPr/{_WORDS}rPr/{_WORDS}{name}" for name in ("del", "moveFrom"))
"""What says that the end of a paragraph was deleted, so that the next one goes on with it."""


def _blocks(element: Any, headings: frozenset[str]) -> Iterator[str]:
    """Yield the paragraphs in an element; ``headings`` are the styles of those that are ones."""
    begun = ""
    for child in element:
        if child.tag in _UNSEEN or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_WORDS}p":
            begun += _text_of(child)
            if not any(child.find(end) is not None for end in _ENDS):
                style = child.find(f"{_WORDS}pPr/{_WORDS}pStyle")
                headed = style is not None and style.get(f"{_WORDS}val") in headings
                yield Heading(begun.replace("\n", " ")) if headed else begun
                begun = ""
            yield from _boxes(child, headings)
        elif child.tag == f"{_WORDS}tr":
            cells = (" ".join(" ".join(_blocks(cell, headings)).split()) for cell in _cells(child))
            yield Row(" | ".join(cell for cell in cells if cell))
        else:
            yield from _blocks(child, headings)
    if begun:
        yield begun


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row, without those of tables in it."""
    for cell in row.iter(f"{_WORDS}tc"):
        if next(cell.iterancestors(f"{_WORDS}tr")) is row:
            yield cell


def _boxes(paragraph: Any, headings: frozenset[str]) -> Iterator[str]:
    """Yield the paragraphs of the text boxes that are anchored in a paragraph."""
    for child in paragraph:
        if child.tag == f"{_WORDS}txbxContent":
            yield from _blocks(child, headings)
        elif child.tag not in _UNSEEN and child.tag != _FALLBACK:
            yield from _boxes(child, headings)


def _text_of(element: Any) -> str:
    """Return the text of a paragraph without what is deleted and without its text boxes."""
    parts = []
    for child in element:
        if child.tag == f"{_WORDS}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_WORDS}tab", f"{_WORDS}ptab"):
            parts.append("\t")
        elif child.tag == f"{_WORDS}noBreakHyphen":
            parts.append("-")
        elif child.tag in (f"{_WORDS}br", f"{_WORDS}cr"):
            parts.append("\n")
        elif child.tag not in (*_UNSEEN, _FALLBACK, f"{_WORDS}pPr", f"{_WORDS}txbxContent"):
            parts.append(_text_of(child))
    return "".join(parts)
