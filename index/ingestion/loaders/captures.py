"""Pages that a web archive saved: the moment of the capture is no day of the article."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?P<year>(?:19|20)\d\d)\.?(?P<month>[01]\d)\.?(?P<day>[0-3]\d)-?"
    r"(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)/https?:"
)
_DECLARATION = re.compile(r"<(?:link|meta)\b[^<>]{0,1000}>", re.IGNORECASE)


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
