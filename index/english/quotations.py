"""Quotation marks in pairs.

Some modules decide on their own what is quoted, because each needs another answer. ``attribution``
follows quotations from sentence to sentence, in the order of their marks; ``sentences`` asks only
whether one that began in a sentence has not ended yet. What they leave out differs as well: of
``attribution`` all that double marks enclose, of ``events`` only closed quotations, and of
``guardrails`` those in marks of every sort.
"""

from __future__ import annotations


def has_unpaired_marks(text: str) -> bool:
    """Return whether a quotation begins or ends outside the text, by the numbers of its marks."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1
