"""What a person wrote as a question that can be asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from bot.pages.errors import Refused
from bot.pages.escape import escaped_line
from bot.pages.limits import cut
from bot.terminal.text import safe
from index.models import ArticleSummary, Scope
from index.temporal.tagger import find_dates

MOST = 2_000
_CODE = re.compile(r"<(?:(@!?|@&|#)(\d+)|a?:(\w+):\d+|/([\w -]+):\d+|t:(\d+)(?::\w)?)>")
_SHOWN = 20


def question_of(text: str) -> str:
    """One line without control characters. Raises Refused where it is empty or too long."""
    text = " ".join(safe(text).replace("\N{REPLACEMENT CHARACTER}", " ").split())
    if not any(character.isalnum() for character in text):
        raise Refused("Ask me a question about the articles, in words.")
    if len(text) > MOST:
        raise Refused(
            f"Your question has {len(text):,} characters; shorten it to {MOST:,} at most."
        )
    return text


def readable(text: str, names: Mapping[int, str], me: int) -> str:
    """A message as it is read: mentions as names, the bot's own left out, emoji as their names."""

    def name(found: re.Match[str]) -> str:
        if found[2]:
            number = int(found[2])
            return "" if number == me else names.get(number, "")
        if found[5]:
            return dt.datetime.fromtimestamp(min(int(found[5]), 2**33), dt.UTC).strftime("%Y-%m-%d")
        return found[3] or f"/{found[4]}"

    return " ".join(_CODE.sub(name, text).split())


def day_of(text: str | None, name: str, today: dt.date, *, last: bool = False) -> dt.date | None:
    """A day as people write it: 2025-10-22, 22 October, yesterday. Raises Refused.

    Of a longer time like "October" it is the first day, or with ``last`` the last.
    """
    text = (text or "").strip()
    if not text:
        return None
    for found in find_dates(cut(text, 100), today):
        day = found.last if last else found.first
        if day is not None and found.text == text:  # of "2025-10" it would be the year
            return day
    raise Refused(
        f"I cannot read “{escaped_line(cut(text, 60))}” in `{name}` as a day; write it like "
        "2025-10-22 or 22 October 2025."
    )


def scope_of(
    since: str | None,
    until: str | None,
    outlet: str | None,
    articles: Sequence[ArticleSummary],
    today: dt.date,
) -> Scope:
    """What a question is narrowed to, with the outlet as the articles write it. Raises Refused."""
    first, final = day_of(since, "since", today), day_of(until, "until", today, last=True)
    if first and final and first > final:
        raise Refused(f"`since` ({first}) is after `until` ({final}); swap the two.")
    return Scope(first, final, _outlet(outlet, articles))


def outlets_of(articles: Sequence[ArticleSummary]) -> list[str]:
    """The outlets of the articles, in the order of the alphabet."""
    return sorted({a.outlet for a in articles if a.outlet}, key=str.casefold)


def _outlet(wanted: str | None, articles: Sequence[ArticleSummary]) -> str | None:
    if wanted is None or not wanted.strip():
        return None
    outlets = outlets_of(articles)
    for outlet in outlets:
        if outlet.casefold() == wanted.strip().casefold():
            return outlet
    there = ", ".join(outlets[:_SHOWN]) + (" and others" if len(outlets) > _SHOWN else "")
    listed = f"there are: {escaped_line(cut(there, 800))}" if outlets else "no article names one"
    raise Refused(f"No article is of an outlet “{escaped_line(cut(wanted, 60))}”; {listed}.")
