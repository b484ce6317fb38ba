"""The log: plain_text, and without tokens, keys or questions."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot import logs
from index.models import Answer, Explanation
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import run_bot, settings_for

TOKEN = "MTAw.Gabcde.the-rest-of-it"
QUESTION = "Who told Ann about the merger?"


def record(text: str, *given: object) -> logging.LogRecord:
    return logging.LogRecord("discord.http", logging.WARNING, "x.py", 1, text, given, None)


def test_secrets_are_redacted(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, discord_token=TOKEN)
    cleaned = logs.RedactingFormatter(logs.secrets_of(settings))
    line = cleaned.format(record("logged in with %s", TOKEN))
    assert line.endswith("WARNING discord.http: logged in with [secret]")


def test_tokens_in_urls_are_redacted() -> None:
    line = logs.RedactingFormatter([]).format(
        record("PATCH https://discord.com/api/v10/webhooks/12/aW50ZXJhY3Rpb24/messages/@original")
    )
    assert "aW50" not in line
    assert "/webhooks/12/[token]/messages/@original" in line
    line = logs.RedactingFormatter([]).format(
        record("POST /interactions/12/aW50ZXJhY3Rpb24/callback")
    )
    assert "/interactions/12/[token]/callback" in line


async def test_questions_are_redacted(
    start_bot: StartBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.RedactingFormatter([]).format(record))

    def reply(question: str) -> Answer:
        raise ValueError(f"cannot answer {question!r}")

    handler = Collecting()
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    try:
        async with start_bot(FakeCoverage()) as bot:
            await bot.ask(QUESTION)
            await bot.ann.send(bot.channel, bot.mention(QUESTION))
        async with run_bot(tmp_path / "failing", FakeCoverage(reply=reply)) as bot:
            await bot.ask(QUESTION)
            await bot.ann.send(bot.channel, bot.mention(QUESTION))
    finally:
        logging.getLogger().removeHandler(handler)
    ours = "\n".join(line for line in lines if " bot." in line)
    assert QUESTION not in ours
    assert "cannot answer '[question]'" in ours
    assert "answered in 0.25 s, 1 quote, extractive" in ours


@pytest.mark.parametrize("written", ["%s", "%r"])
def test_a_question_of_several_lines_is_redacted(written: str) -> None:
    question = f"{QUESTION}\nAnd who told \t Ben (of the desk)?"
    logs.current_question.set(question)
    try:
        told = logs.RedactingFormatter([]).format(record(f"bad input: {written}", question))
        failed = record("failure")
        failed.exc_text = f"Traceback:\nValueError: {written % (question,)}"
        traceback = logs.RedactingFormatter([]).format(failed)
    finally:
        logs.current_question.set("")
    for text in (told, traceback):
        assert "[question]" in text
        assert "Ann" not in text
        assert "Ben" not in text


@pytest.mark.parametrize("debug", [False, True])
async def test_why_an_answer_was_chosen_is_logged_only_for_debugging(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture, debug: bool
) -> None:
    explanation = Explanation("Who met?", ("met",), 0.31, "not answered", ())
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logs.configure_logging([], debug=debug)
        root.addHandler(caplog.handler)
        async with start_bot(FakeCoverage(explanation=(explanation,))) as bot:
            await bot.ask(QUESTION)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for package in ("bot", "index"):
            logging.getLogger(package).setLevel(logging.NOTSET)
    assert ("ruled_out='not answered'" in caplog.text) is debug
