"""Turns what people write into questions, dates and scopes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.discord.errors import UserError
from bot.discord.rendering.limits import cut
from bot.discord.rendering.markdown import escaped_line
from bot.names import find_outlet, like, outlets_of
from bot.rendering.text import in_lines, without_controls
from index.models import MAX_QUESTION, ArticleSummary, Scope
from index.query.days.naming import lacks_year
from index.temporal.tagger import find_dates

_NUMERIC = re.compile(r"([12]\d{3})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_WORD_START = re.compile(r"(?<![\w'’])[a-z]")
_ID = r"\d{1,20}"  # as long as the greatest of 64 bits: int() refuses thousands of digits
_MARKUP = re.compile(rf"<(?:(@!?|@&|#)({_ID})|a?:(\w+):{_ID}|/([\w -]+):{_ID}|t:({_ID})(?::\w)?)>")
_MAX_OUTLETS = 20
MAX_TOPIC = 300
"""How many characters the topic of a timeline or a briefing may have."""


def clean_question(text: str) -> str:
    """Return the question without control characters and empty lines.

    Raises UserError if it is empty or too long.
    """
    text = in_lines(without_controls(text))
    if not any(character.isalnum() for character in text):
        raise UserError("Please ask me a question about the articles.")
    if len(text) > MAX_QUESTION:
        raise UserError(
            f"Your question has {len(text):,} characters. Please shorten it to {MAX_QUESTION:,} "
            "or fewer."
        )
    return text


def plain_text(text: str, channels: Mapping[int, str]) -> str:
    """Return a message as people see it, without the people, roles and emoji in it.

    Channels become their names, and timestamps become dates. Lines stay, without empty ones.
    """

    def replace(found: re.Match[str]) -> str:
        if found[2]:
            return channels.get(int(found[2]), "")
        if found[5]:
            return dt.datetime.fromtimestamp(min(int(found[5]), 2**33), dt.UTC).strftime("%Y-%m-%d")
        return f"/{found[4]}" if found[4] else ""

    return in_lines(_MARKUP.sub(replace, text))


def question_of(interaction: discord.Interaction[Any], text: str) -> str:
    """Return what somebody typed into a command or modal as a question. Raises UserError.

    Names of channels are only shown to who can see these.
    """
    person, guild = interaction.user, interaction.guild
    seen: Mapping[int, str] = {}
    if guild is not None and isinstance(person, discord.Member) and "<#" in text:
        channels = guild.channels
        seen = {
            each.id: each.name for each in channels if each.permissions_for(person).view_channel
        }
    return clean_question(plain_text(text, seen))


def parse_day(
    text: str | None,
    option: str,
    today: dt.date,
    newest: dt.date | None = None,
    *,
    last: bool = False,
) -> dt.date | None:
    """Parse a date like "2025-10-22", "nov 1" or "yesterday". Raises UserError.

    For a longer period like "October" or "2025-10", return its first day, or its last with
    ``last``. A month or a day of one without its year is the one nearest to the ``newest`` article.
    """
    text = " ".join((text or "").split())
    if not text:
        return None
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        period = _numeric_period(numeric)
    else:
        written = cut(text, 100)
        period = _written_period(written, newest if newest and lacks_year(written) else today)
    if period is not None:
        return period[1] if last else period[0]
    raise UserError(
        f"I don't understand the date “{escaped_line(cut(text, 60))}” in `{option}`. Write it like "
        "2025-10-22, 22 October or October 2025."
    )


def _numeric_period(found: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of "2025-10-22", "2025/10/22" or "2025-10"."""
    year, month, day = int(found[1]), int(found[3]), int(found[4] or 1)
    try:
        first = dt.date(year, month, day)
    except ValueError:
        return None
    return first, first if found[4] else first.replace(day=calendar.monthrange(year, month)[1])


def _written_period(text: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of an expression of English, in capitals or not.

    A month alone is the last one that has begun.
    """
    capitals = _WORD_START.sub(lambda found: found[0].upper(), text.lower())
    with_years = [f"{capitals} {year}" for year in (today.year, today.year - 1)]
    for written in (text, text.lower(), capitals, *with_years):
        for found in find_dates(written, today):
            if found.text != written or found.first is None or found.last is None:
                continue
            if written not in with_years or found.first <= today:
                return found.first, found.last
    return None


def parse_scope(  # noqa: PLR0913  # the options of a command, and what their dates mean
    since: str | None,
    until: str | None,
    outlet: str | None,
    articles: Sequence[ArticleSummary],
    today: dt.date,
    *,
    newest: dt.date | None = None,
) -> Scope:
    """Return the scope, with the outlet spelled as in the articles. Raises UserError.

    ``newest`` is the newest publication date; see ``parse_day``.
    """
    first = parse_day(since, "since", today, newest)
    last = parse_day(until, "until", today, newest, last=True)
    if first and last and first > last:
        raise UserError(f"`since` ({first}) is after `until` ({last}). Please swap the two dates.")
    return Scope(first, last, _find_outlet(outlet, articles))


def _find_outlet(wanted: str | None, articles: Sequence[ArticleSummary]) -> str | None:
    if wanted is None or not wanted.strip():
        return None
    outlets = outlets_of(articles)
    if (outlet := find_outlet(wanted, outlets)) is not None:
        return outlet
    outlets = like(wanted, outlets) or outlets
    names = ", ".join(outlets[:_MAX_OUTLETS])
    names += " and others" if len(outlets) > _MAX_OUTLETS else ""
    known = f"Choose one of: {escaped_line(cut(names, 800))}" if outlets else "No article names one"
    raise UserError(f"No article is from the outlet “{escaped_line(cut(wanted, 60))}”. {known}.")
