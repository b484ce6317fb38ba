"""The check of the language model: whether it answers, and how well it judges."""

from __future__ import annotations

import asyncio
import time

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.config import LEAST_CONTEXT_TO_JUDGE, LanguageModel
from index.generation.budget import Budget, InMemoryUsage
from index.generation.controls import SUPPORTED_OR_WRONG
from index.generation.errors import ModelFailed
from index.generation.judge import ModelJudge
from index.generation.resilience import ModelCaller, Spent
from index.models import NOBODY, HealthCheck

NAME = "language model"
_MAX_TOKENS = 256


async def check_language_model(model: LanguageModel) -> HealthCheck:
    """Report whether the model answers, and how well it judges. Never raises.

    A model that fails is not serious: answers are then quoted from the articles.
    It is asked for one word, and for its verdict on statements of which the right one is known.
    """
    caller = await asyncio.to_thread(ModelCaller, model)
    started = time.perf_counter()
    answer = ""

    async def on_text(text: str) -> bool:
        nonlocal answer
        answer += text
        return len(answer) < 200

    message = ChatMessage(role=MessageRole.USER, content="Answer with the one word: ready")
    where = f"{model.name} at {model.base_url}"
    try:
        await caller.call([message], min(_MAX_TOKENS, model.answer_tokens), on_text, Spent())
    except ModelFailed as error:
        why, advice = error.failure.why, error.failure.advice
        return HealthCheck(NAME, False, f"{where}: it {why}", advice, serious=False)
    seconds = time.perf_counter() - started
    if not answer.strip():
        return HealthCheck(
            NAME,
            True,
            f"{where} can be reached, but wrote no text in {seconds:.1f} s, only reasoning",
            "a model without reasoning answers faster here",
        )
    judgement, advice = await _judgement(caller)
    return HealthCheck(NAME, True, f"{where} answered in {seconds:.1f} s{judgement}", advice)


async def _judgement(caller: ModelCaller) -> tuple[str, str | None]:
    """Say how a model judges statements of which the right verdict is known, with advice."""
    model = caller.model
    if not model.judges:
        return "", None
    if not model.can_judge:
        least = f"{LEAST_CONTEXT_TO_JUDGE:,} tokens"
        return (
            f", but BOT_LLM_CONTEXT is too small for it to judge what it wrote: that takes {least}",
            "set BOT_LLM_CONTEXT to the context that its server gives it",
        )
    statements = f"{len(SUPPORTED_OR_WRONG)} test statements"
    right = await ModelJudge(caller, Budget(model, InMemoryUsage())).judges_rightly(NOBODY)
    if right is None:
        return f", but not when asked to judge {statements}", "check the log of its server"
    if right:
        return f", and judged {statements} rightly", None
    return (
        f", but did not judge {statements} rightly, so most of what it writes in words of its own "
        "will not be shown",
        "a larger model writes better answers here",
    )
