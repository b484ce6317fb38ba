"""Has the model make a follow-up question stand alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from index.generative.budget import Budget
from index.generative.calls import Caller, Spent
from index.generative.failures import ModelFailed
from index.generative.rewriting import MOST_TOKENS, messages_for, usable
from index.generative.tokens import estimate
from index.models import Asker, Turn

SHARE = 1 / 4
"""Share of the time for an answer that understanding the question may take."""

_ENOUGH = 4000


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Shares the caller with the writer: when the server is down, both leave it alone."""

    caller: Caller
    budget: Budget

    async def rewrite(self, question: str, history: Sequence[Turn], asker: Asker) -> str | None:
        """The question as it stands alone; None where the model did not give a usable one."""
        messages = messages_for(question, history)
        model = self.caller.model
        most = min(MOST_TOKENS, model.answer_tokens)
        needed = sum(estimate(message.content or "") for message in messages)
        if needed + most > model.context:
            return None
        if await asyncio.to_thread(self.budget.lacks, asker, needed):
            return None
        written: list[str] = []
        spent = Spent()

        async def take(piece: str) -> bool:
            written.append(piece)
            return sum(map(len, written)) < _ENOUGH

        try:
            await self.caller.call(messages, most, take, spent, share=SHARE)
        except ModelFailed:
            return None
        finally:
            await asyncio.shield(asyncio.to_thread(self.budget.spend, asker, spent.tokens))
        return usable("".join(written), question, history)
