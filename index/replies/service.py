"""Replies to messages that are not questions of fact."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answering.pipeline import CoverageQueryEngine, PipelineResult
from index.briefing.service import BriefingService
from index.english.tokens import tokenize
from index.models import EVERYTHING, Abstention, Answer, Citation, Kind, Scope, Statement, Turn
from index.query.conversation import conversation_of
from index.query.days.requests import days_of
from index.query.intent.topic import topic_of
from index.replies import wording
from index.replies.about import AboutRequest, about
from index.replies.comparison import Comparisons
from index.replies.day_reports import DayReports, days_alone, leans
from index.replies.examples import ExampleQuestions
from index.replies.nearby import NearbyQuestions
from index.replies.recognition import MessageRecognizer, asks_beyond
from index.temporal.calendar import local_today
from index.timeline.service import TimelineService


class ReplyService:
    """Replies. Thread-safe; blocks."""

    def __init__(
        self,
        engine: CoverageQueryEngine,
        briefings: BriefingService,
        timelines: TimelineService,
        recognizer: MessageRecognizer,
        *,
        with_model: bool = False,
    ) -> None:
        """``with_model``: another language, and what happened on a day, are left to one."""
        self._with_model = with_model
        self._ledger = ledger = briefings.ledger
        self._engine = engine
        self._briefings = briefings
        self._recognizer = recognizer
        self._examples = ExampleQuestions(ledger, engine)
        self._nearby = NearbyQuestions(engine)
        self._day_reports = DayReports(timelines)
        self._comparisons = Comparisons(engine, briefings, recognizer.frame)

    def foreign(self, text: str) -> Answer | None:
        """Return a line for a message in a language that the bot does not read, in that language.

        None for English, and for a language that articles of the coverage are in.
        """
        language = self._engine.strange_language(text)
        if language is None:
            return None
        return replace(_said(wording.ONLY_ENGLISH[language], kind="none"), question=text)

    def reply(
        self,
        text: str,
        kind: Kind,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        today: dt.date | None = None,
    ) -> Answer | None:
        """Return the reply, or None where the reader answers. ``today`` is the reader's."""
        started = time.perf_counter()
        today = today or local_today()
        made = self._made(text, kind, scope, history, today)
        if made is None:
            return None
        return replace(made, question=text, kind=kind, seconds=time.perf_counter() - started)

    def with_nearby(self, answer: Answer, result: PipelineResult, scope: Scope) -> Answer:
        """Return an abstention with questions beside it that are answered, anything else as it is.

        ``result`` is what was found for the question.
        """
        if answer.abstention is None:
            return answer
        nearby = self._nearby.questions(result, self._ledger.revision(), scope)
        return replace(answer, abstention=replace(answer.abstention, nearby=nearby))

    def help(self) -> Answer:
        """Return what the bot can do, with questions that this coverage answers."""
        return _said(*wording.help_lines(self._examples.questions()), kind="help")

    def briefing(self, topic: str | None, scope: Scope) -> Answer:
        """Return a briefing, or an abstention that says why there is none."""
        made = self._briefings.brief(topic, scope)
        if not made.statements and topic is None:  # nothing stands alone, or in English
            made = self._briefings.newest(topic, scope)
        if not made.statements:
            return self._nothing(topic, scope)
        return _answer(made.statements, made.citations, "overview")

    def _made(
        self, text: str, kind: Kind, scope: Scope, history: Sequence[Turn], today: dt.date
    ) -> Answer | None:
        made: Answer | None = None
        match kind:
            case "greeting" | "thanks" | "none":
                made = _said(wording.LINES[kind], kind=kind)
            case "help":
                made = self.help()
            case "about":
                made = _said(*self._about(text, scope, today), kind=kind)
            case "overview":
                made = self._overview(text, scope, today)
            case "news":
                made = self._news(text, scope, today)
            case "last":
                made = self._of_last(text, scope, history, today)
            case "comparison":
                outlets = self._recognizer.compared(text) == "outlets"
                compared = self._comparisons.compare(text, scope, today, outlets=outlets)
                made = _answer(*compared, kind) if compared else None
            case "fact" if not self._with_model:
                made = self._of_days(text, scope, history, today)
        return made

    def _of_days(
        self, text: str, scope: Scope, history: Sequence[Turn], today: dt.date
    ) -> Answer | None:
        """What happened on days, if nothing else is asked."""
        if history and leans(text):
            return None
        asked, scope = self._recognizer.without_outlet(text, scope)
        days = days_alone(asked, self._recognizer.frame, today, *self._engine.days())
        if days is None or scope.since or scope.until:
            return None
        told = self._day_reports.of(replace(days, outlet=scope.outlet))
        return _answer(*told, "fact") if told else None

    def _about(self, text: str, scope: Scope, today: dt.date) -> tuple[str, ...]:
        within, dates = days_of(text, today, *self._engine.days())
        asked = AboutRequest(text, self._recognizer.about_wish(text), within, dates)
        return about(self._ledger, asked, self._recognizer.frame, scope)

    def _overview(self, text: str, scope: Scope, today: dt.date) -> Answer:
        request = self._request(text, scope, today)
        return self.briefing(request.topic, request.within)

    def _news(self, text: str, scope: Scope, today: dt.date) -> Answer:
        """The newest articles; first that they are older, where somebody asks for newer ones."""
        request = self._request(text, scope, today)
        topic, within = request.topic, request.within
        newest = self._briefings.newest(topic, request.scope)
        if not newest.statements:
            return self._nothing(topic, request.scope)
        latest = max((c.published for c in newest.citations if c.published), default=None)
        if request.days != EVERYTHING:
            asked = self._briefings.newest(topic, within)
            if asked.statements:
                return _answer(asked.statements, asked.citations, "news")
            if within.since is None or (latest is not None and latest >= within.since):
                return self._nothing(topic, within)
        elif latest is not None and latest >= today:
            return _answer(newest.statements, newest.citations, "news")
        first = Statement(wording.latest_coverage(latest, topic, request.scope), ())
        return _answer((first, *newest.statements), newest.citations, "news")

    def _request(self, text: str, scope: Scope, today: dt.date) -> _Request:
        """What an overview or news is wanted of; what was set beside the message wins."""
        asked, scope = self._recognizer.without_outlet(text, scope)
        days, dates = days_of(asked, today, *self._engine.days())
        topic = topic_of(asked, self._recognizer.frame, dates)
        return _Request(topic, scope, days)

    def _nothing(self, topic: str | None, scope: Scope) -> Answer:
        articles = self._ledger.article_count()
        narrowed = scope != EVERYTHING
        if not articles:
            why = Abstention("no articles")
        elif topic is None:
            why = Abstention("out of scope", narrowed, articles)
        else:
            why = self._nothing_on(topic, narrowed=narrowed, articles=articles)
        return replace(_said(kind="overview"), abstention=why, statements=())

    def _nothing_on(self, topic: str, *, narrowed: bool, articles: int) -> Abstention:
        """Say that no article mentions the topic or a word of it, if that is so."""
        words = tuple(token.text for token in tokenize(topic) if token.content)
        missing = tuple(word for word in words if not self._ledger.mentioned(word))
        if words and not missing:
            return Abstention("not answered", narrowed, articles, looked_for=words)
        missing = (topic,) if len(missing) == len(words) else missing
        return Abstention("not mentioned", narrowed, articles, missing=missing)

    def _of_last(
        self, text: str, scope: Scope, history: Sequence[Turn], today: dt.date
    ) -> Answer | None:
        """The last answer's sources, its first statement, or more; None for everything else."""
        answers = [turn for turn in self._recognizer.topical(history) if turn.citations]
        shown = [turn for turn in history if turn in answers or self._recognizer.went_on(turn)]
        wish = self._recognizer.wish(text)
        if wish == "language":
            return None if self._with_model else _said(wording.NO_TRANSLATION, kind="last")
        if not answers:
            return None if history else _said(wording.NO_ANSWER_YET, kind="last")
        last = shown[-1]
        if wish == "source":
            return _answer(wording.sources(last.citations), last.citations, "last")
        if wish == "shorter":
            first = next(each for each in last.statements if each.numbers)
            kept = tuple(c for c in last.citations if c.number in first.numbers)
            return _answer((first,), kept, "last")
        if wish == "more" and not asks_beyond(text, wish):
            later = shown[shown.index(answers[-1]) :]
            return self._more(answers[-1], answers[:-1], later, scope, today)
        return None

    def links_only(self) -> Answer:
        """Return that the bot opens no links."""
        return _said(wording.LINKS_ONLY, kind="none")

    def _more(
        self,
        last: Turn,
        before: Sequence[Turn],
        shown: Sequence[Turn],
        scope: Scope,
        today: dt.date,
    ) -> Answer:
        """What else answers the question of ``last``, without what the ``shown`` turns quoted."""
        known = [(c.file, c.start, c.end) for turn in shown for c in turn.citations]
        question, within = self._recognizer.narrowed(last.question, scope)
        conversation = conversation_of(before, self._engine.newest(), today)
        statements, citations = self._engine.further(question, within, conversation, known, today)
        if not statements:
            return _said(wording.NO_MORE, kind="last")
        return _answer(statements, citations, "last")


@dataclass(frozen=True, slots=True)
class _Request:
    """What an overview or news is wanted of: a topic, and the limits set beside it or in it."""

    topic: str | None
    scope: Scope
    days: Scope

    @property
    def within(self) -> Scope:
        """The scope, within the days of the request."""
        return self.scope.narrowed(self.days)


def _said(*lines: str, kind: Kind) -> Answer:
    return _answer(tuple(Statement(line, ()) for line in lines), (), kind)


def _answer(
    statements: tuple[Statement, ...], citations: tuple[Citation, ...], kind: Kind
) -> Answer:
    return Answer(
        question="",
        statements=statements,
        citations=citations,
        abstention=None,
        mode="extractive",
        seconds=0.0,
        confidence=1.0,
        kind=kind,
    )
