"""PDF and Word files (.docx): their text, page by page or paragraph by paragraph."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
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
    text = "\n\n".join(_clean(page) for page in pages)
    if not text.strip():
        raise UnreadableArticle(
            "is a PDF without text, probably a scan; make its text searchable (OCR) or add it"
        )
    return in_sequence([Extracted(text, "text")])


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
