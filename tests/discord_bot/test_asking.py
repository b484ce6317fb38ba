"""Asking on Discord: the command, mentions, replies, direct messages; who is not answered."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord.backend.models import AllowedMentions

from index.models import EVERYTHING, Answer, ArticleSummary, Asker, Draft, Scope, Statement
from tests.helpers.fakes import ARTICLE, CITATION, FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, labels, texts

ANSWER = (
    "The summit was called off. [1]\n\n**Sources**\n[1] **Summit called off**\n"
    "-# Al Jazeera · <t:1761129000:D> · `one.txt`"
)


DEFERRED = 5


def first_request(bot: SimulatedBot) -> Any:
    """The bot's first response to an interaction."""
    return next(r for r in bot.env.http_requests if r.path.endswith("/callback"))


async def test_the_answer_has_sources_and_buttons(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ask("Why *was* it called off?")
        assert first_request(bot).json["type"] == DEFERRED, "shown at once"
        assert not result.ephemeral
        assert result.response is not None
        assert result.response.content == f"> **Why \\*was\\* it called off?**\n{ANSWER}"
        assert labels(result.response) == ["Quotes", "Ask a follow-up", "👍", "👎", "🗑️"]
        (call,) = coverage.calls
        assert call.scope == EVERYTHING
        assert call.asker == Asker(bot.guild.id, bot.ann.id)
        assert call.history == ()


async def test_a_private_answer_is_ephemeral(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        result = await bot.ask("why", private=True)
        assert result.ephemeral
        assert bot.channel.history(viewer=bot.ben) == []


async def test_an_abstention_looks_different(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        result = await bot.ask("lasagne?")
        assert result.response is not None
        assert result.response.content.splitlines()[1] == "### ❔ The coverage does not say"
        assert "Sources" not in result.response.content
        assert labels(result.response) == ["Ask a follow-up", "👍", "👎", "🗑️"]


async def test_scope_options(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ask(
            "why", since="2025-10-01", until="31 October 2025", outlet="al  jazeera"
        )
        scope = Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31), "Al Jazeera")
        assert coverage.calls[0].scope == scope
        assert result.response is not None
        assert "-# Only articles from Al Jazeera since <t:" in result.response.content


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": "soon"}, "I don't understand the date “soon” in `since`"),
        ({"until": "2025-02-30"}, "I don't understand the date “2025-02-30” in `until`"),
        ({"since": "2025-10-02", "until": "2025-10-01"}, "swap the two dates"),
        (
            {"outlet": "The *Moon*"},
            r"No article is from the outlet “The \*Moon\*”. Choose one of: Al J",
        ),
        ({"question": "?!"}, "Please ask me a question about the articles."),
    ],
)
async def test_invalid_options_are_refused_privately(
    start_bot: StartBot, options: dict[str, str], message: str
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ann.slash(bot.channel, "ask", **{"question": "why", **options})
        (said,) = result.followups or [result.response]
        assert said is not None
        assert said.ephemeral
        assert message in said.content
        assert texts(bot.channel) == []
        assert not coverage.calls


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ask", {"question": "why", "since": "october"}),
        ("ask", {"question": "why", "outlet": "Al Jazeera"}),
        ("briefing", {"since": "october"}),
        ("timeline", {"until": "october"}),
    ],
)
async def test_a_busy_index_does_not_keep_discord_waiting(
    start_bot: StartBot, command: str, options: dict[str, str]
) -> None:
    class Busy(FakeCoverage):
        busy = False

        async def articles(self) -> tuple[ArticleSummary, ...]:
            await self._wait()
            return await super().articles()

        async def newest(self) -> dt.date | None:
            await self._wait()
            return await super().newest()

        async def _wait(self) -> None:
            if self.busy:
                await asyncio.sleep(60)

    coverage = Busy()
    async with start_bot(coverage) as bot:
        coverage.busy = True
        result = await bot.ann.slash(bot.channel, command, **options)
        assert result.acknowledged
        assert not coverage.calls
        await bot.env.advance_time(200)
        assert result.response is not None
        assert "The summit was called off." in result.response.content


async def test_autocomplete_of_outlets(start_bot: StartBot) -> None:
    names = ["Al Jazeera", "Kyiv Independent", "Kyiv Post", "x" * 101, None]
    names += [f"Paper {n}" for n in range(40)]
    summaries = tuple(replace(ARTICLE, outlet=name) for name in names)
    async with start_bot(FakeCoverage(summaries=summaries)) as bot:
        found = await bot.ann.autocomplete(bot.channel, "ask", "outlet", "kyiv")
        assert [choice["value"] for choice in found] == ["Kyiv Independent", "Kyiv Post"]
        assert len(await bot.ann.autocomplete(bot.channel, "ask", "outlet", "")) == 25


