"""/privacy, daily maintenance and addresses in messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from pathlib import Path

import pytest
from simcord.results import InteractionResult, ResponseMessage

from bot.discord.background import maintain_once
from bot.discord.erasures import Erasures
from bot.discord.rendering.markdown import escaped, escaped_line
from bot.discord.rendering.privacy import privacy_text
from bot.logs import RedactingFormatter
from index.storage.archive.archive import ArchivedUsage
from index.storage.archive.privacy import Forgotten
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import StartBot


async def test_people_see_what_is_kept_and_delete_it(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ask("a private question")
        shown = await bot.ann.slash(bot.channel, "privacy")
        assert shown.ephemeral
        assert shown.response is not None
        assert "For 90 days" in shown.response.content
        archive = bot.client.services.archive
        assert await archive.answer(1) is not None
        await bot.ann.click(shown.response, label="Delete what is kept about me")
        assert await archive.answer(1) is None
        counts = await archive.counts(bot.guild.id)
        assert counts.questions == 1


async def test_a_person_has_one_erasure_at_a_time(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    async def forget(person: int, backups: Path, today: dt.date) -> Forgotten:
        begun.append(person)
        await asyncio.sleep(30)
        return Forgotten()

    async with start_bot(FakeCoverage()) as bot:
        monkeypatch.setattr(bot.client.services.archive, "forget_person", forget)

        async def press() -> tuple[ResponseMessage, InteractionResult]:
            shown = (await bot.ann.slash(bot.channel, "privacy")).response
            assert shown is not None
            return shown, await bot.ann.click(shown, label="Delete what is kept about me")

        pressed, first = await press()
        (button,) = pressed.components[0]["components"]
        assert button["disabled"]
        _, second = await press()
        assert [message.content for message in second.followups] == [
            "I'm already deleting what is kept about you."
        ]
        assert begun == [bot.ann.id]
        await bot.env.advance_time(31)
        (done,) = first.followups
        assert done.ephemeral
        assert done.content.startswith("Done.")


async def test_erasures_of_several_people_come_one_after_the_other() -> None:
    erasures, going_on = Erasures(), 0

    async def erase(person: int) -> None:
        nonlocal going_on
        async with erasures.of(person):
            going_on += 1
            assert going_on == 1
            await asyncio.sleep(0)
            going_on -= 1

    await asyncio.gather(*map(erase, (1, 2, 3)))
    await erase(1)


def test_people_see_where_their_questions_go() -> None:
    assert "not sent to any other service." in privacy_text(90, model=False, chroma=False)
    assert "gets only their vectors" in privacy_text(90, model=False, chroma=True)
    assert "a language model gets your question" in privacy_text(90, model=True, chroma=True)


def test_token_counts_go_with_the_answers_at_the_latest() -> None:
    assert "- For 40 days: how many tokens" in privacy_text(90, model=True, chroma=False)
    assert "- For 7 days: how many tokens" in privacy_text(7, model=True, chroma=False)


async def test_the_button_does_not_begin_the_limit_of_tokens_anew(start_bot: StartBot) -> None:
    assert "today is deleted after the day has ended" in privacy_text(9, model=True, chroma=False)
    async with start_bot(FakeCoverage()) as bot:
        services = bot.client.services
        usage, today = ArchivedUsage(services.archive.database), services.now().date()
        usage.add(today, "person", bot.ann.id, 100)
        shown = await bot.ann.slash(bot.channel, "privacy")
        assert shown.response is not None
        await bot.ann.click(shown.response, label="Delete what is kept about me")
        assert usage.spent(today, "person", bot.ann.id) == 100


def test_without_a_language_model_no_tokens_are_kept() -> None:
    assert "tokens" not in privacy_text(90, model=False, chroma=False)


async def test_old_answers_go_from_backups(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ask("a question of long ago")
        services = bot.client.services
        with services.archive.database.writing() as db:
            db.execute("UPDATE answer SET at = '2000-01-01T00:00:00Z'")
        day = services.now().date() - dt.timedelta(days=1)
        copy = await services.archive.back_up(services.settings.backup_folder, day)
        assert b"a question of long ago" in copy.read_bytes()
        await maintain_once(bot.client)
        assert b"a question of long ago" not in copy.read_bytes()


async def test_old_answers_go_and_the_archive_is_backed_up(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ask("a question")
        services = bot.client.services
        with services.archive.database.writing() as db:
            db.execute("UPDATE answer SET at = '2000-01-01T00:00:00Z'")
            db.execute("INSERT INTO tokens VALUES ('2000-01-01', 'person', 1, 10)")
        unfinished = services.archive.path.with_name(".archive.sqlite3.part")
        unfinished.write_bytes(b"of a restore that was stopped")
        await maintain_once(bot.client)
        assert await services.archive.answer(1) is None
        with services.archive.database.reading() as db:
            assert db.execute("SELECT * FROM tokens").fetchall() == []
        assert not unfinished.exists()
        # made by the background task, too, as soon as the bot was connected
        assert list(services.settings.backup_folder.glob("archive-*.sqlite3"))


@pytest.mark.parametrize(
    "text",
    [
        "https://x.y", "seehttps://x.y/z", "1https://x.y", "discord.gg/abc", "joindiscord.gg/abc",
        "discord.com/invite/abc", "HTTP://X.Y/Z", "discord://-/x", "(https://x.y)", "http:////x",
        "[a](https://x.y)", "<https://x.y>", "steam://run/1", "ptb.discord.com/invite/abc",
    ],
)  # fmt: skip
def test_no_address_is_a_link(text: str) -> None:
    for shown in (escaped(text), escaped_line(text)):
        assert "://" not in shown
        assert ".gg/" not in shown.replace("\\.", "!")
        assert ".com/" not in shown.replace("\\.", "!")
        assert shown.replace("\\", "") == text  # what Discord displays


def test_a_message_in_the_log_is_one_line() -> None:
    record = logging.LogRecord(
        "index", logging.ERROR, "", 0, "cannot index %s", ("a\nERROR fake\x1b[31m\u202e.txt",), None
    )
    line = RedactingFormatter(()).format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_no_line_of_a_traceback_looks_like_a_record() -> None:
    forged = ValueError("bad file\n2026-01-01 00:00:00,000 ERROR   bot: forged")
    told = (ValueError, forged, None)
    record = logging.LogRecord("index", logging.ERROR, "", 0, "failed", None, told)
    first, *others = RedactingFormatter(()).format(record).splitlines()
    assert first.endswith("index: failed")
    assert others
    assert all(line.startswith("    ") for line in others)
