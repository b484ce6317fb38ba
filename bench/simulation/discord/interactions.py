"""Interactions: commands, clicks and modals, and the bot's responses."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.simulation.discord import payloads
from bench.simulation.discord.calls import Upload
from bench.simulation.discord.faults import Refusal, unknown_interaction, unknown_message
from bench.simulation.discord.messages import COMMAND_REPLY, EPHEMERAL, LOADING, Messages
from bench.simulation.discord.world import Channel, Payload, Person

PING, COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 1, 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
MAX_FOLLOW_UPS = 5  # of an app that is only installed by a person
FIRST_ANSWER = 3.0  # seconds that Discord waits for the first answer


@dataclass
class Interaction:
    """An interaction and the bot's response to it."""

    id: str
    token: str
    kind: int
    person: Person
    where: Channel
    at: float = field(default_factory=time.monotonic)
    source: Payload | None = None
    answered_at: float | None = None
    answer: int | None = None
    original: str | None = None
    modal: Payload | None = None
    choices: list[Payload] | None = None
    followups: list[str] = field(default_factory=list)
    expired: bool = False


@dataclass
class Interactions:
    """All interactions, by token."""

    messages: Messages
    known: dict[str, Interaction] = field(default_factory=dict)

    def open(self, token: str) -> Interaction:
        """Return the interaction of a token. Raises the Refusal for an expired one."""
        found = self.known.get(token)
        if found is None or found.expired or found.answer is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        return found

    async def answer(self, token: str, body: Payload, uploads: Sequence[Upload]) -> Payload:
        """Handle the first response, which must be in time."""
        one = self.known.get(token)
        if one is None or one.expired or time.monotonic() - one.at > FIRST_ANSWER:
            raise unknown_interaction()
        if one.answer is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        data = body.get("data") or {}
        kind = body["type"]
        message = await self._apply(one, kind, data, uploads)
        one.answer, one.answered_at = kind, time.monotonic()
        self.messages.world.changed()
        told: Payload = {"interaction": {"id": one.id, "type": one.kind}}
        if message is not None:
            flags = message["flags"]
            told["interaction"] |= {
                "response_message_id": message["id"],
                "response_message_loading": bool(flags & LOADING),
                "response_message_ephemeral": bool(flags & EPHEMERAL),
            }
            told["resource"] = {"type": kind, "message": message}
        return told

    async def _apply(
        self, one: Interaction, kind: int, data: Payload, uploads: Sequence[Upload]
    ) -> Payload | None:
        if kind == MESSAGE:
            return await self._original(one, data, uploads)
        if kind == DEFER:
            return await self._loading(one, data.get("flags", 0) & EPHEMERAL)
        if kind in {UPDATE, DEFER_UPDATE}:
            assert one.source is not None
            one.original = one.source["id"]
            if kind == UPDATE:
                return await self.messages.edit(one.source, data, uploads)
        elif kind == CHOICES:
            one.choices = data["choices"]
        elif kind == MODAL:
            one.modal = data
        return None

    async def _original(
        self, one: Interaction, data: Payload, uploads: Sequence[Upload]
    ) -> Payload:
        made = await self.messages.post(one.where, data, uploads, **self._metadata(one))
        one.original = made["id"]
        return made

    async def _loading(self, one: Interaction, ephemeral: int) -> Payload:
        world = self.messages.world
        made = payloads.message(world.new_id(), world.application, one.where, "", ())
        made |= self._metadata(one) | {"flags": LOADING | ephemeral}
        one.original = made["id"]
        await self.messages.keep(made)
        return made

    def _metadata(self, one: Interaction) -> Payload:
        person = payloads.user(one.person)
        metadata = {
            "id": one.id,
            "type": one.kind,
            "user": person,
            "authorizing_integration_owners": {},
        }
        return {"type": COMMAND_REPLY, "interaction_metadata": metadata}

    def message(self, token: str, name: str) -> Payload:
        """Return a message of this interaction; ``@original`` is the first."""
        one = self.open(token)
        wanted = one.original if name == "@original" else name
        found = self.messages.world.messages.get(wanted or "")
        if found is None or wanted not in {one.original, *one.followups}:
            raise unknown_message()
        return found

    async def follow_up(self, token: str, body: Payload, uploads: Sequence[Upload]) -> Payload:
        """Send a followup; the first one after deferring replaces the placeholder."""
        one = self.open(token)
        waiting = self.messages.world.messages.get(one.original or "")
        if waiting is not None and waiting["flags"] & LOADING:
            return await self.messages.edit(waiting, body, uploads)
        if not one.where.reachable and len(one.followups) == MAX_FOLLOW_UPS:
            raise Refusal(400, 40094, "This interaction has reached the maximum of follow-ups")
        made = await self.messages.post(one.where, body, uploads, webhook_id=one.id)
        one.followups.append(made["id"])
        return made
