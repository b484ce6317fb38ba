"""The buttons below an answer: quotes, follow-up and feedback for all who can read it, delete."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.discord.answering import page_addresses
from bot.discord.api import NO_MENTIONS, defer
from bot.discord.conversation import saved_answer
from bot.discord.deletion import close_if_empty, delete_messages
from bot.discord.errors import UserError
from bot.discord.rendering.answers import quote_pages
from bot.discord.services import Interaction
from bot.discord.views.base import Button, PersistentButton
from bot.discord.views.modals import follow_up_modal, problem_modal
from index.models import count

_NUMBER = r"(?P<answer>[0-9]{1,18})"


class AnswerButton(PersistentButton, template="never of an answer"):
    """A button that knows the number of its answer."""

    KIND = ""
    EMOJI = discord.PartialEmoji(name="❔")
    LABEL: str | None = None

    def __init__(self, answer: int) -> None:
        self.answer = answer
        custom_id = f"{self.KIND}:{answer}"
        super().__init__(discord.ui.Button(label=self.LABEL, emoji=self.EMOJI, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["answer"]))


class QuotesButton(AnswerButton, template=rf"quotes:{_NUMBER}"):
    """Shows the exact quotes in their context, only to the person who pressed it."""

    KIND, LABEL, EMOJI = "quotes", "Quotes", discord.PartialEmoji(name="🔎")

    async def pressed(self, interaction: Interaction) -> None:
        saved = await saved_answer(interaction, self.answer)
        await defer(interaction, private=True)
        contexts = {}
        answer, coverage = saved.exchange.answer, interaction.client.services.coverage
        for citation in answer.citations:
            context = await coverage.context(citation)
            if context is not None:
                contexts[citation.number] = context
        addresses = await page_addresses(coverage, answer)
        for page in quote_pages(answer, contexts, addresses):
            await interaction.followup.send(
                page, ephemeral=True, suppress_embeds=True, allowed_mentions=NO_MENTIONS
            )


class FollowUpButton(AnswerButton, template=rf"follow:{_NUMBER}"):
    """Opens a modal for a follow-up question."""

    KIND, LABEL, EMOJI = "follow", "Ask a follow-up", discord.PartialEmoji(name="💬")

    async def pressed(self, interaction: Interaction) -> None:
        await saved_answer(interaction, self.answer)
        await interaction.response.send_modal(follow_up_modal(self.answer))


class GoodButton(AnswerButton, template=rf"good:{_NUMBER}"):
    """Saves positive feedback."""

    KIND, EMOJI = "good", discord.PartialEmoji(name="👍")

    async def pressed(self, interaction: Interaction) -> None:
        await defer(interaction, private=True)  # saving may take longer than Discord waits
        await saved_answer(interaction, self.answer)
        services = interaction.client.services
        await services.archive.rate(
            self.answer, interaction.user.id, services.now(), wrong=None, words=None
        )
        await interaction.edit_original_response(content="Thank you!")


class BadButton(AnswerButton, template=rf"bad:{_NUMBER}"):
    """Opens a modal that asks what was wrong."""

    KIND, EMOJI = "bad", discord.PartialEmoji(name="👎")

    async def pressed(self, interaction: Interaction) -> None:
        await saved_answer(interaction, self.answer)
        await interaction.response.send_modal(problem_modal(self.answer))


class DeleteButton(AnswerButton, template=rf"delete:{_NUMBER}"):
    """Deletes the answer, for whoever asked for it or may delete messages in the channel."""

    KIND, EMOJI = "delete", discord.PartialEmoji(name="🗑️")

    async def pressed(self, interaction: Interaction) -> None:
        saved = await saved_answer(interaction, self.answer)
        own = saved.exchange.person == interaction.user.id
        if not own and not interaction.permissions.manage_messages:
            raise UserError("Only the person who asked and moderators can delete this answer.")
        await defer(interaction, thinking=False)
        withdrawn = await interaction.client.services.archive.withdraw(self.answer)
        here = interaction.message.id if interaction.message else 0
        others = [message for message in withdrawn.messages if message != here]
        left = await delete_messages(interaction.client, withdrawn.channel, others)
        await interaction.delete_original_response()
        if left:
            await interaction.followup.send(
                f"I could not delete {count(left, 'other message')} of this answer.", ephemeral=True
            )
        await close_if_empty(interaction.client, withdrawn.channel)


def answer_buttons(answer: int, *, quotes: bool) -> discord.ui.View:
    """Return the buttons below an answer, the one for quotes only if ``quotes``."""
    view = discord.ui.View(timeout=None)
    kinds: list[type[AnswerButton]] = [FollowUpButton, GoodButton, BadButton, DeleteButton]
    if quotes:
        kinds.insert(0, QuotesButton)
    for kind in kinds:
        view.add_item(kind(answer))
    return view


BUTTONS: tuple[type[discord.ui.DynamicItem[Button]], ...] = (
    QuotesButton,
    FollowUpButton,
    GoodButton,
    BadButton,
    DeleteButton,
)
