"""Modals: for a follow-up question, and for what was wrong with an answer.

discord.py forgets its modals when the bot stops, so ``on_modal_submit`` reads submissions from the
interaction itself. Their state is in the ``custom_id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

from bot.discord.answering import Request, answer
from bot.discord.api import defer
from bot.discord.conversation import saved_answer
from bot.discord.errors import handle_errors
from bot.discord.questions import question_of
from bot.discord.responders.interactions import InteractionResponder
from bot.discord.services import Interaction
from bot.rendering.text import PROBLEMS
from index.models import MAX_QUESTION

_FOLLOW_UP, _PROBLEM = "follow-up", "wrong"
_CUSTOM_ID = re.compile(rf"(?P<kind>{_FOLLOW_UP}|{_PROBLEM}):(?P<answer>[0-9]{{1,18}})")
_TIMEOUT = 600.0  # seconds after which discord.py may forget a modal; submitting still works


def follow_up_modal(answer_number: int) -> discord.ui.Modal:
    """Return a modal that asks for a question."""
    modal = discord.ui.Modal(
        title="Ask a follow-up", custom_id=f"{_FOLLOW_UP}:{answer_number}", timeout=_TIMEOUT
    )
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="question",
        style=discord.TextStyle.paragraph,
        placeholder="What did he say the next day?",
        max_length=MAX_QUESTION,
    )
    return modal.add_item(discord.ui.Label(text="Your question", component=question))


def problem_modal(answer_number: int) -> discord.ui.Modal:
    """Return a modal that asks what was wrong with an answer."""
    modal = discord.ui.Modal(
        title="What was wrong?", custom_id=f"{_PROBLEM}:{answer_number}", timeout=_TIMEOUT
    )
    problems: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id="wrong",
        options=[
            discord.SelectOption(label=text.capitalize(), value=kind)
            for kind, text in PROBLEMS.items()
        ],
        required=True,
    )
    comment: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=1_000,
    )
    modal.add_item(discord.ui.Label(text="What was wrong?", component=problems))
    return modal.add_item(
        discord.ui.Label(
            text="Comment",
            description="Optional. The person who runs this bot can read it.",
            component=comment,
        )
    )


async def on_modal_submit(interaction: Interaction) -> None:
    """Handle a submitted modal; any other interaction is ignored."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: dict[str, Any] = dict(interaction.data or {})
    found = _CUSTOM_ID.fullmatch(str(data.get("custom_id")))
    if found is None:
        return
    values = dict(_values(data.get("components", [])))
    async with handle_errors(interaction):
        handle = _answer_follow_up if found["kind"] == _FOLLOW_UP else _save_problem
        await handle(interaction, int(found["answer"]), values)


async def _answer_follow_up(interaction: Interaction, number: int, values: dict[str, str]) -> None:
    saved = await saved_answer(interaction, number)
    request = Request(
        question=question_of(interaction, values.get("question", "")),
        where=saved.exchange.where,
        person=interaction.user.id,
        scope=saved.exchange.scope,
        private=saved.exchange.private,
        follows=number,
        show_question=True,
    )
    responder = InteractionResponder(interaction, private=request.private)
    await answer(interaction.client, request, responder)


async def _save_problem(interaction: Interaction, number: int, values: dict[str, str]) -> None:
    await defer(interaction, private=True)  # saving may take longer than Discord waits
    await saved_answer(interaction, number)
    services = interaction.client.services
    kind = values.get("wrong", "")
    await services.archive.rate(
        number,
        interaction.user.id,
        services.now(),
        wrong=kind if kind in PROBLEMS else "other",
        words=values.get("words", "").strip() or None,
    )
    await interaction.edit_original_response(
        content="Thank you! The person who runs this bot can read your feedback."
    )


def _values(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield (custom_id, value) of each field; for a select, its first value."""
    for component in components:
        children = component.get("components") or [component.get("component")]
        yield from _values([child for child in children if child])
        if "value" in component:
            yield str(component["custom_id"]), str(component["value"] or "")
        elif component.get("values"):
            yield str(component["custom_id"]), str(component["values"][0])
