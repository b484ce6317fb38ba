"""Names and descriptions of the commands in the languages of Discord's users.

``translations.json`` has them, by the English wording; what is not in it stays English. The bot's
answers are English in any case, because they quote the articles.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

LANGUAGES: Mapping[discord.Locale, str] = {
    discord.Locale.german: "de",
    discord.Locale.french: "fr",
    discord.Locale.spain_spanish: "es",
    discord.Locale.latin_american_spanish: "es",
    discord.Locale.ukrainian: "uk",
    discord.Locale.turkish: "tr",
}
"""The key in ``translations.json`` for each locale of Discord that has translations."""
_NAMES = {Place.command_name, Place.group_name, Place.parameter_name}

Translations = Mapping[str, Mapping[str, Mapping[str, str]]]


@functools.cache
def translations() -> Translations:
    """Return "names" and "texts": the wording in each language, by the English one."""
    loaded: Translations = json.loads(
        (files("bot.discord") / "translations.json").read_text("utf-8")
    )
    return loaded


class CommandTranslator(app_commands.Translator):
    """Translates when the commands are registered with Discord."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the wording in a language, or None where it stays English."""
        table = translations()["names" if context.location in _NAMES else "texts"]
        language = LANGUAGES.get(locale)
        return table.get(string.message, {}).get(language) if language else None
