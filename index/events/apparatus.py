"""What stands beside the story in its running text: comment forms, credits, captions, date lines.

Articles that come as one stretch of text have it between their sentences, where no line and no
markup sets it apart.

Each pattern has words, or an ending, without which it cannot match: few sentences have them, and
to look for them takes a tenth of the time.
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
_APPARATUS_WORDS = (
    "report abuse",
    "posted by",
    "a version",
    "this article was",
    "views expressed",
    "photo credit",
    "all rights",
    "watch the next",
)
_PREPOSED = r"(?<!\bon )(?<!\bof )(?<!\bby )(?<!\bin )(?<!\bto )(?<!\bfor )(?<!\bfrom )(?<!since )"
# "A worker ties a boom in Gulf Shores, June 24, 2010."
_DATED_END = re.compile(
    rf"(?:,\s*(?:\w+day\s*,?\s*)?|\s){_PREPOSED}(?:{_MONTHS}\s\d{{1,2}}|\d{{1,2}}\s{_MONTHS})"
    r"\s?,?\s\d{4}\s*[.)]?$"
)
# "AP June 17: The head of the company testifies."
_AGENCY_DAY = re.compile(
    rf"\W*(?:AP|AFP|EPA|REUTERS|Reuters|Getty Images)\s+{_MONTHS}\s\d{{1,2}}[^:]{{0,8}}:"
)
_PICTURE = re.compile(
    r"\b[Ii]n this (?:\w+\s)?(?:image|photo|photograph|picture|frame)\b"
    r"|\b[Ff]ile (?:photo|image)\b"
    r"|(?:-LRB-|\()\s?(?:left|right|L|R|top|bottom|centre|center)\s?(?:-RRB-|\))"
    r"|\b(?:is|are)\s(?:seen|shown|pictured)\b"
)
_PICTURE_WORDS = ("photo", "image", "picture", "frame", "(", "-LRB-", "seen", "shown")
_HOUR_LIKE = re.compile(r"\d[:.]\d\d")
_HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?|[AP]M|GMT|BST|E[SD]T|IST|ET|CET)\b")
_AGENCY = re.compile(r".{0,100}?(?:-LRB-|\()\s?(?:Reuters|AP|AFP|REUTERS)\s?(?:-RRB-|\))\s?[-–—]")


def is_apparatus(text: str) -> bool:
    """Whether a sentence belongs to the page and not to the story."""
    low = text.lower()
    return any(map(low.__contains__, _APPARATUS_WORDS)) and _APPARATUS.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a sentence is worded as what stands under a picture."""
    if text.rstrip(".)").rstrip()[-1:].isdigit() and _DATED_END.search(text):
        return True
    if any(map(text.__contains__, _PICTURE_WORDS)) and _PICTURE.search(text):
        return True
    return _AGENCY_DAY.match(text) is not None


def has_date_line(text: str) -> bool:
    """Whether a line with place, day and hour runs into the sentence."""
    if _HOUR_LIKE.search(text) and _HOUR.search(text):
        return True
    return ("-LRB-" in text or "(" in text) and _AGENCY.match(text) is not None
