"""Has the model rewrite a follow-up as a standalone question."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.english.tokens import Token, tokenize
from index.generation.budget import Budget, estimate_tokens
from index.generation.errors import ModelFailed
from index.generation.resilience import ModelCaller, Spent
from index.generation.stream import ThoughtFilter
from index.models import Asker, Turn

MOST_TOKENS = 400
MOST_TURNS = 4
_ANSWER_SHOWN = 600
_LONGEST = 300
_LABEL = re.compile(r"^\W*(?:standalone |rewritten |follow-up )?question\s*:\s*", re.IGNORECASE)

RULES = """\
You get a conversation about news articles and a reader's next question. Rewrite that question so \
that it can be understood without the conversation: put names and things in place of "he", "it", \
"there", "and then?". Add nothing that was not said, do not answer it, and keep its meaning, its \
days and its language. If it can be understood alone, repeat it unchanged. Write only the \
question, on one line."""


def rewrite_messages(question: str, history: Sequence[Turn]) -> list[ChatMessage]:
    """The request for a rewritten question."""
    lines = []
    for turn in history[-MOST_TURNS:]:
        answer = " ".join(" ".join(turn.answer).split())
        lines += [f"Reader: {turn.question}", f"Answer: {answer[:_ANSWER_SHOWN]}"]
    told = "\n".join(lines)
    asked = " ".join(question.split())
    return [
        ChatMessage(role=MessageRole.SYSTEM, content=RULES),
        ChatMessage(role=MessageRole.USER, content=f"{told}\n\nNext question: {asked}"),
    ]


def usable(written: str, question: str, history: Sequence[Turn]) -> str | None:
    """The rewritten question, or None where it is none or has anything that nobody said.

    Its names and numbers are those of the conversation, and it keeps those of the question.
    """
    thoughts = ThoughtFilter()
    text = thoughts.feed(written) + thoughts.finish()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    asked = _LABEL.sub("", lines[0]).strip().strip('"“”*').strip()
    if not asked or len(asked) > max(_LONGEST, 2 * len(question)):
        return None
    known = {token.stem for token in tokenize(question)}
    before = set(known)
    for turn in history:
        before |= {token.stem for token in tokenize(" ".join((turn.question, *turn.answer)))}
    new = tokenize(asked)
    if any(_tells(token) and token.stem not in before for token in new):
        return None
    kept = {token.stem for token in new}
    # the first word has its capital in any case
    own = [token for token in tokenize(question)[1:] if _tells(token)]
    return asked if all(token.stem in kept for token in own) else None


def _tells(token: Token) -> bool:
    """Whether it is a name or number: what a rewriting must neither invent nor lose."""
    return any(map(str.isdigit, token.folded)) or (token.capital and token.content)


SHARE = 1 / 4
"""Share of the time for an answer that understanding the question may take."""

_ENOUGH = 4000


@dataclass(frozen=True, slots=True)
class ModelRewriter:
    """Shares the caller with the writer: when the server is down, both leave it alone."""

    caller: ModelCaller
    budget: Budget

    async def rewrite(self, question: str, history: Sequence[Turn], asker: Asker) -> str | None:
        """The question as it stands alone; None where the model did not give a usable one."""
        messages = rewrite_messages(question, history)
        model = self.caller.model
        most = min(MOST_TOKENS, model.answer_tokens)
        needed = sum(estimate_tokens(message.content or "") for message in messages)
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
