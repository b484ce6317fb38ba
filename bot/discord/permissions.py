"""Who may use ``/admin``. Discord only hides the command; every call is checked here."""

from __future__ import annotations

import discord

from bot.discord.errors import UserError
from bot.discord.rights import listed_rights, missing_rights
from bot.discord.services import BotClient, Interaction

_LOCKED = {50083, 160005}
_SEVERAL = "the permissions View Channel, Send Messages and Send Messages in Threads"


def is_admin(interaction: Interaction) -> bool:
    """Whether the person may manage this server or has the role in BOT_ADMIN_ROLE."""
    if interaction.guild_id is None:
        return False
    return interaction.permissions.manage_guild or _has_admin_role(interaction)


def require_admin(interaction: Interaction) -> None:
    """Raise UserError if the person is not an admin."""
    if is_admin(interaction):
        return
    role = interaction.client.services.settings.admin_role
    others = " or the role of this bot's admins" if role is not None else ""
    raise UserError(f"Only people with the Manage Server permission{others} can do that.")


def require_writable_folder(client: BotClient) -> None:
    """Raise UserError if this bot does not index, or if the articles folder is missing."""
    settings = client.services.settings
    if settings.indexes:
        return
    if settings.chroma_url is not None:
        raise UserError(
            "This bot answers from the index of another bot. Please change the articles there."
        )
    if settings.read_only:
        raise UserError(
            "This bot cannot change its articles while BOT_READ_ONLY is true. Please tell the "
            "person who runs it."
        )
    raise UserError(
        "The articles folder is missing: its drive may not be mounted. Please tell the person who "
        "runs this bot."
    )


def why_not_written(channel: object, error: discord.HTTPException) -> str:
    """Say in one sentence why the bot cannot write in a channel: what is locked or missing."""
    name = f"<#{getattr(channel, 'id', 0)}>"
    if error.code in _LOCKED:
        return f"The thread {name} is locked, so I can't write there."
    if isinstance(channel, discord.Thread) and channel.owner_id == getattr(
        channel.guild.me, "id", 0
    ):
        name = f"threads of <#{channel.parent_id}>"  # its own thread, which is deleted
    missing = _missing(channel)
    if not missing and isinstance(channel, discord.Thread):
        missing = missing_rights(discord.Permissions.none(), in_thread=True)
    rights = listed_rights(missing) if missing else _SEVERAL
    return f"I'm not allowed to write in {name}. A server admin needs to give me {rights}."


def _missing(channel: object) -> list[str]:
    """Return the names of the permissions that the bot lacks to write in a channel, if known."""
    guild = getattr(channel, "guild", None)
    if guild is None or guild.me is None or not hasattr(channel, "permissions_for"):
        return []
    has = channel.permissions_for(guild.me)
    return missing_rights(has, in_thread=isinstance(channel, discord.Thread))


def _has_admin_role(interaction: Interaction) -> bool:
    wanted = interaction.client.services.settings.admin_role
    person = interaction.user
    if wanted is None or not isinstance(person, discord.Member):
        return False
    return any(wanted.strip() in (str(role.id), role.name) for role in person.roles)
