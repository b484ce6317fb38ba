"""Asking on Discord: the command, mentions, replies, direct messages; who is not answered."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from simcord.backend.models import AllowedMentions

from index.models import EVERYTHING, Answer, Asker, Draft, Scope
from tests.fakes import ARTICLE, CITATION, FakeCoverage
from tests.fixture_types import StartBot
from tests.simulation import SimulatedBot, labels, texts

ANSWER = (
    "The summit was called off. [1]\n\n**Sources**\n[1] `one.txt` · Al Jazeera · <t:1761129000:D>"
)


DEFERRED = 5


def first_request(bot: SimulatedBot) -> Any:
    """The first thing that the bot told Discord because of an interaction."""
    return next(r for r in bot.env.http_requests if r.path.endswith("/callback"))


async def test_the_command_answers_with_sources_and_buttons(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ask("Why *was* it called off?")
        assert first_request(bot).json["type"] == DEFERRED, "the first sign of life"
        assert not result.ephemeral
        assert result.response is not None
        assert result.response.content == f"> **Why \\*was\\* it called off?**\n{ANSWER}"
        assert labels(result.response) == ["Quotes", "Ask a follow-up", "👍", "👎"]
        (call,) = coverage.calls
        assert call.scope == EVERYTHING
        assert call.asker == Asker(bot.guild.id, bot.ann.id)
        assert call.history == ()


async def test_a_private_answer_is_for_one_person(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        result = await bot.ask("why", private=True)
        assert result.ephemeral
        assert bot.channel.history(viewer=bot.ben) == []


async def test_no_answer_looks_different(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        result = await bot.ask("lasagne?")
        assert result.response is not None
        assert result.response.content.splitlines()[1] == "### ❔ The coverage does not say"
        assert "Sources" not in result.response.content
        assert labels(result.response) == ["Ask a follow-up", "👍", "👎"]


async def test_narrowed(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await ask(
            bot, "why", since="2025-10-01", until="31 October 2025", outlet="al jazeera"
        )
        scope = Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31), "Al Jazeera")
        assert coverage.calls[0].scope == scope
        assert result.response is not None
        assert "-# Only articles of Al Jazeera since <t:" in result.response.content


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"since": "soon"}, "I cannot read “soon” in `since` as a day"),
        ({"until": "2025-02-30"}, "I cannot read “2025-02-30” in `until` as a day"),
        ({"since": "2025-10-02", "until": "2025-10-01"}, "swap the two"),
        ({"outlet": "The *Moon*"}, r"No article is of an outlet “The \*Moon\*”; there are: Al J"),
        ({"question": "?!"}, "Ask me a question about the articles, in words."),
    ],
)
async def test_what_cannot_be_asked_is_told_alone(
    start_bot: StartBot, options: dict[str, str], words: str
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ann.slash(bot.channel, "ask", **{"question": "why", **options})
        assert result.ephemeral
        assert result.response is not None
        assert words in result.response.content
        assert not coverage.calls


async def test_outlets_are_completed(start_bot: StartBot) -> None:
    names = ["Al Jazeera", "Kyiv Independent", "Kyiv Post", "x" * 101, None]
    names += [f"Paper {n}" for n in range(40)]
    summaries = tuple(replace(ARTICLE, outlet=name) for name in names)
    async with start_bot(FakeCoverage(summaries=summaries)) as bot:
        found = await bot.ann.autocomplete(bot.channel, "ask", "outlet", "kyiv")
        assert [choice["value"] for choice in found] == ["Kyiv Independent", "Kyiv Post"]
        assert len(await bot.ann.autocomplete(bot.channel, "ask", "outlet", "")) == 25


async def test_a_mention_is_replied_to(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention(f"Why did <@{bot.ben.id}> go?"))
        (reply,) = bot.channel.history()[1:]
        assert reply.content == ANSWER
        assert reply.reference is not None
        assert reply.reference.message_id == sent.id
        assert reply.mentions == [], "a reply pings nobody"
        assert reply.flags.suppress_embeds
        assert [call.question for call in coverage.calls] == ["Why did ben go?"]
        typed = [r for r in bot.env.http_requests if r.path.endswith("/typing")]
        assert len(typed) == 1, "the first sign of life"


async def test_a_mention_without_a_question(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ann.send(bot.channel, bot.mention(""))
        assert texts(bot.channel)[1:] == ["Ask me a question about the articles, in words."]


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


async def test_others_are_left_alone(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        robot = bot.guild.add_member(bot.env.create_user("robot", bot=True))
        first = await bot.ann.send(bot.channel, "Why was it called off?")
        await bot.ben.send(bot.channel, "No idea.", reply_to=first)
        await robot.send(bot.channel, bot.mention("why"))
        await bot.ann.send(bot.channel, "@everyone why?")
        assert not coverage.calls
        assert len(texts(bot.channel)) == 4


async def test_a_reply_that_it_may_not_read(start_bot: StartBot) -> None:
    """Without a ping and without the intent, Discord keeps the text of a reply to itself."""
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
        assert texts(bot.channel)[-1].startswith("I cannot read a reply that does not ping me")
        assert len(coverage.calls) == 1
        await bot.ann.send(bot.channel, "", reply_to=shown, attachments=[("a.png", b"picture")])
        assert texts(bot.channel)[-1].startswith("Ask me a question about the articles")


async def test_nobody_is_pinged_and_nothing_is_unfolded(start_bot: StartBot) -> None:
    """Whatever an article says: in answers, drafts, quotes and refusals."""
    hostile = "Ask @everyone, <@{0}>, <@&{0}> or https://example.org/page."

    def reply(question: str) -> Answer:
        text = hostile.format(bot.ben.id)
        cited = (replace(CITATION, quote=text, title=text, outlet=text, file="@everyone.txt"),)
        return Answer(question, True, f"{text} [1]", cited, "llm", 0.1, 0.9, text, text)

    async def drafting(show: Callable[[Draft], None]) -> None:
        show(Draft(hostile.format(bot.ben.id), ()))
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


async def test_the_role_of_the_bot_is_as_good_as_its_name(start_bot: StartBot) -> None:
    """People choose it by mistake: it has the same name."""
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
