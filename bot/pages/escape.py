"""Text of articles and people, so that Discord shows it as it is: no markup, no mention, no link.

A backslash before a sign of markup makes it a plain one and is not shown itself. Addresses stay
whole, in angle brackets, which keeps Discord from unfolding what they lead to.
"""

from __future__ import annotations

import re

from bot.terminal.text import safe

_SIGNS = re.compile(r"[\\*_~|`<]|:(?=\w+:)|(?<=\])\(")
_LINE_START = re.compile(r"^([ \t]*)(#|-|>|\+|\d+(?=[.)]))", re.MULTILINE)
_EVERYBODY = re.compile(r"@(?=everyone\b|here\b|[!&]?\d)", re.IGNORECASE)
_AT = "@\N{ZERO WIDTH SPACE}"
_ADDRESS = re.compile(r"\b(?:https?|ftp|discord|steam)://[^\s<>]+", re.IGNORECASE)
_ADDRESS_END = ".,;:!?'\"”’)]}*_~|`"


def escaped(text: str) -> str:
    """``text`` as Discord markdown that reads as ``text``. Line feeds stay."""
    text = safe(text)
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_ADDRESS_END)
        parts += [_plain(text[end : found.start()]), f"<{address}>"]
        end = found.start() + len(address)
    parts.append(_plain(text[end:]))
    return line_starts_escaped("".join(parts))


def line_starts_escaped(text: str) -> str:
    """Escaped text that was cut, so that no line of it begins a heading, a list or a quotation."""
    return _LINE_START.sub(_at_line_start, text)


def escaped_line(text: str) -> str:
    """``escaped`` on one line, white space folded."""
    return escaped(" ".join(text.split()))


def as_code(text: str) -> str:
    """``text`` in the typeface of code, on one line; for names of files."""
    plain = " ".join(safe(text).split()).replace("`", "'") or " "
    return f"`{_EVERYBODY.sub(_AT, plain)}`"


def _plain(text: str) -> str:
    text = _EVERYBODY.sub(_AT, text)
    return _SIGNS.sub(lambda found: f"\\{found[0]}", text)


def _at_line_start(found: re.Match[str]) -> str:
    blanks, sign = found.groups()
    if sign[0].isdigit():  # "1." begins a list; the sign to escape is the full stop
        return f"{blanks}{sign}\\"
    return f"{blanks}\\{sign}"
