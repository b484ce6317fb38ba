"""The bot's messages: sending, editing and deleting them, with attachments."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.simulation.discord import limits, payloads
from bench.simulation.discord.calls import Upload
from bench.simulation.discord.faults import Refusal, unknown_message
from bench.simulation.discord.gateway import Gateway
from bench.simulation.discord.world import Channel, Payload, World

EPHEMERAL, LOADING = 1 << 6, 1 << 7
COMMAND_REPLY, REPLY = 20, 19
SETTABLE = ("content", "embeds", "components")


@dataclass
class Messages:
    """Handles the bot's messages and sends the events about them."""

    world: World
    gateway: Gateway

    def find(self, channel: str, message: str) -> Payload:
        """Return a message in a channel. Raises the Refusal for an unknown message."""
        found = self.world.messages.get(message)
        if found is None or found["channel_id"] != channel or found["flags"] & EPHEMERAL:
            raise unknown_message()
        return found

    async def post(
        self, where: Channel, body: Payload, uploads: Sequence[Upload] = (), **more: Any
    ) -> Payload:
        """Send a message as the bot; ``more`` is added to it."""
        limits.check(body, len(uploads))
        if body.get("enforce_nonce") and (there := self._sent_before(where, body["nonce"])):
            return there
        replied_to = self._replied_to(where, body)
        pinged = payloads.pinged(body, self.world, replied_to)
        author = self.world.application
        made = payloads.message(
            self.world.new_id(), author, where, body.get("content") or "", pinged
        )
        made["flags"] = body.get("flags", 0)
        made["nonce"] = body.get("nonce")
        reference = body.get("message_reference")
        if reference and replied_to is not None:
            made |= {"type": REPLY, "referenced_message": replied_to}
            made["message_reference"] = {"channel_id": where.id, **reference}
        self._fill(made, body, uploads)
        made |= more
        await self.keep(made)
        return made

    async def keep(self, made: Payload) -> None:
        """Store a new message and send its event."""
        self.world.messages[made["id"]] = made
        await self._tell("MESSAGE_CREATE", made, made)
        self.world.changed()

    async def edit(
        self, message: Payload, body: Payload, uploads: Sequence[Upload] = ()
    ) -> Payload:
        """Change the fields that ``body`` contains."""
        after = {key: message[key] for key in SETTABLE} | {"attachments": message["attachments"]}
        after |= {key: body[key] for key in (*SETTABLE, "attachments") if key in body}
        limits.check(after | {"flags": body.get("flags", message["flags"])}, len(uploads))
        message["flags"] = (message["flags"] | body.get("flags", 0)) & ~LOADING
        message["edited_timestamp"] = payloads.now()
        message["mentions"] = [
            payloads.user(one) for one in payloads.pinged(body, self.world, None)
        ]
        self._fill(message, body, uploads)
        await self._tell("MESSAGE_UPDATE", message, dict(message))
        self.world.changed()
        return message

    async def delete(self, message: Payload) -> None:
        del self.world.messages[message["id"]]
        keys = ("id", "channel_id", "guild_id")
        gone = {key: message[key] for key in keys if key in message}
        await self._tell("MESSAGE_DELETE", message, gone)
        self.world.changed()

    async def _tell(self, event: str, message: Payload, data: Payload) -> None:
        """Send an event about a message, if the bot can see it."""
        where = self.world.channels[message["channel_id"]]
        if where.reachable and not message["flags"] & EPHEMERAL:
            await self.gateway.dispatch(event, data)

    def _sent_before(self, where: Channel, nonce: str) -> Payload | None:
        """Return the bot's message with this nonce, if it was already sent."""
        same = [m for m in self.world.in_channel(where) if m.get("nonce") == nonce]
        return same[0] if same else None

    def _replied_to(self, where: Channel, body: Payload) -> Payload | None:
        reference = body.get("message_reference")
        if reference is None:
            return None
        try:
            return self.find(where.id, str(reference["message_id"]))
        except Refusal:
            if reference.get("fail_if_not_exists", True):
                raise Refusal(400, 50035, "Invalid Form Body: Unknown message") from None
            return None

    def _fill(self, message: Payload, body: Payload, uploads: Sequence[Upload]) -> None:
        kept = self._attachments(message, body, uploads)
        message["attachments"] = kept
        urls = {f"attachment://{one['filename']}": one["url"] for one in kept}
        for key in SETTABLE:
            if key in body:
                message[key] = _resolved(body[key] or ("" if key == "content" else []), urls)
        for embed in message["embeds"]:
            embed.setdefault("type", "rich")

    def _attachments(
        self, message: Payload, body: Payload, uploads: Sequence[Upload]
    ) -> list[Payload]:
        """Return kept and new attachments; an edit that names none keeps all."""
        listed = body.get("attachments")
        before = {one["id"]: one for one in message["attachments"]}
        names = None if listed is None else {str(one["id"]) for one in listed}
        kept = [one for key, one in before.items() if names is None or key in names]
        return kept + [self.store(message["channel_id"], one.name, one.data) for one in uploads]

    def store(self, channel: str, name: str, data: bytes) -> Payload:
        """Store a file under its URL."""
        key = self.world.new_id()
        path = f"/attachments/{channel}/{key}/{name}"
        self.world.files[path] = data
        return {
            "id": key,
            "filename": name,
            "size": len(data),
            "url": self.world.address + path,
            "proxy_url": self.world.address + path,
            "content_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
        }


def _resolved(value: Any, urls: dict[str, str]) -> Any:
    """Replace the names of attached files with their URLs."""
    if isinstance(value, dict):
        return {key: _resolved(each, urls) for key, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, urls) for each in value]
    return urls.get(value, value) if isinstance(value, str) else value
