"""/articles and /article on a simulated Discord."""

from __future__ import annotations

import re
from pathlib import Path

from bot.pages.limits import CHOICE, CHOICES, MESSAGE, length
from tests.discord_coverage_helpers import article, room

PUTIN = "001_4dbd5fa71f876ea1.txt"


async def test_newest_first_by_page(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        talk = at.talk
        for number in range(12):
            (at.articles / f"more{number:02}.txt").write_bytes(article(f"more{number:02}"))
        await at.coverage.reindex()
        result = await talk.ann.slash(talk.channel, "articles")
        assert result.response is not None
        first = result.response.content
        assert length(first) <= MESSAGE
        assert "-# Page 1 of 2 · 17 articles" in first
        assert first.index("more00.txt") < first.index("more09.txt")
        assert PUTIN not in first
        await talk.ben.click(result.response, label="Next")
        second = talk.channel.history()[-1].content
        assert "-# Page 2 of 2 · 17 articles" in second
        days = [int(stamp) for stamp in re.findall(r"<t:(\d+):D>", first + second)]
        assert days == sorted(days, reverse=True)
        await talk.restart()
        await talk.ann.click(talk.channel.history()[-1], label="Previous")
        assert talk.channel.history()[-1].content == first


async def test_one_page_has_no_buttons_and_refused_files_are_counted(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        (at.articles / "bad.txt").write_bytes(b"\0\1")
        await at.coverage.reindex()
        result = await at.talk.ann.slash(at.talk.channel, "articles")
        assert result.response is not None
        assert result.response.components == []
        assert "Page 1 of 1 · 5 articles · 1 file could not be indexed" in result.response.content


async def test_nothing_is_indexed(tmp_path: Path) -> None:
    async with room(tmp_path, seeds=False) as at:
        result = await at.talk.ann.slash(at.talk.channel, "articles")
        assert result.response is not None
        assert result.response.content == "No article is indexed yet."


async def test_one_article_with_its_events_and_text(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        result = await at.talk.ann.slash(at.talk.channel, "article", file=PUTIN)
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
        assert await file.read() == (at.articles / PUTIN).read_bytes()


async def test_an_article_that_is_not_there(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        result = await at.talk.ann.slash(at.talk.channel, "article", file="*none*@everyone")
        assert result.response is not None
        text = result.response.content
        assert text.startswith("No article is called “\\*none\\*@")
        assert "@everyone" not in text
        assert "Reference" not in text


async def test_names_are_completed(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        talk = at.talk
        found = await talk.ann.autocomplete(talk.channel, "article", "file", "")
        assert len(found) == 5
        found = await talk.ann.autocomplete(talk.channel, "article", "file", "smug putin")
        assert [choice["value"] for choice in found] == [PUTIN]
        assert found[0]["name"].startswith(f"{PUTIN} · Russia was smug")
        assert await talk.ann.autocomplete(talk.channel, "article", "file", "lasagne") == []


async def test_names_of_any_length_can_be_chosen(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        talk = at.talk
        for number in range(30):
            name = f"{number:02}" + "ä" * 110
            (at.articles / f"{name}.txt").write_bytes(article(f"long{number:02}", 1))
        await at.coverage.reindex()
        found = await talk.ann.autocomplete(talk.channel, "article", "file", "ÄÄ")
        assert len(found) == CHOICES
        for choice in found:
            assert length(choice["name"]) <= CHOICE
            assert length(choice["value"]) <= CHOICE
        result = await talk.ann.slash(talk.channel, "article", file=found[7]["value"])
        assert result.response is not None
        assert result.response.content.startswith("**About long07**\nThe Long07")
