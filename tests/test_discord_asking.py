"""Asking on Discord: the command, mentions, replies, direct messages; who is not answered."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import ARTICLE, CITATION
from discord_asking_helpers import ScriptedCoverage, ask, labels, mention
from discord_helpers import Talk, talking, texts
from simcord.backend.models import AllowedMentions

from index.models import EVERYTHING, Answer, Asker, Draft, Scope

ANSWER = (
    "The summit was called off. [1]\n\n**Sources**\n[1] `one.txt` · Al Jazeera · <t:1761129000:D>"
)


DEFERRED = 5


def first_request(talk: Talk) -> Any:
    """The first thing that the bot told Discord because of an interaction."""
    return next(r for r in talk.env.http_requests if r.path.endswith("/callback"))


async def test_the_command_answers_with_sources_and_buttons(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        result = await ask(talk, "Why *was* it called off?")
        assert first_request(talk).json["type"] == DEFERRED, "the first sign of life"
        assert not result.ephemeral
        assert result.response is not None
        assert result.response.content == f"> **Why \\*was\\* it called off?**\n{ANSWER}"
        assert labels(result.response) == ["Quotes", "Ask a follow-up", "👍", "👎"]
        (call,) = coverage.calls
        assert call.scope == EVERYTHING
        assert call.asker == Asker(talk.guild.id, talk.ann.id)
        assert call.history == ()


async def test_a_private_answer_is_for_one_person(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        result = await ask(talk, "why", private=True)
        assert result.ephemeral
        assert talk.channel.history(viewer=talk.ben) == []


async def test_no_answer_looks_different(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        result = await ask(talk, "lasagne?")
        assert result.response is not None
        assert result.response.content.splitlines()[1] == "### ❔ The coverage does not say"
        assert "Sources" not in result.response.content
        assert labels(result.response) == ["Ask a follow-up", "👍", "👎"]


async def test_narrowed(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        result = await ask(
            talk, "why", since="2025-10-01", until="31 October 2025", outlet="al jazeera"
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
    tmp_path: Path, options: dict[str, str], words: str
) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        result = await talk.ann.slash(talk.channel, "ask", **{"question": "why", **options})
        assert result.ephemeral
        assert result.response is not None
        assert words in result.response.content
        assert not coverage.calls


async def test_outlets_are_completed(tmp_path: Path) -> None:
    names = ["Al Jazeera", "Kyiv Independent", "Kyiv Post", "x" * 101, None]
    names += [f"Paper {n}" for n in range(40)]
    summaries = tuple(replace(ARTICLE, outlet=name) for name in names)
    async with talking(tmp_path, ScriptedCoverage(summaries=summaries)) as talk:
        found = await talk.ann.autocomplete(talk.channel, "ask", "outlet", "kyiv")
        assert [choice["value"] for choice in found] == ["Kyiv Independent", "Kyiv Post"]
        assert len(await talk.ann.autocomplete(talk.channel, "ask", "outlet", "")) == 25


async def test_a_mention_is_replied_to(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        sent = await talk.ann.send(talk.channel, mention(talk, f"Why did <@{talk.ben.id}> go?"))
        (reply,) = talk.channel.history()[1:]
        assert reply.content == ANSWER
        assert reply.reference is not None
        assert reply.reference.message_id == sent.id
        assert reply.mentions == [], "a reply pings nobody"
        assert reply.flags.suppress_embeds
        assert [call.question for call in coverage.calls] == ["Why did ben go?"]
        typed = [r for r in talk.env.http_requests if r.path.endswith("/typing")]
        assert len(typed) == 1, "the first sign of life"


async def test_a_mention_without_a_question(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        await talk.ann.send(talk.channel, mention(talk, ""))
        assert texts(talk.channel)[1:] == ["Ask me a question about the articles, in words."]


async def test_a_reply_to_the_bot_and_a_direct_message(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "why"))
        await talk.ben.send(talk.channel, "and then?", reply_to=talk.channel.history()[-1])
        assert texts(talk.channel)[3] == ANSWER
        await talk.ann.send_dm("why")
        assert texts(talk.ann.user.dm_channel)[1] == ANSWER
        assert [call.question for call in coverage.calls] == ["why", "and then?", "why"]
        assert coverage.calls[2].asker == Asker(None, talk.ann.id)


async def test_the_command_in_a_direct_message(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        await talk.ann.send_dm("hello there")
        result = await talk.ann.user.slash("ask", question="why")
        assert result.response is not None
        assert ANSWER in result.response.content


async def test_others_are_left_alone(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        robot = talk.guild.add_member(talk.env.create_user("robot", bot=True))
        first = await talk.ann.send(talk.channel, "Why was it called off?")
        await talk.ben.send(talk.channel, "No idea.", reply_to=first)
        await robot.send(talk.channel, mention(talk, "why"))
        await talk.ann.send(talk.channel, "@everyone why?")
        assert not coverage.calls
        assert len(texts(talk.channel)) == 4


async def test_a_reply_that_it_may_not_read(tmp_path: Path) -> None:
    """Without a ping and without the intent, Discord keeps the text of a reply to itself."""
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "why"))
        backend, shown = talk.env.backend, talk.channel.history()[-1]
        reference = {"channel_id": str(talk.channel.id), "message_id": str(shown.id)}
        backend.create_message(
            talk.channel.id,
            talk.ann.id,
            "and then?",
            reference=backend.normalize_message_reference(talk.channel.id, reference),
            allowed_mentions=AllowedMentions(replied_user=False),
        )
        await talk.env.settle()
        assert texts(talk.channel)[-1].startswith("I cannot read a reply that does not ping me")
        assert len(coverage.calls) == 1
        await talk.ann.send(talk.channel, "", reply_to=shown, attachments=[("a.png", b"picture")])
        assert texts(talk.channel)[-1].startswith("Ask me a question about the articles")


async def test_nobody_is_pinged_and_nothing_is_unfolded(tmp_path: Path) -> None:
    """Whatever an article says: in answers, drafts, quotes and refusals."""
    hostile = "Ask @everyone, <@{0}>, <@&{0}> or https://example.org/page."

    def reply(question: str) -> Answer:
        text = hostile.format(talk.ben.id)
        cited = (replace(CITATION, quote=text, title=text, outlet=text, file="@everyone.txt"),)
        return Answer(question, True, f"{text} [1]", cited, "llm", 0.1, 0.9, text, text)

    async def drafting(show: Callable[[Draft], None]) -> None:
        show(Draft(hostile.format(talk.ben.id), ()))
        await asyncio.sleep(0.01)

    coverage = ScriptedCoverage(reply=reply, meanwhile=drafting)
    async with talking(tmp_path, coverage) as talk:
        result = await ask(talk, hostile.format(talk.ben.id))
        await talk.ben.click(result.response, label="Quotes")
        await talk.ann.send(talk.channel, mention(talk, hostile.format(talk.ben.id)))
        await ask(talk, "why", outlet=hostile.format(talk.ben.id))
        sent = [
            r.json.get("data", r.json)
            for r in talk.env.http_requests
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
        for message in talk.channel.history(viewer=talk.ben):
            if message.author == talk.client.user:
                assert not message.mentions
                assert not message.role_mentions
                assert not message.mention_everyone


async def test_the_role_of_the_bot_is_as_good_as_its_name(tmp_path: Path) -> None:
    """People choose it by mistake: it has the same name."""
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage, read_messages=True) as talk:
        assert talk.client.user is not None
        role = talk.guild.create_role("Coverage")
        cached = talk.client.get_guild(talk.guild.id)
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
            "tags": {"bot_id": str(talk.client.user.id)},
        }
        talk.env.backend.emit("GUILD_ROLE_UPDATE", {"guild_id": str(cached.id), "role": payload})
        await talk.ann.send(talk.channel, f"<@&{role.id}> why")
        assert [call.question for call in coverage.calls] == ["why"]
