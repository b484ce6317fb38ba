"""Recognises text whose encoding went wrong before it was saved: "Zelenskyâ€™s", "MÃ¼ller".

UTF-8 was read as windows-1252 and saved as UTF-8 again. Quotes show it as it is in the file, so
all that can be done is to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from unicodedata import category

from index.models import Section

_NONE = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that are no characters in windows-1252; many programs keep them as they are."""
_BYTES = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in _NONE},
}
_FIRST = 0xC0  # bytes below it continue a character of UTF-8
_AFTER = [char for char, byte in _BYTES.items() if byte < _FIRST]
_NEXT = f"[{''.join(_AFTER)}]"
_ODD = "".join(char for char in _AFTER if char != "\xa0" and category(char)[0] != "P")
"""What does not follow a letter in right text; quotation marks, dashes and spaces do."""
_SURE = re.compile(
    rf"â€(?:{_NEXT}|\ufffd)|ðŸ{_NEXT}{{2}}|[à-ï][{_ODD}]{{2}}|[ð-ô][{_ODD}]{{3}}"
    rf"|(?:[Ã-ÅÎ-ÑÙ-Û×Ø]{_NEXT}){{2,20}}"
)
_LIKELY = re.compile(rf"(?<![A-ZÀ-Þ])[ÂÃ]{_NEXT}|(?<=[a-z])[ÄÅ]{_NEXT}|[ÄÅ]{_NEXT}(?=[a-z])")
_ANY = re.compile(rf"â€\ufffd|[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}")
_FEWEST = 2
_LOST = "\ufffd"
_WRONG = "its encoding went wrong when it was saved"
_AGAIN = "save it again from where it came from"
_CONVERT = "or convert it: iconv -f UTF-8 -t WINDOWS-1252 OLD > NEW"


class WrongEncoding(str):
    """A note on text that is wrong for the most part."""

    __slots__ = ()


def with_wrong_encodings_said(sections: Sequence[Section]) -> list[Section]:
    """Return the sections of a file, with a note on each that has letters that went wrong."""
    return [_noted(section) for section in sections]


def _noted(section: Section) -> Section:
    notes: list[str] = []
    if (wrong := _example(section.text)) is not None:
        stated = f'{_WRONG} ("{wrong}" for "{_meant(wrong)}")'
        if _is_mostly_wrong(section.text):
            notes.append(WrongEncoding(f"{stated}; {_AGAIN}, {_CONVERT}"))
        else:
            notes.append(f"in part, {stated}; {_AGAIN}")
    elif section.format != "html" and (number := section.text.count(_LOST)):
        # on pages, they may be in scripts
        some = "1 character was" if number == 1 else f"{number:,} characters were"
        notes.append(f'{some} lost when it was saved ("{_LOST}"); {_AGAIN}')
    return replace(section, notes=(*section.notes, *notes)) if notes else section


def _example(text: str) -> str | None:
    """Return something of a text that went wrong for sure; None if nothing did."""
    if text.isascii():
        return None
    for match in _SURE.finditer(text):
        if _meant(match.group()) is not None:
            return match.group()
    likely = (match.group() for match in _LIKELY.finditer(text))
    found = list(islice((wrong for wrong in likely if _meant(wrong) is not None), _FEWEST))
    return found[0] if len(found) == _FEWEST else None


def _is_mostly_wrong(text: str) -> bool:
    """Return whether more of what is not ASCII went wrong than not; else it may be quoted."""
    outside = len(text) - len(text.encode("ascii", "ignore"))
    wrong = sum(len(part) for part in _ANY.findall(text) if _meant(part) is not None)
    return 2 * wrong >= outside


def _meant(wrong: str) -> str | None:
    # the last byte of a closing quotation mark is one that is often lost
    wrong = wrong.replace(f"â€{_LOST}", "â€\x9d")
    try:
        meant = bytes(_BYTES[char] for char in wrong).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return None
    return meant if meant.isprintable() or meant.isspace() else None
