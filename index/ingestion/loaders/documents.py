"""PDF and Word files (.docx): their text, page by page or paragraph by paragraph."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

from index.errors import UnreadableArticle
from index.ingestion.loaders.source import Extracted, Source, in_sequence

_MOST_BYTES = 100_000_000  # of a Word file, unpacked
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


def read_pdf(data: bytes) -> Source:
    """Return the text of a PDF. Raises UnreadableArticle if it has none or cannot be read."""
    from pypdf import PdfReader  # slow to import
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except (*_PDF_ERRORS, PyPdfError) as error:
        raise UnreadableArticle(
            f"is a PDF that cannot be read ({type(error).__name__}); save it again, or as .txt"
        ) from error
    if locked:
        raise UnreadableArticle("is a PDF with a password; save it without the password")
    pages = without_running_lines([_clean(page).strip() for page in pages])
    text = "\n".join(pages)  # no empty line: a sentence may run over the page
    if not text.strip():
        raise UnreadableArticle(
            "is a PDF without text, probably a scan; make its text searchable (OCR) or add it"
        )
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0)
    return replace(in_sequence([Extracted(text, "text")]), pages=tuple(starts))


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Return pages without the lines at their top or bottom that run through the document.

    Such a line is that of the next page, but for the page's number. A running head stays on the
    first page and a running foot on the last, because an outlet or a day may be in it; a mere
    number stays nowhere. Pages without text are left alone.
    """
    lines = [page.splitlines() for page in pages]
    cut = [[0, len(each)] for each in lines]
    for (i, one), (j, other) in pairwise((i, each) for i, each in enumerate(lines) if each):
        for edge, place in ((0, 0), (1, -1)):
            if _runs_on(one[place], other[place]):
                number = not any(letter.isalpha() for letter in one[place])
                for at in (i, j) if number else ((j,) if edge == 0 else (i,)):
                    cut[at][edge] = 1 if edge == 0 else len(lines[at]) - 1
    kept = (each[first:last] for each, (first, last) in zip(lines, cut, strict=True))
    return ["\n".join(each).strip() for each in kept]


def _runs_on(line: str, following: str) -> bool:
    """Return whether two lines are the same, except that numbers may be one more."""
    words, others = line.split(), following.split()
    counts = [
        (int(number), int(other))
        for number, other in zip(_NUMBER.findall(line), _NUMBER.findall(following), strict=False)
    ]
    return (
        [_NUMBER.sub("0", word) for word in words] == [_NUMBER.sub("0", word) for word in others]
        and bool(words)
        and all(other - number in {0, 1} for number, other in counts)
        and (any(map(str.isalpha, line)) or (1 <= len(counts) <= 2 and counts[0][0] < counts[0][1]))
    )


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
    if size > _MOST_BYTES:
        raise UnreadableArticle(
            f"is a Word document of {size:,} bytes unpacked, more than {_MOST_BYTES:,}; split it"
        )
    try:
        lines = list(_lines(Document(io.BytesIO(data))))
    except Exception as error:  # python-docx and lxml raise many kinds for damaged files
        raise UnreadableArticle(
            f"is a Word document that cannot be read ({type(error).__name__}); save it again"
        ) from error
    text = "\n\n".join(line for line in lines if line.strip())
    if not text:
        raise UnreadableArticle("is a Word document without text; add the text or remove the file")
    return in_sequence([Extracted(text, "text")])


def _lines(document: Any) -> Iterator[str]:
    """Yield the paragraphs of a document, and the rows of its tables, in order."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield " | ".join(cell for cell in cells if cell)
        else:
            yield block.text
