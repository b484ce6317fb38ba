"""/privacy, daily maintenance and addresses in messages."""

from __future__ import annotations

import logging

import pytest

from bot.discord.background import maintain_once
from bot.discord.rendering.markdown import escaped, escaped_line
from bot.discord.rendering.privacy import privacy_text
from bot.logs import RedactingFormatter
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


def test_people_see_where_their_questions_go() -> None:
    assert "not sent to any other service." in privacy_text(90, model=False, chroma=False)
    assert "gets only their vectors" in privacy_text(90, model=False, chroma=True)
    assert "a language model gets your question" in privacy_text(90, model=True, chroma=True)


def test_token_counts_go_with_the_answers_at_the_latest() -> None:
    assert "- For 40 days: how many tokens" in privacy_text(90, model=True, chroma=False)
    assert "- For 7 days: how many tokens" in privacy_text(7, model=True, chroma=False)


def test_without_a_language_model_no_tokens_are_kept() -> None:
    assert "tokens" not in privacy_text(90, model=False, chroma=False)


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
