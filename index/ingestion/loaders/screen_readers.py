"""Leaves out what a page has for screen readers alone, or does not show: ", opens new tab"."""

from __future__ import annotations

import re

from index.ingestion.loaders.markup import TOKEN

_UNSEEN = re.compile(
    r"\sclass\s*=\s*(?:\"[^\"<>]{0,500}|'[^'<>]{0,500}|)(?<![\w-])"
    r"(?:sr-only|visually-?hidden|screen-reader-text)(?![\w-])"
    r"|\sstyle\s*=\s*[\"'][^\"'<>]{0,500}\bclip\s*:\s*rect\(|\shidden(?=[\s>])",
    re.IGNORECASE,
)
"""The classes of Bootstrap and WordPress, the style behind them, and the attribute of HTML."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LONGEST = 2_000
"""Characters of such an element with its markup; a longer one may be shown by a script."""
_MOST_WORDS = 60
_TEXT = re.compile(r"[^\s<>]")


def without_unseen(raw: str) -> str:
    """Write blanks for the text of short elements that no reader sees, without moving other text.

    In a sentence it would be quoted: "The report , opens new tab found".
    """
    parts, at = [], 0
    for mark in _UNSEEN.finditer(raw):
        start = raw.rfind("<", at, mark.start())
        tag = TOKEN.match(raw, start) if start >= 0 else None
        if tag is None or not tag["tag"] or not tag.start() < mark.start() < tag.end():
            continue
        end = _end(raw, tag)
        if end is None or len(TOKEN.sub(" ", raw[tag.end() : end]).split()) > _MOST_WORDS:
            continue
        parts += [raw[at : tag.end()], _blanked(raw[tag.end() : end])]
        at = end
    return "".join((*parts, raw[at:]))


def _end(raw: str, opening: re.Match[str]) -> int | None:
    """Return where the element's end tag begins, None if it is far, or there is none."""
    name, depth = opening["tag"].lower(), 1
    if name in _VOID or opening.group().endswith("/>"):
        return None
    for tag in TOKEN.finditer(raw, opening.end(), opening.end() + _LONGEST):
        if (tag["tag"] or "").lower() == name:
            depth += -1 if tag.group()[1] == "/" else 1
            if not depth:
                return tag.start()
    return None


def _blanked(inside: str) -> str:
    """Return markup with a blank for each character of its text, entities included."""
    parts, at = [], 0
    for token in TOKEN.finditer(inside):
        kept = token.group() if token.group()[0] == "<" else " " * len(token.group())
        parts += [_TEXT.sub(" ", inside[at : token.start()]), kept]
        at = token.end()
    return "".join((*parts, _TEXT.sub(" ", inside[at:])))
