"""Follow-ups: in reply chains, threads, direct messages; what is kept apart."""

from __future__ import annotations

from dataclasses import replace

from tests.helpers.fakes import FakeCoverage, understood_as
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import button, texts


def histories(coverage: FakeCoverage) -> list[list[str]]:
    """The questions in the history of each call."""
    return [[turn.question for turn in call.history] for call in coverage.calls]


async def test_a_reply_chain(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("one"))
        first = bot.channel.history()[-1]
        await bot.ben.send(bot.channel, "two", reply_to=first)
        await bot.ann.send(bot.channel, "three", reply_to=bot.channel.history()[-1])
        await bot.ann.send(bot.channel, "another three", reply_to=first)
        await bot.ann.send(bot.channel, bot.mention("new topic"))
        assert histories(coverage) == [[], ["one"], ["one", "two"], ["one"], []]
        turn = coverage.calls[1].history[0]
        assert turn.answer == ("The summit was called off.",)
        assert [citation.file for citation in turn.citations] == ["one.txt"]


async def test_what_was_understood_is_shown_and_remembered(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=understood_as("What did Putin say on 23 October 2025?"))
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("and the day after?"))
        shown = bot.channel.history()[-1]
        first = shown.content.splitlines()[0]
        assert first == "-# Understood as: What did Putin say on 23 October 2025?"
        await bot.ann.send(bot.channel, "why", reply_to=shown)
        assert histories(coverage)[1] == ["What did Putin say on 23 October 2025?"]


async def test_a_thread_is_one_conversation(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("one"))
        thread = bot.start_thread(bot.channel, on=bot.channel.history()[-1])
        other = bot.start_thread(bot.channel)
        await bot.ann.send(thread, bot.mention("two"))
        await bot.ben.slash(thread, "ask", question="three")
        await bot.ann.send(other, bot.mention("apart"))
        await bot.ann.send(bot.channel, bot.mention("new topic"))
        assert histories(coverage) == [[], ["one"], ["one", "two"], [], []]


async def test_the_limits_of_an_answer_are_kept_in_replies_to_it_only(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        thread = bot.start_thread(bot.channel)
        await bot.ann.slash(thread, "ask", question="one", outlet="Al Jazeera")
        answer = thread.history()[-1]
        posted = await bot.ben.send(thread, "The summit was held.")
        await bot.ann.send(thread, bot.mention("is this true?"), reply_to=posted)
        await bot.ann.send(thread, bot.mention("two"), reply_to=answer)
        limited = [call.scope.outlet for call in coverage.calls]
        assert limited == ["Al Jazeera", None, "Al Jazeera"]


async def test_direct_messages_are_a_conversation_for_half_an_hour(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send_dm("one")
        await bot.ben.send_dm("another person")
        await bot.ann.send_dm("two")
        await bot.env.advance_time(31 * 60)
        await bot.ann.send_dm("new topic")
        assert histories(coverage) == [[], [], ["one"], []]


async def test_a_private_answer_is_not_part_of_a_thread(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        thread = bot.start_thread(bot.channel)
        await bot.ann.slash(thread, "ask", question="secret", private=True)
        await bot.ann.send(thread, bot.mention("open"))
        await bot.ann.slash(thread, "ask", question="secret again", private=True)
        await bot.ben.send(thread, bot.mention("more"))
        assert histories(coverage) == [[], [], ["open"], ["open"]]


async def test_a_follow_up_to_a_private_answer_is_private(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        first = await bot.ask("secret", private=True)
        shown = await bot.ann.click(first.response, custom_id=button(first.response, "follow"))
        second = await bot.ann.submit_modal(shown, {"question": "and then?"})
        assert second.ephemeral
        assert histories(coverage) == [[], ["secret"]]


async def test_servers_are_kept_apart(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("one"))
        elsewhere = bot.env.create_guild("Elsewhere")
        room = elsewhere.create_text_channel("general")
        ann = elsewhere.add_member(bot.ann.user)
        await ann.send(room, bot.mention("two"))
        assert histories(coverage) == [[], []]
        assert coverage.calls[1].asker.guild == elsewhere.id


async def test_threads_need_a_mention_by_default(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("one"))
        thread = bot.start_thread(bot.channel, on=bot.channel.history()[-1])
        await bot.ann.send(thread, "two without a mention")
        assert len(coverage.calls) == 1
        assert not bot.client.intents.message_content


async def test_threads_with_an_answer_need_no_mention_with_read_messages(
    start_bot: StartBot,
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        assert bot.client.intents.message_content
        await bot.ann.send(bot.channel, bot.mention("one"))
        on = bot.channel.history()[-1]
        thread, other = bot.start_thread(bot.channel, on=on), bot.start_thread(bot.channel)
        await bot.ann.send(thread, "two")
        mine = await bot.ann.send(thread, f"<@{bot.ben.id}> what do you think?")
        await bot.ben.send(thread, "Nothing.", reply_to=mine)
        await bot.ann.send(other, "not asked here")
        await bot.ann.send(bot.channel, "nor here")
        assert histories(coverage) == [[], ["one"]]
        assert len(texts(thread)) == 4


async def test_ask_channels(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        ask_channel = bot.guild.create_text_channel("ask-here")
        services = bot.client.services
        settings = services.settings.model_copy(update={"ask_channels": f"12, {ask_channel.id}"})
        bot.client.services = replace(services, settings=settings)
        await bot.ann.send(ask_channel, "one")
        await bot.ann.send(bot.start_thread(ask_channel), "two")
        await bot.ann.send(bot.channel, "three")
        assert [call.question for call in coverage.calls] == ["one", "two"]
