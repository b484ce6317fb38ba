"""Notes that tell what an earlier version of an article said: nothing of that is true any more."""

from __future__ import annotations

import re

_ARTICLE = r"(?:this|the|our|an)\s(?:article|story|report|post|page)"
_EARLIER = re.compile(
    rf"\b(?:earlier|previous|original)\sversions?\sof\s{_ARTICLE}"
    rf"|\b{_ARTICLE}\s(?:has\s)?(?:originally|previously|initially|incorrectly|wrongly|mistakenly)"
    r"\s(?:said|stated|gave|reported|misstated|named|put|described|quoted|referred)\b",
    re.IGNORECASE,
)


def tells_of_an_earlier_version(text: str) -> bool:
    """Return whether a sentence says what an article said before it was corrected."""
    return _EARLIER.search(text) is not None
