"""The buttons below an answer, for everybody, also after a restart."""

from __future__ import annotations

from pathlib import Path

from cli_helpers import CITATION
from discord_asking_helpers import ScriptedCoverage, ask, button, mention
from discord_helpers import Talk, talking, texts
from simcord.results import ResponseMessage

from index.storage.archive.archive import Archive


async def answered(talk: Talk, question: str = "why", **options: object) -> ResponseMessage:
    result = await ask(talk, question, **options)
    assert result.response is not None
    return result.response


async def test_quotes_are_private_and_exact(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        message = await answered(talk)
        result = await talk.ben.click(message, label="Quotes")
        (quotes,) = result.followups or [result.response]
        assert quotes is not None
        assert quotes.ephemeral
        assert quotes.content == (
            "[1] `one.txt` · Al Jazeera · <t:1761129000:D>\n**Summit called off**\n"
            "> The lead. **The summit was called off.** And more."
        )


async def test_quotes_of_an_article_that_is_gone(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage(around=None)) as talk:
        message = await answered(talk)
        result = await talk.ben.click(message, label="Quotes")
        (quotes,) = result.followups or [result.response]
        assert quotes is not None
        assert "**The summit was called off.**" in quotes.content
        assert "changed or removed since" in quotes.content


async def test_every_button_works_after_a_restart(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        message = await answered(talk)
        await talk.restart()
        quotes = await talk.ben.click(message, label="Quotes")
        assert quotes.followups or quotes.response
        thanks = await talk.ben.click(message, custom_id=button(message, "good"))
        assert thanks.response is not None
        assert thanks.response.content == "Thank you."
        assert (await talk.ben.click(message, custom_id=button(message, "bad"))).modal
        form = await talk.ben.click(message, label="Ask a follow-up")
        await talk.ben.submit_modal(form, {"question": "and then?"})
        assert [turn.question for turn in coverage.calls[-1].history] == ["why"]


async def test_a_form_outlives_a_restart(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        message = await answered(talk)
        form = await talk.ben.click(message, label="Ask a follow-up")
        await talk.restart()
        result = await talk.ben.submit_modal(form, {"question": "and then?"})
        assert result.response is not None
        assert result.response.content.startswith("> **and then?**\nThe summit was called off.")


async def test_a_follow_up_keeps_to_what_the_question_was_narrowed_to(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        message = await answered(talk, outlet="Al Jazeera")
        form = await talk.ann.click(message, label="Ask a follow-up")
        await talk.ann.submit_modal(form, {"question": "and then?"})
        assert coverage.calls[1].scope == coverage.calls[0].scope


async def test_feedback_is_kept_and_listed_while_the_bot_runs(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        message = await answered(talk)
        form = await talk.ben.click(message, custom_id=button(message, "bad"))
        thanks = await talk.ben.submit_modal(form, {"wrong": ["date"], "words": " It was Monday. "})
        assert thanks.ephemeral
        await talk.ann.click(message, custom_id=button(message, "good"))

        async def open_archive() -> Archive:
            return await Archive.open(talk.client.services.settings.data)

        archive = await open_archive()
        found = await archive.feedback()
        await archive.close()
        assert {(f.person, f.good, f.wrong, f.words) for f in found} == {
            (talk.ben.id, False, "date", "It was Monday."),
            (talk.ann.id, True, None, None),
        }
        assert all(f.saved.asked.answer.citations == (CITATION,) for f in found)
        assert {f.saved.asked.where.guild for f in found} == {talk.guild.id}


async def test_another_opinion_takes_the_place_of_the_first(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        message = await answered(talk)
        await talk.ben.click(message, custom_id=button(message, "good"))
        form = await talk.ben.click(message, custom_id=button(message, "bad"))
        await talk.ben.submit_modal(form, {"wrong": ["missing"]})
        (kept,) = await talk.client.services.archive.feedback()
        assert (kept.good, kept.wrong, kept.words) == (False, "missing", None)
        counts = await talk.client.services.archive.counts(talk.guild.id)
        assert (counts.questions, counts.good, counts.bad) == (1, 0, 1)
        assert (await talk.client.services.archive.counts(None)).questions == 0


async def test_an_answer_that_is_not_kept_any_more(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        message = await answered(talk)
        with talk.client.services.archive.database.writing() as db:
            db.execute("DELETE FROM answer")
        result = await talk.ben.click(message, label="Quotes")
        assert result.ephemeral
        assert result.response is not None
        assert "do not have this answer any more" in result.response.content


async def test_buttons_below_a_reply(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        await talk.ann.send(talk.channel, mention(talk, "why"))
        reply = talk.channel.history()[-1]
        form = await talk.ben.click(reply, label="Ask a follow-up")
        await talk.ben.submit_modal(form, {"question": "and then?"})
        assert texts(talk.channel)[-1].startswith("> **and then?**")
