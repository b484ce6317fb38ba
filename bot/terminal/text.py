"""Text of articles made safe for a terminal.

A terminal acts on control characters (colours, the cursor, the window's title, some even on
typed input), and marks that turn the writing direction can make a line read as another one.
Articles come from anywhere, so none of these reach the terminal.
"""

from __future__ import annotations

import json
import re

# C0 but tab and line feed, DEL, C1, direction embeddings, overrides and isolates,
# line and paragraph separators, and halves of surrogate pairs.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
# Whole sequences first, so that their letters do not stay behind as rubbish.
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC and other strings: titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"  # CSI as one character
    f"|{_UNSAFE}"
)
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """``text`` without anything that a terminal would act on; tabs and line feeds stay."""
    return _SEQUENCE.sub(
        lambda found: "" if len(found[0]) > 1 else "\N{REPLACEMENT CHARACTER}",
        text.replace("\r\n", "\n"),
    )


def on_one_line(text: str) -> str:
    """Safe text with every run of white space folded to one blank."""
    return safe(" ".join(text.split()))


def json_line(document: object) -> str:
    """One line of JSON that reads back as exactly ``document`` and is safe to print.

    Letters of all languages stay as they are; only what a terminal would act on is escaped.
    """
    line = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
