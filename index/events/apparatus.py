"""What stands beside the story in its running text: comment forms, credits, captions, date lines.

Articles that come as one stretch of text have it between their sentences, where no line and no
markup sets it apart.
"""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_APPARATUS = re.compile(
    r"\bReport abuse\b|\bPosted by\s?:|\bA version (?:of this article )?appeared (?:on|in)\b|"
    r"\bThis article was (?:amended|corrected|updated)\b|\bViews expressed in the comments\b|"
    r"\bPhoto credits?\s?:|\bAll rights reserved\b|\bWatch the next program\b",
    re.IGNORECASE,
)
_PREPOSED = r"(?<!\bon )(?<!\bof )(?<!\bby )(?<!\bin )(?<!\bto )(?<!\bfor )(?<!\bfrom )(?<!since )"
_CAPTION = re.compile(
    # "A worker ties a boom in Gulf Shores, June 24, 2010."
    rf"(?:,\s*(?:\w+day\s*,?\s*)?|\s){_PREPOSED}(?:{_MONTHS}\s\d{{1,2}}|\d{{1,2}}\s{_MONTHS})"
    r"\s?,?\s\d{4}\s*[.)]?$"
    # "AP June 17: The head of the company testifies."
    rf"|^\W*(?:AP|AFP|EPA|REUTERS|Reuters|Getty Images)\s+{_MONTHS}\s\d{{1,2}}[^:]{{0,8}}:"
    r"|\b[Ii]n this (?:\w+\s)?(?:image|photo|photograph|picture|frame)\b"
    r"|\b[Ff]ile (?:photo|image)\b"
    r"|(?:-LRB-|\()\s?(?:left|right|L|R|top|bottom|centre|center)\s?(?:-RRB-|\))"
    r"|\b(?:is|are)\s(?:seen|shown|pictured)\b"
)
_DATE_LINE = re.compile(
    r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?|[AP]M|GMT|BST|E[SD]T|IST|ET|CET)\b"
    r"|^.{0,100}?(?:-LRB-|\()\s?(?:Reuters|AP|AFP|REUTERS)\s?(?:-RRB-|\))\s?[-–—]"
)


def is_apparatus(text: str) -> bool:
    """Whether a sentence belongs to the page and not to the story."""
    return _APPARATUS.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a sentence is worded as what stands under a picture."""
    return _CAPTION.search(text) is not None


def has_date_line(text: str) -> bool:
    """Whether a line with place, day and hour runs into the sentence."""
    return _DATE_LINE.search(text) is not None
