"""The encoding of a file: stated by it, or recognised. Offsets count the decoded characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.english.recognition import is_english
from index.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}(?P<meta>[\w.:-]{2,40})"
    rb"|<\?xml\b[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"'](?P<xml>[\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD = 4_096  # bytes in which a page declares its encoding
_SHORTEST_UTF16 = 32  # bytes
_ZEROS = 0.4  # of the bytes of UTF-16 in Latin script
# What browsers read under these names, by the Encoding standard of the WHATWG.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_MAC = "mac_roman"
_DOS = "cp850"  # has the letters of cp437 in the same places
_NAMES = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1250": "windows-1250 (Central European)",
    "cp1251": "windows-1251 (Cyrillic)",
    "cp1252": "windows-1252 (Western European)",
    "cp1253": "windows-1253 (Greek)",
    "cp1254": "windows-1254 (Turkish)",
    "cp1255": "windows-1255 (Hebrew)",
    "cp1256": "windows-1256 (Arabic)",
    "cp932": "Shift JIS",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "iso8859_2": "ISO 8859-2",
    "iso8859_5": "ISO 8859-5",
    _MAC: "Mac Roman",
    _DOS: "code page 850 (DOS)",
}
_GUESSED = [name for name in _NAMES if name not in (_MAC, _DOS)]
"""Encodings that are told by how usual the letters are; the other two by what is possible."""
_OUTSIDE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]"
)
"""A character of UTF-8 that is not ASCII, or a byte that is part of none."""
_RARE, _SIGNS = "\u0180", "\u2000"  # between them are letters of other scripts, and of phonetics
_LATIN_SHARE = 0.25  # of letters outside ASCII; above it, the script is not Latin
# A sign within a word shows that a letter was misread: "ko³o" for "koło".
_IN_WORD = re.compile(r"[^\W\d_][\x80-\x9f¡-©«-´¶-¹»-¿×÷˘˙˛˝][^\W\d_]")
_CAPITAL_IN_WORD = re.compile(r"[a-zß-öø-ÿœšž][À-ÖØ-ÞŒŠŽŸ]")
# What letters of DOS are in windows-1252, where nobody writes it within a word: "h„lt" for "hält".
_DOS_IN_WORD = re.compile(r"[^\W\d_][\u201a\u201eƒ†‡ˆ][a-z]")
_BESIDE_LETTERS = frozenset("“”‘’–—…€£¥¢•§°«»‹›„‚¡¿©®™·†\xa0ﬁﬂ")
_EVIDENCE = 8  # bytes outside ASCII; fewer say little about the language
_SAMPLE = 20_000  # characters
_LEAST = 0.25  # share of stop words by which a text is English


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. ``note`` says which encoding was assumed; None if none had to be."""

    text: str
    note: str | None = None


