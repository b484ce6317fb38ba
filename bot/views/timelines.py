"""Below a timeline: Previous, Next, Download. What it is of stands in the buttons."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.pages.limits import CUSTOM_ID
from bot.pages.timelines import Asked
from bot.services import Interaction
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge
from bot.terminal.timelines import timeline_csv
from bot.views.lasting import Button, Lasting
from bot.views.notes import noted, read_note
from index.storage.archive.archive import Archive

_DAYS = r"(?P<since>\d{8})?:(?P<until>\d{8})?:(?P<topic>(?s:.*))"


@dataclass(frozen=True, slots=True)
class State:
    """A timeline as it stands in a ``custom_id``; ``topic`` is a note."""

    since: str
    until: str
    topic: str

    def __str__(self) -> str:
        return f"{self.since}:{self.until}:{self.topic}"

    @classmethod
    async def of(cls, asked: Asked, archive: Archive) -> Self:
        """Keeps a long topic in the archive."""
        since, until = _digits(asked.since), _digits(asked.until)
        room = CUSTOM_ID - len(f"timeline:999999:{since}:{until}:")
        topic = await noted(archive, asked.topic, room) if asked.topic else ""
        return cls(since, until, topic)

    @classmethod
    def found(cls, match: re.Match[str]) -> Self:
        return cls(match["since"] or "", match["until"] or "", match["topic"])

    async def asked(self, archive: Archive) -> Asked:
        """What the timeline is of. Raises Refused where the archive lost it."""
        topic = await read_note(archive, self.topic) if self.topic else None
        return Asked(topic, _day(self.since), _day(self.until))


class Turn(Lasting, template=rf"timeline:(?P<page>\d+):{_DAYS}"):
    """Shows another page in place of the one that the button is below."""

    def __init__(self, state: State, page: int, label: str = "", *, usable: bool = True) -> None:
        super().__init__(
            Button(label=label, custom_id=f"timeline:{page}:{state}", disabled=not usable)
        )
        self._state, self._page = state, page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(State.found(match), int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        await acknowledge(interaction, thinking=False)
        client = interaction.client
        asked = await self._state.asked(client.services.archive)
        pages = await client.timelines.pages(asked)
        page = min(self._page, len(pages))  # there may be fewer than there were
        view = timeline_buttons(self._state, page, len(pages))
        await interaction.edit_original_response(
            content=pages[page - 1], view=view, allowed_mentions=NOBODY
        )


class Download(Lasting, template=rf"timeline:csv:{_DAYS}"):
    """Gives the whole timeline as a table, to the person who asks for it."""

    def __init__(self, state: State) -> None:
        super().__init__(Button(label="Download", emoji="📄", custom_id=f"timeline:csv:{state}"))
        self._state = state

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(State.found(match))

    async def pressed(self, interaction: Interaction) -> None:
        await acknowledge(interaction, private=True)
        client = interaction.client
        asked = await self._state.asked(client.services.archive)
        table = timeline_csv(await client.timelines.events(asked))
        data = table.encode("utf-8", "backslashreplace")
        file = discord.File(io.BytesIO(data), "timeline.csv")
        await interaction.followup.send(file=file, ephemeral=True)


def timeline_buttons(state: State, page: int, pages: int) -> discord.ui.View:
    """The buttons below page ``page`` (from 1) of ``pages``."""
    view = discord.ui.View(timeout=None)
    view.add_item(Turn(state, max(page - 1, 0), "Previous", usable=page > 1))
    view.add_item(Turn(state, page + 1, "Next", usable=page < pages))
    view.add_item(Download(state))
    return view


def _digits(day: dt.date | None) -> str:
    return day.isoformat().replace("-", "") if day else ""


def _day(digits: str) -> dt.date | None:
    return dt.date.fromisoformat(digits) if digits else None


BUTTONS = (Turn, Download)
