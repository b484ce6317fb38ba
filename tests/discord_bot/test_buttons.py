"""The buttons below an answer, also after a restart."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from simcord.results import ResponseMessage

from index.storage.archive.archive import Archive
from tests.helpers.fakes import CITATION, FakeCoverage
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, button, texts


async def answered(bot: SimulatedBot, question: str = "why", **options: object) -> ResponseMessage:
    result = await bot.ask(question, **options)
    assert result.response is not None
    return result.response


async def test_quotes_are_private_and_exact(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        message = await answered(bot)
        result = await bot.ben.click(message, label="Quotes")
        (quotes,) = result.followups or [result.response]
        assert quotes is not None
        assert quotes.ephemeral
        assert quotes.content == (
            "[1] **Summit called off**\n-# Al Jazeera · <t:1761129000:D> · `one.txt`\n"
            "> The lead. **The summit was called off.** And more."
        )


async def test_quotes_of_a_removed_article(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(around=None)) as bot:
        message = await answered(bot)
        result = await bot.ben.click(message, label="Quotes")
        (quotes,) = result.followups or [result.response]
        assert quotes is not None
        assert "**The summit was called off.**" in quotes.content
        assert "changed or removed later" in quotes.content


async def test_every_button_works_after_a_restart(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        message = await answered(bot)
        await bot.restart()
        result = await bot.ben.click(message, label="Quotes")
        (quotes,) = result.followups or [result.response]
        assert quotes is not None
        assert "**" in quotes.content
        thanks = await bot.ben.click(message, custom_id=button(message, "good"))
        assert thanks.response is not None
        assert thanks.response.content == "Thank you!"
        assert (await bot.ben.click(message, custom_id=button(message, "bad"))).modal
        modal = await bot.ben.click(message, label="Ask a follow-up")
        await bot.ben.submit_modal(modal, {"question": "and then?"})
        assert [turn.question for turn in coverage.calls[-1].history] == ["why"]


async def test_slow_feedback_does_not_keep_discord_waiting(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_bot(FakeCoverage()) as bot:
        message, archive = await answered(bot), bot.client.services.archive
        save = archive.rate

        async def slowly(*given: Any, **options: Any) -> None:
            await asyncio.sleep(60)
            await save(*given, **options)

        monkeypatch.setattr(archive, "rate", slowly)
        thanks = await bot.ben.click(message, custom_id=button(message, "good"))
        modal = await bot.ann.click(message, custom_id=button(message, "bad"))
        sent = await bot.ann.submit_modal(modal, {"wrong": ["date"], "words": ""})
        for result in (thanks, sent):
            assert result.acknowledged
        await bot.env.advance_time(61)
        for result in (thanks, sent):
            assert result.response is not None
            assert result.response.ephemeral
            assert result.response.content.startswith("Thank you!")


async def test_a_modal_survives_a_restart(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        message = await answered(bot)
        modal = await bot.ben.click(message, label="Ask a follow-up")
        await bot.restart()
        result = await bot.ben.submit_modal(modal, {"question": "and then?"})
        assert result.response is not None
        assert result.response.content.startswith("> **and then?**\nThe summit was called off.")


async def test_a_follow_up_keeps_the_scope(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        message = await answered(bot, outlet="Al Jazeera")
        modal = await bot.ann.click(message, label="Ask a follow-up")
        await bot.ann.submit_modal(modal, {"question": "and then?"})
        assert coverage.calls[1].scope == coverage.calls[0].scope


async def test_feedback_is_saved_and_can_be_read_while_the_bot_runs(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        message = await answered(bot)
        modal = await bot.ben.click(message, custom_id=button(message, "bad"))
        thanks = await bot.ben.submit_modal(modal, {"wrong": ["date"], "words": " It was Monday. "})
        assert thanks.ephemeral
        await bot.ann.click(message, custom_id=button(message, "good"))

        async def open_archive() -> Archive:
            return await Archive.open(bot.client.services.settings.data)

        archive = await open_archive()
        found = await archive.feedback()
        await archive.close()
        assert {(f.person, f.good, f.wrong, f.words) for f in found} == {
            (bot.ben.id, False, "date", "It was Monday."),
            (bot.ann.id, True, None, None),
        }
        assert all(f.archived.exchange.answer.citations == (CITATION,) for f in found)
        assert {f.archived.exchange.where.guild for f in found} == {bot.guild.id}


async def test_new_feedback_replaces_the_old(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        message = await answered(bot)
        await bot.ben.click(message, custom_id=button(message, "good"))
        modal = await bot.ben.click(message, custom_id=button(message, "bad"))
        await bot.ben.submit_modal(modal, {"wrong": ["missing"]})
        (kept,) = await bot.client.services.archive.feedback()
        assert (kept.good, kept.wrong, kept.words) == (False, "missing", None)
        counts = await bot.client.services.archive.counts(bot.guild.id)
        assert (counts.questions, counts.good, counts.bad) == (1, 0, 1)
        assert (await bot.client.services.archive.counts(None)).questions == 0


async def test_an_answer_that_was_deleted(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        message = await answered(bot)
        with bot.client.services.archive.database.writing() as db:
            db.execute("DELETE FROM answer")
        result = await bot.ben.click(message, label="Quotes")
        assert result.ephemeral
        assert result.response is not None
        assert "no longer have this answer" in result.response.content


async def test_buttons_below_a_reply(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        reply = bot.channel.history()[-1]
        modal = await bot.ben.click(reply, label="Ask a follow-up")
        await bot.ben.submit_modal(modal, {"question": "and then?"})
        assert texts(bot.channel)[-1].startswith("> **and then?**")
