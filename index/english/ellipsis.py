"""Sentences that leave out what stands in the one before: "Greer said he would not." """

from __future__ import annotations

import re

_LEFT_OUT = re.compile(
    r"\b(?:(?:would|will|did|does|do|had|has|have|was|were|is|are|could|can|should|may|might)"
    r"(?:\snot)?|(?:would|wo|did|does|do|had|has|have|was|were|is|are|could|ca|should)n['’]t)"
    r"\W{0,4}$",
    re.IGNORECASE,
)


def leaves_out_its_verb(text: str) -> bool:
    """Return whether a sentence ends with an auxiliary, whose verb stands in the one before."""
    return _LEFT_OUT.search(text) is not None
