"""What happens with a form that was sent in, whether or not the bot was restarted meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

from bot.reporting import telling
from bot.services import Interaction
from bot.talk.answering import Request, answer
from bot.talk.outbox import InteractionOutbox
from bot.talk.questions import question_of
from bot.views.answers import answer_for
from bot.views.forms import FOLLOW_UP, WHAT_WAS_WRONG, WRONG

_CUSTOM_ID = re.compile(rf"(?P<kind>{FOLLOW_UP}|{WHAT_WAS_WRONG}):(?P<answer>[0-9]{{1,18}})")


async def submitted(interaction: Interaction) -> None:
    """Act on one of our forms; any other interaction is left alone."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: dict[str, Any] = dict(interaction.data or {})
    found = _CUSTOM_ID.fullmatch(str(data.get("custom_id")))
    if found is None:
        return
    values = dict(_values(data.get("components", [])))
    async with telling(interaction):
        act = _follow_up if found["kind"] == FOLLOW_UP else _wrong
        await act(interaction, int(found["answer"]), values)


async def _follow_up(interaction: Interaction, number: int, values: dict[str, str]) -> None:
    saved = await answer_for(interaction, number)
    request = Request(
        question=question_of(values.get("question", "")),
        where=saved.asked.where,
        person=interaction.user.id,
        scope=saved.asked.scope,
        private=saved.asked.private,
        follows=number,
        shown=True,
    )
    outbox = InteractionOutbox(interaction, private=request.private)
    await answer(interaction.client, request, outbox)


async def _wrong(interaction: Interaction, number: int, values: dict[str, str]) -> None:
    await answer_for(interaction, number)
    services = interaction.client.services
    kind = values.get("wrong", "")
    await services.archive.rate(
        number,
        interaction.user.id,
        services.now(),
        wrong=kind if kind in WRONG else "other",
        words=values.get("words", "").strip() or None,
    )
    await interaction.response.send_message(
        "Thank you. Whoever runs this bot can read it.", ephemeral=True
    )


def _values(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What was filled in, by the ids of the fields; of a selection the first."""
    for component in components:
        inner = component.get("components") or [component.get("component")]
        yield from _values([part for part in inner if part])
        if "value" in component:
            yield str(component["custom_id"]), str(component["value"] or "")
        elif component.get("values"):
            yield str(component["custom_id"]), str(component["values"][0])
