"""Pages that a web archive saved: neither its toolbar nor the moment of the capture is theirs."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?P<year>(?:19|20)\d\d)\.?(?P<month>[01]\d)\.?(?P<day>[0-3]\d)-?"
    r"(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)/https?:"
)
_DECLARATION = re.compile(r"<(?:link|meta)\b[^<>]{0,1000}>", re.IGNORECASE)
_TOOLBAR = re.compile(
    r"<!--\s{0,9}(?P<edge>BEGIN|END) WAYBACK TOOLBAR INSERT\s{0,9}-->", re.IGNORECASE
)
_TOOLBAR_ELEMENT = re.compile(
    r"<div\b[^<>]{0,200}?\bid\s{0,3}=\s{0,3}[\"']?wm-ipp-base\b", re.IGNORECASE
)
_DIV = re.compile(r"<(?P<close>/?)div\b", re.IGNORECASE)


def without_toolbar(raw: str) -> str:
    """Blank out the toolbar that the Wayback Machine puts above a page, without moving anything.

    Comments stand around it, but some programs that save pages leave them out.
    """
    edges = {mark["edge"].upper(): mark for mark in _TOOLBAR.finditer(raw)}
    opened = _TOOLBAR_ELEMENT.search(raw)
    begin, end = opened.start() if opened else 0, _end_of_div(raw, opened.start()) if opened else 0
    if len(edges) > 1:
        begin, end = edges["BEGIN"].start(), edges["END"].end()
    return f"{raw[:begin]}{' ' * (end - begin)}{raw[end:]}" if begin < end else raw


def _end_of_div(raw: str, start: int) -> int:
    """Return where the ``<div>`` at ``start`` ends; 0 if it never does."""
    depth = 0
    for tag in _DIV.finditer(raw, start):
        depth += -1 if tag["close"] else 1
        if not depth:
            return raw.find(">", tag.end()) + 1
    return 0


def without_capture(raw: str) -> str:
    """Blank out the moment of a page's capture, without moving anything.

    The address that a page of a web archive declares has that moment before the address of the
    article ("/2025.11.10-143311/https://…", "/web/20251110143311/https://…"). Archives also write
    it into the metadata, as the day of publication, and above the page. Pages without such an
    address are returned as they are.
    """
    addresses = (_ADDRESS.search(tag.group()) for tag in _DECLARATION.finditer(raw))
    found = next(filter(None, addresses), None)
    if found is None:
        return raw
    day = f"{found['year']}-{found['month']}-{found['day']}"
    clock = f"{found['hour']}:{found['minute']}:{found['second']}"
    moment = re.compile(
        rf"\b{day}[T ]{clock}(?:\.\d{{1,9}})?(?:Z|[+-]\d\d:?\d\d)?"
        rf"|(?<=>)[^<>]{{0,60}}\b{found['year']}\s{clock}\b[^<>]{{0,20}}(?=<)"
    )
    return moment.sub(lambda told: " " * len(told.group()), raw)
