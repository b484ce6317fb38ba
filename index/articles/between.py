"""Whether two sentences of a file follow each other on the page that a reader sees."""

from __future__ import annotations

import re

MOST_MARKUP = 300
"""Characters of tags between two sentences; behind more of them the page is about to change."""

_TAG = re.compile(
    r"</?(?:p|div|br|a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"[*_]{0,3}\s+[*_]{0,3}")


def nothing_between(file: str, raw: str, start: int, end: int) -> bool:
    """Whether ``raw[start:end]`` shows nothing: white space, or markup of paragraphs and words.

    The suffix of ``file`` says what markup is. Comments, scripts, pictures, rules and lists are
    more than nothing: what stands around them need not belong together, and words may hide there.
    """
    gap = raw[start:end]
    if not gap.strip():
        return True
    name = file.lower()
    if name.endswith((".html", ".htm")):
        return len(gap) <= MOST_MARKUP and not _TAG.sub("", gap).replace("&nbsp;", "").strip()
    return name.endswith(".md") and _EMPHASIS.fullmatch(gap) is not None