async def test_markup_of_discord_is_no_part_of_a_question(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        closed = {bot.ann: discord.PermissionOverwrite(view_channel=False)}
        hidden = bot.guild.create_text_channel("secret", overwrites=closed)
        open_ = bot.guild.create_text_channel("ferries")
        text = f"What of <#{open_.id}> and <#{hidden.id}> on <t:1761129000:D>? </ask:12>"
        asked = "What of ferries and on 2025-10-22? /ask"
        result = await bot.ask(text)
        assert result.response is not None
        modal = await bot.ann.click(result.response, label="Ask a follow-up")
        await bot.ann.submit_modal(modal, {"question": text})
        assert [call.question for call in coverage.calls] == [asked, asked]


async def test_a_mention_is_replied_to(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention(f"Why <@{bot.ben.id}> did Putin go?"))
        (reply,) = bot.channel.history()[1:]
        assert reply.content == ANSWER
        assert reply.reference is not None
        assert reply.reference.message_id == sent.id
        assert reply.mentions == [], "a reply mentions nobody"
        assert reply.flags.suppress_embeds
        assert [call.question for call in coverage.calls] == ["Why did Putin go?"]
        typed = [r for r in bot.env.http_requests if r.path.endswith("/typing")]
        assert len(typed) == 1, "shown at once"


async def test_a_mention_without_a_question(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ann.send(bot.channel, bot.mention(""))
        assert texts(bot.channel)[1:] == ["Please ask me a question about the articles."]


async def test_a_reply_to_the_bot_and_a_direct_message(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        await bot.ben.send(bot.channel, "and then?", reply_to=bot.channel.history()[-1])
        assert texts(bot.channel)[3] == ANSWER
        await bot.ann.send_dm("why")
        assert texts(bot.ann.user.dm_channel)[1] == ANSWER
        assert [call.question for call in coverage.calls] == ["why", "and then?", "why"]
        assert coverage.calls[2].asker == Asker(None, bot.ann.id)


async def test_the_command_in_a_direct_message(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ann.send_dm("hello there")
        result = await bot.ann.user.slash("ask", question="why")
        assert result.response is not None
        assert ANSWER in result.response.content


async def test_other_messages_are_ignored(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        robot = bot.guild.add_member(bot.env.create_user("robot", bot=True))
        first = await bot.ann.send(bot.channel, "Why was it called off?")
        await bot.ben.send(bot.channel, "No idea.", reply_to=first)
        await robot.send(bot.channel, bot.mention("why"))
        await bot.ann.send(bot.channel, "@everyone why?")
        assert not coverage.calls
        assert len(texts(bot.channel)) == 4


async def test_a_reply_without_a_mention_cannot_be_read(start_bot: StartBot) -> None:
    """Without a mention or the intent, Discord withholds the text of a reply."""
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        backend, shown = bot.env.backend, bot.channel.history()[-1]
        reference = {"channel_id": str(bot.channel.id), "message_id": str(shown.id)}
        backend.create_message(
            bot.channel.id,
            bot.ann.id,
            "and then?",
            reference=backend.normalize_message_reference(bot.channel.id, reference),
            allowed_mentions=AllowedMentions(replied_user=False),
        )
        await bot.env.settle()
        assert texts(bot.channel)[-1].startswith("I can't read a reply that doesn't mention me")
        assert len(coverage.calls) == 1
        await bot.ann.send(bot.channel, "", reply_to=shown, attachments=[("a.png", b"picture")])
        assert texts(bot.channel)[-1].startswith("Please ask me a question about the articles")


async def test_no_mentions_and_no_embeds(start_bot: StartBot) -> None:
    """In answers, drafts, quotes and error messages, whatever an article says."""
    hostile = "Ask @everyone, <@{0}>, <@&{0}> or https://example.org/page."

    def reply(question: str) -> Answer:
        text = hostile.format(bot.ben.id)
        cited = (replace(CITATION, quote=text, title=text, outlet=text, file="@everyone.txt"),)
        return make_answer(text, question=question, citations=cited, understood=text, note=text)

    async def drafting(show: Callable[[Draft], None]) -> None:
        show(Draft((Statement(hostile.format(bot.ben.id), ()),), ()))
        await asyncio.sleep(0.01)

    coverage = FakeCoverage(reply=reply, meanwhile=drafting)
    async with start_bot(coverage) as bot:
        result = await bot.ask(hostile.format(bot.ben.id))
        await bot.ben.click(result.response, label="Quotes")
        await bot.ann.send(bot.channel, bot.mention(hostile.format(bot.ben.id)))
        await bot.ask("why", outlet=hostile.format(bot.ben.id))
        sent = [
            r.json.get("data", r.json)
            for r in bot.env.http_requests
            if r.method in {"POST", "PATCH"} and isinstance(r.json, dict)
        ]
        written = [body for body in sent if body.get("content")]
        assert len(written) >= 6
        for body in written:
            assert body["allowed_mentions"]["parse"] == []
            assert not body["allowed_mentions"].get("replied_user")
            assert "@everyone" not in body["content"]
            assert not re.search(r"(?<!\\)<@", body["content"])
            assert re.search(r"(?<!<)https://", body["content"]) is None
        for message in bot.channel.history(viewer=bot.ben):
            if message.author == bot.client.user:
                assert not message.mentions
                assert not message.role_mentions
                assert not message.mention_everyone


async def test_a_mention_of_the_bots_role(start_bot: StartBot) -> None:
    """The role has the same name as the bot, so people mention it by mistake."""
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        assert bot.client.user is not None
        role = bot.guild.create_role("Coverage")
        cached = bot.client.get_guild(bot.guild.id)
        assert cached is not None
        found = cached.get_role(role.id)
        assert found is not None
        payload = {
            "id": str(role.id),
            "name": role.name,
            "color": 0,
            "hoist": False,
            "position": 1,
            "permissions": "0",
            "managed": True,
            "mentionable": True,
            "tags": {"bot_id": str(bot.client.user.id)},
        }
        bot.env.backend.emit("GUILD_ROLE_UPDATE", {"guild_id": str(cached.id), "role": payload})
        await bot.ann.send(bot.channel, f"<@&{role.id}> why")
        assert [call.question for call in coverage.calls] == ["why"]
