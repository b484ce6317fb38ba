"""Buttons that survive a restart: their state is in their ``custom_id`` and the archive.

A new kind of button is a subclass of ``bot.discord.views.base.PersistentButton`` and an entry in
``BUTTONS``.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.discord.views import admin, answers, articles, privacy, timelines

BUTTONS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    *answers.BUTTONS,
    *articles.BUTTONS,
    *admin.BUTTONS,
    *privacy.BUTTONS,
    *timelines.BUTTONS,
)
