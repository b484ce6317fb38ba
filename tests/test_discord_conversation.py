"""Follow-ups: in reply chains, threads, direct messages; what stays apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from discord_asking_helpers import ScriptedCoverage, ask, button, mention, thread_in, understood
from discord_helpers import talking, texts


def asked_before(coverage: ScriptedCoverage) -> list[list[str]]:
    """The questions of the history, call by call."""
    return [[turn.question for turn in call.history] for call in coverage.calls]


async def test_a_reply_chain(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "one"))
        first = talk.channel.history()[-1]
        await talk.ben.send(talk.channel, "two", reply_to=first)
        await talk.ann.send(talk.channel, "three", reply_to=talk.channel.history()[-1])
        await talk.ann.send(talk.channel, "another three", reply_to=first)
        await talk.ann.send(talk.channel, mention(talk, "afresh"))
        assert asked_before(coverage) == [[], ["one"], ["one", "two"], ["one"], []]
        turn = coverage.calls[1].history[0]
        assert turn.answer == "The summit was called off. [1]"
        assert turn.files == ("one.txt",)


async def test_what_was_understood_is_shown_and_remembered(tmp_path: Path) -> None:
    coverage = ScriptedCoverage(reply=understood("What did Putin say on 23 October 2025?"))
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "and the day after?"))
        shown = talk.channel.history()[-1]
        first = shown.content.splitlines()[0]
        assert first == "-# Understood as: What did Putin say on 23 October 2025?"
        await talk.ann.send(talk.channel, "why", reply_to=shown)
        assert asked_before(coverage)[1] == ["What did Putin say on 23 October 2025?"]


async def test_a_thread_is_one_conversation(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "one"))
        thread = thread_in(talk, talk.channel, on=talk.channel.history()[-1])
        other = thread_in(talk, talk.channel)
        await talk.ann.send(thread, mention(talk, "two"))
        await talk.ben.slash(thread, "ask", question="three")
        await talk.ann.send(other, mention(talk, "apart"))
        await talk.ann.send(talk.channel, mention(talk, "afresh"))
        assert asked_before(coverage) == [[], ["one"], ["one", "two"], [], []]


async def test_direct_messages_for_a_while(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send_dm("one")
        await talk.ben.send_dm("another person")
        await talk.ann.send_dm("two")
        await talk.env.advance_time(31 * 60)
        await talk.ann.send_dm("afresh")
        assert asked_before(coverage) == [[], [], ["one"], []]


async def test_a_private_answer_is_no_history_of_a_thread(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        thread = thread_in(talk, talk.channel)
        await talk.ann.slash(thread, "ask", question="secret", private=True)
        await talk.ann.send(thread, mention(talk, "open"))
        await talk.ann.slash(thread, "ask", question="secret again", private=True)
        await talk.ben.send(thread, mention(talk, "more"))
        assert asked_before(coverage) == [[], [], ["open"], ["open"]]


async def test_a_follow_up_to_a_private_answer_is_private(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        first = await ask(talk, "secret", private=True)
        shown = await talk.ann.click(first.response, custom_id=button(first.response, "follow"))
        second = await talk.ann.submit_modal(shown, {"question": "and then?"})
        assert second.ephemeral
        assert asked_before(coverage) == [[], ["secret"]]


async def test_another_server_with_the_same_bot_knows_nothing(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "one"))
        elsewhere = talk.env.create_guild("Elsewhere")
        room = elsewhere.create_text_channel("general")
        ann = elsewhere.add_member(talk.ann.user)
        await ann.send(room, mention(talk, "two"))
        assert asked_before(coverage) == [[], []]
        assert coverage.calls[1].asker.guild == elsewhere.id


async def test_threads_and_set_channels_only_where_that_is_on(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "one"))
        thread = thread_in(talk, talk.channel, on=talk.channel.history()[-1])
        await talk.ann.send(thread, "two without a mention")
        assert len(coverage.calls) == 1
        assert not talk.client.intents.message_content


async def test_threads_it_answered_in_where_that_is_on(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage, read_messages=True) as talk:
        assert talk.client.intents.message_content
        await talk.ann.send(talk.channel, mention(talk, "one"))
        on = talk.channel.history()[-1]
        thread, other = thread_in(talk, talk.channel, on=on), thread_in(talk, talk.channel)
        await talk.ann.send(thread, "two")
        mine = await talk.ann.send(thread, f"<@{talk.ben.id}> what do you think?")
        await talk.ben.send(thread, "Nothing.", reply_to=mine)
        await talk.ann.send(other, "not asked here")
        await talk.ann.send(talk.channel, "nor here")
        assert asked_before(coverage) == [[], ["one"]]
        assert len(texts(thread)) == 4


async def test_channels_set_aside(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage, read_messages=True) as talk:
        aside = talk.guild.create_text_channel("ask-here")
        services = talk.client.services
        settings = services.settings.model_copy(update={"ask_channels": f"12, {aside.id}"})
        talk.client.services = replace(services, settings=settings)
        await talk.ann.send(aside, "one")
        await talk.ann.send(thread_in(talk, aside), "two")
        await talk.ann.send(talk.channel, "three")
        assert [call.question for call in coverage.calls] == ["one", "two"]
