"""The buttons below an answer. Anybody who can read the answer may press them, at any time."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.pages.errors import Refused
from bot.pages.quotes import quote_pages
from bot.services import Interaction
from bot.talk.outbox import NOBODY
from bot.talk.sending import acknowledge
from bot.views.forms import follow_up_form, what_was_wrong_form
from bot.views.lasting import Button, Lasting
from index.storage.archive.records import ArchivedExchange

_STATE = r"(?P<answer>[0-9]{1,18})"


async def answer_for(interaction: discord.Interaction[Any], number: int) -> ArchivedExchange:
    """The answer, for somebody who can see it. Raises Refused."""
    saved: ArchivedExchange | None = await interaction.client.services.archive.answer(number)
    if saved is None:
        raise Refused("I do not have this answer any more; please ask again.")
    asked = saved.asked
    here = (interaction.guild_id, interaction.channel_id)
    if (asked.where.guild, asked.where.channel) != here or (
        asked.private and asked.person != interaction.user.id
    ):
        raise Refused("This answer belongs to another place; please ask again here.")
    return saved


class OfAnswer(Lasting, template="never of an answer"):
    """A button that knows the number of its answer; a subclass says how it looks."""

    KIND = ""
    LOOK = discord.PartialEmoji(name="❔")
    LABEL: str | None = None

    def __init__(self, answer: int) -> None:
        self.answer = answer
        custom_id = f"{self.KIND}:{answer}"
        super().__init__(discord.ui.Button(label=self.LABEL, emoji=self.LOOK, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["answer"]))


class Quotes(OfAnswer, template=rf"quotes:{_STATE}"):
    """Shows the exact passages, to the person alone."""

    KIND, LABEL, LOOK = "quotes", "Quotes", discord.PartialEmoji(name="🔎")

    async def pressed(self, interaction: Interaction) -> None:
        saved = await answer_for(interaction, self.answer)
        await acknowledge(interaction, private=True)
        beside = {}
        for citation in saved.asked.answer.citations:
            around = await interaction.client.services.coverage.beside(citation)
            if around is not None:
                beside[citation.number] = around
        for page in quote_pages(saved.asked.answer, beside):
            await interaction.followup.send(
                page, ephemeral=True, suppress_embeds=True, allowed_mentions=NOBODY
            )


class FollowUp(OfAnswer, template=rf"follow:{_STATE}"):
    """Asks for a question that follows on this answer."""

    KIND, LABEL, LOOK = "follow", "Ask a follow-up", discord.PartialEmoji(name="💬")

    async def pressed(self, interaction: Interaction) -> None:
        await answer_for(interaction, self.answer)
        await interaction.response.send_modal(follow_up_form(self.answer))


class Good(OfAnswer, template=rf"good:{_STATE}"):
    """Praise."""

    KIND, LOOK = "good", discord.PartialEmoji(name="👍")

    async def pressed(self, interaction: Interaction) -> None:
        await answer_for(interaction, self.answer)
        services = interaction.client.services
        await services.archive.rate(
            self.answer, interaction.user.id, services.now(), wrong=None, words=None
        )
        await interaction.response.send_message("Thank you.", ephemeral=True)


class Bad(OfAnswer, template=rf"bad:{_STATE}"):
    """Asks what was wrong."""

    KIND, LOOK = "bad", discord.PartialEmoji(name="👎")

    async def pressed(self, interaction: Interaction) -> None:
        await answer_for(interaction, self.answer)
        await interaction.response.send_modal(what_was_wrong_form(self.answer))


def answer_buttons(answer: int, *, quotes: bool) -> discord.ui.View:
    """The row below an answer; without quotes where there are none."""
    view = discord.ui.View(timeout=None)
    kinds: list[type[OfAnswer]] = [FollowUp, Good, Bad]
    if quotes:
        kinds.insert(0, Quotes)
    for kind in kinds:
        view.add_item(kind(answer))
    return view


BUTTONS: tuple[type[discord.ui.DynamicItem[Button]], ...] = (Quotes, FollowUp, Good, Bad)
