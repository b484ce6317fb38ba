"""Rewrites a follow-up as a standalone question, using the language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.english.tokens import Token, tokenize
from index.generation.budget import Budget
from index.generation.resilience import ModelCaller
from index.generation.short_text import write_short_text
from index.models import Asker, Turn

MAX_TOKENS = 400
MAX_TURNS = 4
_ANSWER_SHOWN = 600
_MAX_LENGTH = 300
_LABEL = re.compile(r"^\W*(?:standalone |rewritten |follow-up )?question\s*:\s*", re.IGNORECASE)

RULES = """\
You get a conversation about news articles and a reader's next question. Rewrite that question so \
that it can be understood without the conversation: put names and things in place of "he", "it", \
"there", "and then?". Add nothing that was not said, do not answer it, and keep its meaning, its \
days and its language. If it can be understood alone, repeat it unchanged. Write only the \
question, on one line."""


def rewrite_messages(question: str, history: Sequence[Turn]) -> list[ChatMessage]:
    """Return the messages that ask the model for a rewritten question."""
    lines = []
    for turn in history[-MAX_TURNS:]:
        answer = " ".join(" ".join(turn.answer).split())
        lines += [f"Reader: {turn.question}", f"Answer: {answer[:_ANSWER_SHOWN]}"]
    conversation = "\n".join(lines)
    rewritten = " ".join(question.split())
    return [
        ChatMessage(role=MessageRole.SYSTEM, content=RULES),
        ChatMessage(role=MessageRole.USER, content=f"{conversation}\n\nNext question: {rewritten}"),
    ]


def usable(written: str, question: str, history: Sequence[Turn]) -> str | None:
    """Return the rewritten question, or None if the model's text is not a usable one.

    Its names and numbers must come from the conversation, and it must keep those of the question.
    """
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    rewritten = _LABEL.sub("", lines[0]).strip().strip('"“”*').strip()
    if not rewritten or len(rewritten) > max(_MAX_LENGTH, 2 * len(question)):
        return None
    known = {token.stem for token in tokenize(question)}
    before = set(known)
    for turn in history:
        before |= {token.stem for token in tokenize(" ".join((turn.question, *turn.answer)))}
    new = tokenize(rewritten)
    if any(_is_name_or_number(token) and token.stem not in before for token in new):
        return None
    known_after = {token.stem for token in new}
    # the first word is always capitalized
    own = [token for token in tokenize(question)[1:] if _is_name_or_number(token)]
    return rewritten if all(token.stem in known_after for token in own) else None


def _is_name_or_number(token: Token) -> bool:
    """Return whether a token is a name or number, which a rewrite must neither invent nor lose."""
    return any(map(str.isdigit, token.folded)) or (token.capital and token.content)


SHARE = 1 / 4
"""Share of the time for an answer that the rewrite may take."""

_MAX_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class ModelRewriter:
    """Rewrites questions; uses the caller of the generator, and so its circuit breaker."""

    caller: ModelCaller
    budget: Budget

    async def rewrite(self, question: str, history: Sequence[Turn], asker: Asker) -> str | None:
        """Return the standalone question, or None if the model did not give a usable one."""
        messages = rewrite_messages(question, history)
        written = await write_short_text(
            self.caller,
            self.budget,
            messages,
            asker,
            tokens=min(MAX_TOKENS, self.caller.model.answer_tokens),
            characters=_MAX_CHARACTERS,
            share=SHARE,
        )
        return None if written is None else usable(written, question, history)
