"""Bytes become text: strict UTF-8 and nothing else, or a reason that helps."""

from __future__ import annotations

import re

from index.errors import UnreadableArticle

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3": "a database",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # share of control characters above which nobody means it as text


def decode(data: bytes) -> str:
    """Return ``data`` as text, nothing normalised: a byte order mark and carriage returns stay.

    Raises UnreadableArticle for an empty file, other encodings (with the offset of the first
    byte that is not UTF-8) and files that are not text.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableArticle("is empty; write the article into it or remove it")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableArticle(f"is {kind}, not text; save the article as UTF-8 text")
    if data.startswith(_UTF16):
        raise UnreadableArticle("is encoded as UTF-16; save it as UTF-8")
    if (nul := data.find(b"\0")) >= 0:
        raise UnreadableArticle(f"is not text (NUL byte at byte {nul}); save it as UTF-8 text")
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(_why_not_utf8(data, error)) from None
    controls = len(_CONTROLS.findall(raw))
    if controls > _MOST_CONTROLS * len(raw):
        raise UnreadableArticle(
            f"is not text ({controls} control characters); save it as UTF-8 text"
        )
    return raw


def _why_not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    where = f"byte 0x{data[error.start]:02x} at byte offset {error.start}"
    line = data.count(b"\n", 0, error.start) + 1
    mixed = any(byte > 0x7F for byte in data[: error.start])
    what = "mixes UTF-8 with another encoding" if mixed else "is not UTF-8"
    return f"{what} ({where}, line {line}); save it as UTF-8"
