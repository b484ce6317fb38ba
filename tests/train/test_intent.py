"""The words by which the topic of a request is told, as they are read from the written lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.query.intent.classifier import intent_classifier
from train import intent


def test_the_shipped_words_are_those_of_the_written_lines() -> None:
    assert sorted(intent_classifier().frame) == intent.frame_words()


def test_what_a_line_is_about_is_no_word_of_the_request(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [
        {"kind": "overview", "text": "sum up {topic} please"},
        {"kind": "overview", "text": "catch me up on the dam", "topics": ["the dam"]},
        {"kind": "news", "text": "catch the boss up", "topics": []},
        {"kind": "fact", "text": "who built it"},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "intents.jsonl").write_text(text, encoding="utf-8")
    monkeypatch.setattr(intent, "WRITTEN", tmp_path)
    # "me", "on" and "boss" stand in one line with named topics only
    assert intent.frame_words() == ["catch", "please", "sum", "up"]
