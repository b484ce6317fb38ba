"""The message command "Check this claim"."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord.answering import Request, answer
from bot.discord.context import CHECK_COMMAND, has_paste, text_of
from bot.discord.conversation import location_of
from bot.discord.errors import UserError, handle_errors
from bot.discord.responders.interactions import InteractionResponder
from bot.discord.services import CommandTree, Interaction
from index.models import Asker


def register(tree: CommandTree) -> None:
    """Add the command to the tree."""
    tree.add_command(check)


@app_commands.context_menu(name=CHECK_COMMAND)
async def check(interaction: Interaction, message: discord.Message) -> None:
    """Answer what the articles say for and against the message. Discord always shows its text."""
    async with handle_errors(interaction):
        responder = InteractionResponder(interaction, private=False)
        if has_paste(message):
            await responder.begin()  # Discord wants an answer within 3 s, and has to be asked first
        text = await text_of(interaction.client, message)
        if not any(map(str.isalnum, text)):
            raise UserError("This message has no text that I could check.")
        where = location_of(interaction)
        asker = Asker(where.guild, interaction.user.id)
        request = Request(
            question=" ".join(text.split()),
            where=where,
            person=interaction.user.id,
            instead=lambda coverage: coverage.check_claims(text, asker=asker),
            show_question=True,
        )
        await answer(interaction.client, request, responder)