def decode_text(data: bytes, charset: str | None = None) -> Decoded:
    """Decode a file without normalizing anything: a byte order mark and carriage returns remain.

    The encoding is UTF-8 if the bytes are valid UTF-8, else the one that a byte order mark, the
    server that sent it (``charset``) or the page itself states, else the likeliest. Raises
    UnreadableArticle if there is none.
    """
    if marked := next((name for mark, name in _MARKS if data.startswith(mark)), None):
        try:
            return Decoded(data.decode(marked))
        except UnicodeDecodeError:
            raise UnreadableArticle(
                f"is damaged {marked.upper()} text; save it as UTF-8 again"
            ) from None
    if (wide := utf16_without_mark(data)) is not None:
        return _assumed(data.decode(wide), wide)
    declared = (codec_for(charset) if charset else None) or declared_encoding(data)
    try:
        if declared is None or not declared.startswith("iso2022") or b"\x1b" not in data:
            return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if declared is None and _is_mixed(data, error):
            return _mixed(data, error)
        first: UnicodeDecodeError | None = error
    else:
        first = None
    if declared is not None:
        try:
            return Decoded(data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            pass
    return _recognised(data, first, charset or _label(data))


def utf16_without_mark(data: bytes) -> str | None:
    """Return the codec of UTF-16 that has no byte order mark, or None for anything else.

    Of the two bytes of most letters in Latin script, always the same one is zero, and hardly ever
    the other.
    """
    head = data[:_HEAD]
    zeros = head[::2].count(0), head[1::2].count(0)
    few, many = sorted(zeros)
    if len(data) % 2 or len(data) < _SHORTEST_UTF16 or many < _ZEROS * len(head) or few > many / 20:
        return None
    codec = "utf-16-be" if zeros[0] == many else "utf-16-le"
    text = _try(data, codec)
    return codec if text is not None and "\0" not in text else None


def declared_encoding(data: bytes) -> str | None:
    """Return Python's name of the encoding that a page declares; None if it is UTF-8 or unknown."""
    label = _label(data)
    return codec_for(label) if label else None


def _label(data: bytes) -> str | None:
    """Return the name of the encoding that a page declares, as it is written."""
    match = _DECLARED.search(data[:_HEAD])
    return (match["meta"] or match["xml"]).decode("ascii") if match else None


def codec_for(label: str) -> str | None:
    """Return the codec that reads what is labelled so; None for UTF-8 and for no text encoding."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError, TypeError, UnicodeError):
        return None
    return None if name.startswith(("utf", "unicode", "raw")) else _SUPERSETS.get(name, name)


def _recognised(data: bytes, first: UnicodeDecodeError | None, label: str | None) -> Decoded:
    """Decode by the likeliest encoding, which is not the one that it was declared as (``label``).

    For text in Latin script that is windows-1252, unless there is enough text outside ASCII to
    recognise another one that reads differently.
    """
    western = _try(data, "cp1252")
    outside = sum(byte > 0x7F for byte in data)
    latin = _is_latin(data)
    if latin and (surely := _sure_encoding(data, western, outside)) is not None:
        return _assumed(data.decode(surely), surely, label)
    guess = _guess(data)
    if guess is not None:
        text = _try(data, guess)
        if latin and western is not None and (guess not in _NAMES or text == western):
            return _assumed(western, "cp1252", label)
        if text is not None:
            return _assumed(text, guess, label)
    if latin and western is not None:
        return _assumed(western, "cp1252", label)
    raise UnreadableArticle(
        _why_not_utf8(data, first)
        if first
        else "is in an encoding that cannot be recognised; save it as UTF-8 text"
    )


def _is_latin(data: bytes) -> bool:
    """Return whether a text in an encoding of single bytes is mostly in Latin letters."""
    outside = sum(byte > 0x7F for byte in data)
    letters = sum(chr(byte).isalpha() for byte in data if byte < 0x80)
    return outside <= _LATIN_SHARE * (letters + outside)


def _sure_encoding(data: bytes, western: str | None, outside: int) -> str | None:
    """Return the encoding of a text in Latin script as far as its letters and words tell it."""
    if _is_mac(data, western):
        return _MAC
    if _is_dos(data, western):
        return _DOS
    if western is None or _IN_WORD.search(western):
        readings = ((name, _try(data, name)) for name in ("cp1250", "iso8859_2", "cp1254"))
        fitting = (name for name, text in readings if text and not _IN_WORD.search(text))
        return next(fitting, None)
    if outside < _EVIDENCE or is_english(western[:_SAMPLE], _LEAST):
        return "cp1252"
    central = _try(data, "cp1250")
    is_western = _has_language(western, _WESTERN)
    is_central = central is not None and _has_language(central, _CENTRAL)
    if is_western is is_central:
        return None
    return "cp1252" if is_western else "cp1250"


# The letters outside ASCII of languages that are written in windows-1252 and in windows-1250. Of
# Icelandic, they are Turkish ones in another encoding.
_WESTERN = (
    "àâæçèéêëîïôùûüÿœ áéíñóúüï àáâãçéêíóôõú äöüß àèéìíîòóùú áèéëïîóöúüêç åäöéüà æøåéòôóèêàü"
    " àèéíïòóúüç"
).split()
_CENTRAL = ("ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű čćđšž ăâîşţ ëç äöüß").split()


def _has_language(text: str, languages: Sequence[str]) -> bool:
    """Return whether one of the languages has all letters of a text that are not ASCII."""
    letters = {char for char in text.lower() if char > "\x7f" and char.isalpha()}
    return any(letters <= {*language} for language in languages)


def _is_mac(data: bytes, western: str | None) -> bool:
    """Return whether a text is that of old Macs: "MŸller" and "mayorÕs" in windows-1252.

    It has to be wrong in that, right in this, and in English unless a second opinion agrees.
    """
    if western is not None and not _has_misread(western):
        return False
    text = data.decode(_MAC)
    outside = {char for char in text if char > "\x7f"}
    known = all("À" <= char <= "ÿ" or char in "œŒŸı" for char in outside - _BESIDE_LETTERS)
    if not known or _has_misread(text):
        return False
    return is_english(text[:_SAMPLE], _LEAST) or _is_likeliest(data, _MAC)


def _is_dos(data: bytes, western: str | None) -> bool:
    """Return whether a text is that of DOS: impossible in windows-1252, right in this.

    Right is what has the letters of one language only: others are lines of tables in this one.
    """
    if western is not None and not _DOS_IN_WORD.search(western):
        return False
    text = data.decode(_DOS)
    outside = {char for char in text if char > "\x7f"} - _BESIDE_LETTERS
    letters = all(char.isalpha() for char in outside)
    return letters and not _has_misread(text) and _has_language(text, _WESTERN)


def _is_likeliest(data: bytes, encoding: str) -> bool:
    """Return whether an encoding has the fewest oddities and then the most usual letters."""
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    found = from_bytes(data, cp_isolation=[*_GUESSED, encoding])
    best = max(found, key=lambda each: (-each.chaos, each.coherence), default=None)
    return best is not None and best.encoding == encoding


def _has_misread(text: str) -> bool:
    return bool(_IN_WORD.search(text) or _CAPITAL_IN_WORD.search(text))


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    best = from_bytes(data, cp_isolation=_GUESSED).best()
    return None if best is None else str(best.encoding)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _assumed(text: str, encoding: str, label: str | None = None) -> Decoded:
    name = _NAMES.get(encoding, encoding)
    why = "it is not UTF-8 and declares no encoding"
    if label:
        utf8 = label.lower().startswith("utf")
        why = "it is not the" if utf8 else "it is neither UTF-8 nor the"
        why += f" {label[:40]} that it was declared to be"
    return Decoded(text, f"read as {name}, because {why}")


def _is_mixed(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether UTF-8 comes before and another encoding at the first error.

    Two letters of another encoding may be one of UTF-8 by chance. So this takes more of UTF-8 than
    of the other, or, in Latin script, a letter or sign of the languages that are written in it.
    """
    before = data[: error.start].decode("utf-8")
    if before.isascii():
        return False
    if _is_latin(data) and any("\x80" <= char < _RARE or char >= _SIGNS for char in before):
        return True
    valid, stray = 0, 0
    for match in _OUTSIDE.finditer(data):
        valid += len(match.group()) > 1
        stray += len(match.group()) == 1
    return valid > stray


_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MOST_STRAYS = 0.002  # of the bytes of a page


def _mixed(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Return a page in UTF-8 with a few bytes of something else, as browsers show it.

    These are often in an advertisement or a script, and not in the story. Raises UnreadableArticle
    if there are more of them, and for any other file.
    """
    text = data.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    if _PAGE.search(data, 0, _HEAD) is None or strays > max(1, _MOST_STRAYS * len(data)):
        raise UnreadableArticle(_why_not_utf8(data, error)) from None
    are = f"{strays} bytes are" if strays > 1 else "a byte is"
    return Decoded(text, f"{are} not UTF-8 and shown as \ufffd; if that matters, save it again")


def _why_not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    where = f"byte 0x{data[error.start]:02x} at byte offset {error.start}"
    line = data.count(b"\n", 0, error.start) + 1
    what = "mixes UTF-8 with another encoding" if _is_mixed(data, error) else "is not UTF-8"
    return f"{what} ({where}, line {line}); save it as UTF-8"
