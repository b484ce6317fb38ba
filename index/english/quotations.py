"""Quotation marks in pairs, and quotations that go on from sentence to sentence.

Some modules decide on their own what is quoted, because each needs another answer: ``sentences``
asks only whether a quotation that began in a sentence has not ended yet. What they leave out
differs as well: of ``attribution`` all that double marks enclose, of ``events`` only closed
quotations, and of ``guardrails`` those in marks of every sort.
"""

from __future__ import annotations

import re


def has_unpaired_marks(text: str) -> bool:
    """Return whether a quotation begins or ends outside the text, by the numbers of its marks."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1


def leaves_quote_open(sentence: str, open_quote: bool) -> bool:
    """Return whether a quotation is open after this sentence."""
    german = False  # „so”: the mark that opens elsewhere closes
    for mark in re.findall(r"[„“”\"]", sentence):
        open_quote = mark == "„" or (mark == "“" and not german) or (mark == '"' and not open_quote)
        german = mark == "„"
    return open_quote


def closes_quote(sentence: str) -> bool:
    """Return whether a quotation that began before this sentence ends in it."""
    still_open = False
    for mark in re.findall(r"[“”\"]", sentence):
        if mark == "”" and not still_open:
            return True
        still_open = leaves_quote_open(mark, still_open)
    return False
