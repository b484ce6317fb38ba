"""Short texts that the model writes for the bot itself."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import pytest
from llama_index.core.base.llms.types import ChatMessage

from index.config import LanguageModel
from index.generation.budget import Budget, InMemoryUsage
from index.generation.client import Piece, Timeouts
from index.generation.resilience import ModelCaller
from index.generation.short_text import write_short_text
from index.models import NOBODY

MODEL = LanguageModel("http://127.0.0.1:1/v1", "m", seconds=30)


class Writing:
    """Writes one text, in pieces of seven characters."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def stream(
        self, messages: Sequence[ChatMessage], max_tokens: int, timeouts: Timeouts
    ) -> AsyncGenerator[Piece]:
        for start in range(0, len(self._text), 7):
            yield Piece(self._text[start : start + 7])
        yield Piece("", end="stop")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Why did he leave?", "Why did he leave?"),
        ("<think>He means the summit.</think>\nWhy was it off?", "Why was it off?"),
        ("He means the summit.</think>Why was it off?", "Why was it off?"),
        ("<think>He means the", ""),
    ],
)
async def test_reasoning_is_no_part_of_the_text(text: str, written: str) -> None:
    caller, budget = ModelCaller(MODEL, client=Writing(text)), Budget(MODEL, InMemoryUsage())
    asked = [ChatMessage(role="user", content="Rewrite this.")]
    made = await write_short_text(
        caller, budget, asked, NOBODY, tokens=50, characters=500, share=0.5
    )
    assert made == written
