"""The doctor's look at the language model: a real call."""

from __future__ import annotations

import asyncio
import time

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.generative.calls import Caller, Spent
from index.generative.failures import ModelFailed
from index.generative.model import LanguageModel
from index.models import Check

NAME = "language model"
_MOST = 256


async def examine(model: LanguageModel) -> Check:
    """Have the model say one word, and tell what came of it. Never raises."""
    caller = await asyncio.to_thread(Caller, model)
    started = time.perf_counter()
    said = ""

    async def take(piece: str) -> bool:
        nonlocal said
        said += piece
        return len(said) < 200

    asks = ChatMessage(role=MessageRole.USER, content="Answer with the one word: ready")
    where = f"{model.name} at {model.base_url}"
    try:
        await caller.call([asks], min(_MOST, model.answer_tokens), take, Spent())
    except ModelFailed as error:
        return Check(NAME, False, f"{where}: it {error.failure.why}", error.failure.advice)
    taken = time.perf_counter() - started
    if not said.strip():
        return Check(
            NAME,
            True,
            f"{where} can be reached; in {taken:.1f} s it thought, and said nothing",
            "a model that does not think first is quicker here",
        )
    return Check(NAME, True, f"{where} answers, in {taken:.1f} s")
