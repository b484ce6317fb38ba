"""The log: readable, and without tokens, keys or what people ask."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from discord_asking_helpers import ScriptedCoverage, ask, mention
from discord_helpers import settings_for, talking

from bot import logs
from index.models import Answer

TOKEN = "MTAw.Gabcde.the-rest-of-it"
QUESTION = "Who told Ann about the merger?"


def record(text: str, *given: object) -> logging.LogRecord:
    return logging.LogRecord("discord.http", logging.WARNING, "x.py", 1, text, given, None)


def test_secrets_are_taken_out(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, discord_token=TOKEN)
    cleaned = logs.Cleaned(logs.secrets_of(settings))
    line = cleaned.format(record("logged in with %s", TOKEN))
    assert line.endswith("WARNING discord.http: logged in with [secret]")


def test_tokens_in_addresses_are_taken_out() -> None:
    line = logs.Cleaned([]).format(
        record("PATCH https://discord.com/api/v10/webhooks/12/aW50ZXJhY3Rpb24/messages/@original")
    )
    assert "aW50" not in line
    assert "/webhooks/12/[token]/messages/@original" in line
    line = logs.Cleaned([]).format(record("POST /interactions/12/aW50ZXJhY3Rpb24/callback"))
    assert "/interactions/12/[token]/callback" in line


async def test_no_question_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.Cleaned([]).format(record))

    def reply(question: str) -> Answer:
        raise ValueError(f"cannot answer {question!r}")

    handler = Collecting()
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    try:
        async with talking(tmp_path, ScriptedCoverage()) as talk:
            await ask(talk, QUESTION)
            await talk.ann.send(talk.channel, mention(talk, QUESTION))
        async with talking(tmp_path / "failing", ScriptedCoverage(reply=reply)) as talk:
            await ask(talk, QUESTION)
            await talk.ann.send(talk.channel, mention(talk, QUESTION))
    finally:
        logging.getLogger().removeHandler(handler)
    ours = "\n".join(line for line in lines if " bot." in line)
    assert QUESTION not in ours
    assert "cannot answer '[question]'" in ours
    assert "answered in 0.25 s, 1 quote, extractive" in ours
