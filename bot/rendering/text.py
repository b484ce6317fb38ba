"""Text helpers, and text of articles made safe to print.

A terminal acts on control characters (colours, cursor movement, the window title, sometimes even
typed input), and characters that change the writing direction can make a line read as another
one. Articles come from anywhere, so none of these may get through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from index.models import Citation, Event, PublishedFrom, written_day

PUBLISHED_FROM: Mapping[PublishedFrom, str] = {
    "front matter": "from its front matter",
    "date line": "from its date line",
    "metadata": "from its metadata",
    "text": "from dates in its text",
    "file name": "from its file name",
}
"""How the day on which an article was published is known."""
PROBLEMS = {
    "quote": "a quote does not say that",
    "date": "a date is wrong",
    "source": "a source does not match",
    "missing": "something is missing",
    "other": "something else",
}
"""What people can say is wrong with an answer."""

# C0 except tab and line feed, DEL, C1, direction embeddings, overrides and isolates,
# line and paragraph separators, and lone surrogates.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
# Whole sequences come first, so that their printable characters are removed as well.
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC and other strings: titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"  # CSI as one character
    f"|{_UNSAFE}"
)
DOUBT = "I'm not sure that this is what you are looking for."
"""Shown with an answer that is more likely wrong than right."""
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Return ``text`` without control characters and sequences; tabs and line feeds stay."""
    return _SEQUENCE.sub(
        lambda found: "" if len(found[0]) > 1 else "\N{REPLACEMENT CHARACTER}",
        text.replace("\r\n", "\n"),
    )


def without_controls(text: str) -> str:
    """Return what a person wrote, safe like ``safe`` makes it, with spaces for what is no text."""
    return safe(text).replace("\N{REPLACEMENT CHARACTER}", " ")


def on_one_line(text: str) -> str:
    """Return safe text on one line, with runs of whitespace collapsed to single spaces."""
    return safe(" ".join(text.split()))


def in_lines(text: str) -> str:
    """Return text without empty lines, with runs of other whitespace as single spaces."""
    return "\n".join(line for each in text.splitlines() if (line := " ".join(each.split())))


def json_line(document: object) -> str:
    """Return ``document`` as one line of JSON that is safe to print.

    It parses back to exactly ``document``. Letters of every script stay as they are; only
    characters that a terminal would act on are escaped.
    """
    line = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def also_in(citation: Citation, most: int = 4) -> str:
    """``also in AFP, The Echo and 2 more``: who else printed the same; "" if nobody did."""
    names = [on_one_line(name) for name in citation.also_in]
    if not names:
        return ""
    more = len(names) - most
    named = ", ".join(names[:most])
    return f"also in {named} and {more:,} more" if more > 0 else f"also in {named}"


def printed_in(events: Iterable[Event]) -> int:
    """Return how many articles print these events, near copies included."""
    return len({each.file for event in events for c in event.citations for each in c.printed})


def also_in_each(quotes: Sequence[Citation]) -> list[str]:
    """Return who else printed the quotes of an article, by number where that differs."""
    printed = {citation.number: also_in(citation) for citation in quotes}
    if len(set(printed.values())) == 1:
        return [also for also in list(printed.values())[:1] if also]
    return [f"[{number}] {also}" for number, also in printed.items() if also]


def markers(quotes: Iterable[Citation]) -> str:
    """``[1] [3]``: the numbers of quotes."""
    return " ".join(f"[{citation.number}]" for citation in quotes)


def pages(quotes: Iterable[Citation]) -> str:
    """``page 3``, or ``pages 3, 5``; "" if the article has no pages."""
    found = sorted({citation.page for citation in quotes if citation.page is not None})
    return f"page{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}" if found else ""


def as_it_was(citation: Citation) -> str:
    """``as it was until 3 March 2026``: of an older version of a page; "" of what stands."""
    return f"as it was until {written_day(citation.until)}" if citation.until else ""


def capitalized(text: str) -> str:
    """``text`` with its first letter in upper case and the rest unchanged."""
    return text[:1].upper() + text[1:]
