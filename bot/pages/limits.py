"""Discord's limits, and lengths as Discord counts them.

The client counts UTF-16 code units and the server characters; what fits by the first fits by
both, so that is what is counted here.
"""

from __future__ import annotations

MESSAGE = 2_000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBEDS_TOGETHER = 6_000
BUTTON_LABEL = 80
CUSTOM_ID = 100
CHOICES = 25
CHOICE = 100
MODAL_TITLE = 45
LABEL = 45


def length(text: str) -> int:
    """UTF-16 code units: most emoji count as two or more."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """``text`` with an ellipsis for its end where it is longer than ``most``; whole characters."""
    if length(text) <= most:
        return text
    room = most - 1
    used = 0
    for at, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > room:
            return text[:at].rstrip() + "…"
    return text
