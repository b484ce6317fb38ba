"""Comments that Google Docs writes into the text of a document: marks like "[a]", and a list.

The list stands at the end of the text, one comment a line, in the order of the marks.
"""

from __future__ import annotations

import re
import string

from index.ingestion.source_text import Traced, verbatim, without

_LETTERS = string.ascii_lowercase
_MARKS = (*_LETTERS, *(one + other for one in _LETTERS for other in _LETTERS))
_COMMENT = re.compile(r"\[(?P<mark>[a-z]{1,2})\](?=\S)")
_IN_TEXT = re.compile(r"\[(?P<mark>[a-z]{1,2})\]")


def without_comments(raw: str, begin: int = 0) -> Traced:
    """Return a text from ``begin`` on without comments on it and their marks, if it has any."""
    end, marks = _listed(raw)
    own = [each for each in _IN_TEXT.finditer(raw, begin, end) if each["mark"] in marks]
    text = verbatim(raw, begin, len(raw))
    if not marks or {each["mark"] for each in own} != marks:
        return text
    cuts = [*(each.span() for each in own), (end, len(raw))]
    return without(text, [(start - begin, behind - begin) for start, behind in cuts])


def _listed(raw: str) -> tuple[int, set[str]]:
    """Return where the list of comments at the end begins, and its marks; none if it has gaps."""
    begin = at = len(raw)
    marks: list[str] = []
    while at > 0 and len(marks) <= len(_MARKS):
        start = raw.rfind("\n", 0, at - 1) + 1 if at > 1 else 0
        if comment := _COMMENT.match(raw, start, at):
            begin = start
            marks.append(comment["mark"])
        elif raw[start:at].strip():
            break
        at = start
    return (begin, set(marks)) if tuple(marks[::-1]) == _MARKS[: len(marks)] else (len(raw), set())
