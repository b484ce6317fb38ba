"""Days in a follow-up: "the day after" is counted from the day that was spoken of."""

from __future__ import annotations

import datetime as dt
import re

from index.dates import find_dates

_ONES = {
    word: number
    for number, word in enumerate(
        "a one two three four five six seven eight nine ten".split(), start=0
    )
    if number
} | {"a": 1}
_STEP = re.compile(
    r"\b(?:on |by )?(?:"
    r"(?:the )?(?:very )?(?P<next>next|following|same|previous|preceding) day"
    r"|the day (?P<side>after|before)(?! yesterday\b| tomorrow\b)(?: that| this| it)?"
    r"|(?P<that>that(?: same| very)?) day"
    rf"|(?P<count>{'|'.join(_ONES)}|\d+) (?P<unit>days?|weeks?) "
    r"(?P<way>later|afterwards?|after|earlier|before)(?: that| this)?"
    r")(?=\s*(?:$|[?.!,]|(?:in|at|on|by|from|with|about|to|as|did|was|were)\b))",
    re.IGNORECASE,
)
_WITH_PREPOSITION = r"(?:\b(?:on|in|during|at|of|by|since|until)\s+)?"


def worded(day: dt.date) -> str:
    """A day as the bot writes it."""
    return f"{day.day} {day:%B %Y}"


def counted(text: str, day: dt.date | None) -> str:
    """The text with "the day after" and the like as a date, counted from ``day``."""
    if day is None or _names_one(_STEP.sub("", text)):
        return text

    def put(match: re.Match[str]) -> str:
        reached = _reached(match, day)
        return match.group() if reached is None else f"on {worded(reached)}"

    return _STEP.sub(put, text)


def _names_one(text: str) -> bool:
    """Whether a day is named in a text: "the day after" is then counted from that one."""
    return any(m.first is not None for m in find_dates(text, dt.date(2000, 1, 1)))


def _reached(match: re.Match[str], day: dt.date) -> dt.date | None:
    steps = 0
    if match["next"]:
        named = match["next"].lower()
        steps = {"next": 1, "following": 1, "same": 0}.get(named, -1)
    elif match["side"]:
        steps = 1 if match["side"].lower() == "after" else -1
    elif match["count"]:
        number = _ONES.get(match["count"].lower()) or int(match["count"])
        steps = number * (7 if match["unit"].lower().startswith("week") else 1)
        if match["way"].lower() in {"earlier", "before"}:
            steps = -steps
    try:
        return day + dt.timedelta(days=steps)
    except OverflowError:
        return None


def is_day(text: str) -> bool:
    """Whether a phrase is a day, month or year and nothing else: "on October 25"."""
    bare = re.sub(rf"^{_WITH_PREPOSITION}", "", text.strip(), flags=re.IGNORECASE)
    found = find_dates(bare, dt.date(2000, 1, 1))
    return len(found) == 1 and found[0].start <= 4 and found[0].end == len(bare)


def with_day(question: str, phrase: str) -> str:
    """The question with another day in the place of its own, or with one at its end."""
    if not re.match(
        r"(?:on|in|during|at|since|until|by|yesterday|today|last|this)\b", phrase.lower()
    ):
        phrase = f"on {phrase}" if re.search(r"\d{1,2}\b(?!\d)|day\b", phrase) else f"in {phrase}"
    own = [m for m in find_dates(question, dt.date(2000, 1, 1)) if m.kind in {"DATE", "TIME"}]
    if not own:
        return f"{question.rstrip(' ?!.')} {phrase}?"
    start, end = own[0].start, own[-1].end
    before = re.sub(rf"{_WITH_PREPOSITION}$", "", question[:start], flags=re.IGNORECASE)
    return f"{before}{phrase}{question[end:]}"
