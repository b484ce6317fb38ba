"""How a message is answered: language, several questions, kind, follow-up, search, answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.claims.sentences import claims_in
from index.models import EVERYTHING, NOBODY, Answer, Asker, Draft, Kind, Scope, Turn
from index.query.conversation import conversation_of
from index.query.intent.noise import is_only_links, without_noise
from index.query.splitting import is_question
from index.replies.combined import MAX_QUESTIONS, combine
from index.temporal.calendar import local_today

if TYPE_CHECKING:  # slow to import
    from index.answering.pipeline import CoverageQueryEngine
    from index.claims.check_requests import CheckRequestDetector
    from index.claims.checker import ClaimChecker
    from index.claims.model_verdicts import ModelClaimJudge
    from index.generation.generator import AnswerGenerator
    from index.generation.rewriter import ModelRewriter
    from index.generation.translation import Translator
    from index.replies.recognition import MessageRecognizer
    from index.replies.service import ReplyService

MAX_CONTEXT = 2_000
"""The most characters of a context that are kept, to understand a question by."""
MAX_WORDS_BEFORE_THAT, LIKE_A_CHECK = 4, 0.55
"""The most words before "that", and the least cosine of these words with an example of a request
to check: "is it true" is like one, "which report says" is not."""
ENDS = re.compile(r"[.?!]\s")
MAX_WORDS_BEFORE = 6
"""Words before the colon of a message that asks to check a claim."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a question is asked with; ``Coverage.ask`` says what each means."""

    scope: Scope = EVERYTHING
    asker: Asker = NOBODY
    explain: bool = False
    today: dt.date | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model does: it writes answers, rewrites follow-ups, translates, and judges
    claims.
    """

    generator: AnswerGenerator
    rewriter: ModelRewriter
    translator: Translator
    claims: ModelClaimJudge | None = None


@dataclass(frozen=True, slots=True)
class MessageAnswerer:
    """Answers messages; ``written`` is None without a language model."""

    engine: CoverageQueryEngine
    recognizer: MessageRecognizer
    replies: ReplyService
    claims: ClaimChecker
    check_requests: CheckRequestDetector
    written: Written | None = field(default=None)

    async def answer(
        self,
        message: str,
        options: Options,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
    ) -> Answer:
        """Answer a message, in its language if a language model can translate."""
        if options.context is None and is_only_links(message):
            return replace(self.replies.links_only(), question=message)
        lines = without_noise(message)
        asked = " ".join(lines.split())
        if options.context is not None:
            checked = await self._checked(asked, options.context, options)
            if checked is not None:
                return replace(checked, question=message)
            history = (*history, Turn(options.context[:MAX_CONTEXT]))
        foreign = await asyncio.to_thread(self.replies.foreign, asked)
        if foreign is None and options.context is None:
            claim = await asyncio.to_thread(self._claim_behind, asked, ": ", MAX_WORDS_BEFORE)
            if claim:
                checked = await self.check(claim, options.scope, options.asker)
                return replace(checked, question=message)
        if foreign is None:
            answer = await self._in_english(lines, options, history, show)
        else:
            answer = await self._translated(asked, options, history) or foreign
        return replace(answer, question=message)

    async def asks(self, message: str) -> bool:
        """Return whether a message asks something, by itself; see ``MessageRecognizer.asks``."""
        if is_only_links(message):
            return False
        asked = " ".join(without_noise(message).split())
        return await self.engine.in_worker(
            lambda: (
                self.recognizer.asks(asked)
                or bool(self._claim_behind(asked, ": ", MAX_WORDS_BEFORE))
            )
        )

    async def check(self, text: str, scope: Scope, asker: Asker = NOBODY) -> Answer:
        """Return what the articles say for and against each claim in a text."""
        bare = without_noise(text)
        checked = await self.engine.in_worker(lambda: self.claims.check(bare, scope))
        if self.written is not None and self.written.claims is not None:
            checked = await self.written.claims.judge(checked, asker)
        return await self.engine.in_worker(checked.answer)

    async def _checked(self, asked: str, text: str, options: Options) -> Answer | None:
        """Check the claims of a text if the message asks for it; None if it asks something else."""
        kind = await asyncio.to_thread(self.recognizer.kind, asked)
        requested = await asyncio.to_thread(self.check_requests.asks_for_check, asked, kind)
        return await self.check(text, options.scope, options.asker) if requested else None

    def _claim_to_check(self, asked: str, kind: Kind, *, follows: bool) -> str:
        """Return what a message claims or asks to check, or "" where it only asks.

        After earlier turns, what follows "is it true that" may refer to them: the reader
        answers it.
        """
        claim = self._claim_behind(asked, " that ", MAX_WORDS_BEFORE_THAT, LIKE_A_CHECK)
        if claim:
            return "" if follows else claim
        states = kind == "claim" and bool(claims_in(asked)) and not is_question(asked)
        return asked if states else ""

    def _claim_behind(self, asked: str, mark: str, most_words: int, least: float = 0.0) -> str:
        """Return the claim after "fact check:" or "is it true that", or "" if there is none.

        There are at most ``most_words`` words before ``mark``, with a cosine of at least ``least``
        to an example of a request to check. A question behind it ("Quick question: why did he
        leave?") is no claim.
        """
        request, _, claim = asked.partition(mark)
        claim = claim.strip().rstrip("?")
        if len(request.split()) > most_words or ENDS.search(request):
            return ""
        if not claims_in(claim) or is_question(claim):
            return ""
        return claim if self.check_requests.asks_for_check(request, "fact", least) else ""

    async def _translated(
        self, asked: str, options: Options, history: Sequence[Turn]
    ) -> Answer | None:
        """The answer to a question in another language, or None if it cannot be translated."""
        if self.written is None:
            return None
        translator = self.written.translator
        english = await translator.to_english(asked, options.asker)
        if english is None:
            return None
        answer = await self._in_english(english, options, history, None)
        answer = await translator.back(answer, asked, options.asker)
        return replace(answer, understood=answer.understood or english)

    async def _in_english(
        self,
        asked: str,
        options: Options,
        history: Sequence[Turn],
        show: Callable[[Draft], None] | None,
    ) -> Answer:
        """Answer each question of an English message as a follow-up to those before it."""
        found = await asyncio.to_thread(self.recognizer.questions, asked)
        parts = [" ".join(part.split()) for part in found]
        if len(parts) == 1:
            return await self._one(parts[0], options, history, show)
        answers: list[Answer] = []
        for part in parts[:MAX_QUESTIONS]:
            before = (*history, *(answer.turn for answer in answers))
            answers.append(await self._one(part, options, before, None))
        left_out = parts[MAX_QUESTIONS:]
        if not left_out and len({(each.text, each.abstention) for each in answers}) == 1:
            return replace(answers[0], question=asked)  # what is said once answers all of it
        return combine(asked, answers, left_out)

    async def _one(
        self,
        asked: str,
        options: Options,
        history: Sequence[Turn],
        show: Callable[[Draft], None] | None,
    ) -> Answer:
        """Answer a message that asks one thing."""
        scope, replies = options.scope, self.replies
        kind = await asyncio.to_thread(self.recognizer.kind, asked)
        reply = await self.engine.in_worker(
            lambda: replies.reply(asked, kind, scope, history, options.today)
        )
        if reply is not None:
            return reply
        checked = await self._stated(asked, kind, options, follows=bool(history))
        if checked is not None:
            return checked
        earlier = await asyncio.to_thread(self.recognizer.topical, history)
        today = options.today or local_today()
        newest = await asyncio.to_thread(self.engine.newest)
        before = conversation_of(earlier, newest, today)
        standalone = await self._standalone(asked, earlier, options.asker)
        if standalone is not None:
            before = replace(before, questions=())
        searched, scope = await asyncio.to_thread(
            self.recognizer.narrowed, standalone or asked, scope
        )
        result = await self.engine.arun(searched, scope, before, today)
        answer = result.answer
        if self.written is not None:
            answer = await self.written.generator.generate(
                searched, result, show=show, asker=options.asker
            )
        if answer.abstention is not None:
            if result.answer.answered:
                result = await asyncio.to_thread(self.engine.abstained, result)
            abstained = answer
            answer = await self.engine.in_worker(
                lambda: replies.with_nearby(abstained, result, scope)
            )
        if options.explain:
            from index.answering.explanation import explain

            answer = replace(answer, explanation=(explain(result),))
        answer = replace(answer, question=asked, kind=kind)
        return replace(answer, understood=None if standalone == asked else standalone)

    async def _stated(
        self, asked: str, kind: Kind, options: Options, *, follows: bool
    ) -> Answer | None:
        """What the articles say of a claim; None where it is none, or is better read."""
        text, within = await asyncio.to_thread(self.recognizer.narrowed, asked, options.scope)
        claim = await asyncio.to_thread(self._claim_to_check, text, kind, follows=follows)
        if not claim:
            return None
        checked = await self.check(claim, within, options.asker)
        # "cruz best since whom" is easily taken for a claim: the reader may know better
        sentence = claim != text or text.rstrip('"”').endswith((".", "!"))
        sure = checked.citations and (checked.confidence or sentence)
        return replace(checked, question=asked) if sure else None

    async def _standalone(self, asked: str, history: Sequence[Turn], asker: Asker) -> str | None:
        """The question as the language model makes it stand alone, None where none does."""
        if not history or self.written is None:
            return None
        return await self.written.rewriter.rewrite(asked, history, asker)
