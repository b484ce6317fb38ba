"""Notes that tell what an earlier version of an article said: nothing of that is true any more."""

from __future__ import annotations

import re

_ARTICLE = r"(?:this|the|our|an)\s(?:article|story|report|post|page)"
_SAID = r"(?:said|stated|gave|reported|misstated|named|put|described|quoted|referred|claimed)\b"
_EARLIER = re.compile(
    rf"\b(?:earlier|previous|original)\sversions?\sof\s{_ARTICLE}"
    rf"|\b{_ARTICLE}\s(?:has\s)?(?:originally|previously|initially|incorrectly|wrongly|mistakenly)"
    rf"\s{_SAID}"
    # a note that is called one: "Correction: An article in Tuesday's edition said that ..."
    r"|^\W{0,9}(?:corrections?|clarifications?|editor['’]s\snote)"
    r"(?:\s\([^()\n]{1,40}\))?\s?[:.–—-][^\n.]{0,60}?"
    r"\b(?:article|story|report|post|page|headline|caption|edition|version)\b[^\n.]{0,100}?"
    rf"\b{_SAID}",
    re.IGNORECASE,
)


def tells_of_an_earlier_version(text: str) -> bool:
    """Return whether a sentence says what an article said before it was corrected."""
    return _EARLIER.search(text) is not None
