"""Figures for Prometheus: questions, answers, re-indexing, feeds, tokens. Nothing about people.

``Metrics.serve`` offers them at ``http://HOST:PORT/metrics``; ``docs/deploy.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from index.errors import UnusableSetting
from index.models import Answer, Polled, Reindexed

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_REINDEX_SECONDS = (1, 5, 15, 60, 300, 900, 3600)


class Metrics:
    """Counts what the bot does. Each has a registry of its own, so that bots do not add up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"coverage_bot_{name}", text, labels, registry=self.registry)

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"coverage_bot_{name}", text, registry=self.registry)

        def histogram(name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
            return Histogram(f"coverage_bot_{name}", text, registry=self.registry, buckets=buckets)

        self._questions = counter(
            "questions",
            "Questions by outcome.",
            "outcome",
        )
        self._abstentions = counter("abstentions", "Questions not answered, by reason.", "reason")
        self._modes = counter("answers", "Answers by who wrote them.", "mode")
        self._seconds = histogram("answer_seconds", "Time from question to answer.", _SECONDS)
        self._running = gauge("answers_in_progress", "Questions that are being answered.")
        self._tokens = counter("llm_tokens", "Tokens used by the language model.")
        self._reindexes = counter("reindexes", "Updates of the index: done or failed.", "outcome")
        self._reindex = histogram("reindex_seconds", "Duration of an update.", _REINDEX_SECONDS)
        self._articles = gauge("files", "Files in the index.")
        self._passages = gauge("passages", "Passages in the index.")
        self._failed = gauge("files_failed", "Files and articles that could not be read.")
        self._polls = counter("feed_polls", "Polls of feeds by outcome.", "outcome")
        self._from_feeds = counter(
            "feed_articles", "Articles from feeds: kept or failed.", "outcome"
        )
        self._troubles = gauge("feeds_in_trouble", "Feeds that fail, or have long been silent.")

    def watch(self, in_progress: Callable[[], int]) -> None:
        """Report how many questions are being answered, as ``in_progress`` says it."""
        self._running.set_function(in_progress)

    def answered(self, answer: Answer) -> None:
        """Count an answer or an abstention."""
        self._seconds.observe(answer.seconds)
        if answer.answered:
            self._questions.labels("answered").inc()
            self._modes.labels(answer.mode).inc()
            return
        self._questions.labels("not_answered").inc()
        for part in answer.parts or (answer,):
            if part.abstention is not None:
                self._abstentions.labels(part.abstention.reason.replace(" ", "_")).inc()

    def refused(self) -> None:
        """Count a question that a limit did not admit, or that is about what cannot be used."""
        self._questions.labels("refused").inc()

    def failed(self) -> None:
        """Count a question that an error ended."""
        self._questions.labels("failed").inc()

    def indexed(self, report: Reindexed) -> None:
        """Count an update of the index, and note how large it is now."""
        self._reindexes.labels("done").inc()
        self._reindex.observe(report.seconds)
        self.holds(len(report.added) + len(report.changed) + report.unchanged, report.passages)
        self._failed.set(len(report.failed))

    def holds(self, files: int, passages: int) -> None:
        """Note how large the index is."""
        self._articles.set(files)
        self._passages.set(passages)

    def index_failed(self) -> None:
        """Count an update of the index that failed."""
        self._reindexes.labels("failed").inc()

    def polled(self, poll: Polled) -> None:
        """Count a poll of a feed, unless it had to wait, and its articles."""
        if poll.outcome == "waiting":
            return
        self._polls.labels("failed" if poll.outcome == "failed" else "done").inc()
        self._from_feeds.labels("kept").inc(len(poll.kept))
        self._from_feeds.labels("failed").inc(len(poll.failed))

    def feeds_in_trouble(self, number: int) -> None:
        """Note how many feeds fail or are silent for long."""
        self._troubles.set(number)

    def spent(self, tokens: int) -> None:
        """Count tokens that the language model used."""
        self._tokens.inc(tokens)

    @contextmanager
    def serve(self, host: str, port: int | None) -> Iterator[None]:
        """Serve the figures until the context ends; not at all without a port.

        Raises UnusableSetting if the port is taken or the address is not this machine's.
        """
        if port is None:
            yield
            return
        try:
            server, thread = start_http_server(port, host, self.registry)
        except OSError as error:
            raise UnusableSetting(
                f"BOT_METRICS_PORT={port} cannot be used on {host} ({error.strerror}): choose "
                "another port or address"
            ) from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
