"""The buttons below a timeline: Previous, Next and Download."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.discord.api import NO_MENTIONS, defer
from bot.discord.rendering.limits import CUSTOM_ID
from bot.discord.rendering.timelines import TimelineQuery
from bot.discord.services import Interaction
from bot.discord.views.base import Button, PersistentButton, load_text, store_text
from bot.rendering.csv_table import timeline_csv
from index.storage.archive.archive import Archive

_QUERY = r"(?P<since>\d{8})?:(?P<until>\d{8})?:(?P<topic>(?s:.*))"


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A timeline query as part of a ``custom_id``; ``topic`` is from ``store_text``."""

    since: str
    until: str
    topic: str

    def __str__(self) -> str:
        return f"{self.since}:{self.until}:{self.topic}"

    @classmethod
    async def store(cls, query: TimelineQuery, archive: Archive, now: dt.datetime) -> Self:
        """Encode a query; a long topic is saved in the archive."""
        since, until = _digits(query.since), _digits(query.until)
        room = CUSTOM_ID - len(f"timeline:999999:{since}:{until}:")
        topic = await store_text(archive, query.topic, room, now) if query.topic else ""
        return cls(since, until, topic)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["since"] or "", match["until"] or "", match["topic"])

    async def load(self, archive: Archive) -> TimelineQuery:
        """Decode the query. Raises UserError if the archive has lost the topic."""
        topic = await load_text(archive, self.topic) if self.topic else None
        return TimelineQuery(topic, _day(self.since), _day(self.until))


class TimelinePageButton(PersistentButton, template=rf"timeline:(?P<page>\d+):{_QUERY}"):
    """Replaces the message with another page of the timeline."""

    def __init__(
        self, query: StoredQuery, page: int, label: str = "", *, enabled: bool = True
    ) -> None:
        super().__init__(
            Button(label=label, custom_id=f"timeline:{page}:{query}", disabled=not enabled)
        )
        self._query, self._page = query, page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(StoredQuery.from_match(match), int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, thinking=False)
        client = interaction.client
        query = await self._query.load(client.services.archive)
        pages = await client.timelines.pages(query)
        page = min(self._page, len(pages))  # there may be fewer pages than before
        view = timeline_buttons(self._query, page, len(pages))
        await interaction.edit_original_response(
            content=pages[page - 1], view=view, allowed_mentions=NO_MENTIONS
        )


class DownloadButton(PersistentButton, template=rf"timeline:csv:{_QUERY}"):
    """Sends the whole timeline as a CSV file, only to the person who pressed it."""

    def __init__(self, query: StoredQuery) -> None:
        super().__init__(Button(label="Download", emoji="📄", custom_id=f"timeline:csv:{query}"))
        self._query = query

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(StoredQuery.from_match(match))

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, private=True)
        client = interaction.client
        query = await self._query.load(client.services.archive)
        table = timeline_csv(await client.timelines.events(query))
        data = table.encode("utf-8", "backslashreplace")
        file = discord.File(io.BytesIO(data), "timeline.csv")
        await interaction.followup.send(file=file, ephemeral=True)


def timeline_buttons(query: StoredQuery, page: int, pages: int) -> discord.ui.View:
    """Return the buttons below page ``page`` (from 1) of ``pages``."""
    view = discord.ui.View(timeout=None)
    view.add_item(TimelinePageButton(query, max(page - 1, 0), "Previous", enabled=page > 1))
    view.add_item(TimelinePageButton(query, page + 1, "Next", enabled=page < pages))
    view.add_item(DownloadButton(query))
    return view


def _digits(day: dt.date | None) -> str:
    return day.isoformat().replace("-", "") if day else ""


def _day(digits: str) -> dt.date | None:
    return dt.date.fromisoformat(digits) if digits else None


BUTTONS = (TimelinePageButton, DownloadButton)
