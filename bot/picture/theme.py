"""Colours and sizes of the timeline's picture."""

from __future__ import annotations

from dataclasses import dataclass

from bot.picture.text import Style

WIDTH = 1080
MARGIN = 44
SMOOTH = 3  # lines and dots are drawn larger by this and shrunk

TITLE = Style(50, bold=True)
SUBTITLE = Style(30)
DAY = Style(34, bold=True)
BODY = Style(36)
SMALL = Style(27)
SMALL_BOLD = Style(27, bold=True)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb."""

    paper: str
    ink: str
    faint: str
    line: str
    accent: str
    planned: str


LIGHT = Theme("#ffffff", "#1b1f24", "#636b74", "#ccd3da", "#0b5fbd", "#9a6700")
DARK = Theme("#1e1f22", "#f1f2f4", "#a6acb4", "#484b52", "#74b4ff", "#e3b341")
