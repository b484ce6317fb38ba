"""The commands in other languages, and where they can be used and installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

from bot.discord.rendering.limits import length
from bot.discord.translation import LANGUAGES, CommandTranslator, translations
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot

NAME = re.compile(r"[-_\w]{1,32}")
USER, GUILD = 1, 0
MESSAGE_COMMAND = discord.AppCommandType.message.value


async def payloads(bot: SimulatedBot) -> list[dict[str, Any]]:
    tree = bot.client.tree
    translator = tree.translator
    assert isinstance(translator, CommandTranslator)
    return [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]


def nested(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command, its subcommands and their options."""
    yield payload
    for option in payload.get("options", []):
        yield from nested(option)


async def test_everything_is_translated_and_fits(start_bot: StartBot) -> None:
    locales = {locale.value for locale in LANGUAGES}
    async with start_bot() as bot:
        seen = set()
        for payload in await payloads(bot):
            for each in nested(payload):
                seen |= {each["name"], each.get("description")}
                assert set(each["name_localizations"]) == locales, each["name"]
                for name in each["name_localizations"].values():
                    if each.get("type") == MESSAGE_COMMAND and "options" not in each:
                        assert length(name) <= 32
                    else:
                        assert NAME.fullmatch(name), name
                        assert name == name.lower()
                if each.get("description"):
                    assert set(each["description_localizations"]) == locales, each["description"]
                    for text in each["description_localizations"].values():
                        assert 1 <= length(text) <= 100, text
        known = translations()
        assert {*known["names"], *known["texts"]} <= seen, "none is left over"


async def test_no_two_commands_or_options_share_a_name(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        roots = await payloads(bot)
        groups = [
            roots,
            *(each["options"] for p in roots for each in nested(p) if "options" in each),
        ]
        for group in groups:
            for locale in LANGUAGES:
                names = [each["name_localizations"][locale.value] for each in group]
                assert len(names) == len(set(names))


async def test_commands_work_everywhere_but_administration_on_servers(start_bot: StartBot) -> None:
    async with start_bot() as bot:
        for payload in await payloads(bot):
            if payload["name"] == "admin":
                assert payload["contexts"] == [0]
                assert payload["integration_types"] == [GUILD]
            else:
                assert payload["contexts"] == [0, 1, 2]
                assert payload["integration_types"] == [GUILD, USER]
