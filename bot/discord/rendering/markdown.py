"""Text as Discord markdown: escaped, so that articles and people cannot add markup or mentions.

A backslash before a markup character makes it literal and is not displayed. One inside an address
keeps Discord from making a link or a preview of it.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.rendering.text import safe

_MARKUP = re.compile(r"[\\*_~|`<]|:(?=\w+:)|(?<=\])\(")
_LINE_START = re.compile(r"^([ \t]*)(#|-|>|\+|\d+(?=[.)]))", re.MULTILINE)
_MENTION = re.compile(r"@(?=everyone\b|here\b|[!&]?\d)", re.IGNORECASE)
_AT = "@\N{ZERO WIDTH SPACE}"
# Discord makes links of schemes wherever they begin ("seehttps://..."), and invitations of
# addresses without one.
_ADDRESS = re.compile(r"(?<=:)/(?=/)|(?<=\w)\.(?=[\w-]+/)")


def escaped(text: str) -> str:
    """Return Discord markdown that displays as ``text``. Line feeds stay.

    Addresses are shown, but they are no links: they come from articles and from people.
    """
    return escape_line_starts(_escape_inline(safe(text)))


def escape_line_starts(text: str) -> str:
    """Escape text that was split, so that no line starts a heading, a list or a quotation."""
    return _LINE_START.sub(_escaped_line_start, text)


def escaped_line(text: str) -> str:
    """Like ``escaped``, on one line with whitespace collapsed."""
    return escaped(" ".join(text.split()))


def has_address(text: str) -> bool:
    """Whether Discord might make a link of a part of the text, if it was not escaped."""
    return _ADDRESS.search(text) is not None


def as_code(text: str) -> str:
    """Return ``text`` as inline code on one line, for file names."""
    plain = " ".join(safe(text).split()).replace("`", "'") or " "
    return f"`{_MENTION.sub(_AT, plain)}`"


def date_stamp(day: dt.date) -> str:
    """Return a timestamp that Discord displays as a date in each reader's language.

    10:30 UTC falls on the same date from Honolulu to Auckland.
    """
    moment = dt.datetime.combine(day, dt.time(10, 30), dt.UTC)
    return f"<t:{int(moment.timestamp())}:D>"


def relative_stamp(moment: dt.datetime) -> str:
    """Return a timestamp that Discord displays as "in 20 seconds" and keeps up to date."""
    return f"<t:{int(moment.timestamp())}:R>"


def _escape_inline(text: str) -> str:
    text = _MENTION.sub(_AT, text)
    text = _MARKUP.sub(lambda found: f"\\{found[0]}", text)
    return _ADDRESS.sub(lambda found: f"\\{found[0]}", text)


def _escaped_line_start(found: re.Match[str]) -> str:
    spaces, sign = found.groups()
    if sign[0].isdigit():  # "1." starts a list; the character to escape is the full stop
        return f"{spaces}{sign}\\"
    return f"{spaces}\\{sign}"
