"""/articles and /article on a simulated Discord."""

from __future__ import annotations

import re

import pytest

from bot.discord.commands.articles import attachment_name
from bot.discord.rendering.limits import CHOICE, CHOICES, MESSAGE, length
from tests.helpers.fixture_types import StartNewsroom
from tests.helpers.simulation import article

PUTIN = "001_4dbd5fa71f876ea1.txt"


async def test_pages_are_sorted_newest_first(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        for number in range(12):
            (room.articles / f"more{number:02}.txt").write_bytes(article(f"more{number:02}"))
        await room.coverage.reindex()
        result = await bot.ann.slash(bot.channel, "articles")
        assert result.response is not None
        first = result.response.content
        assert length(first) <= MESSAGE
        assert "-# Page 1 of 2 · 17 articles" in first
        assert first.index("more00.txt") < first.index("more09.txt")
        assert PUTIN not in first
        await bot.ben.click(result.response, label="Next")
        second = bot.channel.history()[-1].content
        assert "-# Page 2 of 2 · 17 articles" in second
        days = [int(stamp) for stamp in re.findall(r"<t:(\d+):D>", first + second)]
        assert days == sorted(days, reverse=True)
        await bot.restart()
        await bot.ann.click(bot.channel.history()[-1], label="Previous")
        assert bot.channel.history()[-1].content == first


async def test_a_single_page_has_no_buttons(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom() as room:
        (room.articles / "bad.txt").write_bytes(b"\0\1")
        await room.coverage.reindex()
        result = await room.bot.ann.slash(room.bot.channel, "articles")
        assert result.response is not None
        assert result.response.components == []
        assert "Page 1 of 1 · 5 articles · 1 file could not be indexed" in result.response.content


async def test_no_articles(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(seeds=False) as room:
        result = await room.bot.ann.slash(room.bot.channel, "articles")
        assert result.response is not None
        assert result.response.content == (
            "No articles are indexed.\n"
            "-# Somebody who manages this bot can add some with `/admin upload`."
        )


async def test_an_article_with_its_events_and_text(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        result = await room.bot.ann.slash(room.bot.channel, "article", file=PUTIN)
        assert result.response is not None
        text = result.response.content
        assert length(text) <= MESSAGE
        title = "Russia was smug about Trump-Putin talks. Now, Moscow’s anxious"
        assert text.startswith(f"**{title}**\n")
        assert re.search(r"published <t:\d+:D>", text)
        assert "**Events**" in text
        assert re.search(r"^\*\*Wed 22 October 2025\*\* ", text, re.MULTILINE)
        (file,) = result.response.attachments
        assert file.filename == PUTIN
        assert await file.read() == (room.articles / PUTIN).read_bytes()


async def test_articles_are_limited_like_questions(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(questions_per_minute=1) as room:
        await room.bot.ann.slash(room.bot.channel, "article", file=PUTIN)
        result = await room.bot.ann.slash(room.bot.channel, "article", file=PUTIN)
        assert result.response is not None
        assert result.response.content.startswith("You have reached the limit of 1 question per")


async def test_an_unknown_article(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        result = await room.bot.ann.slash(room.bot.channel, "article", file="*none*@everyone")
        (said,) = result.followups
        assert said.ephemeral
        text = said.content
        assert text.startswith("There is no article called “\\*none\\*@")
        assert "@everyone" not in text
        assert "Reference" not in text


async def test_autocomplete(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        found = await bot.ann.autocomplete(bot.channel, "article", "file", "")
        assert len(found) == 5
        found = await bot.ann.autocomplete(bot.channel, "article", "file", "smug putin")
        assert [choice["value"] for choice in found] == [PUTIN]
        assert found[0]["name"].startswith(f"{PUTIN} · Russia was smug")
        assert await bot.ann.autocomplete(bot.channel, "article", "file", "lasagne") == []


async def test_long_names_can_be_chosen(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom() as room:
        bot = room.bot
        for number in range(30):
            name = f"{number:02}" + "ä" * 110
            (room.articles / f"{name}.txt").write_bytes(article(f"long{number:02}", 1))
        await room.coverage.reindex()
        found = await bot.ann.autocomplete(bot.channel, "article", "file", "ÄÄ")
        assert len(found) == CHOICES
        for choice in found:
            assert length(choice["name"]) <= CHOICE
            assert length(choice["value"]) <= CHOICE
        result = await bot.ann.slash(bot.channel, "article", file=found[7]["value"])
        assert result.response is not None
        assert result.response.content.startswith("**About long07**\nThe Long07")


async def test_the_card_stays_where_its_text_may_not_be_attached(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom() as room:
        room.bot.env.inject_error("PATCH", "/webhooks/*", status=403, code=50013)
        result = await room.bot.ann.slash(room.bot.channel, "article", file=PUTIN)
        assert result.response is not None
        card = result.response.content
        assert card.startswith("**Russia was smug")
        assert card.endswith("I can't attach its text here: I need the Attach Files permission.")


@pytest.mark.parametrize(
    ("name", "attached"),
    [
        ("sub/a.md", "a.md"),
        ("sub/news.json#2", "news.json-2.txt"),
        ("a.PDF", "a.PDF.txt"),
        ("a.eml", "a.eml.txt"),
        ("a#2.txt", "a#2.txt"),
    ],
)
def test_what_the_attached_text_is_called(name: str, attached: str) -> None:
    assert attachment_name(name) == attached
