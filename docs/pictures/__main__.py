"""``python -m docs.pictures``: plays the scenes and draws the pictures in docs/ again.

Needs Chromium, the fonts Open Sans and Noto Color Emoji, and ``npm install --no-package-lock`` in
this folder. The bot and its tests do not need any of this.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from docs.pictures.draw import Picture, draw
from docs.pictures.record import record

PHONE = 390
PICTURES = (
    Picture("answer-dark", "answer"),
    Picture("answer-light", "answer", theme="light"),
    Picture("answer-phone", "answer", width=PHONE),
    Picture("quotes", "quotes"),
    Picture("follow-up", "follow-up"),
    Picture("not-covered", "abstention"),
    Picture("check", "check"),
    Picture("briefing", "briefing"),
    Picture("help", "help"),
    Picture("timeline", "timeline"),
    Picture("admin", "admin"),
)


def main() -> int:
    """Draw every picture into docs/, or into the folder given as an argument."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    recording = asyncio.run(record())
    for picture in PICTURES:
        file = draw(recording, picture, folder)
        print(f"{file} {file.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
