"""Buttons that outlive a restart: all that they know is in their ``custom_id`` and the archive.

A new kind of button is a subclass of ``bot.views.lasting.Lasting`` and a line in ``BUTTONS``.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.views import answers, articles, removal, timelines

BUTTONS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    *answers.BUTTONS,
    *articles.BUTTONS,
    *removal.BUTTONS,
    *timelines.BUTTONS,
)
