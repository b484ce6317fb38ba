"""/timeline on a simulated Discord: pages, chart, buttons, also after a restart."""

from __future__ import annotations

import csv
import io
import re

import pytest
from PIL import Image

from bot.discord.rendering.limits import CUSTOM_ID, MESSAGE, length
from tests.helpers.fixture_types import StartNewsroom
from tests.helpers.simulation import SimulatedBot

pytestmark = pytest.mark.slow

LONG = "the summit of the two presidents in Budapest, " * 6


async def page(bot: SimulatedBot) -> tuple[str, dict[str, tuple[str, bool]]]:
    """The newest message as it is now."""
    message = bot.channel.history()[-1]
    rows = [row.to_dict() for row in message.components]
    found = {
        button["label"]: (button["custom_id"], not button.get("disabled", False))
        for row in rows
        for button in row["components"]  # type: ignore[typeddict-item]
    }
    return message.content, found


async def test_pages_chart_and_table(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        first, below = await page(bot)
        assert length(first) <= MESSAGE
        assert first.startswith("**Timeline**\n**")
        assert re.search(r"-# `\d{3}_\w+\.txt`", first)
        assert re.search(r"-# Page 1 of (\d+) · \d+ events in 5 articles$", first)
        assert {name: usable for name, (_, usable) in below.items()} == {
            "Previous": False,
            "Next": True,
            "Download": True,
        }
        (chart,) = result.response.attachments
        assert chart.filename == "timeline.png"
        with Image.open(io.BytesIO(await chart.read())) as image:
            assert image.format == "PNG"
            assert image.size == (1100, 700)  # shown inline within 550 by 350

        await bot.ben.click(result.response, label="Next")
        second, below = await page(bot)
        assert "Page 2 of" in second
        assert second != first
        assert below["Previous"][1]
        assert len(bot.channel.history()[-1].attachments) == 1
        table = await bot.ben.click(result.response, label="Download")
        (sent,) = table.followups or [table.response]
        assert sent is not None
        assert sent.ephemeral
        (file,) = sent.attachments
        rows = list(csv.DictReader(io.StringIO((await file.read()).decode())))
        events = int(re.findall(r"(\d+) events", second)[0])
        assert len(rows) == events
        assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


async def test_buttons_survive_a_restart_with_any_topic(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        for topic in ("Putin", LONG):
            await bot.ann.slash(
                bot.channel, "timeline", topic=topic, since="2025-10-01", until="31 October 2025"
            )
            text, below = await page(bot)
            assert "since Wed 1 October 2025 until Fri 31 October 2025" in text
            assert all(length(custom_id) <= CUSTOM_ID for custom_id, _ in below.values())
            assert (":#" in below["Download"][0]) == (topic is LONG)
            await bot.restart()
            message = bot.channel.history()[-1]
            if below["Next"][1]:
                await bot.ben.click(message, label="Next")
                text, _ = await page(bot)
                assert "Page 2 of" in text
            result = await bot.ben.click(bot.channel.history()[-1], label="Download")
            (sent,) = result.followups or [result.response]
            assert sent is not None
            assert sent.attachments


async def test_paging_to_the_end_and_back(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        await bot.ann.slash(bot.channel, "timeline")
        text, below = await page(bot)
        seen = [text]
        while below["Next"][1]:
            await bot.ann.click(bot.channel.history()[-1], label="Next")
            text, below = await page(bot)
            seen.append(text)
        assert len(seen) == len(set(seen)) == int(re.findall(r"Page \d+ of (\d+)", text)[0])
        await bot.ann.click(bot.channel.history()[-1], label="Previous")
        assert (await page(bot))[0] == seen[-2]


async def test_no_events_and_invalid_dates(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        result = await bot.ann.slash(bot.channel, "timeline", since="1950-01-01", until="1951")
        assert result.response is not None
        assert result.response.content == (
            "The articles contain no dated events since Sun 1 January 1950 "
            "until Mon 31 December 1951."
        )
        assert not result.response.attachments
        result = await bot.ann.slash(
            bot.channel, "timeline", since="2025-10-30", until="2025-10-01"
        )
        (said,) = result.followups
        assert "is after" in said.content
        result = await bot.ann.slash(bot.channel, "timeline", since="whenever")
        (said,) = result.followups
        assert "don't understand the date “whenever” in `since`" in said.content
        assert said.ephemeral


async def test_in_a_direct_message(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        result = await room.bot.ann.user.slash("timeline", topic="@everyone")
        assert result.response is not None
        assert "@everyone" not in result.response.content
