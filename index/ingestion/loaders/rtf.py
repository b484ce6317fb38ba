"""RTF documents, as Word, Nexis and Factiva save them: their text, paragraph by paragraph."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from index.errors import UnreadableArticle
from index.ingestion.loaders.documents import Heading, Row, of_paragraphs
from index.ingestion.loaders.source import Source

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_PICTURE = re.compile(rb"[0-9A-Fa-f\r\n]{500,}")
"""The digits of a picture: no text has that many letters up to F in a row."""
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5}) ?")
_CODE_PAGES = {"10000": "mac_roman", "65001": "utf-8"}
_CHARACTER_SETS = {r"\mac": "mac_roman", r"\pca": "cp850", r"\pc": "cp437"}
_HEAD = 1_000  # characters
_ESCAPED = re.compile(rb"\\[\\{}]")
_LONG_NUMBER = re.compile(rb"\\[A-Za-z]{1,32}-?\d{11}")
_MEANT = r"(?<!\\)(?:\\\\)*+"  # the backslash that follows is not itself written out
_FIELD = re.compile(rf"({_MEANT}\\field)(?=\{{)")
_DELETED = re.compile(rf"({_MEANT})\\deleted(?![a-z0-9-])")
_OUTLINE = re.compile(rf"({_MEANT})\\outlinelevel[0-8](?!\d) ?")
_LINE = re.compile(rf"({_MEANT})\\line(?![a-z0-9-]) ?")
_FONT = re.compile(r"\\f(?=\d)")
_HEADING_MARK, _LINE_MARK = "\ue000", "\ue001"
"""Characters of no alphabet, which stand for what the text itself would not show."""
_PLAIN = {0xAD: None, 0x2011: "-", 0: None, ord("\r"): "\n"}


def read_rtf(data: bytes) -> Source:
    """Return the text of an RTF document, as it reads with all changes accepted.

    Headers, footers, footnotes, comments and text boxes are no part of it.

    Raises UnreadableArticle if it is damaged or has no text.
    """
    from striprtf.striprtf import rtf_to_text

    source = _PICTURE.sub(b"", _without_binary(data))
    bare = _ESCAPED.sub(b"", source)
    if bare.count(b"{") > bare.count(b"}") or _LONG_NUMBER.search(source):
        raise UnreadableArticle("is an RTF document that is cut off or damaged; save it again")
    encoding, marked = _prepared(source)
    try:
        text: str = rtf_to_text(marked, encoding=encoding, errors="replace")
    except (ValueError, TypeError, KeyError, IndexError, LookupError, OverflowError) as error:
        raise UnreadableArticle(
            f"is an RTF document that cannot be read ({type(error).__name__}); save it again"
        ) from error
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = [line for line in _lines(paired.translate(_PLAIN)) if line.strip()]
    if not lines:
        raise UnreadableArticle("is an RTF document without text; add the text or remove the file")
    return of_paragraphs(lines)


def _prepared(source: bytes) -> tuple[str, str]:
    """Return the encoding of a document, and its source without what the library stumbles over."""
    head = source[:_HEAD].decode("latin-1")
    encoding = _encoding(head)
    text = _CODE_PAGE.sub("", source.decode(encoding, "replace"))
    text = text.replace(_HEADING_MARK, "").replace(_LINE_MARK, "")
    text = _FIELD.sub("\\1\n", text)  # otherwise addresses of links are put into the sentences
    text = _DELETED.sub(r"\1\\*", text)  # the group is skipped, like one that need not be known
    text = _OUTLINE.sub(rf"\1{_HEADING_MARK}", text)
    return encoding, _with_short_fonts(_LINE.sub(rf"\1{_LINE_MARK}", text))


def _without_binary(data: bytes) -> bytes:
    """Remove what stands in a document as bytes, which may have braces."""
    kept, at = [], 0
    while found := _BINARY.search(data, at):
        kept.append(data[at : found.start()])
        at = found.end() + int(found[1])
    return b"".join((*kept, data[at:]))


def _encoding(head: str) -> str:
    """Return the encoding that a document declares; Windows' Western European if it does not."""
    if page := _CODE_PAGE.search(head):
        name = _CODE_PAGES.get(page[1], f"cp{page[1]}")
    else:
        name = next((name for mark, name in _CHARACTER_SETS.items() if mark in head), "cp1252")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _with_short_fonts(text: str) -> str:
    """Put each font into a line of its own, which the library searches in linear time."""
    from striprtf.striprtf import font_table_group

    fonts: str = font_table_group(text)
    return text.replace(fonts, _FONT.sub(r";\n\\f", fonts), 1) if fonts else text


def _lines(text: str) -> Iterator[str]:
    """Yield paragraphs; the cells of a table's row, which end with bars, are one line."""
    for line in text.split("\n"):
        shown = line.replace(_HEADING_MARK, "").strip()
        *cells, rest = shown.split("|")
        filled = [" ".join(cell.split()) for cell in cells if cell.strip(f"{_LINE_MARK} \t")]
        if cells and not rest.strip():
            row = " | ".join(filled).replace(_LINE_MARK, " ")
            yield Row(row) if len(filled) > 1 else row
        elif _HEADING_MARK in line:
            yield Heading(shown.replace(_LINE_MARK, " "))
        else:
            yield shown.replace(_LINE_MARK, "\n")
