"""Asks the language model for a short text: a rewritten question, a translation, verdicts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from llama_index.core.base.llms.types import ChatMessage

from index.generation.budget import Budget, estimate_prompt_tokens
from index.generation.errors import ModelFailed
from index.generation.resilience import ModelCaller, Spent
from index.generation.stream import ThoughtFilter
from index.models import Asker


async def write_short_text(  # noqa: PLR0913  # whom to ask, what, and how much of it
    caller: ModelCaller,
    budget: Budget,
    messages: Sequence[ChatMessage],
    asker: Asker,
    *,
    tokens: int,
    characters: int,
    share: float,
) -> str | None:
    """Return what the model writes, without its reasoning; None if it fails, has no room, or may
    not be asked.

    ``tokens`` and ``characters`` limit the text, ``share`` is that of the time for an answer. The
    asker pays for what was used.
    """
    needed = estimate_prompt_tokens(messages)
    if needed + tokens > caller.model.context:
        return None
    if await asyncio.to_thread(budget.exceeded, asker, needed):
        return None
    written: list[str] = []
    spent = Spent()

    async def on_text(piece: str) -> bool:
        written.append(piece)
        return sum(map(len, written)) < characters

    try:
        await caller.call(messages, tokens, on_text, spent, share=share)
    except ModelFailed:
        return None
    finally:
        await asyncio.shield(asyncio.to_thread(budget.spend, asker, spent.tokens))
    thoughts = ThoughtFilter()
    return thoughts.feed("".join(written)) + thoughts.finish()
