"""Questions from beginning to end: understood, answered from the index, or through a model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.embedder import EmbedderSource
from index.errors import EmbedderFailed
from index.generative.budget import Budget, MemoryUsage, Usage
from index.generative.model import LanguageModel
from index.ledger import Ledger
from index.models import EVERYTHING, NOBODY, Answer, Asker, Draft, Scope, Turn
from index.store import VectorStore

if TYPE_CHECKING:
    from index.answering import Answerer
    from index.generative.rewriter import Rewriter
    from index.generative.writer import Writer


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers; without a language model only ``answerer``."""

    answerer: Answerer
    writer: Writer | None = None
    rewriter: Rewriter | None = None


class Asking:
    """The parts are made with the first question: it takes a second to load the models."""

    def __init__(
        self,
        ledger: Ledger,
        store: VectorStore,
        embedder: EmbedderSource,
        model: LanguageModel | None = None,
        usage: Usage | None = None,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._embedder = embedder
        self._model = model
        self._usage = usage
        self._parts: Parts | None = None
        self._making = asyncio.Lock()

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        """Answer, or say that the coverage does not say; see ``Coverage.ask``."""
        parts = await self.parts()
        asked = await _understood(parts, question, history, asker)
        if parts.writer is None:
            answer = await parts.answerer.ask(asked, scope)
        else:
            answer = await parts.writer.ask(asked, scope, show=show, asker=asker)
        if asked == question:
            return answer
        return replace(answer, question=question, understood=asked)

    async def warm(self) -> None:
        """Have the model, the vectors and the words of the articles in memory."""
        await (await self.parts()).answerer.ask("What happened?")

    async def parts(self) -> Parts:
        """What answers, made when it is first needed. Raises EmbedderFailed."""
        async with self._making:
            if self._parts is None:
                self._parts = await asyncio.to_thread(self._make)
            return self._parts

    def _make(self) -> Parts:
        from index.answering import Answerer
        from index.embedding import LocalEmbedding

        embedder = self._embedder.load()
        if not isinstance(embedder, LocalEmbedding):
            raise EmbedderFailed(
                f"{type(embedder).__name__} can index, but not answer: questions are compared with "
                "sentences word by word, which takes the local model"
            )
        answerer = Answerer(self._ledger, self._store, embedder)
        if self._model is None:
            return Parts(answerer)
        from index.generative.calls import Caller
        from index.generative.judging import Judge
        from index.generative.rewriter import Rewriter
        from index.generative.writer import Writer
        from index.support import Checker

        caller = Caller(self._model)
        budget = Budget(self._model, self._usage or MemoryUsage())
        writer = Writer(answerer, caller, Checker(embedder), Judge(embedder), budget)
        return Parts(answerer, writer, Rewriter(caller, budget))


async def _understood(parts: Parts, question: str, history: Sequence[Turn], asker: Asker) -> str:
    """The question as it stands alone: by the model where one can, else by rules."""
    if not history:
        return question
    from index.followup import standalone

    if parts.rewriter is not None:
        written = await parts.rewriter.rewrite(question, history, asker)
        if written is not None:
            return written
    return await asyncio.to_thread(standalone, question, history)
