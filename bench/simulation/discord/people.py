"""What people do: write, use commands, click buttons and submit modals."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from bench.simulation.discord import payloads
from bench.simulation.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    FORM,
    Interaction,
    Interactions,
)
from bench.simulation.discord.limits import parts_of
from bench.simulation.discord.messages import REPLY, Messages
from bench.simulation.discord.world import GROUP, PRIVATE, Channel, Payload, Person, World

SUBCOMMAND, SUBGROUP, STRING, INTEGER, BOOLEAN, ATTACHMENT = 1, 2, 3, 4, 5, 11
BUTTON, MESSAGE_COMMAND = 2, 3
File = tuple[str, bytes]


class People:
    """The actions of people."""

    def __init__(self, world: World, messages: Messages, interactions: Interactions) -> None:
        self.world, self.messages, self.interactions = world, messages, interactions

    async def says(
        self, person: Person, where: Channel, text: str, reply_to: Payload | None = None
    ) -> Payload:
        """Write a message; a reply mentions its author, as is Discord's default."""
        mentioned = payloads.mentioned(text, self.world)
        bot = self.world.application
        if reply_to is not None and reply_to["author"]["id"] == bot.id and bot not in mentioned:
            mentioned.append(bot)
        made = payloads.message(self.world.new_id(), person, where, text, mentioned)
        if reply_to is not None:
            reference = {"message_id": reply_to["id"], "channel_id": where.id}
            made |= {"type": REPLY, "referenced_message": reply_to, "message_reference": reference}
        await self.messages.keep(made)
        return made

    async def calls(
        self,
        person: Person,
        where: Channel,
        command: str,
        without: Sequence[str] = (),
        **options: Any,
    ) -> Interaction:
        """Use a slash command (``"admin reindex"``); a file is ``(name, bytes)``.

        ``without`` are optional fields of the payload that are not sent.
        """
        data = self._command(where, command, options)
        return await self._act(COMMAND, person, where, data, without=without)

    async def types(
        self, person: Person, where: Channel, command: str, focus: str, **options: Any
    ) -> Interaction:
        """Type into the option ``focus`` of a command, for autocomplete."""
        data = self._command(where, command, options)
        for option in _innermost(data)["options"]:
            option["focused"] = option["name"] == focus
        return await self._act(AUTOCOMPLETE, person, where, data)

    async def checks(self, person: Person, message: Payload, command: str) -> Interaction:
        """Use a command of the menu of a message. Raises KeyError if it is not registered."""
        where = self.world.channels[message["channel_id"]]
        registered = {one["name"]: one for one in self.world.commands}[command]
        data = {
            "id": registered["id"],
            "name": command,
            "type": MESSAGE_COMMAND,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._act(COMMAND, person, where, data)

    async def clicks(self, person: Person, message: Payload, label: str) -> Interaction:
        """Click the button with a label (or emoji) under a message."""
        where = self.world.channels[message["channel_id"]]
        data = {"component_type": BUTTON, "custom_id": button(message, label)["custom_id"]}
        return await self._act(COMPONENT, person, where, data, message)

    async def fills_in(self, person: Person, form: Interaction, *values: Any) -> Interaction:
        """Submit the modal that an interaction opened; values are in order of its fields."""
        assert form.modal is not None
        left = list(values)
        rows = [_filled(row, left) for row in form.modal["components"]]
        data = {"custom_id": form.modal["custom_id"], "components": rows}
        return await self._act(FORM, person, form.where, data, form.source)

    async def _act(
        self,
        kind: int,
        person: Person,
        where: Channel,
        data: Payload,
        source: Payload | None = None,
        without: Sequence[str] = (),
    ) -> Interaction:
        one = Interaction(
            self.world.new_id(), secrets.token_urlsafe(60), kind, person, where, source=source
        )
        self.interactions.known[one.token] = one
        told = {k: v for k, v in self._payload(one, data).items() if k not in without}
        await self.messages.gateway.dispatch("INTERACTION_CREATE", told)
        return one

    def _payload(self, one: Interaction, data: Payload) -> Payload:
        bot, where = self.world.application, one.where
        made: Payload = {
            "id": one.id,
            "application_id": bot.id,
            "type": one.kind,
            "token": one.token,
            "version": 1,
            "data": data,
            "locale": "en-US",
            "channel_id": where.id,
            "channel": payloads.channel(where, bot),
            "app_permissions": str(payloads.permissions(bot, where)),
            "entitlements": [],
            "attachment_size_limit": 10 << 20,
            "authorizing_integration_owners": _owners(one),
            "context": {PRIVATE: 1, GROUP: 2}.get(where.kind, 0),
        }
        if one.source is not None:
            made["message"] = one.source
        if where.guild is None:
            return made | {"user": payloads.user(one.person)}
        person = payloads.member(one.person) | {"user": payloads.user(one.person)}
        guild = {"id": where.guild.id, "locale": "en-US", "features": []}
        return made | {"guild_id": where.guild.id, "guild": guild, "member": person}

    def _command(self, where: Channel, command: str, given: dict[str, Any]) -> Payload:
        """Return the data of a command. Raises KeyError if it is not registered."""
        name, *path = command.split()
        registered = {one["name"]: one for one in self.world.commands}[name]
        resolved: Payload = {}
        options = self._options(where, registered.get("options", []), path, given, resolved)
        data = {"id": registered["id"], "name": name, "type": 1, "options": options}
        return data | ({"resolved": {"attachments": resolved}} if resolved else {})

    def _options(
        self,
        where: Channel,
        known: Sequence[Payload],
        path: Sequence[str],
        given: dict[str, Any],
        resolved: Payload,
    ) -> list[Payload]:
        by_name = {one["name"]: one for one in known}
        if path:
            sub = by_name[path[0]]
            inner = self._options(where, sub.get("options", []), path[1:], given, resolved)
            return [{"name": path[0], "type": sub["type"], "options": inner}]
        made = []
        for name, value in given.items():
            kind = by_name[name]["type"]
            if kind == ATTACHMENT:
                stored = self.messages.store(where.id, *value)
                resolved[stored["id"]], value = stored, stored["id"]  # noqa: PLW2901
            made.append({"name": name, "type": kind, "value": value})
        return made


def _owners(one: Interaction) -> dict[str, str]:
    """Who installed the app that the interaction is with: the server, or the person."""
    if not one.where.reachable:
        return {"1": one.person.id}
    return {"0": one.where.guild.id if one.where.guild else "0"}


def buttons(message: Payload) -> list[Payload]:
    """The buttons under a message."""
    return [one for one in parts_of(message["components"]) if one["type"] == BUTTON]


def button(message: Payload, label: str) -> Payload:
    """Return the button with this label or emoji. Raises KeyError if there is none."""
    for one in buttons(message):
        if label in {one.get("label"), (one.get("emoji") or {}).get("name")}:
            return one
    raise KeyError(label)


def _innermost(data: Payload) -> Payload:
    while (options := data["options"]) and options[0]["type"] in {SUBCOMMAND, SUBGROUP}:
        data = options[0]
    return data


def _filled(row: Payload, values: list[Any]) -> Payload:
    """Fill in the fields of a modal with the next values; selects take lists."""
    if "components" in row:
        inner = [_filled(one, values) for one in row["components"]]
        return {"type": row["type"], "components": inner}
    if "component" in row:
        return {"type": row["type"], "component": _filled(row["component"], values)}
    if "custom_id" not in row:
        return row
    key = "values" if isinstance(values[0], list) else "value"
    return {"type": row["type"], "custom_id": row["custom_id"], key: values.pop(0)}
