"""Questions about other messages: replies, forwards, links, long pastes, and claims to check."""

from __future__ import annotations

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from bot.discord.context import ABOUT_CONTEXT, CHECK_COMMAND, _of_paste
from bot.discord.messages import on_message
from index.models import Abstention, Answer
from tests.helpers.fakes import FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, texts

CLAIM = "The summit in Budapest was called off."


async def test_the_message_that_is_replied_to_is_the_context(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        first = await bot.ben.send(bot.channel, f"<@{bot.ann.id}> {CLAIM}")
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=first)
        await bot.ann.send(bot.channel, bot.mention(""), reply_to=first)
        asked = [(call.question, call.context) for call in coverage.calls]
        assert asked == [("is this true?", CLAIM), (ABOUT_CONTEXT, CLAIM)]


async def test_a_reply_that_cannot_be_read_says_what_to_do(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        first = await bot.ben.send(bot.channel, CLAIM)
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=first)
        assert coverage.calls[0].context is None
        assert "-# I can't read the message this is about. Open its menu" in texts(bot.channel)[-1]
        await bot.ann.send(bot.channel, bot.mention(""), reply_to=first)
        assert texts(bot.channel)[-1].startswith("I can't read the message this is about.")


async def test_a_forwarded_message(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        await bot.ann.send_dm("hello")
        first = await bot.ben.send(bot.channel, CLAIM)
        await bot.ann.forward(first, bot.ann.user.dm_channel)
        assert (coverage.calls[-1].question, coverage.calls[-1].context) == (ABOUT_CONTEXT, CLAIM)
        forwarded = await bot.ben.forward(first, bot.channel)
        await bot.ann.send(bot.channel, bot.mention("source?"), reply_to=forwarded)
        assert (coverage.calls[-1].question, coverage.calls[-1].context) == ("source?", CLAIM)


async def test_a_link_to_a_message(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        other = bot.guild.create_text_channel("other")
        first = await bot.ben.send(other, CLAIM)
        link = f"https://discord.com/channels/{bot.guild.id}/{other.id}/{first.id}"
        await bot.ann.send(bot.channel, bot.mention(f"fact check this: {link}"))
        await bot.ask(link)
        assert [call.context for call in coverage.calls] == [CLAIM, CLAIM]
        assert coverage.calls[1].question == ABOUT_CONTEXT


@pytest.mark.parametrize("place", ["elsewhere", "hidden"])
async def test_a_link_that_its_reader_could_not_follow(start_bot: StartBot, place: str) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        guild = bot.guild if place == "hidden" else bot.env.create_guild("Elsewhere")
        closed = {bot.ann: discord.PermissionOverwrite(view_channel=False)}
        overwrites = closed if place == "hidden" else {}
        channel = guild.create_text_channel("secret", overwrites=overwrites)
        link = f"https://discord.com/channels/{guild.id}/{channel.id}/{channel.id}"
        await bot.ann.send(bot.channel, bot.mention(f"is this true? {link}"))
        assert coverage.calls[0].context is None
        assert "-# I can only follow links to messages on this server" in texts(bot.channel)[-1]


async def archived_thread(bot: SimulatedBot, channel: ChannelHandle, *, private: bool) -> str:
    """Let ben start a thread that is archived since; return a link to what he wrote in it."""
    backend = bot.env.backend
    kind = ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD
    thread = backend.create_thread(channel.id, "A thread", bot.ben.id, type=kind)
    first = backend.create_message(thread.id, bot.ben.id, CLAIM)
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await bot.env.settle()
    assert bot.client.get_channel(thread.id) is None
    return f"https://discord.com/channels/{bot.guild.id}/{thread.id}/{first.id}"


async def test_a_link_into_an_archived_thread(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        await bot.ask(await archived_thread(bot, bot.channel, private=False))
        refusals = [await bot.ask(await archived_thread(bot, bot.channel, private=True))]
        closed = {bot.ann: discord.PermissionOverwrite(view_channel=False)}
        hidden = bot.guild.create_text_channel("secret", overwrites=closed)
        refusals.append(await bot.ask(await archived_thread(bot, hidden, private=False)))
        assert [call.context for call in coverage.calls] == [CLAIM]
        refused = "I can only follow links to messages on this server"
        said = [each for refusal in refusals for each in refusal.followups]
        assert [each.content.startswith(refused) for each in said] == [True, True]
        assert all(each.ephemeral for each in said)


async def test_a_thread_whose_channel_is_not_known(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        link = await archived_thread(bot, bot.channel, private=False)
        monkeypatch.setattr(discord.Thread, "parent", None)
        await bot.ann.send(bot.channel, bot.mention(f"is this true? {link}"))
        assert coverage.calls[0].context is None
        assert "-# I can only follow links to messages on this server" in texts(bot.channel)[-1]


async def send_privately(bot: SimulatedBot, name: str, content: bytes, text: str = "") -> None:
    """Let ann send the bot a file in a direct message."""
    backend = bot.env.backend
    private = backend.get_dm_channel(bot.ann.id)
    stored = backend.store_attachments(private.id, [(name, content)])
    backend.create_message(private.id, bot.ann.id, text, attachments=stored)
    await bot.env.settle()


async def test_a_long_paste_is_read(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        await send_privately(bot, "message.txt", f"{CLAIM} ".encode() * 80)
        assert coverage.calls[-1].question == ABOUT_CONTEXT
        assert (coverage.calls[-1].context or "").startswith(f"{CLAIM} {CLAIM}")
        await send_privately(bot, "message.txt", CLAIM.encode(), "who called it off?")
        assert coverage.calls[-1].question == "who called it off?"
        assert coverage.calls[-1].context == CLAIM
        await send_privately(bot, "notes.txt", b"not a paste")
        assert texts(bot.ann.user.dm_channel)[-1].startswith("Please ask me a question")


@pytest.mark.parametrize(
    ("paste", "question", "context"),
    [
        (f"{CLAIM} It was said. Who called it off?", "Who called it off?", f"{CLAIM} It was said."),
        (f"A heading\n\n{CLAIM}\nIs that so?\n", "Is that so?", f"A heading\n{CLAIM}"),
        ("Why was it called off?", "Why was it called off?", None),
        (f"{CLAIM}\nلماذا ألغيت؟", "لماذا ألغيت؟", CLAIM),
        (f"Who called it off? {CLAIM}", ABOUT_CONTEXT, f"Who called it off? {CLAIM}"),
        (f"{CLAIM} " * 300 + "Who said so?", "Who said so?", (f"{CLAIM} " * 300)[:8_000]),
    ],
)
async def test_a_long_paste_may_end_with_its_question(
    start_bot: StartBot, paste: str, question: str, context: str | None
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        file = ("message.txt", paste.encode())
        await send_privately(bot, *file)
        await bot.ann.send(bot.channel, bot.mention(""), attachments=[file])
        asked = [(call.question, call.context) for call in coverage.calls]
        assert asked == [(question, context)] * 2


async def test_a_long_paste_in_an_ask_channel_is_a_message(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True, ask_channels="1") as bot:
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        paste = ("message.txt", f"{CLAIM} Who called it off?".encode())
        await bot.ann.send(bot.channel, "", attachments=[paste])
        await bot.ann.send(bot.channel, "", attachments=[("a.png", b"picture")])
        asked = [(call.question, call.context) for call in coverage.calls]
        assert asked == [("Who called it off?", CLAIM)]


async def test_a_card_is_read_like_a_text(start_bot: StartBot) -> None:
    """The post of a feed bot has no words of its own, nor has the preview of a link."""
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        feed = bot.guild.create_webhook(bot.channel, "AFP")
        card = discord.Embed(title="Summit called off", description="Nobody goes to **Budapest**.")
        posted = await feed.send(embed=card)
        said = "Summit called off. Nobody goes to **Budapest**."
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=posted)
        link = f"https://discord.com/channels/{bot.guild.id}/{bot.channel.id}/{posted.id}"
        await bot.ann.send(bot.channel, bot.mention(f"is this true? {link}"))
        await bot.ann.send_dm("hello")
        await bot.ann.forward(posted, bot.ann.user.dm_channel)
        assert [call.context for call in coverage.calls] == [said, said, None, said]
        await bot.ann.context_menu(bot.channel, CHECK_COMMAND, posted)
        assert coverage.checked[0][0] == said


async def test_the_message_command_checks_a_message(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        first = await bot.ben.send(bot.channel, CLAIM)
        result = await bot.ann.context_menu(bot.channel, CHECK_COMMAND, first)
        assert coverage.checked[0][0] == CLAIM
        assert result.response is not None
        assert result.response.content.startswith(f"> **{CLAIM}**\nThe summit was called off. [1]")
        assert not result.ephemeral
        listed = await bot.ben.send(bot.channel, f"Kremlin in crisis\n- {CLAIM}")
        await bot.ann.context_menu(bot.channel, CHECK_COMMAND, listed)
        assert coverage.checked[1][0] == f"Kremlin in crisis\n- {CLAIM}"
        picture = await bot.ben.send(bot.channel, "", attachments=[("a.png", b"x")])
        refused = await bot.ann.context_menu(bot.channel, CHECK_COMMAND, picture)
        assert refused.ephemeral
        assert refused.response is not None
        assert refused.response.content == "This message has no text that I could check."


@pytest.mark.parametrize("form", ["<t:{}>", "<#{}>", "<:a:{}>"])
def test_what_looks_like_markup_may_have_any_number(form: str) -> None:
    marked = form.format("9" * 5_000)
    assert _of_paste(f"The ferry sank {marked}.", {}).text == f"The ferry sank {marked}."


@pytest.mark.parametrize("end", ["\x00", "\ufffd", "   ", "\n\n"])
def test_a_paste_may_end_with_anything(end: str) -> None:
    assert _of_paste(f"The ferry sank on Saturday.\n{end}", {}).asks is None


async def test_what_is_asked_about_a_paste_is_about_all_of_it(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        paste = ("message.txt", f"{CLAIM} Is that so?".encode())
        await bot.ann.send(bot.channel, bot.mention("who says this?"), attachments=[paste])
        (call,) = coverage.calls
        assert (call.question, call.context) == ("who says this?", f"{CLAIM} Is that so?")


async def test_a_card_may_consist_of_fields(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        feed = bot.guild.create_webhook(bot.channel, "AFP")
        card = discord.Embed()
        card.add_field(name="Breaking", value="The ferry sank.")
        card.add_field(name="\N{ZERO WIDTH SPACE}", value="Nobody was hurt.")
        posted = await feed.send(embed=card)
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=posted)
        assert coverage.calls[0].context == "Breaking: The ferry sank.\nNobody was hurt."


async def test_a_message_without_text_is_not_called_unreadable(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), read_messages=True) as bot:
        picture = await bot.ben.send(bot.channel, "", attachments=[("a.png", b"x")])
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=picture)
        said = "The message this is about has no text that I could read."
        assert texts(bot.channel)[-1].endswith(f"-# {said}")
        await bot.ann.send(bot.channel, bot.mention(""), reply_to=picture)
        assert texts(bot.channel)[-1] == said


async def reply_to_deleted(bot: SimulatedBot, text: str) -> str:
    """What the bot says if ann asks about a message that has been deleted since."""
    first = await bot.ben.send(bot.channel, CLAIM)
    sent = await bot.ann.send(bot.channel, "hmm", reply_to=first)
    channel = bot.client.get_channel(bot.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.fetch_message(sent.id)
    message.content = bot.mention(text)
    assert message.reference is not None
    message.reference.resolved = discord.DeletedReferencedMessage(message.reference)
    await on_message(bot.client, message)
    await bot.env.settle()
    return texts(bot.channel)[-1]


async def test_a_deleted_message_is_called_deleted(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), read_messages=True) as bot:
        said = "The message this is about was deleted."
        assert await reply_to_deleted(bot, "") == said
        assert (await reply_to_deleted(bot, "is this true?")).endswith(f"-# {said}")
        link = f"https://discord.com/channels/{bot.guild.id}/{bot.channel.id}/12345"
        await bot.ann.send(bot.channel, bot.mention(link))
        assert texts(bot.channel)[-1] == said


LAST = make_answer("There is no earlier answer.", citations=(), kind="last")
NO_TOPIC = make_answer(citations=(), abstention=Abstention("no topic", articles=3))


@pytest.mark.parametrize("reply", [LAST, NO_TOPIC])
async def test_a_question_that_says_nothing_alone_gets_the_reason(
    start_bot: StartBot, reply: Answer
) -> None:
    async with start_bot(FakeCoverage(reply=lambda question: reply), read_messages=True) as bot:
        said = "The message this is about was deleted."
        assert await reply_to_deleted(bot, "is this true?") == said


async def test_a_link_to_a_server_in_a_direct_message(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), read_messages=True) as bot:
        first = await bot.ben.send(bot.channel, CLAIM)
        link = f"https://discord.com/channels/{bot.guild.id}/{bot.channel.id}/{first.id}"
        await bot.ann.send_dm(link)
        said = "I can't follow this link from here. Forward the message to me, or ask me on"
        assert texts(bot.ann.user.dm_channel)[-1].startswith(said)
        await bot.ann.send_dm(f"is this true? {link}")
        assert f"-# {said}" in texts(bot.ann.user.dm_channel)[-1]


async def test_a_paste_that_is_too_long(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        said = "The text in message.txt is too long for me: I read up to 100 kB."
        paste = ("message.txt", b"x" * 100_001)
        await send_privately(bot, *paste)
        assert texts(bot.ann.user.dm_channel)[-1].startswith(said)
        pasted = await bot.ben.send(bot.channel, "", attachments=[paste])
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=pasted)
        assert f"-# {said}" in texts(bot.channel)[-1]


async def test_a_message_that_links_to_another_is_about_that(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True) as bot:
        first = await bot.ben.send(bot.channel, CLAIM)
        link = f"https://discord.com/channels/{bot.guild.id}/{bot.channel.id}/{first.id}"
        linking = await bot.ben.send(bot.channel, link)
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=linking)
        assert coverage.calls[0].context == CLAIM
        linking = await bot.ben.send(bot.channel, f"He left on Monday: {link}")
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=linking)
        assert coverage.calls[1].context == f"He left on Monday:\n{CLAIM}"
        hidden = link.replace(str(bot.guild.id), "1")
        linking = await bot.ben.send(bot.channel, hidden.replace(str(bot.channel.id), "2"))
        await bot.ann.send(bot.channel, bot.mention("is this true?"), reply_to=linking)
        assert coverage.calls[2].context is None
        assert "-# I can only follow links to messages on this server" in texts(bot.channel)[-1]
