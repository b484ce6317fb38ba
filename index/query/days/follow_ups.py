"""Days that a follow-up counts from the day talked about: "the day after", "two weeks later"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from index.english.calendar_words import SMALL
from index.models import TimeExpression, Turn, written_day
from index.query.days.asked import days_asked_about
from index.query.days.naming import NamedDays
from index.temporal.tagger import find_dates

_BACK = 3
"""Turns in which the day is looked for, the last ones."""
_NUMBERS = {"a": 1} | {word: number for word, number in SMALL.items() if 1 <= number <= 10}
_STEP = re.compile(
    r"\b(?P<when>(?:on|by|until|till|since|from|before) )?(?:"
    r"(?:the )?(?:very )?(?P<next>next|following|same|previous|preceding) day"
    r"|the day (?P<side>after|before)(?! yesterday\b| tomorrow\b)(?: that| this| it)?"
    r"|(?P<that>that(?: same| very)?) day"
    rf"|(?P<count>(?a:{'|'.join(_NUMBERS)})|\d{{1,5}}) (?P<unit>days?|weeks?) "
    r"(?P<way>later|afterwards?|after|earlier|before)(?: that| this)?"
    r")(?=\s*(?:$|[?.!,]|(?:in|at|on|by|from|with|about|to|did|was|were)\b))",
    re.IGNORECASE,
)


def with_days_resolved(text: str, day: dt.date | None) -> str:
    """Replace "the day after" and the like by a date, counted from ``day``.

    Nothing is replaced where the text names a day itself: it is then counted from that one.
    """
    if day is None or _names_a_day(_STEP.sub("", text)):
        return text

    def put(match: re.Match[str]) -> str:
        reached = _reached(match, day)
        if reached is None:
            return match.group()
        return f"{match['when'] or 'on '}{written_day(reached)}"

    return _STEP.sub(put, text)


def day_talked_about(
    history: Sequence[Turn], newest: dt.date | None = None, today: dt.date | None = None
) -> dt.date | None:
    """Return the day that the last turns (oldest first) are about: the last one that a question
    names, else the one that its answer tells of, else the day on which a cited article came out.

    Where nothing is cited, a day without a year is the one nearest to ``newest``; "yesterday" in a
    question is that of the reader, whose day is ``today``.
    """
    for turn in reversed(history[-_BACK:]):
        reference = max(turn.days, default=newest)
        named = _single(days_asked_about(turn.question, reference, today))
        named = named or _told(turn, newest)[:1]
        if named:
            return named[-1]
        if turn.days:
            return turn.days[0]
    return None


def _told(turn: Turn, newest: dt.date | None) -> list[dt.date]:
    """The days that the first statement tells of, as the article means them that it is from."""
    if not turn.statements:
        return []
    first = turn.statements[0]
    published = [c.published for c in turn.citations if c.number in first.numbers[:1]]
    reference = next(filter(None, published), newest)
    return [day for m in find_dates(first.text, reference) if (day := _day(m)) is not None]


def _single(named: Sequence[NamedDays]) -> list[dt.date]:
    return [day for days in named for m in days.expressions if (day := _day(m)) is not None]


def _day(found: TimeExpression) -> dt.date | None:
    return found.first if found.first == found.last else None


def _names_a_day(text: str) -> bool:
    return any(m.first is not None for m in find_dates(text, dt.date(2000, 1, 1)))


def _reached(match: re.Match[str], day: dt.date) -> dt.date | None:
    steps = 0
    if match["next"]:
        named = match["next"].lower()
        steps = {"next": 1, "following": 1, "same": 0}.get(named, -1)
    elif match["side"]:
        steps = 1 if match["side"].lower() == "after" else -1
    elif match["count"]:
        number = _NUMBERS.get(match["count"].lower()) or int(match["count"])
        steps = number * (7 if match["unit"].lower().startswith("week") else 1)
        if match["way"].lower() in {"earlier", "before"}:
            steps = -steps
    try:
        return day + dt.timedelta(days=steps)
    except OverflowError:
        return None
