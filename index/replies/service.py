"""Recognises what a message wants, and replies to messages that are not questions of fact."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.answering.pipeline import CoverageQueryEngine, PipelineResult
from index.briefing.service import BriefingService
from index.embedding.local_model import LocalEmbedding, Vector
from index.english.tokens import tokenize
from index.models import EVERYTHING, Abstention, Answer, Citation, Kind, Scope, Statement, Turn
from index.query.conversation import conversation_of
from index.query.extraction import extract_question
from index.query.intent.classifier import intent_classifier
from index.query.intent.kinds import REQUESTS, SMALL_TALK
from index.query.intent.topic import days_of, topic_of
from index.query.outlets import is_only_outlet, named_outlets, narrowed
from index.query.splitting import is_marked, is_question, points_at, split_message
from index.replies import wording
from index.replies.about import WISHES, AboutRequest, about, days_of_articles
from index.replies.comparison import Comparisons
from index.replies.day_reports import DayReports, days_alone, leans
from index.replies.examples import ExampleQuestions
from index.replies.languages import LINES
from index.replies.nearby import NearbyQuestions
from index.retrieval.hybrid import all_words_query
from index.timeline.service import TimelineService

_LIKELY, _CERTAIN = 0.5, 0.9
"""The least probability that a message asks something, if it begins as a question or not."""
WIDE, MIN_ARTICLES = 0.2, 3
"""A topic is too wide for a sentence if this share of the articles mention it, and this many."""

_LAST = {
    "source": ("source?", "where does it say that", "show me the quotes", "which article"),
    "shorter": ("shorter please", "make it shorter", "that was too long", "in one sentence"),
    "more": ("more", "tell me more", "more details please", "go on", "elaborate",
             "what else", "anything else?"),
    "language": ("in Spanish please", "translate that", "say it in German", "in french"),
    "": ("why?", "are you sure?", "what do you mean", "that is wrong", "and then?",
         "who said that", "say that again", "when was that", "explain that"),
}  # fmt: skip
"""What may be asked of the last answer; "" is left to the reader."""


_Wishes = Mapping[str, Vector]
"""The vectors of the examples of each wish, of shape (n, 384)."""


class ReplyService:
    """Tells kinds apart and replies. Thread-safe; blocks."""

    def __init__(
        self,
        engine: CoverageQueryEngine,
        briefings: BriefingService,
        timelines: TimelineService,
        embedder: LocalEmbedding,
        *,
        with_model: bool = False,
    ) -> None:
        """``with_model``: another language, and what happened on a day, are left to one."""
        self._with_model = with_model
        self._ledger = ledger = briefings.ledger
        self._engine = engine
        self._briefings = briefings
        self._embedder = embedder
        self._classifier = intent_classifier()
        self._examples = ExampleQuestions(ledger, engine)
        self._nearby = NearbyQuestions(engine)
        self._day_reports = DayReports(timelines)
        self._comparisons = Comparisons(engine, briefings)
        self._wishes = self._embedded(_LAST)
        self._about_wishes = self._embedded(WISHES)

    def kind(self, text: str) -> Kind:
        """Return what a message is.

        Small talk that names somebody or something of the coverage is a question of fact. So is a
        topic alone, "Haiti", where few articles mention it; where many do, it asks for an overview,
        as an outlet alone does.
        """
        if is_only_outlet(text, self._engine.outlets()):
            return "overview"
        kind = self._classified(text)
        small = kind in SMALL_TALK and not (kind == "last" and self._wish(text) == "language")
        if small and self._engine.names(text):
            kind = "fact"
        if kind == "fact":
            return self._of_outlet(text) or ("overview" if self._is_wide_topic(text) else "fact")
        return kind

    def _classified(self, text: str) -> Kind:
        return self._classifier.classify(text, self._embedder.embed_question(text)).kind

    def asks(self, text: str) -> bool:
        """Return whether a message asks for something, and does not only tell or name it.

        It has to ask by itself: what it could mean after other messages does not count, nor that it
        names somebody of the coverage. Without a question mark, it has to begin as a question, and
        more likely be one than anything else, or to be a request almost certainly.
        """
        marked = is_marked(text)
        if marked or self.foreign(text) is not None:
            return marked
        intent = self._classifier.classify(text, self._embedder.embed_question(text))
        if intent.kind == "last":
            wish = self._wish(text)
            return bool(wish) and not _asks_beyond(text, wish)
        asked = extract_question(text)
        if intent.kind == "claim":
            return is_question(asked)
        if intent.kind in (*REQUESTS, "help"):
            return True
        likely = sum(intent.probabilities[kind] for kind in ("fact", "help", *REQUESTS))
        if not is_question(asked) and asked == text:  # nor is it "tell me about …"
            return likely > _CERTAIN
        return likely > _LIKELY and not (points_at(asked) and not self._engine.names(asked))

    def _of_outlet(self, text: str) -> Kind | None:
        """What is wanted of an outlet where no topic is named: "What's new from the BBC?"."""
        found = narrowed(text, self._engine.outlets())
        if found is None or topic_of(found[1], self._classifier.frame) is not None:
            return None
        return self._classified(found[1]) if found[1] else "overview"

    def _is_wide_topic(self, text: str) -> bool:
        """Whether a message is nothing but a topic that many articles mention."""
        topic = text.strip(" ?!.")
        if topic_of(topic, self._classifier.frame) != topic:
            return False
        if days_of(topic, dt.datetime.now().astimezone().date())[1]:
            return False
        every = all_words_query(topic)
        enough = math.ceil(max(MIN_ARTICLES, WIDE * self._ledger.article_count()))
        found = len(self._ledger.article_words(every, EVERYTHING, enough)) if every else 0
        return found >= enough

    def questions(self, text: str) -> tuple[str, ...]:
        """Return the questions that a message asks, in order; the message if it is only one."""
        return split_message(text, self.kind)

    def narrowed(self, question: str, scope: Scope) -> tuple[str, Scope]:
        """Return a question without the outlet that it is limited to, and the scope with it."""
        if scope.outlet is None:
            found = narrowed(question, self._engine.outlets())
            if found is not None and found[1]:
                return found[1], replace(scope, outlet=found[0])
        return question, scope

    def foreign(self, text: str) -> Answer | None:
        """Return a line for a message in a language that the bot does not read, in that language.

        None for English, and for a language that articles of the coverage are in.
        """
        language = self._engine.strange_language(text)
        if language is None:
            return None
        return replace(_said(LINES[language], kind="none"), question=text)

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
        today = today or dt.datetime.now().astimezone().date()
        made = self._made(text, kind, scope, history, today)
        if made is None:
            return None
        return replace(made, question=text, kind=kind, seconds=time.perf_counter() - started)

    def topical(self, history: Sequence[Turn]) -> tuple[Turn, ...]:
        """Return the turns that are about something: small talk in between is no topic.

        What was answered from the articles has numbers, and what was not answered no statements.
        """
        return tuple(
            turn
            for turn in history
            if (not turn.statements or any(each.numbers for each in turn.statements))
            and self.kind(turn.question) != "last"
        )

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
                compared = self._comparisons.compare(text, scope, today)
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
        asked, scope = self._without_outlet(text, scope)
        days = days_alone(asked, self._classifier.frame, today, self._engine.newest())
        if days is None or scope.since or scope.until:
            return None
        told = self._day_reports.of(replace(days, outlet=scope.outlet))
        return _answer(*told, "fact") if told else None

    def _about(self, text: str, scope: Scope, today: dt.date) -> tuple[str, ...]:
        within, dates = days_of(text, today, self._engine.newest())
        within = days_of_articles(text, within, dates)
        asked = AboutRequest(text, self._nearest(self._about_wishes, text), within, dates)
        return about(self._ledger, asked, self._classifier.frame, scope)

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
        asked, scope = self._without_outlet(text, scope)
        days, dates = days_of(asked, today, self._engine.newest())
        topic = topic_of(asked, self._classifier.frame, dates)
        return _Request(topic, scope, days)

    def _without_outlet(self, text: str, scope: Scope) -> tuple[str, Scope]:
        """A request without the outlet that it is limited to, and the scope with it."""
        named = named_outlets(text, self._engine.outlets())
        if scope.outlet is not None or len(named) != 1:
            return text, scope
        (one,) = named
        rest = f"{text[: one.start]} {text[one.end :]}"
        limited = narrowed(text, [one.outlet]) or topic_of(rest, self._classifier.frame) is None
        return (rest, replace(scope, outlet=one.outlet)) if limited else (text, scope)

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
        answers = [turn for turn in self.topical(history) if turn.citations]
        shown = [turn for turn in history if turn in answers or self._went_on(turn)]
        wish = self._wish(text)
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
        if wish == "more" and not _asks_beyond(text, wish):
            later = shown[shown.index(answers[-1]) :]
            return self._more(answers[-1], answers[:-1], later, scope, today)
        return None

    def _went_on(self, turn: Turn) -> bool:
        """Whether a turn told more of what the answer before it told."""
        wanted = bool(turn.citations) and self._wish(turn.question) == "more"
        return wanted and self.kind(turn.question) == "last"

    def links_only(self) -> Answer:
        """Return that the bot opens no links."""
        return _said(wording.LINKS_ONLY, kind="none")

    def _wish(self, text: str) -> str:
        return self._nearest(self._wishes, text)

    def _embedded(self, wishes: Mapping[str, Sequence[str]]) -> _Wishes:
        embed = self._embedder.embed_question
        return {wish: np.stack([embed(text) for text in texts]) for wish, texts in wishes.items()}

    def _nearest(self, wishes: _Wishes, text: str) -> str:
        """Return the wish that has the example nearest to a message."""
        vector = self._embedder.embed_question(text)
        return max(wishes, key=lambda wish: float((wishes[wish] @ vector).max()))

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
        question, within = self.narrowed(last.question, scope)
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
        since, until = self.scope.since or self.days.since, self.scope.until or self.days.until
        return replace(self.scope, since=since, until=until)


def _asks_beyond(text: str, wish: str) -> bool:
    """Whether a message has words of content that none of the examples of its wish has.

    "What else did he say about it?" is a question of its own.
    """
    common = {token.stem for example in _LAST[wish] for token in tokenize(example)}
    return any(token.content and token.stem not in common for token in tokenize(text))


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
