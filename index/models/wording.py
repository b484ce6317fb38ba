"""Words that every part of the bot uses alike."""

from __future__ import annotations

import datetime as dt
import unicodedata

DOES_NOT_SAY = "The coverage does not say."
CLOSEST = "What comes closest:"
CLOSEST_ARTICLE = "Closest article:"
CAN_ASK = "You can ask:"
FORMATS = "text, Markdown, HTML, PDF, Word, e-mail, table, feed or JSON files"
"""What articles can be."""


def written_day(day: dt.date) -> str:
    """Format a day as answers show it: "26 October 2025"."""
    return f"{day.day} {day:%B %Y}"


def folded(text: str) -> str:
    """Return a text without its case, and with every accented letter as one character.

    Keyboards, file systems and publishers write "é" in two ways that look the same.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def count(number: int, noun: str) -> str:
    """Return "1 article", "2 articles" or "1,461 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shortened(text: str, most: int) -> str:
    """Return at most ``most`` characters of a text; what is cut off ends with "…"."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
