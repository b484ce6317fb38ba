"""Objects of Discord's API, version 10."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bench.simulation.discord.world import (
    EVERYTHING,
    GROUP,
    MEMBER,
    THREAD,
    Channel,
    Guild,
    Payload,
    Person,
    World,
)

MENTION = re.compile(r"<@!?([0-9]+)>")
JOINED = "2025-01-01T00:00:00+00:00"


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


def user(person: Person) -> Payload:
    return {
        "id": person.id,
        "username": person.name,
        "global_name": None if person.bot else person.name,
        "discriminator": "0",
        "avatar": None,
        "bot": person.bot,
    }


def member(person: Person) -> Payload:
    """A member of a server, without the user."""
    return {
        "nick": None,
        "roles": list(person.roles),
        "joined_at": JOINED,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(person.permissions),
    }


def application(bot: Person) -> Payload:
    return {
        "id": bot.id,
        "name": bot.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(Person("1", "owner")),
        "verify_key": "0" * 64,
        "flags": 0,
    }


def channel(one: Channel, bot: Person) -> Payload:
    made: Payload = {"id": one.id, "type": one.kind, "last_message_id": None, "flags": 0}
    if one.recipient is not None:
        return made | {"recipients": [user(one.recipient)]}
    if one.kind == GROUP:
        recipients = [user(person) for person in one.group]
        return made | {"recipients": recipients, "name": None, "owner_id": one.group[0].id}
    assert one.guild is not None
    made |= {"name": one.name, "guild_id": one.guild.id, "parent_id": one.parent, "position": 0}
    if one.kind != THREAD:
        return made | {"permission_overwrites": [], "nsfw": False, "topic": None}
    metadata = {
        "archived": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": now(),
        "locked": False,
    }
    counts = {"message_count": 0, "member_count": 1}
    return made | counts | {"owner_id": (one.owner or bot).id, "thread_metadata": metadata}


def _role(key: str, name: str, permissions: int) -> Payload:
    return {
        "id": key,
        "name": name,
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(one: Guild, world: World) -> Payload:
    """A server as sent to a bot that connects."""
    channels = [each for each in world.channels.values() if each.guild == one]
    roles = [_role(key, name, MEMBER) for key, name in one.roles]
    return {
        "id": one.id,
        "name": one.name,
        "owner_id": "1",
        "unavailable": False,
        "member_count": len(world.people) + 1,
        "roles": [_role(one.id, "@everyone", MEMBER), *roles],
        "channels": [channel(c, world.application) for c in channels if c.kind != THREAD],
        "threads": [channel(c, world.application) for c in channels if c.kind == THREAD],
        "members": [member(world.application) | {"user": user(world.application)}],
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": "en-US",
        "premium_tier": 0,
    }


def message(
    key: str, author: Person, where: Channel, content: str, mentioned: Sequence[Person]
) -> Payload:
    """A message; ``mentioned`` are the people it mentions."""
    made: Payload = {
        "id": key,
        "type": 0,
        "channel_id": where.id,
        "author": user(author),
        "content": content,
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(person) for person in mentioned],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        "channel_type": where.kind,
    }
    if where.guild is not None:
        made |= {"guild_id": where.guild.id, "member": member(author)}
    return made


def mentioned(content: str, world: World) -> list[Person]:
    """Return the people whom a text mentions, including the bot."""
    ids = MENTION.findall(content)
    everybody = [world.application, *world.people.values()]
    return [person for person in everybody if person.id in ids]


def pinged(body: Payload, world: World, replied_to: Payload | None) -> list[Person]:
    """Return the people whom a message of the bot notifies, given its allowed mentions."""
    allowed = body.get("allowed_mentions")
    found = mentioned(body.get("content") or "", world)
    if allowed is not None and "users" not in allowed.get("parse", []):
        found = [one for one in found if one.id in map(str, allowed.get("users", []))]
    replies = replied_to is not None and (allowed is None or allowed.get("replied_user", False))
    if replies and (author := world.people.get(replied_to["author"]["id"])):  # type: ignore[index]
        found.append(author)
    return found


def permissions(person: Person, where: Channel) -> int:
    """Return a person's permissions in a channel; all of them where there is no server."""
    return EVERYTHING if where.guild is None else person.permissions
